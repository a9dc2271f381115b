"""The single fields of a profile: starting it and answering its questions one page at a time."""

import zoneinfo
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.enums import Purpose
from accounts.models import User
from accounts.services import give_consent, withdraw_consent
from accounts.services.erasure import lock_account
from common.events import begin, move
from common.policies import decide, require
from common.refusals import Refused
from common.workflow import Part
from experts.enums import Action, HelpKind, PublicPart, RowKind, Section, State, TravelDocument, Visibility
from experts.models import Expert
from experts.readers.identifiers import orcid_id
from experts.services.commitments import most_at_once
from experts.services.consents import LISTED
from experts.services.editing import editing, note_typed, refuse_contact, set_fields
from taxonomy.enums import LANGUAGE_CODES, country_codes
from taxonomy.models import Place, Theme


def start_profile(*, by: User, at: datetime) -> Expert:
    """Open an empty draft. Raises Refused `profile_exists`."""
    with transaction.atomic():
        lock_account(by)
        if Expert.objects.filter(user=by).exists():
            raise Refused("profile_exists")
        require(by, "experts.start_profile")
        expert = Expert(user=by, time_zone=by.time_zone, language=by.language)
        begin(expert, by=by, at=at, part=Part.EXPERT)
    return expert


def describe_work(
    *,
    expert_id: int,
    headline: str,
    bio: str,
    language: str,
    seniority: str,
    years_experience: int | None,
    orcid: str,
    by: User,
    at: datetime,
) -> Expert:
    """Save what the person does.

    Raises Refused `bad_orcid`, `contact_in_text` or for a value that a field does not accept.
    """
    bare_orcid = orcid_id(orcid) if orcid else ""
    if bare_orcid is None:
        raise Refused("bad_orcid", field="orcid")
    if language not in LANGUAGE_CODES:
        raise Refused("unknown_language", field="language")
    for field, text in (("headline", headline), ("bio", bio)):
        refuse_contact(text, field)
    values = {
        "headline": headline,
        "bio": bio,
        "language": language,
        "seniority": seniority,
        "years_experience": years_experience,
        "orcid": bare_orcid,
    }
    with editing(expert_id=expert_id, section=Section.IDENTITY, by=by, at=at) as expert:
        set_fields(expert, values, by=by, at=at)
    return expert


def set_home(*, expert_id: int, country: str, city: str, time_zone: str, by: User, at: datetime) -> Expert:
    """Save where the person lives; never more than the city.

    Raises Refused `unknown_country`, `unknown_zone` or, of a liaison, `country_not_yours`.
    """
    if country not in country_codes():
        raise Refused("unknown_country", field="country")
    if time_zone not in zoneinfo.available_timezones():
        raise Refused("unknown_zone", field="time_zone")
    values = {"country": country, "city": city, "time_zone": time_zone}
    with editing(expert_id=expert_id, section=Section.PLACE, by=by, at=at) as expert:
        if expert.user_id is None and not decide(by, "experts.enter_profile", country):
            raise Refused("country_not_yours", field="country")
        set_fields(expert, values, by=by, at=at)
    return expert


def set_motivation(
    *,
    expert_id: int,
    kinds: Sequence[str],
    themes: Sequence[Theme],
    places: Sequence[Place],
    by: User,
    at: datetime,
) -> Expert:
    """Save what the person would like to do, on which themes and for which territories.

    Raises Refused `unknown_choice`.
    """
    if not set(kinds) <= set(HelpKind):
        raise Refused("unknown_choice", field="kinds")
    with editing(expert_id=expert_id, section=Section.MOTIVATION, by=by, at=at) as expert:
        set_fields(expert, {"motivation_kinds": list(kinds)}, by=by, at=at)
        expert.themes.set(themes)
        expert.motivation_places.set(places)
        note_typed(expert, RowKind.EXPERT, 0, ["themes", "motivation_places"], by=by, at=at)
    return expert


def set_terms(*, expert_id: int, capacity: int, travel_document: str, by: User, at: datetime) -> Expert:
    """Save how much the person takes on, and their status of travel document, never a number.

    Raises Refused `unknown_choice`, `capacity_promised`, or for a capacity outside 1 to 10.
    """
    if travel_document not in set(TravelDocument):
        raise Refused("unknown_choice", field="travel_document")
    values = {"capacity": capacity, "travel_document": travel_document}
    with editing(expert_id=expert_id, section=Section.TERMS, by=by, at=at) as expert:
        require(by, "experts.answer_for_oneself", expert)
        if capacity < min(expert.capacity, most_at_once(expert)):
            raise Refused("capacity_promised", field="capacity")
        set_fields(expert, values, by=by, at=at)
    return expert


def choose_visibility(
    *, expert_id: int, visibility: str, public_parts: Sequence[str] = (), by: User, at: datetime
) -> Expert:
    """Save who may see the person, and what of them a public page shows besides the name.

    A level with a directory is also the consent to be listed there.
    Raises Refused `visibility_missing` or `unknown_choice`.
    """
    if visibility not in set(Visibility):
        raise Refused("visibility_missing", field="visibility")
    if not set(public_parts) <= set(PublicPart):
        raise Refused("unknown_choice", field="public_parts")
    values = {"visibility": visibility, "public_parts": [part for part in PublicPart if part in public_parts]}
    with editing(expert_id=expert_id, section=Section.VISIBILITY, by=by, at=at) as expert:
        require(by, "experts.answer_for_oneself", expert)
        set_fields(expert, values, by=by, at=at)
        if visibility in LISTED:
            give_consent(user=by, purpose=Purpose.DIRECTORY, at=at)
        else:
            withdraw_consent(user=by, purpose=Purpose.DIRECTORY, at=at)
    return expert


def consent_to_matching(*, expert_id: int, agrees: bool, by: User, at: datetime) -> Expert:
    """Give or withdraw the consent to be compared with needs; without it a verified profile pauses."""
    with editing(expert_id=expert_id, section=Section.CONSENT, by=by, at=at) as expert:
        require(by, "experts.answer_for_oneself", expert)
        if agrees:
            give_consent(user=by, purpose=Purpose.MATCHING, at=at)
        else:
            withdraw_consent(user=by, purpose=Purpose.MATCHING, at=at)
            if expert.state == State.VERIFIED:
                move(expert, action=Action.PAUSE, part=Part.EXPERT, by=by, at=at)
    return expert


def leave(*, expert_id: int, by: User, at: datetime) -> Expert:
    """Take no part any more: hidden from everybody and compared with nothing. What is written stays."""
    with editing(expert_id=expert_id, section="leaving", by=by, at=at) as expert:
        set_fields(expert, {"visibility": Visibility.HIDDEN}, by=by, at=at)
        for purpose in (Purpose.MATCHING, Purpose.DIRECTORY):
            withdraw_consent(user=by, purpose=purpose, at=at)
        expert.paused_until = None
        if expert.state == State.VERIFIED:
            move(expert, action=Action.PAUSE, part=Part.EXPERT, by=by, at=at)
    return expert
