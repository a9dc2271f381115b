"""Everything that is written about programmes."""

from programmes.services.agreements import PartyRow, Terms, record_agreement, renew_agreement
from programmes.services.changing import About, PhaseRow, change_programme, set_phases
from programmes.services.loading import Loaded, load_programmes
from programmes.services.policy import check_policy, publish_policy
from programmes.services.questions import Wording, ask_question, retire_question
from programmes.services.weights import check_weights, publish_weights

__all__ = [
    "About",
    "Loaded",
    "PartyRow",
    "PhaseRow",
    "Terms",
    "Wording",
    "ask_question",
    "change_programme",
    "check_policy",
    "check_weights",
    "load_programmes",
    "publish_policy",
    "publish_weights",
    "record_agreement",
    "renew_agreement",
    "retire_question",
    "set_phases",
]
