"""Every way to write a skill of the vocabulary: what a CV is searched for."""

from taxonomy.models import SkillAlias


def skill_spellings() -> dict[str, str]:
    """Spelling -> name of its skill."""
    return dict(SkillAlias.objects.values_list("text", "skill__name"))
