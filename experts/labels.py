"""What people read for the codes of this app."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from common.refusals import register_messages
from experts.enums import (
    AffiliationKind,
    BatchState,
    ChangeReason,
    HelpKind,
    ImportStatus,
    LookReason,
    RowKind,
    Section,
    Source,
    State,
    TravelDocument,
    Visibility,
    WorkKind,
)
from experts.readers.codes import SkipCode, UnreadableCode

STATES = {
    State.DRAFT: _("draft"),
    State.SUBMITTED: _("waiting for verification"),
    State.CHANGES_REQUESTED: _("changes requested"),
    State.VERIFIED: _("verified"),
    State.PAUSED: _("paused"),
    State.SUSPENDED: _("suspended"),
}

STATE_TONES = {
    State.DRAFT: "quiet",
    State.SUBMITTED: "waiting",
    State.CHANGES_REQUESTED: "bad",
    State.VERIFIED: "good",
    State.PAUSED: "quiet",
    State.SUSPENDED: "bad",
}

SECTIONS = {
    Section.IDENTITY: _("What you do"),
    Section.PLACE: _("Where you live"),
    Section.LANGUAGES: _("Languages you work in"),
    Section.SKILLS: _("Skills"),
    Section.AFFILIATIONS: _("Employment, education, honorary posts"),
    Section.WORKS: _("Publications, patents, projects, talks"),
    Section.AVAILABILITY: _("When you could help"),
    Section.MOTIVATION: _("What you would like to do"),
    Section.TERMS: _("Capacity and travel"),
    Section.VISIBILITY: _("Who may see you"),
    Section.CONSENT: _("Your consent"),
}

CHANGE_REASONS = {
    ChangeReason.IDENTITY_UNCLEAR: _("It is not clear who this is."),
    ChangeReason.EMPLOYMENT_UNCLEAR: _("The employment could not be confirmed."),
    ChangeReason.EDUCATION_UNCLEAR: _("The education could not be confirmed."),
    ChangeReason.SKILLS_UNSUPPORTED: _("Nothing on the profile supports the skills."),
    ChangeReason.DUPLICATE: _("There seems to be another profile of the same person."),
    ChangeReason.OTHER: _("Something else, explained in the note."),
}

TRAVEL_DOCUMENTS = {
    TravelDocument.CITIZEN: _("Pakistani passport or CNIC, resident citizen"),
    TravelDocument.NICOP: _("NICOP: national identity card for overseas Pakistanis"),
    TravelDocument.POC: _("POC: Pakistan origin card"),
    TravelDocument.FOREIGN_PASSPORT: _("A foreign passport only: I would need a visa"),
    TravelDocument.UNDISCLOSED: _("I prefer not to say"),
}

VISIBILITIES = {
    Visibility.HIDDEN: _("Nobody finds me. I look for needs myself."),
    Visibility.AFTER_MATCHING: _(
        "Organisations see a card without my name when I match a need; my name once I accept."
    ),
    Visibility.VERIFIED_ORGANISATIONS: _(
        "Verified organisations read my name when I match a need, and find me in a directory once there is"
        " one."
    ),
    Visibility.PUBLIC: _(
        "Everybody may see my name, headline, skills and country once there are public pages; until then, as"
        " above."
    ),
}

HELP_KINDS = {
    HelpKind.MENTORSHIP: _("mentor people or start-ups"),
    HelpKind.TEACHING: _("teach"),
    HelpKind.CURRICULUM_REVIEW: _("review a curriculum"),
    HelpKind.JOINT_RESEARCH: _("do research together"),
    HelpKind.TRAINING_DELIVERY: _("give a training"),
    HelpKind.JURY: _("sit on a jury"),
    HelpKind.PANEL_SEAT: _("sit on a panel or delegation"),
    HelpKind.TALK: _("give a talk"),
    HelpKind.RESOURCE: _("share equipment, data or other resources"),
    HelpKind.FUNDING_INTRODUCTION: _("introduce to funders"),
}

AFFILIATION_KINDS = {
    AffiliationKind.EMPLOYMENT: _("employment"),
    AffiliationKind.EDUCATION: _("education"),
    AffiliationKind.HONORARY: _("honorary or voluntary post"),
}

WORK_KINDS = {
    WorkKind.PUBLICATION: _("publication"),
    WorkKind.PATENT: _("patent"),
    WorkKind.PROJECT: _("project"),
    WorkKind.TALK: _("talk"),
}

SOURCES = {
    Source.TYPED: _("typed"),
    Source.ORCID: _("ORCID record"),
    Source.JSON_RESUME: _("JSON Resume"),
    Source.STAFF: _("entered by staff"),
}

BATCH_STATES = {
    BatchState.PREVIEWED: _("read, not yet confirmed"),
    BatchState.APPLIED: _("taken over"),
    BatchState.UNDONE: _("undone"),
    BatchState.DISCARDED: _("discarded"),
}

IMPORT_STATUSES = {
    ImportStatus.NEW: _("new"),
    ImportStatus.SAME: _("you have this already"),
    ImportStatus.KEPT: _("your own entry is kept"),
    ImportStatus.LIST_FULL: _("your list is full"),
    ImportStatus.NEEDS_LEVEL: _("the file gives no level: please add it yourself"),
    ImportStatus.IN_ACCOUNT: _("your name stands in your account"),
    ImportStatus.NO_PLACE: _("the portal has no place for this yet"),
}

LOOK_REASONS = {
    LookReason.VERIFICATION: _("to verify your profile"),
    LookReason.REVIEW: _("to review a placement of yours"),
    LookReason.MATCH: _("because you match a need"),
    LookReason.INVITATION: _("to invite you"),
    LookReason.PLACEMENT: _("because of a placement with you"),
}


@dataclass(frozen=True, slots=True)
class RowWords:
    """What a list of the profile calls its entries."""

    add: str
    change: str
    empty: str
    hint: str


ROW_WORDS = {
    RowKind.LANGUAGE: RowWords(
        _("Add a language"),
        _("Change a language"),
        _("No language yet"),
        _("Languages in which you could work with people, Urdu and others."),
    ),
    RowKind.SKILL: RowWords(
        _("Add a skill"),
        _("Change a skill"),
        _("No skill yet"),
        _("What you could teach or do for others. Three to ten skills are enough."),
    ),
    RowKind.AFFILIATION: RowWords(
        _("Add a post or degree"),
        _("Change a post or degree"),
        _("No post or degree yet"),
        _("Where you work and studied. It helps the ministry to verify who you are."),
    ),
    RowKind.WORK: RowWords(
        _("Add a work"),
        _("Change a work"),
        _("No work yet"),
        _("A few works that show what you do. Needs are compared with their titles and texts."),
    ),
    RowKind.AVAILABILITY: RowWords(
        _("Add a window"),
        _("Change a window"),
        _("No window yet"),
        _("When you could give some hours a week. Needs outside your windows are not offered to you."),
    ),
}

# What one field of the profile is called where it stands alone: previews, trust page.
FIELDS = {
    "headline": _("Headline"),
    "bio": _("About your work"),
    "language": _("Language of these texts"),
    "orcid": _("ORCID iD"),
    "country": _("Country where you live"),
    "city": _("City"),
    "time_zone": _("Time zone"),
    "seniority": _("Seniority"),
    "years_experience": _("Years of experience"),
    "travel_document": _("Travel document"),
    "visibility": _("Who may see you"),
    "capacity": _("Engagements at the same time"),
    "themes": _("Themes"),
    "motivation_kinds": _("What you would like to do"),
    "motivation_places": _("Provinces and territories"),
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
    UnreadableCode.UNSUPPORTED_FORMAT: _(
        "{format} files are not supported yet: use ORCID JSON 3.0 or JSON Resume."
    ),
    UnreadableCode.UNKNOWN_VERSION: _(
        "This version of {format} is not supported: use ORCID JSON 3.0 or JSON Resume 1.x."
    ),
    UnreadableCode.UNKNOWN_FORMAT: _("This is neither an ORCID record nor a JSON Resume."),
}

register_messages(
    {
        "words_decided": _("Somebody has decided on these words in the meantime."),
        "profile_exists": _("You have a profile already."),
        "profile_incomplete": _("Some steps are not finished yet. The task list shows which."),
        "capacity_promised": _("You have promised more engagements at the same time than that."),
        "consent_missing": _("Please give your consent first."),
        "unknown_country": _("Please choose a country from the list."),
        "unknown_zone": _("Please choose a time zone from the list."),
        "unknown_language": _("Please choose a language from the list."),
        "unknown_skill_level": _("Please choose one of the four levels."),
        "unknown_choice": _("Please choose from the list."),
        "visibility_missing": _("Please choose who may see you. Nothing is chosen for you."),
        "contact_in_text": _(
            "Please leave out e-mail addresses: organisations reach you through the portal once you accept."
        ),
        "skill_once": _("You have this skill on your list already."),
        "language_once": _("You have this language on your list already."),
        "too_many_rows": _("Your list is full. Please remove an entry first."),
        "starts_too_late": _("A start more than a year ahead cannot be right."),
        "dates_order": _("The end lies before the start."),
        "window_past": _("This window lies in the past."),
        "window_too_long": _("A window may last three years at most."),
        "modes_missing": _("Please choose at least one way of working."),
        "partial_date": _("Please write a year, a month or a day: 2019, 2019-04 or 2019-04-30."),
        "bad_doi": _("This is not a DOI. It begins with “10.” and has a slash."),
        "bad_orcid": _("This is not an ORCID iD. Please check its 16 characters."),
        "link_scheme": _("A link begins with http:// or https://."),
        "pause_in_past": _("Please choose a day that is still ahead, or none."),
        "import_is_over": _("This import was confirmed, undone or discarded already."),
        "nothing_ticked": _("Please tick at least one entry, or discard the import."),
        "consent_needed_to_be_matched": _(
            "A verified profile without this consent cannot be matched, so it was paused."
        ),
    }
)
