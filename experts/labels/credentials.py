"""What people read about credentials: what is claimed, what it rests on, how far it has come."""

from django.utils.translation import gettext_lazy as _

from common.refusals import register_messages
from experts.enums import Acquaintance, Basis, CredentialKind, CredentialReason, CredentialState

CREDENTIAL_KINDS = {
    CredentialKind.DEGREE: _("degree"),
    CredentialKind.EMPLOYMENT: _("employment"),
    CredentialKind.LICENCE: _("licence or registration"),
    CredentialKind.CERTIFICATE: _("certificate of a course or an examination"),
    CredentialKind.AWARD: _("award"),
    CredentialKind.ACQUAINTANCE: _("known to a mission"),
}

# What staff and the person read; a form adds the explanation of BASIS_CHOICES.
BASES = {
    Basis.HEC_ATTESTED: _("attested by HEC"),
    Basis.HEC_EQUIVALENCE: _("equivalence letter of HEC"),
    Basis.HOME_REGISTER: _("register of the country that issued it"),
    Basis.EMPLOYER_DOMAIN: _("e-mail address at the employer"),
    Basis.LIAISON_VOUCHING: _("a liaison vouches"),
    Basis.NONE: _("nothing of these"),
}

BASIS_CHOICES = {
    Basis.HEC_ATTESTED: _("HEC has attested this degree."),
    Basis.HEC_EQUIVALENCE: _("HEC has issued an equivalence letter for this degree."),
    Basis.HOME_REGISTER: _("The issuer or the country has a register in which it can be looked up."),
    Basis.NONE: _("Nothing of these: I give what I have."),
}

CREDENTIAL_STATES = {
    CredentialState.CLAIMED: _("claimed"),
    CredentialState.CONFIRMED: _("confirmed"),
    CredentialState.CHANGES_REQUESTED: _("changes requested"),
    CredentialState.REFUSED: _("not confirmed"),
    CredentialState.EXPIRED: _("expired"),
    CredentialState.REMOVED: _("removed"),
}

CREDENTIAL_TONES = {
    CredentialState.CLAIMED: "waiting",
    CredentialState.CONFIRMED: "good",
    CredentialState.CHANGES_REQUESTED: "bad",
    CredentialState.REFUSED: "bad",
    CredentialState.EXPIRED: "quiet",
    CredentialState.REMOVED: "quiet",
}

CREDENTIAL_REASONS = {
    CredentialReason.ISSUER_UNCLEAR: _("It is not clear who issued it."),
    CredentialReason.EVIDENCE_MISSING: _("There is nothing that it can be checked against."),
    CredentialReason.EVIDENCE_UNREADABLE: _("The file or link cannot be read."),
    CredentialReason.DATES_UNCLEAR: _("The dates are missing or contradict each other."),
    CredentialReason.NAME_DIFFERS: _("It is made out to another name; please say why."),
    CredentialReason.NEEDS_ATTESTATION: _(
        "A degree of a Pakistani institution: please give HEC's attestation."
    ),
    CredentialReason.NEEDS_EQUIVALENCE: _(
        "A foreign degree: please give HEC's equivalence letter or where it is registered."
    ),
    CredentialReason.OTHER: _("Something else, explained in the note."),
}

ACQUAINTANCES = {
    Acquaintance.WORKED_TOGETHER: _("We have worked together."),
    Acquaintance.MET_OFTEN: _("I have met them several times."),
    Acquaintance.OF_THE_COMMUNITY: _("I know them from the community here."),
    Acquaintance.KNOWN_TO_MISSION: _("The mission has known them for some time."),
}

CREDENTIAL_FIELDS = {
    "issuer": _("Who issued it"),
    "title": _("What it is called"),
    "issued": _("When"),
    "basis": _("What it can be checked against"),
    "reference": _("Number or reference"),
    "link": _("Link"),
    "note": _("Note"),
    "file": _("File"),
    "valid_until": _("Valid until"),
}

register_messages(
    {
        "too_many_credentials": _("Your list is full. Please remove an entry first."),
        "foreign_degree_not_attested": _(
            "HEC attests degrees of Pakistani institutions alone. For this one choose the equivalence letter"
            " or the register of its country."
        ),
        "own_degree_not_equivalent": _(
            "HEC writes equivalence letters for foreign degrees. For this one choose the attestation."
        ),
        "basis_does_not_fit": _("This does not fit the kind of credential."),
        "credential_is_fixed": _("This entry cannot be changed. Remove it and add another one."),
        "issued_in_future": _("This lies in the future."),
        "validity_over": _("This day has passed."),
        "field_missing": _("Please fill this in."),
        "bad_address": _("Please give an e-mail address."),
        "free_mail": _(
            "This is a service where anybody gets an address. Please give the one of your employer."
        ),
        "code_too_often": _("You have asked for many codes. Please wait some hours."),
        "code_wrong": _("This code is not right."),
        "code_over": _("This code has expired or was tried too often. Please ask for a new one."),
        "domain_refused": _("Staff have refused this address once. Please write to the ministry."),
        "already_vouched": _("You vouch for this person already."),
    }
)
