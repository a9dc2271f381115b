"""Closed lists of what a reader can refuse or leave out, each with one English sentence.

Pages translate these codes in `experts/labels/imports.py`; the sentences here serve the command line.
"""

from enum import StrEnum


class SkipCode(StrEnum):
    """Why one part of a readable file was left out or shortened."""

    CONTACT_DETAIL = "contact_detail"
    OTHER_PERSON = "other_person"
    SENSITIVE = "sensitive"
    PICTURE = "picture"
    NOT_PUBLIC = "not_public"
    NOT_USED = "not_used"
    NOT_PREFERRED = "not_preferred"
    UNKNOWN_FIELD = "unknown_field"
    WRONG_TYPE = "wrong_type"
    MISSING_NAME = "missing_name"
    SHORTENED = "shortened"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    MORE_SKIPPED = "more_skipped"
    DUPLICATE = "duplicate"
    DAY_DROPPED = "day_dropped"
    MONTH_DROPPED = "month_dropped"
    DATE_UNREADABLE = "date_unreadable"
    START_AFTER_END = "start_after_end"
    BAD_DOI = "bad_doi"
    BAD_ORCID = "bad_orcid"
    TEST_IDENTIFIER = "test_identifier"
    BAD_LINK = "bad_link"
    UNKNOWN_COUNTRY = "unknown_country"
    UNKNOWN_LANGUAGE = "unknown_language"
    UNKNOWN_CHOICE = "unknown_choice"
    ASKED_ANEW = "asked_anew"
    FORMULA = "formula"
    ANOTHER_ARCHIVE = "another_archive"
    TABLE_ENCODING = "table_encoding"
    TABLE_COLUMNS = "table_columns"
    TABLE_DAMAGED = "table_damaged"


SKIP_SENTENCES: dict[SkipCode, str] = {
    SkipCode.CONTACT_DETAIL: "Contact details are never kept: organisations reach you through the portal.",
    SkipCode.OTHER_PERSON: "This is about another person, who was not asked.",
    SkipCode.SENSITIVE: "The portal does not collect this about anybody.",
    SkipCode.PICTURE: "Pictures are not imported.",
    SkipCode.NOT_PUBLIC: "This is not public at its source.",
    SkipCode.NOT_USED: "The portal has no use for this.",
    SkipCode.NOT_PREFERRED: "The source gives this more than once; the preferred entry was read.",
    SkipCode.UNKNOWN_FIELD: "This field does not belong to the format.",
    SkipCode.WRONG_TYPE: "This is not the kind of value that the format asks for here.",
    SkipCode.MISSING_NAME: "This entry has no name or title.",
    SkipCode.SHORTENED: "This text is longer than the portal can keep; its beginning was kept.",
    SkipCode.TOO_LONG: "This is longer than the portal can keep.",
    SkipCode.TOO_MANY: "The file holds more entries than one import can take.",
    SkipCode.MORE_SKIPPED: "More was left out than can be listed.",
    SkipCode.DUPLICATE: "The same entry stands in the file more than once.",
    SkipCode.DAY_DROPPED: "This day does not exist; year and month were kept.",
    SkipCode.MONTH_DROPPED: "This month could not be read; the year was kept.",
    SkipCode.DATE_UNREADABLE: "This date could not be read.",
    SkipCode.START_AFTER_END: "The start is later than the end; the end was kept.",
    SkipCode.BAD_DOI: "This is not a valid DOI.",
    SkipCode.BAD_ORCID: "The check digit of this ORCID iD is wrong.",
    SkipCode.TEST_IDENTIFIER: "This ORCID iD comes from ORCID's test site.",
    SkipCode.BAD_LINK: "Only web addresses that begin with http or https are kept.",
    SkipCode.UNKNOWN_COUNTRY: "This is not a country code of ISO 3166.",
    SkipCode.UNKNOWN_LANGUAGE: "This language is not known by that name.",
    SkipCode.UNKNOWN_CHOICE: "The portal does not know this choice.",
    SkipCode.ASKED_ANEW: "This is your decision: the portal asks you anew.",
    SkipCode.FORMULA: "This is written like a formula of a spreadsheet.",
    SkipCode.ANOTHER_ARCHIVE: "Archives inside the archive are not opened.",
    SkipCode.TABLE_ENCODING: "This table is not text in UTF-8 or UTF-16.",
    SkipCode.TABLE_COLUMNS: "This table does not have the columns that belong to it.",
    SkipCode.TABLE_DAMAGED: "This table is damaged or too large, so nothing of it was read.",
}


class UnreadableCode(StrEnum):
    """Why a whole file was refused."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    BAD_ENCODING = "bad_encoding"
    NOT_JSON = "not_json"
    NOT_A_NUMBER = "not_a_number"
    HUGE_NUMBER = "huge_number"
    DUPLICATE_KEY = "duplicate_key"
    TOO_DEEP = "too_deep"
    TOO_MANY_VALUES = "too_many_values"
    LONE_SURROGATE = "lone_surrogate"
    NUL_CHARACTER = "nul_character"
    NOT_AN_OBJECT = "not_an_object"
    ERROR_ANSWER = "error_answer"
    UNSUPPORTED_FORMAT = "unsupported_format"
    UNKNOWN_VERSION = "unknown_version"
    UNKNOWN_FORMAT = "unknown_format"
    NOT_XML = "not_xml"
    DOCUMENT_TYPE = "document_type"
    DAMAGED = "damaged"
    LOCKED = "locked"
    TOO_MANY_ENTRIES = "too_many_entries"
    BOMB = "bomb"
    NESTED_ARCHIVE = "nested_archive"
    TOO_MANY_PAGES = "too_many_pages"
    NO_TEXT = "no_text"
    TOO_HARD = "too_hard"


# Placeholders: limit, line, column, key, format. Those that a sentence does not use are ignored.
UNREADABLE_SENTENCES: dict[UnreadableCode, str] = {
    UnreadableCode.EMPTY: "The file is empty.",
    UnreadableCode.TOO_LARGE: "The file is larger than {limit}.",
    UnreadableCode.BAD_ENCODING: "The file is not text in UTF-8.",
    UnreadableCode.NOT_JSON: "The file is not valid JSON: reading stopped at line {line}, column {column}.",
    UnreadableCode.NOT_A_NUMBER: "The file contains {key}, which is not a number in JSON.",
    UnreadableCode.HUGE_NUMBER: "The file contains a number with more than {limit} digits.",
    UnreadableCode.DUPLICATE_KEY: "The file gives the field “{key}” twice in one place.",
    UnreadableCode.TOO_DEEP: "The file is nested more than {limit} levels deep.",
    UnreadableCode.TOO_MANY_VALUES: "The file holds more than {limit} values.",
    UnreadableCode.LONE_SURROGATE: "The file contains half of a character, so its text is damaged.",
    UnreadableCode.NUL_CHARACTER: "The file contains NUL characters, which no text may contain.",
    UnreadableCode.NOT_AN_OBJECT: "The file holds JSON, but not a profile: it should begin with a brace.",
    UnreadableCode.ERROR_ANSWER: "The file is an error message from ORCID, not a record.",
    UnreadableCode.UNSUPPORTED_FORMAT: "{format} files cannot be read here.",
    UnreadableCode.UNKNOWN_VERSION: "This version of {format} cannot be read here.",
    UnreadableCode.UNKNOWN_FORMAT: "This is no profile in a format that the portal reads.",
    UnreadableCode.NOT_XML: "The file is not valid XML: reading stopped at line {line}, column {column}.",
    UnreadableCode.DOCUMENT_TYPE: "The file declares a document type or entities, which are never followed.",
    UnreadableCode.DAMAGED: "The file is damaged and could not be opened.",
    UnreadableCode.LOCKED: "The file is locked with a password.",
    UnreadableCode.TOO_MANY_ENTRIES: "The archive holds more than {limit} files.",
    UnreadableCode.BOMB: "Unpacked, the archive would be larger than the portal allows.",
    UnreadableCode.NESTED_ARCHIVE: "The archive holds another archive: please unpack it and bring that one.",
    UnreadableCode.TOO_MANY_PAGES: "The document has more than {limit} pages.",
    UnreadableCode.NO_TEXT: "The document holds no text, only pictures perhaps.",
    UnreadableCode.TOO_HARD: "Reading this document took more time or memory than the portal allows.",
}


class UnreadableProfile(Exception):
    """The file as a whole cannot be read; `code` and `params` let a page say so in the reader's language."""

    def __init__(self, code: UnreadableCode, **params: str | int) -> None:
        self.code = code
        self.params = params
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        return UNREADABLE_SENTENCES[self.code].format(**self.params)
