"""Words from which the demonstration's people, hosts and texts are made. Everybody here is invented."""

WOMEN = [
    "Amina",
    "Hina",
    "Sana",
    "Rabia",
    "Ayesha",
    "Zainab",
    "Mariam",
    "Fatima",
    "Nadia",
    "Saima",
    "Bushra",
    "Farah",
    "Hira",
    "Iqra",
    "Kiran",
    "Lubna",
    "Maha",
    "Noor",
    "Palwasha",
    "Rukhsana",
    "Sadia",
    "Tehmina",
    "Uzma",
    "Wajiha",
    "Yasmin",
    "Zara",
    "Gulnaz",
    "Mahnoor",
    "Samina",
    "Shazia",
    "Nida",
    "Komal",
    "Rida",
    "Anum",
    "Areeba",
    "Dua",
    "Sehrish",
    "Tahira",
    "Aliya",
    "Benish",
]
MEN = [
    "Muhammad",
    "Ahmed",
    "Ali",
    "Bilal",
    "Danish",
    "Ehsan",
    "Faisal",
    "Ghulam",
    "Hamza",
    "Imran",
    "Junaid",
    "Kamran",
    "Luqman",
    "Mansoor",
    "Nasir",
    "Omar",
    "Qasim",
    "Rashid",
    "Salman",
    "Tariq",
    "Usman",
    "Waqas",
    "Yasir",
    "Zubair",
    "Adnan",
    "Babar",
    "Fahad",
    "Haris",
    "Irfan",
    "Jawad",
    "Khalid",
    "Majid",
    "Naveed",
    "Rizwan",
    "Saad",
    "Shahid",
    "Talha",
    "Umair",
    "Wasim",
    "Zahid",
    "Asad",
    "Sher",
    "Dawood",
    "Mehran",
    "Sikandar",
]
SECOND = [
    "Khan",
    "Malik",
    "Qureshi",
    "Siddiqui",
    "Baloch",
    "Bugti",
    "Mengal",
    "Abbasi",
    "Chaudhry",
    "Butt",
    "Mir",
    "Shah",
    "Hussain",
    "Iqbal",
    "Raza",
    "Javed",
    "Farooq",
    "Tariq",
    "Mahmood",
    "Aslam",
    "Akhtar",
    "Nawaz",
    "Rehman",
    "Yousaf",
    "Saleem",
    "Latif",
    "Anwar",
    "Bhatti",
    "Gondal",
    "Soomro",
    "Memon",
    "Chandio",
    "Junejo",
    "Afridi",
    "Yousafzai",
    "Khattak",
    "Wazir",
    "Hunzai",
    "Baltistani",
    "Kazmi",
    "Zaidi",
    "Gilani",
    "Dar",
    "Lone",
    "Mughal",
]

# country, city, IANA zone, share, a language of the place besides English
COUNTRIES = (
    ("SA", "Riyadh", "Asia/Riyadh", 34, "ar"),
    ("AE", "Dubai", "Asia/Dubai", 32, "ar"),
    ("GB", "Manchester", "Europe/London", 34, ""),
    ("US", "Houston", "America/Chicago", 34, ""),
    ("CA", "Toronto", "America/Toronto", 22, "fr"),
    ("DE", "Munich", "Europe/Berlin", 18, "de"),
    ("AU", "Melbourne", "Australia/Melbourne", 16, ""),
    ("QA", "Doha", "Asia/Qatar", 12, "ar"),
    ("OM", "Muscat", "Asia/Muscat", 9, "ar"),
    ("KW", "Kuwait City", "Asia/Kuwait", 9, "ar"),
    ("MY", "Kuala Lumpur", "Asia/Kuala_Lumpur", 8, "ms"),
    ("IT", "Milan", "Europe/Rome", 8, "it"),
    ("ES", "Barcelona", "Europe/Madrid", 7, "es"),
    ("FR", "Lyon", "Europe/Paris", 6, "fr"),
    ("NL", "Delft", "Europe/Amsterdam", 6, "nl"),
    ("SE", "Gothenburg", "Europe/Stockholm", 6, "sv"),
    ("NO", "Trondheim", "Europe/Oslo", 5, "nb"),
    ("BH", "Manama", "Asia/Bahrain", 5, "ar"),
    ("SG", "Singapore", "Asia/Singapore", 5, "zh"),
    ("TR", "Ankara", "Europe/Istanbul", 5, "tr"),
    ("CN", "Wuhan", "Asia/Shanghai", 4, "zh"),
    ("JP", "Nagoya", "Asia/Tokyo", 4, "ja"),
    ("KR", "Daejeon", "Asia/Seoul", 3, "ko"),
    ("IE", "Galway", "Europe/Dublin", 4, ""),
    ("NZ", "Wellington", "Pacific/Auckland", 4, ""),
)

# What people are called at work, by seniority.
ROLES = {
    "early": ("Research associate", "Engineer", "Analyst"),
    "mid": ("Senior engineer", "Scientist", "Lecturer"),
    "senior": ("Lead engineer", "Senior scientist", "Associate professor"),
    "principal": ("Principal engineer", "Professor", "Research group leader"),
    "executive": ("Director of engineering", "Head of research", "Founder"),
}
EMPLOYERS = (
    "{city} Institute of Technology",
    "University of {city}",
    "{city} Research Laboratories",
    "Northlight {city}",
)

# Studies: what was done, with what, for whom. Titles of works are made of them.
WORK_PATTERNS = (
    "{skill} for {use}",
    "A field study of {skill_low} in {use}",
    "Lessons from {skill_low} and {other_low} in {use}",
    "{other} meets {skill_low}: {use}",
)
USES = {
    "artificial-intelligence": (
        "low-resource languages",
        "public services",
        "small factories",
        "crop advice",
    ),
    "renewable-energy": ("weak rural grids", "tube wells", "textile mills", "mountain villages"),
    "biotechnology": (
        "local vaccine production",
        "hepatitis screening",
        "cotton improvement",
        "enzyme supply",
    ),
    "cybersecurity": ("hospital networks", "power utilities", "small banks", "e-government portals"),
    "semiconductors": ("smart meters", "low-power sensors", "university tape-outs", "motor drives"),
    "telecommunication": ("valley coverage", "school connectivity", "shared towers", "emergency networks"),
    "space": ("flood mapping", "glacier monitoring", "crop statistics", "student satellites"),
    "earth-sciences-and-hazards": ("the Karakoram", "the Makran coast", "hill towns", "school buildings"),
    "minerals-and-mining": ("copper districts", "marble waste", "small gemstone mines", "coal safety"),
    "water": ("the Indus basin", "karez systems", "city supply at night", "saline districts"),
    "agriculture-and-food": ("wheat rust", "mango export", "dairy collection", "smallholder orchards"),
    "climate": ("heat in cities", "smog seasons", "drought districts", "provincial inventories"),
    "public-health": (
        "district hospitals",
        "mothers in remote valleys",
        "tuberculosis follow-up",
        "dengue seasons",
    ),
    "transport-and-logistics": ("port corridors", "bus rapid transit", "mountain roads", "freight rail"),
    "fintech": ("remittances", "women shopkeepers", "crop insurance", "small lenders"),
    "education-technology": ("girls' schools", "vocational teachers", "blended degrees", "rural classrooms"),
    "industry-and-manufacturing": (
        "surgical instrument makers",
        "towel mills",
        "auto parts suppliers",
        "small foundries",
    ),
    "enterprise-and-policy": (
        "women founders",
        "provincial departments",
        "family firms",
        "software exporters",
    ),
}
# Skills in people's own words that the vocabulary does not hold: staff decide what they are.
TYPED_SKILLS = ("Biochar kilns", "Truck art restoration", "Karakul breeding")

# kind, sector, name pattern
HOST_KINDS = (
    ("incubator", "public", "{place} Incubation Centre (demo)"),
    ("university", "academia", "{place} University of Applied Sciences (demo)"),
    ("research_centre", "public", "{place} Centre for {theme} (demo)"),
    ("science_park", "public", "{place} Science and Technology Park (demo)"),
    ("vocational", "public", "{place} Vocational Training Centre (demo)"),
    ("academy", "non_profit", "{place} Academy for {theme} (demo)"),
    ("company", "private", "{place} {theme} Company (demo)"),
    ("incubator", "private", "{place} Start-up House (demo)"),
    ("government", "public", "{place} Department for {theme} (demo)"),
)
# Places of hosts: every territory of the country.
HOST_PLACES = (
    "lahore", "faisalabad", "multan", "rawalpindi", "sialkot", "bahawalpur", "karachi", "hyderabad", "sukkur",
    "jamshoro", "peshawar", "abbottabad", "swat", "mardan", "quetta", "gwadar", "khuzdar", "PK-IS",
    "muzaffarabad", "mirpur", "gilgit", "skardu",
)  # fmt: skip

# category, title, purpose, deliverable
NEEDS = (
    ("mentorship", "Mentor for a start-up in {theme_low}", "A young company works on {skill_low} for {use}. It needs somebody who has built this before to review its design, its plan and its first customers.", "Two written design reviews and a corrected product plan."),
    ("mentorship", "Coach for three teams working on {skill_low}", "Three teams of our cohort build on {skill_low}. They need a coach every second week who asks hard questions and opens doors.", "Six coaching sessions for each team and a final assessment."),
    ("curriculum_review", "Review of our course on {skill_low}", "Our course on {skill_low} was written nine years ago. We need an outside expert to compare it with current practice and with what employers ask for.", "A reviewed outline with a list of gaps and readings."),
    ("training_delivery", "Training in {skill_low} for twenty instructors", "Twenty instructors will teach {skill_low} for {use}. They need hands-on training and material they can keep using.", "A training of five days with material in English and Urdu."),
    ("joint_research", "Joint study on {skill_low} for {use}", "We hold data on {use} and need a partner with experience in {skill_low} and {other_low} for a joint study with two master students.", "A submitted paper and an open data set."),
    ("teaching", "Guest lectures on {skill_low}", "Our final-year students know {skill_low} from books. We want eight online lectures with examples from {use}.", "Eight recorded lectures and an exam question for each."),
    ("jury", "Jury member for projects in {theme_low}", "Students present projects on {skill_low} for {use}. We look for a juror who explains their marks.", "Scored rubrics and written feedback for twelve projects."),
    ("talk", "Public talk: {skill_low} for {use}", "A talk for a general audience on what {skill_low} can do for {use}, with time for questions in Urdu.", "One talk with slides that we may publish."),
)  # fmt: skip
# Category, title, purpose, deliverable and theme of the needs of Sana's and Kamran's hosts in rarer states.
WAITING_NEED = (
    "panel_seat",
    "Expert for the task force on groundwater",
    "The task force writes rules for metering wells in Balochistan. It lacks somebody who has brought such rules into use.",
    "Part in six sessions and a written opinion of three pages before the last one.",
    "water",
)
RETURNED_NEED = (
    "representation",
    "Representation at a meeting on clean energy",
    "Pakistan takes part in a meeting on clean energy. The delegation needs somebody who knows the subject and the people there.",
    "Good advice to the delegation.",
    "renewable-energy",
)
EXPIRED_NEED = (
    "mentorship",
    "Coach for our summer cohort",
    "Five teams of the summer cohort needed a coach every second week.",
    "Four coaching sessions for each of five teams, with notes.",
    "renewable-energy",
)
PAST_NEEDS = (
    (
        "mentorship",
        "Mentor for a team that builds solar pumps",
        "A team of four built its first controller and needed somebody who had done it before.",
        "A tested design of the controller and a list of parts that can be bought in Lahore.",
        "renewable-energy",
    ),
    (
        "mentorship",
        "Adviser for a groundwater survey",
        "A young group measured wells in three districts and needed advice on method and instruments.",
        "A written method that the group can use without help, and one survey done with it.",
        "water",
    ),
)
# A few hours each: they were approved at once, two in each of two years.
SMALL_NEEDS = (
    (
        "mentorship",
        "Second opinion on a battery data sheet",
        "The team had to choose between two batteries and wanted somebody to read the data sheets with them.",
        "A page that says which battery fits and why.",
        "renewable-energy",
    ),
    (
        "mentorship",
        "Rehearsal of a pitch on solar dryers",
        "Two founders had ten minutes before a jury and wanted to rehearse them with a stranger to the field.",
        "A pitch of ten minutes that was rehearsed twice.",
        "renewable-energy",
    ),
    (
        "mentorship",
        "Check of a wiring plan for a school roof",
        "A school had a wiring plan for its panels and nobody who could say whether it was safe.",
        "The wiring plan with remarks, and a list of what must be changed.",
        "renewable-energy",
    ),
    (
        "mentorship",
        "Questions and answers on inverter faults",
        "Technicians kept meeting the same three faults and wanted to ask somebody who builds inverters.",
        "A list of the three faults with how to find and mend each.",
        "renewable-energy",
    ),
)
EVIDENCE = (
    "Two calls of three hours; the page was written in the second one.",
    "Both calls took place and we use what came of them.",
)
FINDING_NOTE = "Both sides say the same, and the log of sessions and the two reports agree with them."
# What both sides of these placements answered, by question.
REPORT_ANSWERS = {
    "done": "Eight calls with the team, two reviews of the design, one day of tests on video.",
    "hours": 26,
    "exists_now": "A tested design and a written method that the team uses by itself.",
    "deliverable_met": "yes",
    "n_trained": 4,
    "n_trained_women": 2,
    "problems": "Two calls fell into load-shedding; earlier hours were better.",
    "again": "yes",
    "still_in_use": "yes",
    "came_of_it": "The method is part of how new people are trained.",
}
# Type, number and words of what was claimed.
OUTCOMES = (
    ("prototype", 1, "A pump controller that ran for six weeks on a farm near Kasur."),
    ("people_trained", 4, "Four engineers can now test and repair the controller themselves."),
    ("job_created", 3, "Three people were hired to go on with the survey."),
)
WITNESS = ("Head of the testing laboratory", "laboratory@testing.example")
WITHOUT_IT = "They would have built it, but a year later."
DISPUTE = "Two people were hired here; the third works elsewhere."
NEED_UR = (
    "{theme} کے شعبے میں رہنمائی درکار ہے",
    "ہمارا ادارہ {theme} پر کام کر رہا ہے۔ ہمیں ایسے ماہر کی ضرورت ہے جو ہمارے منصوبے کا جائزہ لے، خامیاں بتائے اور نوجوان ٹیم کی رہنمائی کرے۔",
    "تحریری جائزہ اور تین متفقہ تبدیلیاں۔",
)
BIO_UR = "میں {theme} کے شعبے میں {years} سال سے کام کر رہا ہوں اور اپنے تجربے سے پاکستان کے نوجوانوں کی مدد کرنا چاہتا ہوں۔"
BIO_EN = "I have worked on {skill_low} for {years} years, most recently on {use}. I like problems with people in them, and I can explain {other_low} to those who must run it."
MESSAGES = (
    "Your work on {skill_low} is close to what our team struggles with. Could you help us for a few weeks?",
    "We have a young team and a real customer. A few hours of your experience would change our plan.",
    "Two of our students would work with you directly. We would prepare everything on our side.",
)
STEPS = (
    "Kick-off call and reading",
    "First review with the team",
    "Working session on the weakest part",
    "Final report",
)
COUNTERPARTS = (
    "Head of programmes",
    "Laboratory manager",
    "Senior lecturer",
    "Head of engineering",
    "Dean's office",
)
RETURN_NOTES = (
    "Please say how the outcome will be measured, and name the local counterpart with their position.",
    "The deliverable is not clear to an outsider. Please write what will exist at the end.",
)
MEASURE = "The board of the host signs that it is done."
COUNTERPART_ROLE = "Head of the laboratory"
QUESTION = "Who looks after the equipment once the expert has left?"
RECOMMENDATION_NOTE = "The plan repeats work that another programme already pays for."
WITHDRAWAL_NOTES = ("Our team's plans changed.", "My employer asked me to wait until next year.")

SESSIONS = [
    "Kick-off: what exists, what is wanted, who decides what.",
    "Went through the design together; a list of open points.",
    "Open points one by one; two of them are settled.",
]
INTERRUPTION_NOTE = "Our laboratory moves this month. We go on as soon as the equipment stands again."
QUESTION_NOTE = "We noted two and a half hours for this one."
EXTENSION_REASON = "The test equipment arrived late; two more weeks are enough to finish."
