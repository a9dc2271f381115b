"""Which mails, how often."""

from typing import Any

from django import forms

from accounts.enums import Notice
from accounts.labels import NOTICES, PACES, PACES_OF
from common.enums import Pace


class NoticesForm(forms.Form):
    """One choice for every kind of mail, among the paces that it is offered at."""

    def __init__(self, *args: Any, paces: dict[Notice, Pace], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, offered in PACES_OF.items():
            self.fields[kind.value] = forms.TypedChoiceField(
                label=NOTICES[kind],
                choices=[(pace.value, PACES[pace]) for pace in offered],
                initial=paces[kind].value,
                coerce=Pace,
            )

    def paces(self) -> dict[Notice, Pace]:
        return {Notice(name): pace for name, pace in self.cleaned_data.items()}
