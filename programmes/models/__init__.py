"""Policy as data: programmes with their versions, phases and questions, and the agreements behind them."""

from programmes.models.agreements import Agreement, AgreementParty
from programmes.models.policies import Phase, PolicyVersion, Weights
from programmes.models.programmes import Programme
from programmes.models.questions import AnswerBase, Question

__all__ = [
    "Agreement",
    "AgreementParty",
    "AnswerBase",
    "Phase",
    "PolicyVersion",
    "Programme",
    "Question",
    "Weights",
]
