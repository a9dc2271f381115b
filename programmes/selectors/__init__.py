"""Questions about programmes."""

from programmes.selectors.limits import PlanTerms, check_plan
from programmes.selectors.phases import phase_on, takes_needs
from programmes.selectors.policy import Policy, policies_of, policy_of
from programmes.selectors.questions import answer_words, questions_of
from programmes.selectors.weights import current_weights, current_weights_of, summary_of, weights_in_full

__all__ = [
    "PlanTerms",
    "Policy",
    "answer_words",
    "check_plan",
    "current_weights",
    "current_weights_of",
    "phase_on",
    "policies_of",
    "policy_of",
    "questions_of",
    "summary_of",
    "takes_needs",
    "weights_in_full",
]
