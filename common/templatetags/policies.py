"""Templates ask the rules, and show the answer's reason on the disabled button."""

from typing import Any

from django import template

from common.policies import Decision, decide

register = template.Library()


@register.simple_tag(takes_context=True)
def can(context: dict[str, Any], name: str, obj: Any = None) -> Decision:
    """`{% can "exchanges.release_placement" placement as release %}`; a misspelt name raises."""
    return decide(context["request"].user, name, obj)
