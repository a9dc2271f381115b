"""What people read about a file of needs: why it was refused, and why a part of it was left out."""

from django.utils.translation import gettext_lazy as _

from incubators.readers import Format, Skip, Unreadable, UnreadableNeeds

FORMATS = {
    Format.NEEDS: _("needs of a Diaspora Portal"),
    Format.JOB: _("job description of JSON Resume"),
}
SKIPS = {
    Skip.NOT_USED: _("The portal has no use for this."),
    Skip.NO_VACANCY: _("This belongs to a vacancy; the portal arranges no employment."),
    Skip.OWN_ORGANISATION: _("The need becomes one of your own organisation."),
    Skip.UNKNOWN_FIELD: _("This field does not belong to the format."),
    Skip.WRONG_TYPE: _("This is not the kind of value that the format asks for here."),
    Skip.MISSING_TITLE: _("This need has no title, so nothing of it was read."),
    Skip.SHORTENED: _("This text is longer than the portal can keep; its beginning was kept."),
    Skip.TOO_MANY: _("The file holds more entries than one import can take."),
    Skip.DUPLICATE: _("The same entry stands in the file more than once."),
    Skip.OUT_OF_RANGE: _("The portal does not take a value as small or as large as this."),
    Skip.UNKNOWN_CHOICE: _("The portal does not know this choice."),
    Skip.DATE_UNREADABLE: _("This date could not be read."),
    Skip.END_BEFORE_START: _("The last day comes before the first one."),
    Skip.UNKNOWN_PLACE: _("This is no place in Pakistan that the portal knows."),
    Skip.UNKNOWN_SKILL: _("The vocabulary has no skill of this name, and none was chosen."),
    Skip.PROGRAMME_CLOSED: _("This programme does not exist here or takes no needs at present."),
    Skip.MODE_NOT_OFFERED: _("The programme does not offer this way of working."),
}
# Placeholders: limit, line, column, key, version. Those that a sentence does not use are ignored.
UNREADABLE = {
    Unreadable.EMPTY: _("The file is empty."),
    Unreadable.TOO_LARGE: _("The file is larger than {limit}."),
    Unreadable.BAD_ENCODING: _("The file is not text in UTF-8."),
    Unreadable.NOT_JSON: _("The file is not valid JSON: reading stopped at line {line}, column {column}."),
    Unreadable.NOT_A_NUMBER: _("The file contains {key}, which is not a number in JSON."),
    Unreadable.HUGE_NUMBER: _("The file contains a number with more than {limit} digits."),
    Unreadable.DUPLICATE_KEY: _("The file gives the field “{key}” twice in one place."),
    Unreadable.TOO_DEEP: _("The file is nested more than {limit} levels deep."),
    Unreadable.TOO_MANY_VALUES: _("The file holds more than {limit} values."),
    Unreadable.LONE_SURROGATE: _("The file contains half of a character, so its text is damaged."),
    Unreadable.NUL_CHARACTER: _("The file contains NUL characters, which no text may contain."),
    Unreadable.WEB_PAGE: _("The file is a web page. Save the JSON file itself, not the page that shows it."),
    Unreadable.NOT_AN_OBJECT: _("The file holds JSON, but no needs: it should begin with a brace."),
    Unreadable.RESUME: _("The file is the résumé of a person. Needs are read from job descriptions."),
    Unreadable.PROFILE: _("The file is the profile of an expert, not a need."),
    Unreadable.UNKNOWN_VERSION: _("The file is of version {version} of the format; only version 1 is read."),
    Unreadable.UNKNOWN_FORMAT: _("This is no file of needs in a format that the portal reads."),
    Unreadable.NO_NEEDS: _("The file holds no need that could be read."),
    Unreadable.TOO_MANY_NEEDS: _(
        "The file holds more than {limit} needs. Please bring them in several files."
    ),
}


def sentence_of(error: UnreadableNeeds) -> str:
    return str(UNREADABLE[error.code]).format(**error.details)
