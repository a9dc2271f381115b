"""Files of organisations and pairs of them, as staff see them in a real browser."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page

from incubators.services.import_reading import read_organisations
from incubators.services.pairs import propose
from tests import factories
from tests.factories import NOW
from tests.ui.test_demand_side import address, faults_of

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

FILE = Path(__file__).parents[1] / "incubators" / "files" / "organisations" / "cells.csv"


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("en", 360), ("ur", 1280), ("ur", 360)])
def test_pages_of_staff_with_many_organisations_are_whole(
    cast: SimpleNamespace,
    window: Callable[..., Page],
    violations: Callable[[Page], list[str]],
    language: str,
    width: int,
) -> None:
    batch = read_organisations(content=FILE.read_bytes(), file_name="hosts.csv", by=cast.omar, at=NOW)
    twin = factories.make_organisation(name="Ravi Incubation Center", website="https://ravi.example")
    pair = propose(cast.organisation.pk, twin.pk, ["name_territory"], at=NOW)
    page = window(cast.omar, language=language, width=width)

    faults = {
        where: found
        for where in (
            address("organisation_imports"),
            address("organisation_import", batch.public_id),
            address("organisation_pairs"),
            address("organisation_pair", pair.public_id),
        )
        if (found := faults_of(page, where, violations))
    }

    assert faults == {}
