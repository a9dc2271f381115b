"""What people read about files that they bring, and about where a fact came from."""

from django.utils.translation import gettext_lazy as _

from experts.enums import BatchState, ImportStatus, Source
from experts.readers.codes import SkipCode, UnreadableCode

SOURCES = {
    Source.TYPED: _("typed"),
    Source.ORCID: _("ORCID record"),
    Source.JSON_RESUME: _("JSON Resume"),
    Source.LINKEDIN: _("LinkedIn archive"),
    Source.EUROPASS: _("Europass CV"),
    Source.CV: _("CV as PDF or Word document"),
    Source.OWN_PROFILE: _("Archive of a Diaspora Portal account"),
    Source.STAFF: _("entered by staff"),
}

BATCH_STATES = {
    BatchState.READING: _("being read"),
    BatchState.UNREADABLE: _("could not be read"),
    BatchState.PREVIEWED: _("read, not yet confirmed"),
    BatchState.APPLIED: _("taken over"),
    BatchState.UNDONE: _("undone"),
    BatchState.DISCARDED: _("discarded"),
}

IMPORT_STATUSES = {
    ImportStatus.NEW: _("new"),
    ImportStatus.UPDATE: _("changed at its source"),
    ImportStatus.SAME: _("you have this already"),
    ImportStatus.KEPT: _("your own entry is kept"),
    ImportStatus.LIST_FULL: _("your list is full"),
    ImportStatus.NEEDS_LEVEL: _("new: choose a level to take it over"),
    ImportStatus.IN_ACCOUNT: _("your name stands in your account"),
    ImportStatus.NO_PLACE: _("the portal has no place for this yet"),
}

# The sentences of the readers, for pages; a test keeps them equal to those of the command line.
SKIP_REASONS = {
    SkipCode.CONTACT_DETAIL: _("Contact details are never kept: organisations reach you through the portal."),
    SkipCode.OTHER_PERSON: _("This is about another person, who was not asked."),
    SkipCode.SENSITIVE: _("The portal does not collect this about anybody."),
    SkipCode.PICTURE: _("Pictures are not imported."),
    SkipCode.NOT_PUBLIC: _("This is not public at its source."),
    SkipCode.NOT_USED: _("The portal has no use for this."),
    SkipCode.NOT_PREFERRED: _("The source gives this more than once; the preferred entry was read."),
    SkipCode.UNKNOWN_FIELD: _("This field does not belong to the format."),
    SkipCode.WRONG_TYPE: _("This is not the kind of value that the format asks for here."),
    SkipCode.MISSING_NAME: _("This entry has no name or title."),
    SkipCode.SHORTENED: _("This text is longer than the portal can keep; its beginning was kept."),
    SkipCode.TOO_LONG: _("This is longer than the portal can keep."),
    SkipCode.TOO_MANY: _("The file holds more entries than one import can take."),
    SkipCode.MORE_SKIPPED: _("More was left out than can be listed."),
    SkipCode.DUPLICATE: _("The same entry stands in the file more than once."),
    SkipCode.DAY_DROPPED: _("This day does not exist; year and month were kept."),
    SkipCode.MONTH_DROPPED: _("This month could not be read; the year was kept."),
    SkipCode.DATE_UNREADABLE: _("This date could not be read."),
    SkipCode.START_AFTER_END: _("The start is later than the end; the end was kept."),
    SkipCode.BAD_DOI: _("This is not a valid DOI."),
    SkipCode.BAD_ORCID: _("The check digit of this ORCID iD is wrong."),
    SkipCode.TEST_IDENTIFIER: _("This ORCID iD comes from ORCID's test site."),
    SkipCode.BAD_LINK: _("Only web addresses that begin with http or https are kept."),
    SkipCode.UNKNOWN_COUNTRY: _("This is not a country code of ISO 3166."),
    SkipCode.UNKNOWN_LANGUAGE: _("This language is not known by that name."),
    SkipCode.UNKNOWN_CHOICE: _("The portal does not know this choice."),
    SkipCode.ASKED_ANEW: _("This is your decision: the portal asks you anew."),
    SkipCode.FORMULA: _("This is written like a formula of a spreadsheet."),
    SkipCode.ANOTHER_ARCHIVE: _("Archives inside the archive are not opened."),
    SkipCode.TABLE_ENCODING: _("This table is not text in UTF-8 or UTF-16."),
    SkipCode.TABLE_COLUMNS: _("This table does not have the columns that belong to it."),
    SkipCode.TABLE_DAMAGED: _("This table is damaged or too large, so nothing of it was read."),
}

# Formatted with str.format(**params) of the refusal.
UNREADABLE_REASONS = {
    UnreadableCode.EMPTY: _("The file is empty."),
    UnreadableCode.TOO_LARGE: _("The file is larger than {limit}."),
    UnreadableCode.BAD_ENCODING: _("The file is not text in UTF-8."),
    UnreadableCode.NOT_JSON: _(
        "The file is not valid JSON: reading stopped at line {line}, column {column}."
    ),
    UnreadableCode.NOT_A_NUMBER: _("The file contains {key}, which is not a number in JSON."),
    UnreadableCode.HUGE_NUMBER: _("The file contains a number with more than {limit} digits."),
    UnreadableCode.DUPLICATE_KEY: _("The file gives the field “{key}” twice in one place."),
    UnreadableCode.TOO_DEEP: _("The file is nested more than {limit} levels deep."),
    UnreadableCode.TOO_MANY_VALUES: _("The file holds more than {limit} values."),
    UnreadableCode.LONE_SURROGATE: _("The file contains half of a character, so its text is damaged."),
    UnreadableCode.NUL_CHARACTER: _("The file contains NUL characters, which no text may contain."),
    UnreadableCode.NOT_AN_OBJECT: _("The file holds JSON, but not a profile: it should begin with a brace."),
    UnreadableCode.ERROR_ANSWER: _("The file is an error message from ORCID, not a record."),
    UnreadableCode.UNSUPPORTED_FORMAT: _("{format} files cannot be read here."),
    UnreadableCode.UNKNOWN_VERSION: _("This version of {format} cannot be read here."),
    UnreadableCode.UNKNOWN_FORMAT: _("This is no profile in a format that the portal reads."),
    UnreadableCode.NOT_XML: _("The file is not valid XML: reading stopped at line {line}, column {column}."),
    UnreadableCode.DOCUMENT_TYPE: _(
        "The file declares a document type or entities, which are never followed."
    ),
    UnreadableCode.DAMAGED: _("The file is damaged and could not be opened."),
    UnreadableCode.LOCKED: _("The file is locked with a password."),
    UnreadableCode.TOO_MANY_ENTRIES: _("The archive holds more than {limit} files."),
    UnreadableCode.BOMB: _("Unpacked, the archive would be larger than the portal allows."),
    UnreadableCode.NESTED_ARCHIVE: _(
        "The archive holds another archive: please unpack it and bring that one."
    ),
    UnreadableCode.TOO_MANY_PAGES: _("The document has more than {limit} pages."),
    UnreadableCode.NO_TEXT: _("The document holds no text, only pictures perhaps."),
    UnreadableCode.TOO_HARD: _("Reading this document took more time or memory than the portal allows."),
}


def why_unreadable(code: str, params: dict[str, str | int]) -> str:
    """Why a whole file was refused, in the reader's language."""
    return str(UNREADABLE_REASONS[UnreadableCode(code)]).format(**params)
