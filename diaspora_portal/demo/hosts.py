"""The hosts of the demonstration and their needs."""

from datetime import datetime, timedelta
from random import Random

from accounts.enums import Arrival
from accounts.models import User
from common.events import begin, move
from common.text import within_sentence
from common.workflow import Part
from diaspora_portal.demo import words
from diaspora_portal.demo.people import Vocabulary, add_users
from incubators.enums import (
    Category,
    Importance,
    MemberRole,
    NeedAction,
    OrganisationAction,
)
from incubators.models import Membership, Need, NeedSkill, Organisation
from incubators.services.steps import move_need
from programmes.enums import Mode
from programmes.models import Programme
from taxonomy.models import Place, Skill, Theme

# Which programme a category of need belongs to.
PROGRAMME_OF = {
    "mentorship": "general-mentorship",
    "curriculum_review": "curriculum-review",
    "training_delivery": "training-delivery",
    "joint_research": "joint-research",
    "teaching": "skill-exchange",
    "jury": "general-mentorship",
    "talk": "science-communication",
}
# What the cast's hosts ask for, so that the cast's expert fits.
CAST_SKILLS = (
    ("power-systems", "solar-photovoltaics", "microgrids", "smart-grids"),
    ("microgrids", "power-electronics", "solar-photovoltaics", "water-saving"),
)


def add_hosts(
    n: int, *, cast: dict[str, User], random: Random, vocabulary: Vocabulary, at: datetime
) -> list[Organisation]:
    """`n` hosts of the real kinds in all seven units; Sana's and Kamran's come first."""
    places = {place.code: place for place in Place.objects.all()}
    rows = [
        User(
            email=f"host{i:02}@demo.example",
            full_name=f"{random.choice(words.WOMEN if i % 2 else words.MEN)} {random.choice(words.SECOND)}",
            arrival=Arrival.ORGANISATION,
        )
        for i in range(1, n - 1)
    ]
    owners = [cast["sana"], cast["kamran"], *add_users(rows, at=at - timedelta(days=200))]
    hosts = []
    for i, owner in enumerate(owners):
        place = places[words.HOST_PLACES[i % len(words.HOST_PLACES)]]
        theme = vocabulary.themes[i % len(vocabulary.themes)]
        kind, sector, pattern = words.HOST_KINDS[i % len(words.HOST_KINDS)]
        name = pattern.format(place=place.name, theme=theme.name)
        if i == 0:
            name, place, theme = "Ravi Incubation Centre (demo)", places["lahore"], vocabulary.themes[1]
        if i == 1:
            name, place, kind = "Quetta Water Research Centre (demo)", places["quetta"], "research_centre"
        host = Organisation(
            name=name,
            kind=kind,
            sector=sector,
            place=place,
            email_domain="demo.example",
            about=f"We work on {within_sentence(theme.name)} with young teams in {place.name}."
            " Invented for the demonstration.",
        )
        joined = at - timedelta(days=random.randint(150, 200))
        begin(host, by=owner, at=joined, part=Part.HOST)
        Membership.objects.create(user=owner, organisation=host, role=MemberRole.OWNER, since=joined)
        _walk(host, i, officer=cast["omar"], at=joined)
        hosts.append(host)
    return hosts


def _walk(host: Organisation, i: int, *, officer: User, at: datetime) -> None:
    later = at + timedelta(days=3)
    if i % 12 == 10:
        return
    if i % 30 == 17:
        move(
            host,
            action=OrganisationAction.REJECT,
            part=Part.STAFF,
            by=officer,
            at=later,
            reasons=["letter_missing"],
            note="Please send a letter of your head of institution.",
        )
        return
    move(host, action=OrganisationAction.VERIFY, part=Part.STAFF, by=officer, at=later)


def add_needs(
    n: int, hosts: list[Organisation], *, random: Random, vocabulary: Vocabulary, at: datetime
) -> list[Need]:
    """`n` needs over the themes, nearly all published through the service, a few drafts; some in Urdu."""
    verified = [host for host in hosts if host.is_verified]
    programmes = {programme.slug: programme for programme in Programme.objects.all()}
    needs = []
    for i in range(n):
        host = verified[i % len(verified)]
        theme = vocabulary.themes[1] if i < 2 else vocabulary.themes[i % len(vocabulary.themes)]
        needs.append(_need(i, host, theme, programmes, random=random, vocabulary=vocabulary, at=at))
    return needs


def _need(
    i: int,
    host: Organisation,
    theme: Theme,
    programmes: dict[str, Programme],
    *,
    random: Random,
    vocabulary: Vocabulary,
    at: datetime,
) -> Need:
    category, title, purpose, deliverable = words.NEEDS[i if i < 2 else i % len(words.NEEDS)]
    skills = random.sample(vocabulary.skills[theme.pk], k=4)
    if i < len(CAST_SKILLS):
        skills = list(Skill.objects.filter(slug__in=CAST_SKILLS[i]).order_by("slug"))
    fillers = {
        "theme_low": within_sentence(theme.name),
        "skill_low": within_sentence(skills[0].name),
        "other_low": within_sentence(skills[1].name),
        "use": random.choice(vocabulary.uses(theme)),
    }
    in_urdu = i % 10 == 9
    texts = (title, purpose, deliverable)
    if in_urdu:
        texts = tuple(text.format(theme=theme.name_ur) for text in words.NEED_UR)
    begins = at.date() + timedelta(days=random.randint(20, 60))
    programme = programmes[PROGRAMME_OF[category]]
    mode = Mode.REMOTE if i < 40 else random.choice((Mode.REMOTE, Mode.REMOTE, Mode.HYBRID, Mode.IN_PERSON))
    if mode not in programme.modes:
        mode = Mode(programme.modes[0])
    owner = host.memberships.get().user
    need = Need(
        organisation=host,
        programme=programme,
        category=Category(category),
        title=texts[0].format(**fillers),
        purpose=texts[1].format(**fillers),
        deliverable=texts[2].format(**fillers),
        counterpart=owner.full_name,
        counterpart_role=random.choice(words.COUNTERPARTS),
        language="ur" if in_urdu else "en",
        mode=mode,
        place=None if mode == Mode.REMOTE else host.place,
        starts_on=begins,
        ends_on=begins + timedelta(days=random.choice((56, 84, 120))),
        hours_per_week=random.choice((2, 3, 4)),
        weeks=random.choice((4, 6, 8)),
        seats=3 if i < 2 else random.choice((1, 1, 1, 2)),  # the needs of the cast's hosts stay open
        working_languages=["en", "ur"] if in_urdu else ["en"],
    )
    made = at - timedelta(days=random.randint(60, 100))
    begin(need, by=owner, at=made, part=Part.HOST)
    need.themes.add(theme)
    for rank, skill in enumerate(skills, start=1):
        NeedSkill.objects.create(
            need=need,
            skill=skill,
            importance=Importance.MUST if rank <= 2 else Importance.SHOULD,
            least_level=2,
            rank=rank,
        )
    if i % 16 != 15:
        move_need(need_id=need.pk, action=NeedAction.PUBLISH, by=owner, at=made + timedelta(days=1))
        need.refresh_from_db()
    return need
