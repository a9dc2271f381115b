"""The lists of the profile: see, add, change, remove."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common.refusals import Refused, add_refusal
from experts.enums import RowKind, Section
from experts.forms.rows import AffiliationForm, AvailabilityForm, LanguageForm, SkillForm, WorkForm
from experts.labels import ROW_WORDS, SECTIONS
from experts.models import Expert, ProfileRow
from experts.selectors.overlap import overlap_page
from experts.selectors.panels import Answer, row_answer
from experts.selectors.profile import ROW_SECTIONS, step_of
from experts.services.rows import SHAPES, remove_row, save_row
from experts.views.own import own_editable
from taxonomy.models import Skill
from taxonomy.selectors import close_skills, found_skills, skill_names

FORMS: dict[RowKind, type[forms.ModelForm]] = {
    RowKind.LANGUAGE: LanguageForm,
    RowKind.SKILL: SkillForm,
    RowKind.AFFILIATION: AffiliationForm,
    RowKind.WORK: WorkForm,
    RowKind.AVAILABILITY: AvailabilityForm,
}
MOST_LETTERS = 80
_SECTION_OF: dict[RowKind, Section] = {kind: section for section, kind in ROW_SECTIONS.items()}


@dataclass(frozen=True, slots=True)
class ListLine:
    """One entry; `meant` are skills of the vocabulary that the person's own words may stand for."""

    public_id: str
    answer: Answer
    meant: list[Skill]


@require_GET
def row_list(request: HttpRequest, kind: RowKind) -> HttpResponse:
    expert = own_editable(request)
    rows = SHAPES[kind].model.objects.filter(expert=expert)
    if kind is RowKind.SKILL:
        rows = rows.select_related("skill")
    unknown = [row.typed for row in rows if row.skill is None] if kind is RowKind.SKILL else []
    meant = close_skills(unknown)
    lines = [
        ListLine(row.public_id, row_answer(kind, row), meant.get(getattr(row, "typed", ""), []))
        for row in rows
    ]
    context = _words(kind) | {
        "lines": lines,
        "is_full": len(lines) >= kind.most_rows,
        "step": step_of(expert, _SECTION_OF[kind]),
        "overlap": overlap_page(expert, timezone.localdate()) if kind is RowKind.AVAILABILITY else None,
    }
    return render(request, "experts/rows.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, kind: RowKind) -> HttpResponse:
    return _edit(request, own_editable(request), kind, None)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, kind: RowKind, public_id: str) -> HttpResponse:
    expert = own_editable(request)
    return _edit(request, expert, kind, _own_row(request, kind, public_id))


@require_POST
def remove(request: HttpRequest, kind: RowKind, public_id: str) -> HttpResponse:
    expert = own_editable(request)
    row = _own_row(request, kind, public_id)
    remove_row(kind=kind, expert_id=expert.pk, row_id=row.pk, by=request.user, at=timezone.now())
    messages.success(request, _("Removed: %(entry)s.") % {"entry": row_answer(kind, row).label})
    return redirect(f"experts:{_SECTION_OF[kind]}")


def _edit(request: HttpRequest, expert: Expert, kind: RowKind, row: ProfileRow | None) -> HttpResponse:
    words = request.GET.get("typed", "")[:MOST_LETTERS]
    if request.htmx and kind is RowKind.SKILL and request.method == "GET":
        return render(request, "experts/row.html#names", {"suggestions": found_skills(words)})
    initial = {"typed": words} if words and kind is RowKind.SKILL else None
    form = FORMS[kind](request.POST if request.method == "POST" else None, instance=row, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            save_row(
                kind=kind,
                expert_id=expert.pk,
                row_id=row.pk if row else None,
                values=form.cleaned_data,
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Saved."))
            goes_on = "again" in request.POST and row is None
            return redirect(f"experts:add_{kind}" if goes_on else f"experts:{_SECTION_OF[kind]}")
    context = _words(kind) | {
        "form": form,
        "is_new": row is None,
        "names": skill_names() if kind is RowKind.SKILL else [],
    }
    return render(request, "experts/row.html", context, status=422 if form.errors else 200)


def _own_row(request: HttpRequest, kind: RowKind, public_id: str) -> ProfileRow:
    rows = SHAPES[kind].model.objects.visible_to(request.user)
    if kind is RowKind.SKILL:
        rows = rows.select_related("skill")
    return get_object_or_404(rows, public_id=public_id)


def _words(kind: RowKind) -> dict[str, object]:
    section = _SECTION_OF[kind]
    return {
        "kind": kind,
        "title": SECTIONS[section],
        "words": ROW_WORDS[kind],
        "list_url": f"experts:{section}",
        "add_url": f"experts:add_{kind}",
        "change_url": f"experts:change_{kind}",
        "remove_url": f"experts:remove_{kind}",
    }
