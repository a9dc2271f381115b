"""What people read for the codes of a profile."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from experts.enums import (
    AffiliationKind,
    ChangeReason,
    HelpKind,
    LookReason,
    PublicPart,
    RowKind,
    Section,
    State,
    TravelDocument,
    Visibility,
    WorkKind,
)

STATES = {
    State.DRAFT: _("draft"),
    State.SUBMITTED: _("waiting for verification"),
    State.CHANGES_REQUESTED: _("changes requested"),
    State.VERIFIED: _("verified"),
    State.PAUSED: _("paused"),
    State.SUSPENDED: _("suspended"),
    State.DORMANT: _("dormant"),
    State.ERASED: _("erased"),
    State.CLOSED: _("closed"),
}

STATE_TONES = {
    State.DRAFT: "quiet",
    State.SUBMITTED: "waiting",
    State.CHANGES_REQUESTED: "bad",
    State.VERIFIED: "good",
    State.PAUSED: "quiet",
    State.SUSPENDED: "bad",
    State.DORMANT: "quiet",
    State.ERASED: "quiet",
    State.CLOSED: "quiet",
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
        "Verified organisations find me in their directory, with my name and profile, and read my name when I"
        " match a need."
    ),
    Visibility.PUBLIC: _(
        "Everybody finds me in the public directory: my name, and what I tick below. Verified organisations"
        " see me as above."
    ),
}

PUBLIC_PARTS = {
    PublicPart.HEADLINE: _("my headline and the text about my work"),
    PublicPart.SENIORITY: _("my seniority and years of experience"),
    PublicPart.SKILLS: _("my skills"),
    PublicPart.LANGUAGES: _("the languages I work in"),
    PublicPart.COUNTRY: _("the country where I live"),
    PublicPart.AFFILIATIONS: _("my employment, education and honorary posts"),
    PublicPart.WORKS: _("my publications, patents, projects and talks"),
    PublicPart.AVAILABILITY: _("when I could help, and how"),
    PublicPart.MOTIVATION: _("what I would like to do, on which themes and where"),
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
    HelpKind.REPRESENTATION: _("represent Pakistan in an international body"),
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

LOOK_REASONS = {
    LookReason.VERIFICATION: _("to verify your profile"),
    LookReason.REVIEW: _("to review a placement of yours"),
    LookReason.MATCH: _("because you match a need"),
    LookReason.INVITATION: _("to invite you"),
    LookReason.PLACEMENT: _("because of a placement with you"),
    LookReason.MANAGED: _("to write your profile for you"),
    LookReason.DUPLICATES: _("to see whether two profiles are yours"),
    LookReason.CREDENTIAL: _("to check a credential of yours"),
    LookReason.VOUCHING: _("to vouch for you"),
    LookReason.DIRECTORY: _("while looking through the directory"),
    LookReason.CONFLICT: _("to assess a conflict of interest that you declared"),
    LookReason.MESSAGES: _("to read what you and a host wrote to each other"),
    LookReason.REFERRAL: _("because of a referral of you"),
    LookReason.CONTACT: _("to write down that they approached you"),
    LookReason.AUDIT: _("to audit how your case was handled"),
    LookReason.SEARCH: _("while searching for a name or a reference"),
}
# The same for whoever audits the looks at others.
LOOK_PURPOSES = {
    LookReason.VERIFICATION: _("verification"),
    LookReason.REVIEW: _("review of a placement"),
    LookReason.MATCH: _("match with a need"),
    LookReason.INVITATION: _("invitation"),
    LookReason.PLACEMENT: _("placement"),
    LookReason.MANAGED: _("writing a profile for somebody"),
    LookReason.DUPLICATES: _("comparing two profiles"),
    LookReason.CREDENTIAL: _("checking a credential"),
    LookReason.VOUCHING: _("vouching"),
    LookReason.DIRECTORY: _("directory"),
    LookReason.CONFLICT: _("assessing a conflict of interest"),
    LookReason.MESSAGES: _("messages"),
    LookReason.REFERRAL: _("referral"),
    LookReason.CONTACT: _("writing down a contact"),
    LookReason.AUDIT: _("audit of a case"),
    LookReason.SEARCH: _("search"),
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
    "public_parts": _("On your public page"),
    "capacity": _("Engagements at the same time"),
    "themes": _("Themes"),
    "motivation_kinds": _("What you would like to do"),
    "motivation_places": _("Provinces and territories"),
}
