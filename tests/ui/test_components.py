"""Components declare what they take, and the catalogue shows each of them in both languages."""

import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.template import engines
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from common.policies import ALLOW, deny

TEMPLATES = Path(settings.BASE_DIR) / "templates"
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))


class Question(forms.Form):
    name = forms.CharField(label="Name", help_text="In <full>")
    agrees = forms.BooleanField(label="I agree.")
    mode = forms.ChoiceField(label="Mode", choices=[("a", "A")], widget=forms.RadioSelect)


def render(source: str, **context: Any) -> str:
    """A template of one component as a page would use it; cotton compiles files, so it is compiled here."""
    from django_cotton.compiler_regex import CottonCompiler

    request = RequestFactory().get("/?theme=water&page=2")
    template = engines["django"].from_string(CottonCompiler().process(source))
    return " ".join(template.render(context, request).split())


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_declares_every_input_with_a_default(path: Path) -> None:
    source = path.read_text()
    declared = re.search(r"<c-vars ([^>]*)/>", source)
    names = set(re.findall(r"([\w:-]+)=", declared.group(1))) if declared else set()
    bare = re.sub(r'[\w:-]+="[^"]*"', "", declared.group(1)).split() if declared else []

    assert bare == []
    used = set(re.findall(r"\{\{\s*(\w+)", source)) | set(re.findall(r"\{% (?:el)?if (?:not )?(\w+)", source))
    own = set(re.findall(r"\{% for (\w+)", source)) | set(re.findall(r" as (\w+)", source))
    local = own | set(re.findall(r"(\w+)=\w+[.|]", source)) | {"slot", "attrs", "request", "error", "field"}
    assert used - {name.removeprefix(":") for name in names} - local == set()


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_knows_no_address_and_no_rule(path: Path) -> None:
    assert not re.search(r"\{% (url|can) ", path.read_text())


def test_every_icon_that_is_asked_for_is_drawn() -> None:
    sprite = (Path(settings.BASE_DIR) / "static/img/icons.svg").read_text()
    drawn = set(re.findall(r'<symbol id="(\w+)"', sprite))
    pages = " ".join(path.read_text() for path in TEMPLATES.rglob("*.html"))

    asked = set(re.findall(r'\bicon="(\w+)"|<c-icon name="(\w+)"', pages))
    assert {one or other for one, other in asked} - drawn == set()


def test_the_catalogue_shows_every_component(client: Client) -> None:
    shown = {TEMPLATES / "ui/catalogue.html", *(TEMPLATES / "layouts").glob("*.html"), *COMPONENTS}
    shown |= set((TEMPLATES / "forms").glob("*.html"))
    used = set(re.findall(r"<c-([a-z-]+)", " ".join(path.read_text() for path in shown)))

    assert {path.stem.replace("_", "-") for path in COMPONENTS} <= used


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ur", "rtl")])
def test_the_catalogue_opens_in_both_languages(
    client: Client, db: None, settings: Any, language: str, direction: str
) -> None:
    settings.DEMO = True
    client.cookies["language"] = language

    answer = client.get(reverse("ui_catalogue"))

    page = answer.content.decode()
    assert f'<html lang="{language}" dir="{direction}">' in page
    assert "<c-" not in page
    assert "{%" not in page
    assert len(answer.content) < 200_000


def test_the_catalogue_is_hidden_where_the_portal_serves(client: Client, db: None, settings: Any) -> None:
    settings.DEMO = settings.DEBUG = False

    assert client.get(reverse("ui_catalogue")).status_code == 404


def test_an_action_that_a_rule_refuses_shows_the_reason() -> None:
    allowed = render('<c-action :decision="d">Go</c-action>', d=ALLOW)
    refused = render('<c-action :decision="d" href="/x/">Go</c-action>', d=deny("Not <you>."))

    assert 'type="submit"' in allowed
    assert "disabled" not in allowed
    assert "disabled" in refused
    assert "/x/" not in refused
    assert "Not &lt;you&gt;." in refused


def test_what_people_wrote_is_escaped_wherever_it_is_put() -> None:
    evil = "<b onclick='x'>\"&"
    source = (
        '<c-page-head title="{{ e }}" :eyebrow="e" /><c-card :title="e" href="{{ e }}">{{ e }}</c-card>'
        '<c-tag>{{ e }}</c-tag><c-empty :title="e" /><c-timeline-entry :title="e" :who="e" :note="e" />'
        '<c-waiting :who="e" /><c-summary-row :label="e">{{ e }}</c-summary-row>'
        '<c-action href="{{ e }}" data-about="{{ e }}">{{ e }}</c-action>'
    )

    page = render(source, e=evil)

    assert "<b " not in page
    assert "&lt;b onclick=" in page
    assert "onclick='x'>" not in page


def test_a_form_with_errors_leads_to_its_fields() -> None:
    page = render('<c-form :form="form"><c-action>Send</c-action></c-form>', form=Question({"name": ""}))

    assert 'role="alert" tabindex="-1" autofocus' in page
    assert '<a href="#id_name">Name: This field is required.</a>' in page
    assert '<a href="#id_agrees">This field is required.</a>' in page
    assert '<a href="#id_mode_0">' in page
    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert 'id="id_name_error"' in page
    assert "In &lt;full&gt;" in page
    assert "csrfmiddlewaretoken" in page


def test_a_fresh_form_has_no_summary_and_a_search_form_no_token() -> None:
    page = render('<c-form :form="form" method="get">x</c-form>', form=Question())

    assert "error-summary" not in page
    assert "csrfmiddlewaretoken" not in page


def test_pages_of_a_list_keep_its_filters() -> None:
    page = render('<c-pagination :page="page" />', page=Paginator(range(50), 10).page(2))

    assert 'href="?theme=water&amp;page=1"' in page
    assert 'href="?theme=water&amp;page=3"' in page
    assert "11 to 20 of 50" in page


def test_a_list_of_one_page_has_no_pages() -> None:
    assert "nav" not in render('<c-pagination :page="page" />', page=Paginator([1], 10).page(1))


def test_an_empty_table_shows_the_next_step_instead() -> None:
    source = '<c-table caption="T" :rows="rows"><c-slot name="empty">Nothing yet</c-slot><tr></tr></c-table>'

    assert render(source, rows=[]).count("<table") == 0
    assert "Nothing yet" in render(source, rows=[])
    assert "Nothing yet" not in render(source, rows=[1])


def test_a_place_without_a_value_says_so() -> None:
    assert "Not given" in render('<c-summary-row label="City"> </c-summary-row>')
    with translation.override("ur"):
        assert "<dd>0</dd>" in render('<c-summary-row label="Hours">0</c-summary-row>')


def test_no_page_of_the_frame_has_inline_script_or_style(
    cast: SimpleNamespace, client_of: Callable[..., Client]
) -> None:
    page = client_of(cast.hina).get(reverse("accounts:settings")).content.decode()

    scripts = re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", page)
    assert scripts == []
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page)
