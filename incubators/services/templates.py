"""What a draft begins with when it is begun from a template."""

from incubators.enums import Importance
from incubators.selectors.templates import NeedTemplate
from incubators.services.shapes import SkillAsk, Terms
from programmes.models import Programme
from taxonomy.models import Skill, Theme


def template_terms(template: NeedTemplate, *, programme: Programme, language: str) -> Terms:
    """What a draft begins with; the way of working only where the programme offers it."""
    texts = template.texts_in(language)
    terms = Terms(
        purpose=texts.purpose,
        deliverable=texts.deliverable,
        hours_per_week=template.hours_per_week,
        weeks=template.weeks,
        sdgs=list(programme.sdgs),
        themes=list(Theme.objects.filter(slug=template.theme)),
    )
    return terms | Terms(mode=template.mode) if template.mode in programme.modes else terms


def template_skills(template: NeedTemplate) -> list[SkillAsk]:
    """The typical skills that the vocabulary has."""
    known = Skill.objects.in_bulk([*template.must, *template.should], field_name="slug")
    wanted = [(slug, Importance.MUST) for slug in template.must]
    wanted += [(slug, Importance.SHOULD) for slug in template.should]
    return [SkillAsk(known[slug], importance) for slug, importance in wanted if slug in known]
