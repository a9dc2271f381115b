"""What stands around profiles: credentials, a declared tie, a profile that staff entered, two that may be one."""

from datetime import datetime, timedelta

from accounts.models import User
from experts.enums import Basis, ConsentWay, CredentialKind, HelpKind, RowKind
from experts.models import Expert
from experts.services import managed, profile
from experts.services.credentials import add_credential, confirm_credential
from experts.services.duplicates import find_duplicates
from experts.services.rows import save_row
from experts.services.vouching import vouch_for
from incubators.models import Organisation
from matching.enums import ConflictKind
from matching.services import declare_conflict
from programmes.enums import Mode

CREDENTIAL = {"reference": "", "link": "", "note": "", "valid_until": None}


def add_experts_side(cast: dict[str, User], hina: Expert, *, at: datetime) -> None:
    """Hina's evidence in three states, a tie to a host, and two entries of an officer."""
    _add_credentials(cast, hina, at=at)
    host = Organisation.objects.filter(memberships__user=cast["kamran"]).get()
    declare_conflict(
        expert_id=hina.pk,
        organisation_id=host.pk,
        kind=ConflictKind.CO_AUTHOR,
        evidence="A paper on pumps in 2024",
        by=cast["hina"],
        at=at,
    )
    entered = _enter("Nasreen Akhtar", "Glaciologist, lakes that burst", cast["omar"], at=at)
    managed.invite_to_claim(expert_id=entered.pk, email="nasreen@demo.example", by=cast["omar"], at=at)
    second = _enter("Hina Quraishi", "Engineer of power grids", cast["omar"], at=at)
    find_duplicates(expert_id=hina.pk, at=at)
    find_duplicates(expert_id=second.pk, at=at)


def _add_credentials(cast: dict[str, User], hina: Expert, *, at: datetime) -> None:
    degree = add_credential(
        expert_id=hina.pk,
        kind=CredentialKind.DEGREE,
        country="DE",
        values=CREDENTIAL
        | {
            "issuer": "Technical University of Munich",
            "title": "Dr.-Ing., power electronics",
            "issued": "2016",
            "basis": Basis.HOME_REGISTER,
            "reference": "Register of doctoral theses, 2016/118",
        },
        file=None,
        by=cast["hina"],
        at=at,
    )
    confirm_credential(credential_id=degree.pk, by=cast["omar"], at=at, version=degree.version)
    add_credential(
        expert_id=hina.pk,
        kind=CredentialKind.LICENCE,
        country="DE",
        values=CREDENTIAL
        | {
            "issuer": "Chamber of Engineers, Bavaria",
            "title": "Consulting engineer",
            "issued": "2019",
            "basis": Basis.HOME_REGISTER,
            "reference": "List of members, no. 40713",
        },
        file=None,
        by=cast["hina"],
        at=at,
    )
    vouch_for(
        expert_id=hina.pk, how_known="met_often", note="Speaker at two of our events.", by=cast["faiz"], at=at
    )


def _enter(name: str, headline: str, officer: User, *, at: datetime) -> Expert:
    """A profile that an officer wrote after a talk in Bonn, with the person's word."""
    today = at.date()
    expert = managed.enter_profile(
        full_name=name,
        country="DE",
        consent_way=ConsentWay.SPOKEN,
        consent_on=today - timedelta(days=9),
        consent_words="Agreed after the talk in Bonn; two colleagues were there.",
        by=officer,
        at=at,
    )
    ids = {"expert_id": expert.pk, "by": officer, "at": at}
    profile.describe_work(
        headline=headline, bio="", language="en", seniority="", years_experience=None, orcid="", **ids
    )
    profile.set_home(country="DE", city="Bonn", time_zone="Europe/Berlin", **ids)
    profile.set_motivation(kinds=[HelpKind.TALK], themes=[], places=[], **ids)
    save_row(kind=RowKind.LANGUAGE, values={"code": "ur", "level": "C2"}, **ids)
    window = {
        "starts_on": today,
        "ends_on": today + timedelta(days=365),
        "hours_per_week": 3,
        "modes": [Mode.REMOTE],
    }
    save_row(kind=RowKind.AVAILABILITY, values=window, **ids)
    return expert
