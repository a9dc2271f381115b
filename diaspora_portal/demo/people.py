"""The people of the demonstration: the cast, three hundred experts, and who speaks for the hosts."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password

from accounts.enums import PRIVACY_NOTICE_VERSION, Arrival, Purpose, Role
from accounts.models import Consent, Post, Unit, User
from common.events import begin, move
from common.text import within_sentence
from common.workflow import Part
from diaspora_portal.demo import words
from diaspora_portal.demo.cast import CAST, PASSWORD
from experts.enums import Action, AffiliationKind, PublicPart, Visibility, WorkKind
from experts.models import Affiliation, Availability, Expert, ExpertLanguage, ExpertSkill, Work
from experts.workflow import Facts
from programmes.enums import Mode
from taxonomy.models import Place, Skill, Theme

# Seeds of the demonstration's second factors: published, worthless anywhere else.
DEMO_FACTOR = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
POSTS = {
    "omar": ("most", Role.OFFICER),
    "rabia": ("most", Role.REVIEWER),
    "saad": ("most", Role.REVIEWER),
    "dawood": ("most", Role.DECIDER),
    "asma": ("most", Role.AUDITOR),
    "faiz": ("mission-berlin", Role.LIAISON),
    "ayesha": ("portal-administration", Role.ADMINISTRATOR),
    "naveed": ("portal-administration", Role.ADMINISTRATOR),
}
COUNTRIES = {"faiz": ["DE"]}
ARRIVALS = {
    "hina": Arrival.EXPERT,
    "bilal": Arrival.EXPERT,
    "sana": Arrival.ORGANISATION,
    "kamran": Arrival.ORGANISATION,
}
ZONES = {"hina": "Europe/Berlin", "bilal": "Asia/Qatar"}


def add_users(rows: Sequence[User], *, at: datetime, matching: bool = False) -> list[User]:
    """Accounts with confirmed addresses and a stored yes to the notice, all with the demo password."""
    password = make_password(PASSWORD)
    for user in rows:
        user.password = password
        user.is_demo = True
        user.joined_at = at
    users = User.objects.bulk_create(rows)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    purposes = (Purpose.NOTICE, Purpose.MATCHING) if matching else (Purpose.NOTICE,)
    Consent.objects.bulk_create(
        Consent(user=user, purpose=purpose, notice_version=PRIVACY_NOTICE_VERSION, given_at=at)
        for user in users
        for purpose in purposes
    )
    return users


def add_cast(*, at: datetime) -> dict[str, User]:
    """The cast with their posts; staff with the second factor that `demo_code` computes."""
    rows = [
        User(
            email=member.email,
            full_name=member.full_name,
            name_ur=member.name_ur,
            arrival=ARRIVALS.get(member.key, Arrival.STAFF),
            time_zone=ZONES.get(member.key, "Asia/Karachi"),
        )
        for member in CAST
    ]
    cast = {member.key: user for member, user in zip(CAST, add_users(rows, at=at), strict=True)}
    Consent.objects.create(
        user=cast["hina"], purpose=Purpose.MATCHING, notice_version=PRIVACY_NOTICE_VERSION, given_at=at
    )
    Unit.objects.get_or_create(
        slug="mission-berlin", defaults={"name": "Embassy in Berlin", "name_ur": "سفارت خانہ، برلن"}
    )
    for key, (slug, role) in POSTS.items():
        Post.objects.create(
            user=cast[key],
            unit=Unit.objects.get(slug=slug),
            role=role,
            countries=COUNTRIES.get(key, []),
            starts_on=at.date(),
        )
        TOTP.activate(cast[key], DEMO_FACTOR)
    return cast


SKILLS_OF_A_THEME = 12


class Vocabulary:
    """The vocabulary in memory, in a fixed order, so that the same seed gives the same demonstration."""

    def __init__(self) -> None:
        self.themes = list(Theme.objects.order_by("position"))
        self.skills = {theme.pk: _some(list(theme.skills.order_by("slug"))) for theme in self.themes}
        self.territories = list(Place.objects.filter(kind="territory").order_by("position"))

    def uses(self, theme: Theme) -> Sequence[str]:
        return words.USES[theme.slug]


def _some(skills: list[Skill]) -> list[Skill]:
    """So few of a theme that invented people and needs meet: among all of them hardly two would."""
    return skills[:: max(len(skills) // SKILLS_OF_A_THEME, 1)]


def add_experts(
    n: int, *, random: Random, vocabulary: Vocabulary, officer: User, at: datetime
) -> list[Expert]:
    """`n` invented experts in 25 countries, nearly all verified, walked there through the life cycle."""
    people = list(_people(n, random))
    rows = [
        User(email=f"expert{i:03}@demo.example", full_name=name, arrival=Arrival.EXPERT, time_zone=place[2])
        for i, (name, place) in enumerate(people, start=1)
    ]
    users = add_users(rows, at=at - timedelta(days=200), matching=True)
    experts = []
    for i, (user, (_name, place)) in enumerate(zip(users, people, strict=True)):
        joined = at - timedelta(days=random.randint(20, 190))
        experts.append(_expert(user, place, random=random, vocabulary=vocabulary, at=joined))
        walk(experts[-1], i, officer=officer, at=joined)
    return experts


def _people(n: int, random: Random) -> Iterator[tuple[str, tuple[str, str, str, int, str]]]:
    """Names as people bear them: two or three words, sometimes a single one."""
    countries = [place for place in words.COUNTRIES for _share in range(place[3])]
    for i in range(n):
        first = random.choice(words.WOMEN if i % 5 < 2 else words.MEN)
        parts = [first] if i % 17 == 0 else [first, random.choice(words.SECOND)]
        if first in ("Muhammad", "Ghulam"):
            parts.insert(1, random.choice(words.MEN[1:]))
        # One expert for each country first, so that all 25 appear; then by share.
        place = words.COUNTRIES[i] if i < len(words.COUNTRIES) else random.choice(countries)
        yield " ".join(dict.fromkeys(parts)), place


def _expert(
    user: User, place: tuple[str, str, str, int, str], *, random: Random, vocabulary: Vocabulary, at: datetime
) -> Expert:
    country, city, zone, _share, local = place
    theme = random.choice(vocabulary.themes)
    seniority = random.choice(("early", "mid", "mid", "senior", "senior", "principal", "executive"))
    years = {"early": 3, "mid": 8, "senior": 14, "principal": 21, "executive": 24}[seniority]
    years += random.randint(0, 5)
    skills = random.sample(vocabulary.skills[theme.pk], k=random.randint(4, 6))
    use = random.choice(vocabulary.uses(theme))
    in_urdu = random.random() < 0.08
    fillers = {
        "skill": skills[0].name,
        "skill_low": within_sentence(skills[0].name),
        "other": skills[1].name,
        "other_low": within_sentence(skills[1].name),
        "use": use,
        "years": years,
        "theme": theme.name_ur,
    }
    role = random.choice(words.ROLES[seniority])
    expert = Expert(
        user=user,
        headline=f"{role}, {within_sentence(skills[0].name)}",
        bio=(words.BIO_UR if in_urdu else words.BIO_EN).format(**fillers),
        language="ur" if in_urdu else "en",
        country=country,
        city=city,
        time_zone=zone,
        seniority=seniority,
        years_experience=years,
        visibility=random.choice([Visibility.AFTER_MATCHING] * 3 + [Visibility.VERIFIED_ORGANISATIONS]),
        capacity=random.choice((1, 1, 2, 2, 3)),
        motivation_kinds=random.sample(
            ["mentorship", "teaching", "joint_research", "training_delivery", "talk", "jury"], k=2
        ),
    )
    if expert.visibility == Visibility.VERIFIED_ORGANISATIONS:
        _list_in_directory(expert, at)
    begin(expert, by=user, at=at, part=Part.EXPERT)
    expert.themes.add(theme)
    expert.motivation_places.add(random.choice(vocabulary.territories))
    _add_rows(expert, skills, local, role, city, fillers, random=random, at=at)
    return expert


def _list_in_directory(expert: Expert, at: datetime) -> None:
    """The consent that the level rests on; one in three is found by everybody, each with other ticks."""
    user = expert.user
    Consent.objects.create(
        user=user, purpose=Purpose.DIRECTORY, notice_version=PRIVACY_NOTICE_VERSION, given_at=at
    )
    if user.pk % 3 == 0:
        expert.visibility = Visibility.PUBLIC
        parts = [part for at, part in enumerate(PublicPart) if user.pk // 3 >> at % 4 & 1]
        expert.public_parts = list(dict.fromkeys([PublicPart.HEADLINE, PublicPart.SKILLS, *parts]))


def _add_rows(
    expert: Expert,
    skills: list[Skill],
    local: str,
    role: str,
    city: str,
    fillers: dict[str, object],
    *,
    random: Random,
    at: datetime,
) -> None:
    ExpertSkill.objects.bulk_create(
        ExpertSkill(
            expert=expert,
            skill=skill,
            typed=skill.name,
            level=random.choice((2, 3, 3, 4)),
            years=random.randint(2, 15),
            last_used_year=at.year - random.choice((0, 0, 0, 1, 3)),
        )
        for skill in skills
    )
    if random.random() < 0.1:
        ExpertSkill.objects.create(expert=expert, typed=random.choice(words.TYPED_SKILLS), level=3)
    languages = [("en", random.choice(("C1", "C1", "C2"))), ("ur", "C2")] + ([(local, "B2")] if local else [])
    ExpertLanguage.objects.bulk_create(
        ExpertLanguage(expert=expert, code=c, level=level) for c, level in languages
    )
    Affiliation.objects.create(
        expert=expert,
        kind=AffiliationKind.EMPLOYMENT,
        organisation=random.choice(words.EMPLOYERS).format(city=city),
        role=role,
        city=city,
        country=expert.country,
        starts=str(at.year - random.randint(1, 9)),
        is_current=True,
    )
    Work.objects.bulk_create(
        Work(
            expert=expert,
            kind=random.choice((WorkKind.PUBLICATION, WorkKind.PUBLICATION, WorkKind.PROJECT, WorkKind.TALK)),
            title=pattern.format(**fillers)[:1].upper() + pattern.format(**fillers)[1:],
            year=at.year - random.randint(0, 9),
        )
        for pattern in random.sample(words.WORK_PATTERNS, k=random.randint(1, 3))
    )
    add_window(expert, at.date(), random.choice((3, 4, 6, 8, 10)), _modes(random))


def _modes(random: Random) -> list[Mode]:
    return random.choice(([Mode.REMOTE], [Mode.REMOTE, Mode.HYBRID], list(Mode)))


def add_window(expert: Expert, day: date, hours: int, modes: list[Mode]) -> None:
    Availability.objects.create(
        expert=expert, starts_on=day, ends_on=day + timedelta(days=700), hours_per_week=hours, modes=modes
    )


def walk(expert: Expert, i: int, *, officer: User, at: datetime) -> None:
    """Nearly all are verified; a few stand in each other state."""
    facts = Facts(is_complete=True, has_consented=True)
    if i % 60 == 7:
        return
    move(
        expert, action=Action.SUBMIT, part=Part.EXPERT, by=expert.user, at=at + timedelta(days=1), facts=facts
    )
    if i % 30 == 11:
        return
    if i % 60 == 23:
        move(
            expert,
            action=Action.REQUEST_CHANGES,
            part=Part.STAFF,
            by=officer,
            at=at + timedelta(days=4),
            reasons=["employment_unclear"],
            note="Please name your present employer.",
        )
        return
    move(expert, action=Action.VERIFY, part=Part.STAFF, by=officer, at=at + timedelta(days=4))
    if i % 50 == 31:
        move(expert, action=Action.PAUSE, part=Part.EXPERT, by=expert.user, at=at + timedelta(days=10))
