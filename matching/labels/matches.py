"""Why somebody fits or not: one explanation, three readers.

Sentences with `%(skills)s` are filled with the names of skills when read, in the reader's language.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from matching.enums import (
    ChangeKind,
    Constraint,
    Gap,
    Question,
    Reader,
)
from programmes.enums import Component, Mode

REASONS = {
    Reader.ORGANISATION: {
        Component.MUST_SKILLS: _("Holds these of your must-have skills: %(skills)s."),
        Component.SHOULD_SKILLS: _("Also brings %(skills)s."),
        Component.TEXT: _("Their works and profile are close to your terms of reference."),
        Component.THEME: _("Works in the field of your need."),
        Component.SENIORITY: _("Has the seniority that you wish for."),
        Component.OVERLAP: _("Shares enough working hours with Pakistan."),
        Component.PLACE_MODE: _("Offers the way of working that you ask for."),
        Component.MOTIVATION: _("Wishes for this kind of engagement."),
        Component.TRACK_RECORD: _("Has brought engagements of this portal to their end."),
    },
    Reader.EXPERT: {
        Component.MUST_SKILLS: _("You hold these of their must-have skills: %(skills)s."),
        Component.SHOULD_SKILLS: _("You also bring %(skills)s."),
        Component.TEXT: _("Your works and profile are close to what they describe."),
        Component.THEME: _("It is in your field."),
        Component.SENIORITY: _("You have the seniority that they wish for."),
        Component.OVERLAP: _("Your working hours overlap well with theirs."),
        Component.PLACE_MODE: _("They ask for a way of working that you offer."),
        Component.MOTIVATION: _("It is the kind of engagement that you wish for."),
        Component.TRACK_RECORD: _("You have brought engagements of this portal to their end."),
    },
    Reader.MINISTRY: {
        Component.MUST_SKILLS: _("Skills that are a must, held: %(skills)s."),
        Component.SHOULD_SKILLS: _("Skills that help, held: %(skills)s."),
        Component.TEXT: _("Works and profile are close to the terms of reference."),
        Component.THEME: _("Themes shared."),
        Component.SENIORITY: _("Seniority as wished for."),
        Component.OVERLAP: _("Working hours overlap."),
        Component.PLACE_MODE: _("Place and way of working fit."),
        Component.MOTIVATION: _("The expert wishes for this kind of engagement."),
        Component.TRACK_RECORD: _("Engagements brought to their end."),
    },
}

GAPS = {
    Reader.ORGANISATION: {
        Gap.MUST_MISSING: _("Does not list %(skills)s."),
        Gap.MUST_LOW: _("Is below the level that you ask for in %(skills)s."),
        Gap.SHOULD_MISSING: _("Does not list %(skills)s, which would help."),
        Gap.TEXT_WEAK: _("Their works say little about your topic."),
        Gap.THEME_OTHER: _("Comes from another field."),
        Gap.SENIORITY_BELOW: _("Is less senior than you wish for."),
        Gap.OVERLAP_SHORT: _("Few working hours overlap with Pakistan."),
        Gap.PLACE_MODE: _("The way of working fits only in part."),
        Gap.MOTIVATION_OTHER: _("Would rather do other kinds of engagement."),
        Gap.TRACK_RECORD: _("An earlier engagement ended early."),
    },
    Reader.EXPERT: {
        Gap.MUST_MISSING: _("Your profile does not list %(skills)s."),
        Gap.MUST_LOW: _("They ask for a higher level in %(skills)s."),
        Gap.SHOULD_MISSING: _("Your profile does not list %(skills)s, which would help."),
        Gap.TEXT_WEAK: _("Your works say little about their topic."),
        Gap.THEME_OTHER: _("It is outside the fields on your profile."),
        Gap.SENIORITY_BELOW: _("They wish for somebody more senior."),
        Gap.OVERLAP_SHORT: _("Few of your working hours overlap with theirs."),
        Gap.PLACE_MODE: _("The way of working fits only in part."),
        Gap.MOTIVATION_OTHER: _("It is not among the engagements that you wish for."),
        Gap.TRACK_RECORD: _("An earlier engagement ended early."),
    },
    Reader.MINISTRY: {
        Gap.MUST_MISSING: _("Skills that are a must, not listed: %(skills)s."),
        Gap.MUST_LOW: _("Skills that are a must, below the level asked: %(skills)s."),
        Gap.SHOULD_MISSING: _("Skills that help, not listed: %(skills)s."),
        Gap.TEXT_WEAK: _("Works and profile say little about the terms of reference."),
        Gap.THEME_OTHER: _("No shared theme."),
        Gap.SENIORITY_BELOW: _("Below the seniority wished for."),
        Gap.OVERLAP_SHORT: _("Few shared working hours."),
        Gap.PLACE_MODE: _("Place or way of working fits in part."),
        Gap.MOTIVATION_OTHER: _("The expert wishes for other kinds of engagement."),
        Gap.TRACK_RECORD: _("An earlier engagement ended early."),
    },
}

_ASK = {
    Question.MUST_MISSING: _("Can they also cover %(skills)s?"),
    Question.WINDOWS: _("When would they have time? They have not said."),
    Question.LANGUAGES: _("Which languages do they work in? They have not said."),
    Question.MODES: _("Would they work remotely, come to Pakistan, or both? They have not said."),
    Question.MUST_LOW: _("How deep is their experience in %(skills)s?"),
    Question.MUST_LEVEL: _(
        "How deep is their experience in the skills that you must have? No level is given."
    ),
    Question.MUST_RECENCY: _("Is their knowledge fresh? They last used a must-have skill years ago."),
    Question.OVERLAP: _("Could they work early or late, so that you can meet?"),
    Question.CAPACITY: _("How many engagements can they take at a time? They have not said."),
    Question.SHOULD_MISSING: _("Do they know %(skills)s as well?"),
}
QUESTIONS = {
    Reader.ORGANISATION: _ASK,
    Reader.MINISTRY: _ASK,
    Reader.EXPERT: {
        Question.MUST_MISSING: _("If you also know %(skills)s, add it to your profile."),
        Question.WINDOWS: _("Say when you have time, so that they know."),
        Question.LANGUAGES: _("Add the languages that you work in."),
        Question.MODES: _("Say whether you would work remotely or come to Pakistan."),
        Question.MUST_LOW: _("If your level in %(skills)s has grown, update it."),
        Question.MUST_LEVEL: _("Give the level of your skills."),
        Question.MUST_RECENCY: _("Say when you last used the skills that they must have."),
        Question.OVERLAP: _("Could you work early or late? Tell them if they invite you."),
        Question.CAPACITY: _("Say how many engagements you can take at a time."),
        Question.SHOULD_MISSING: _("If you know %(skills)s, add it to your profile."),
    },
}

# "…, because 3 experts hold none of the skills": %(n)d experts fail a constraint, counted first here.
EXCLUDED = {
    Constraint.STANDING: ngettext_lazy(
        "%(n)d is paused or not active", "%(n)d are paused or not active", "n"
    ),
    Constraint.VERIFIED: ngettext_lazy("%(n)d is not verified yet", "%(n)d are not verified yet", "n"),
    Constraint.EXCLUDED: ngettext_lazy(
        "%(n)d declined or was set aside", "%(n)d declined or were set aside", "n"
    ),
    Constraint.CONFLICT: ngettext_lazy(
        "%(n)d has a confirmed conflict of interest", "%(n)d have a confirmed conflict of interest", "n"
    ),
    Constraint.COUNTRY: ngettext_lazy(
        "%(n)d lives where the programme does not apply", "%(n)d live where the programme does not apply", "n"
    ),
    Constraint.MUST_SKILL: ngettext_lazy(
        "%(n)d holds none of the must-have skills", "%(n)d hold none of the must-have skills", "n"
    ),
    Constraint.LANGUAGE: ngettext_lazy(
        "%(n)d shares no working language", "%(n)d share no working language", "n"
    ),
    Constraint.MODE: ngettext_lazy(
        "%(n)d does not offer this way of working", "%(n)d do not offer this way of working", "n"
    ),
    Constraint.DATES: ngettext_lazy("%(n)d is not free at that time", "%(n)d are not free at that time", "n"),
    Constraint.HOURS: ngettext_lazy("%(n)d has too few hours a week", "%(n)d have too few hours a week", "n"),
    Constraint.CAPACITY: ngettext_lazy("%(n)d is fully engaged", "%(n)d are fully engaged", "n"),
}

# What an expert decided about a host, and what the ministry confirmed about both, the host reads as one.
EXCLUDED_TO_HOST = EXCLUDED | {
    Constraint.EXCLUDED: ngettext_lazy(
        "%(n)d cannot be suggested for this need", "%(n)d cannot be suggested for this need", "n"
    ),
}

# The same reasons as the names of bars.
CONSTRAINTS = {
    Constraint.STANDING: _("Paused or not active"),
    Constraint.VERIFIED: _("Not verified yet"),
    Constraint.EXCLUDED: _("Declined or set aside"),
    Constraint.CONFLICT: _("Conflict of interest"),
    Constraint.COUNTRY: _("Country outside the programme"),
    Constraint.MUST_SKILL: _("None of the must-have skills"),
    Constraint.LANGUAGE: _("No shared working language"),
    Constraint.MODE: _("Another way of working"),
    Constraint.DATES: _("Not free at that time"),
    Constraint.HOURS: _("Too few hours a week"),
    Constraint.CAPACITY: _("Fully engaged"),
}

CONSTRAINTS_TO_HOST = CONSTRAINTS | {Constraint.EXCLUDED: _("Not for this need")}

# %(sentence)s is one of the sentences below, without its full stop.
BEST_OF_THEM = _("%(sentence)s; the best of them scores %(points)s")

# What the host could change to gain %(n)d experts.
RELAXATIONS = {
    Constraint.LANGUAGE: ngettext_lazy(
        "%(n)d more if you accept another working language or a lower level",
        "%(n)d more if you accept another working language or a lower level",
        "n",
    ),
    Constraint.MODE: ngettext_lazy(
        "%(n)d more if you accept another way of working",
        "%(n)d more if you accept another way of working",
        "n",
    ),
    Constraint.DATES: ngettext_lazy(
        "%(n)d more if you move or widen the dates", "%(n)d more if you move or widen the dates", "n"
    ),
    Constraint.HOURS: ngettext_lazy(
        "%(n)d more if you ask for fewer hours a week", "%(n)d more if you ask for fewer hours a week", "n"
    ),
}

# What somebody could change about a need, to see who would fit then.
MODE_CHANGES = {
    Mode.REMOTE: _("Let the work be done remotely"),
    Mode.HYBRID: _("Let the work be done partly remotely, partly in Pakistan"),
    Mode.IN_PERSON: _("Let the work be done in Pakistan"),
}
CHANGES = {
    ChangeKind.LANGUAGE: _("Accept %(language)s as a working language too"),
    ChangeKind.LANGUAGE_LEVEL: _("Ask for the working language at level %(level)s"),
    ChangeKind.HOURS: ngettext_lazy("Ask for %(n)d hour a week", "Ask for %(n)d hours a week", "n"),
    ChangeKind.ENDS_LATER: ngettext_lazy("End %(n)d week later", "End %(n)d weeks later", "n"),
    ChangeKind.BEGINS_EARLIER: ngettext_lazy("Begin %(n)d week earlier", "Begin %(n)d weeks earlier", "n"),
    ChangeKind.MUST_SKILL: _("Count %(skill)s among the must-have skills: any one of them is enough"),
    ChangeKind.VERIFIED: _("Accept profiles that are not verified yet"),
    ChangeKind.SHARED_DAYS: ngettext_lazy("Ask for %(n)d shared day", "Ask for %(n)d shared days", "n"),
}

# What keeps a single expert from a list, said to the host. What an expert decided about this organisation,
# and what the ministry confirmed about both, is not told apart: the host need not know which it was.
_NOT_FOR_THIS_NEED = _("Cannot be suggested for this need.")
OBSTACLES = {
    Constraint.STANDING: _("Is not active at present."),
    Constraint.VERIFIED: _("Is not verified yet, and the programme asks for it."),
    Constraint.EXCLUDED: _NOT_FOR_THIS_NEED,
    Constraint.CONFLICT: _NOT_FOR_THIS_NEED,
    Constraint.COUNTRY: _("Lives where the programme does not apply."),
    Constraint.MUST_SKILL: _("Lists none of the must-have skills."),
    Constraint.CAPACITY: _("Is fully engaged at that time."),
    Constraint.LANGUAGE: _("Shares no working language at the level that you ask for."),
    Constraint.MODE: _("Does not offer this way of working."),
    Constraint.DATES: _("Is free on too few of your days."),
    Constraint.HOURS: _("Has too few hours a week left at that time."),
}

# The same, said to the ministry, which may know all of it.
OBSTACLES_TO_MINISTRY = OBSTACLES | {
    Constraint.EXCLUDED: _("Declined this need, was set aside, or does not wish to work with this host."),
    Constraint.CONFLICT: _("Has a confirmed conflict of interest with this host."),
    Constraint.LANGUAGE: _("Shares no working language at the level asked."),
    Constraint.DATES: _("Is free on too few of the days."),
}

# Why one expert does not stand in a need's list, said to the expert.
YOU_ARE_HIDDEN = _("Your profile is hidden: you find needs, but no organisation sees you in a list.")
WHY_NOT = {
    Constraint.STANDING: _("Your profile is not active."),
    Constraint.VERIFIED: _("The programme asks for a verified profile, and yours is not verified yet."),
    Constraint.EXCLUDED: _("You declined this need, or it was set aside."),
    Constraint.CONFLICT: _("A conflict of interest with this organisation is confirmed."),
    Constraint.COUNTRY: _("The programme does not apply to the country where you live."),
    Constraint.MUST_SKILL: _("You list none of the skills that they must have."),
    Constraint.LANGUAGE: _("You share no working language at the level they ask for."),
    Constraint.MODE: _("You do not offer this way of working."),
    Constraint.DATES: _("Your availability shares too few days with their dates."),
    Constraint.HOURS: _("You have too few hours a week left at that time."),
    Constraint.CAPACITY: _("You have as many engagements at that time as you take."),
}

NEVER_USED = {
    "name": _("name"),
    "gender": _("gender"),
    "religion": _("religion"),
    "ethnicity": _("ethnicity"),
    "province_of_identity_card": _("province of an identity card"),
    "age": _("age"),
    "photo": _("photo"),
    "nationality_beyond_eligibility": _("nationality, beyond what a programme's rules ask"),
    "venture_led_by": _("who leads a start-up"),
}
