"""Experts as a host may read them, and why they were suggested, written without a template.

A page shows dozens of cards, for which a template would take longer than all questions to the database.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import add
from typing import Any

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from matching.enums import ASKED, BoardTab, MatchState
from matching.selectors.deck import HeldSkill, MatchCard
from matching.selectors.wording import Explanation

register = template.Library()

_NOTHING = SafeString()
_ICON = '<svg class="icon" aria-hidden="true" focusable="false"><use href="{icons}#%s"></use></svg>'
_CARD = """<article class="card" id="expert-{code}">
<div class="cluster"><span class="ring"><svg viewBox="0 0 50 50" role="img" aria-label="{fit}: {percent}%">\
<circle class="track" cx="25" cy="25" r="21"/>{arc}<text x="25" y="25">{percent}</text></svg>\
<span>{fit}</span></span>{state}</div>
<h3>{name}</h3>
<p><bdi>{headline}</bdi></p>
<p class="meta">{facts}</p>
{because}{skills}{explained}{pick}{foot}
</article>"""
_ARC = """<circle class="value" cx="25" cy="25" r="21" pathLength="100" stroke-dasharray="{} 100"\
 transform="rotate(-90 25 25)"/>"""
_STATE = '<span class="tag {}">{}</span>'
_BECAUSE = '<p class="meta">{}</p>\n'
_OBSTACLE = f'<div class="notice waiting">{_ICON % "alert"}<div>{{obstacle}}</div></div>\n'
_SKILL = '<li><span class="tag {}">{}{}</span></li>'
_REMARK = '<span class="visually-hidden"> ({})</span>'
_LINE = '<p class="meta"><strong>{}</strong> {}</p>\n'

# What may be done about an expert, by state; each button names its expert to those who do not see the card.
_CODE = '<span class="visually-hidden"> {code}</span>'
_BUTTON = '<button class="action %s" type="submit" formaction="{%s_url}">{%s}' + _CODE + "</button>\n"
_INVITE = _BUTTON % ("quiet", "invite", "invite")
_SHORTLIST = _BUTTON % ("secondary", "shortlist", "shortlist")
_DISMISS = f"""<details class="fold"><summary>{{dismiss}}{_CODE}</summary>\
<fieldset class="form"><legend class="visually-hidden">{{why}}{_CODE}</legend>
<div class="field choices">{{reasons}}</div>
<div class="form-foot">{_BUTTON % ("secondary", "dismiss", "dismiss")}</div></fieldset></details>
"""
_REASON = '<label><input type="checkbox" name="reasons" value="{}"> {}</label>\n'
_STEPS = {
    MatchState.SUGGESTED: _SHORTLIST + _INVITE + _DISMISS,
    MatchState.ASSIGNED: _SHORTLIST + _INVITE + _DISMISS,
    MatchState.SHORTLISTED: _BUTTON % ("secondary", "invite", "invite")
    + _BUTTON % ("quiet", "restore", "take_off")
    + _DISMISS,
    MatchState.DISMISSED: _BUTTON % ("secondary", "restore", "take_back"),
}
_FORM = """<form class="card-foot cluster" method="post" action="{shortlist_url}">\
<input type="hidden" name="csrfmiddlewaretoken" value="{token}">\
<input type="hidden" name="code" value="{code}"><input type="hidden" name="after" value="{here}">
%s</form>"""
_ASKED = f'<a class="action secondary" href="{{asked_url}}">{{%s}}{_CODE}</a>\n'
_COMPARE = f"""<div class="field choices"><label>\
<input type="checkbox" name="pair" value="{{match_id}}" form="compare"> {{compare}}{_CODE}</label></div>
"""
_CHANGED = '<p class="meta"><span class="tag waiting">{}</span></p>\n'
_TIE = f"""<div class="notice waiting">{_ICON % "alert"}<div>{{tie}} {{link}}</div></div>
"""
_TIE_LINK = f'<a href="{{tie_url}}">{{look_at_tie}}{_CODE}</a>'
_NO_FORM = '<div class="card-foot cluster">%s</div>'
_ASK = f'<a href="{{ask_url}}?code={{code}}">{{%s}}{_CODE}</a>'
_WHOLE = f'\n<a href="{{match_url}}">{{whole}}{_CODE}</a>'


@register.simple_tag
def explanation(explained: Explanation, is_own: bool) -> SafeString:
    """Why, what is missing, one question, what is not known; `is_own`: the reader is the expert."""
    return _explained(explained, _heads(is_own))


def _heads(is_own: bool) -> tuple[str, str, str]:
    asking = _("What would help:") if is_own else _("Worth asking:")
    return _("Missing:"), asking, _("Not known, so not counted:")


def _explained(explained: Explanation, heads: tuple[str, str, str]) -> SafeString:
    reasons = format_html_join("", "<li>{}</li>", [(reason,) for reason in explained.reasons])
    texts = (" ".join(explained.gaps), explained.question, ", ".join(explained.not_known))
    lines = format_html_join("", _LINE, [line for line in zip(heads, texts, strict=True) if line[1]])
    return format_html("<ul>{}</ul>\n{}", reasons, lines) if reasons else lines


@register.simple_tag(takes_context=True)
def expert_cards(context: dict[str, Any], cards: Iterable[MatchCard]) -> SafeString:
    """Cards of a need's page, with what its reader may do about each."""
    pen = _Pen.of_page(context)
    return format_html('<div class="grid">{}</div>', _joined(pen.card(card) for card in cards))


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return reduce(add, parts, _NOTHING)


@dataclass(frozen=True, slots=True)
class _Pen:
    """What all cards of one page have in common: rights, words and addresses, and skills written so far."""

    may_choose: bool
    is_member: bool
    compares: bool
    approached: Collection[int]
    common: dict[str, str]
    heads: tuple[str, str, str]
    forms: dict[str, str] = field(default_factory=dict)
    skills: dict[HeldSkill, SafeString] = field(default_factory=dict)

    @classmethod
    def of_page(cls, context: dict[str, Any]) -> "_Pen":
        page, need = context["page"], [context["page"].need.public_id]
        common = {
            "icons": static("img/icons.svg"),
            "token": context["csrf_token"],
            "here": page.here,
            "reasons": format_html_join("", _REASON, context["dismiss_reasons"].items()),
            "fit": _("fit"),
            "expert": _("Expert %(code)s"),
            "invite": _("Invite"),
            "shortlist": _("Shortlist"),
            "dismiss": _("Set aside"),
            "take_off": _("Take off the shortlist"),
            "take_back": _("Take back"),
            "answer": _("Answer the interest"),
            "invitation": _("Look at the invitation"),
            "compare": _("Compare"),
            "look_at_tie": _("Look at it"),
            "approached": _("Approached by another in the last 30 days"),
            "why": _("Why?"),
            "why_not": _("Why not?"),
            "whole": _("Whole explanation"),
            "invite_url": reverse("matching:choose_for_invitation", args=need),
            "shortlist_url": reverse("matching:shortlist", args=need),
            "dismiss_url": reverse("matching:dismiss", args=need),
            "ask_url": reverse("matching:ask", args=need),
        }
        compares = page.tab == BoardTab.SHORTLISTED
        return cls(
            context["choose"].allowed,
            page.is_member,
            compares,
            context.get("approached", ()),
            common,
            _heads(is_own=False),
        )

    def _filled(self, form: str, **own: Any) -> SafeString:
        """A form with what is common to all cards, which is put in once, and what is of this one."""
        if form not in self.forms:
            left = {name: f"{{{name}}}" for name in own}
            safe = {name: conditional_escape(value) for name, value in self.common.items()}
            kept = {name: value.replace("{", "{{").replace("}", "}}") for name, value in safe.items()}
            self.forms[form] = form.format(**kept, **left)
        return format_html(self.forms[form], **own)

    def card(self, card: MatchCard) -> SafeString:
        is_new = card.state == MatchState.SUGGESTED
        return self._filled(
            _CARD,
            code=card.code,
            percent=card.percent,
            arc=format_html(_ARC, card.percent) if card.percent else _NOTHING,
            state=_NOTHING if is_new else format_html(_STATE, card.tone, card.state_label),
            name=format_html("<bdi>{}</bdi>", card.name) if card.name else self._nameless(card.code),
            headline=card.headline,
            pick=self._pick(card),
            facts=" · ".join([card.country, *filter(None, (card.hours, ", ".join(card.themes)))]),
            because=self._because(card),
            skills=self._skills(card.skills),
            explained=_explained(card.explanation, self.heads),
            foot=self._foot(card),
        )

    def _because(self, card: MatchCard) -> SafeString:
        said = format_html(_BECAUSE, card.dismissed_because) if card.dismissed_because else _NOTHING
        if card.changed_since:
            said += format_html(_CHANGED, card.changed_since)
        if card.expert_id in self.approached:
            said += format_html(_STATE, "waiting", self.common["approached"])
        if card.stands_in_the_way:
            said += self._filled(_OBSTACLE, obstacle=card.stands_in_the_way)
        if card.tie:
            said += self._filled(_TIE, tie=self._tie(card), link=self._tie_link(card))
        return said

    def _tie(self, card: MatchCard) -> str:
        return _("Perhaps a tie to you: %(tie)s.") % {"tie": card.tie}

    def _tie_link(self, card: MatchCard) -> SafeString:
        if not self.may_choose:
            return _NOTHING
        return self._filled(_TIE_LINK, tie_url=reverse("matching:tie", args=[card.tie_id]), code=card.code)

    def _pick(self, card: MatchCard) -> SafeString:
        if not self.compares or not card.match_id:
            return _NOTHING
        return self._filled(_COMPARE, match_id=card.match_id, code=card.code)

    def _skills(self, skills: Sequence[HeldSkill]) -> SafeString:
        for skill in skills:
            if skill not in self.skills:
                self.skills[skill] = format_html(_SKILL, skill.tone, skill.name, _remarks(skill))
        tags = _joined(self.skills[skill] for skill in skills)
        return format_html('<ul class="cluster">{}</ul>\n', tags) if tags else _NOTHING

    def _foot(self, card: MatchCard) -> SafeString:
        own, links = {"code": card.code}, _ASK % ("why_not" if card.stands_in_the_way else "why")
        steps = _STEPS.get(card.state, "")
        if card.stands_in_the_way and card.state != MatchState.SHORTLISTED:
            steps = steps.replace(_INVITE, "")
        if card.state in ASKED and self.is_member:
            own["asked_url"] = reverse("exchanges:invitation_of_match", args=[card.match_id])
            steps = _ASKED % ("answer" if card.state == MatchState.INTERESTED else "invitation")
        if card.match_id:
            own["restore_url"] = reverse("matching:restore", args=[card.match_id])
            own["match_url"] = reverse("matching:match", args=[card.match_id])
            links += _WHOLE if self.is_member else ""
        return self._filled(_FORM % (steps + links) if self.may_choose else _NO_FORM % links, **own)

    def _nameless(self, code: str) -> SafeString:
        return format_html(self.common["expert"].replace("%(code)s", "<bdi>{}</bdi>"), code)


def _remarks(skill: HeldSkill) -> SafeString:
    remarks = [_("must")] if skill.is_must else []
    if not skill.is_held:
        remarks.append(_("not listed"))
    elif skill.is_below:
        remarks.append(_("below the level asked"))
    return format_html_join("", _REMARK, [(remark,) for remark in remarks])
