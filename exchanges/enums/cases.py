"""Words of the case file: what is checked before travel, documents, terms of an allowance."""

from enum import StrEnum


class CheckKind(StrEnum):
    """What one of the two sides looks into; the portal takes no numbers of identity papers."""

    HOME_EMPLOYER_CONSENT = "home_employer_consent"
    TRAVEL_DOCUMENT = "travel_document"
    RESTRICTED_POST = "restricted_post"
    IP_TERMS = "ip_terms"
    EXPORT_CONTROL = "export_control"
    VISA_OR_STATUS = "visa_or_status"
    INSURANCE = "insurance"


class CheckState(StrEnum):
    OPEN = "open"
    DONE = "done"
    NOT_NEEDED = "not_needed"


class AllowancePer(StrEnum):
    DAY = "day"
    MONTH = "month"
    ONCE = "once"


class DocumentKind(StrEnum):
    CONSENT_LETTER = "consent_letter"
    AGREEMENT = "agreement"
    OUTLINE = "outline"
    VISA_LETTER = "visa_letter"
    OTHER = "other"


class DocumentAudience(StrEnum):
    """Who reads a document besides whoever handed it in."""

    ALL = "all"  # expert, host and ministry
    EXPERT = "expert"  # expert and ministry
