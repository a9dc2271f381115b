"""The cast of the demonstration: the same few people in tests, screenshots and the first run."""

from dataclasses import dataclass

PASSWORD = "demo-portal-2026"  # printed by `up`; these accounts exist in the demonstration only


@dataclass(frozen=True, slots=True)
class CastMember:
    """`part` says who it is, `first` where to go first (a path), `why` what to see there."""

    key: str
    email: str
    full_name: str
    name_ur: str
    part: str
    first: str
    why: str
    is_staff: bool = False


CAST = (
    CastMember("hina", "hina@demo.example", "Hina Qureshi", "حنا قریشی", "expert in Munich, verified", "/today/", "an invitation to answer and a plan that came back"),
    CastMember("bilal", "bilal@demo.example", "Bilal", "بلال", "expert in Doha, no profile yet", "/experts/profile/", "start a profile or import an ORCID record"),
    CastMember("sana", "sana@demo.example", "Sana Tariq", "ثنا طارق", "owner of an incubation centre in Lahore", "/needs/ours/", "a need with its explained list of matches"),
    CastMember("kamran", "kamran@demo.example", "Kamran Baloch", "کامران بلوچ", "owner of a water centre in Quetta", "/today/", "another host, who sees nothing of the first"),
    CastMember("omar", "omar@demo.example", "Omar Farooq", "عمر فاروق", "officer, Ministry of Science and Technology", "/today/", "experts and organisations to verify", True),
    CastMember("rabia", "rabia@demo.example", "Rabia Malik", "رابعہ ملک", "reviewer, Ministry of Science and Technology", "/review/", "the review queue, what came back on top", True),
    CastMember("saad", "saad@demo.example", "Saad Hussain", "سعد حسین", "second reviewer, Ministry of Science and Technology", "/review/", "a case of two reviewers that waits for the second review", True),
    CastMember("dawood", "dawood@demo.example", "Dawood Siddiqui", "داؤد صدیقی", "decider, Ministry of Science and Technology", "/today/", "decisions to release", True),
    CastMember("asma", "asma@demo.example", "Asma Raza", "اسماء رضا", "auditor, Ministry of Science and Technology", "/review/", "reads the queue, decides nothing", True),
    CastMember("faiz", "faiz@demo.example", "Faiz Ahmad", "فیض احمد", "liaison, Embassy in Berlin", "/experts/verification/", "experts of Germany alone: vouches, enters people who agreed", True),
    CastMember("ayesha", "ayesha@demo.example", "Ayesha Khan", "عائشہ خان", "administrator of the portal", "/administration/units/", "units, posts, staff invitations", True),
    CastMember("naveed", "naveed@demo.example", "Naveed Iqbal", "نوید اقبال", "second administrator of the portal", "/administration/units/", "confirms what needs two administrators", True),
)  # fmt: skip
