"""What programmes hold about people: who changed them."""

from common.personal_data import Erase, Held, holds

_OFFICE = "an act of office: it stands with the record, by a number without a name"

holds(
    Held("programmes.Weights.by", Erase.KEEP, why=_OFFICE),
    Held("programmes.PolicyVersion.by", Erase.KEEP, why=_OFFICE),
    Held("programmes.Agreement.by", Erase.KEEP, why=_OFFICE),
)
