"""The vocabulary grows from what people type: the list, and one decision about each of its lines."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from common.pages import page_of
from common.policies import require
from common.refusals import Refused, add_refusal
from experts.selectors.typed_skills import TypedWords, typed_words, words_of
from experts.services import typed_skills as services
from taxonomy.forms import NewSkillForm, SpellingForm
from taxonomy.selectors import language_of, skill_names

_LIST = "experts:typed_skills"
# Both forms stand on one page and ask for the language: each field has an id of its own.
_IDS: dict[type[forms.Form], str] = {NewSkillForm: "new_%s", SpellingForm: "same_%s", forms.Form: "none_%s"}


@require_GET
def words_list(request: HttpRequest) -> HttpResponse:
    """Words that several people typed, the most frequent first."""
    require(request.user, "experts.curate_skills")
    return render(request, "experts/typed_skills.html", {"page": page_of(request, typed_words())})


@require_GET
def words(request: HttpRequest, key: str) -> HttpResponse:
    return _show(request, _waiting(request, key))


@require_POST
def add(request: HttpRequest, key: str) -> HttpResponse:
    done = _("The skill stands in the vocabulary. The profiles follow within a minute.")
    return _decide(request, key, NewSkillForm, services.add_typed_skill, done)


@require_POST
def same(request: HttpRequest, key: str) -> HttpResponse:
    done = _("The skill has one more name. The profiles follow within a minute.")
    return _decide(request, key, SpellingForm, services.name_typed_skill, done)


@require_POST
def set_aside(request: HttpRequest, key: str) -> HttpResponse:
    done = _("These words will not be offered again.")
    return _decide(request, key, forms.Form, services.set_typed_words_aside, done)


def _decide(
    request: HttpRequest, key: str, form_class: type[forms.Form], take: Callable[..., object], done: str
) -> HttpResponse:
    """Take one decision; a refusal shows the words again with what was typed."""
    waiting = _waiting(request, key)
    form = form_class(request.POST, auto_id=_IDS[form_class])
    if form.is_valid():
        try:
            take(key=key, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, done)
            return redirect(_LIST)
    return _show(request, waiting, form)


def _waiting(request: HttpRequest, key: str) -> TypedWords:
    require(request.user, "experts.curate_skills")
    waiting = words_of(key)
    if waiting is None:
        raise Http404
    return waiting


def _show(request: HttpRequest, waiting: TypedWords, answered: forms.Form | None = None) -> HttpResponse:
    """The forms, of which the answered one keeps what was typed and its errors."""
    language = language_of(waiting.text)
    given = {
        NewSkillForm: {"name" if language == "en" else "name_ur": waiting.text, "language": language},
        SpellingForm: {"language": language},
    }
    shown = {made: made(initial=initial, auto_id=_IDS[made]) for made, initial in given.items()}
    if answered is not None:
        shown[type(answered)] = answered
    context = {
        "words": waiting,
        "new_form": shown[NewSkillForm],
        "spelling_form": shown[SpellingForm],
        "suggestions": skill_names(),
    }
    return render(request, "experts/typed_skill.html", context, status=422 if answered else 200)
