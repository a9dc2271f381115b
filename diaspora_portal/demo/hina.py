"""The cast's expert: a profile worth looking at."""

from datetime import datetime

from accounts.models import User
from common.events import begin
from common.workflow import Part
from diaspora_portal.demo.people import Vocabulary, add_window, walk
from experts.enums import AffiliationKind, Visibility, WorkKind
from experts.models import Affiliation, Expert, ExpertLanguage, ExpertSkill, Work
from programmes.enums import Mode
from taxonomy.models import Place, Skill, Theme

HINA_SKILLS = (("power-systems", 4), ("power-electronics", 4), ("solar-photovoltaics", 3), ("microgrids", 3))
HINA_WORKS = (
    (
        "Ride-through of small solar plants in weak rural grids",
        2023,
        "Field tests of inverters on long feeders.",
    ),
    ("Microgrids for tube wells", 2021, "Design and two years of operation of five microgrids."),
    ("Power electronics for student laboratories", 2019, "A low-cost converter kit for teaching."),
)


def add_hina(user: User, *, officer: User, vocabulary: Vocabulary, at: datetime) -> Expert:
    """The cast's expert: a profile worth looking at."""
    expert = Expert(
        user=user,
        headline="Lead engineer for grid integration",
        bio="I bring solar power into weak grids: inverters, protection, and the people who run them.",
        country="DE",
        city="Munich",
        time_zone="Europe/Berlin",
        seniority="senior",
        years_experience=14,
        visibility=Visibility.AFTER_MATCHING,
        capacity=3,
        motivation_kinds=["mentorship", "training_delivery"],
    )
    begin(expert, by=user, at=at, part=Part.EXPERT)
    expert.themes.add(Theme.objects.get(slug="renewable-energy"))
    expert.motivation_places.add(Place.objects.get(code="PK-PB"))
    skills = {skill.slug: skill for skill in Skill.objects.filter(slug__in=[slug for slug, _ in HINA_SKILLS])}
    ExpertSkill.objects.bulk_create(
        ExpertSkill(
            expert=expert,
            skill=skills[slug],
            typed=skills[slug].name,
            level=level,
            years=9,
            last_used_year=at.year,
        )
        for slug, level in HINA_SKILLS
    )
    for code, level in (("en", "C2"), ("ur", "C2"), ("de", "C1")):
        ExpertLanguage.objects.create(expert=expert, code=code, level=level)
    Affiliation.objects.create(
        expert=expert,
        kind=AffiliationKind.EMPLOYMENT,
        organisation="Northlight Munich",
        role="Lead engineer",
        city="Munich",
        country="DE",
        starts="2017",
        is_current=True,
    )
    for title, year, text in HINA_WORKS:
        Work.objects.create(expert=expert, kind=WorkKind.PUBLICATION, title=title, year=year, text=text)
    add_window(expert, at.date(), 8, list(Mode))
    walk(expert, 0, officer=officer, at=at)
    return expert
