"""What people send about pairs, weights and rounds."""

from matching.forms.pairs import (
    AskForm,
    AssessForm,
    ChoiceForm,
    CompareForm,
    ConflictForm,
    DismissForm,
    SetAsideForm,
    TakeBackForm,
)
from matching.forms.rounds import ProgrammeForm, PublishWeightsForm, RoundForm, StepForm, WeightsForm

__all__ = [
    "AskForm",
    "AssessForm",
    "ChoiceForm",
    "CompareForm",
    "ConflictForm",
    "DismissForm",
    "ProgrammeForm",
    "PublishWeightsForm",
    "RoundForm",
    "SetAsideForm",
    "StepForm",
    "TakeBackForm",
    "WeightsForm",
]
