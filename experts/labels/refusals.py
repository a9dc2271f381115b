"""What people read when a service of this app refuses."""

from django.utils.translation import gettext_lazy as _

from common.refusals import register_messages

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
        "pause_too_long": _("Please choose a day within two years, or none."),
        "pause_in_past": _("Please choose a day that is still ahead, or none."),
        "import_is_over": _("This import was confirmed, undone or discarded already."),
        "nothing_ticked": _("Please tick at least one entry, or discard the import."),
        "consent_needed_to_be_matched": _(
            "A verified profile without this consent cannot be matched, so it was paused."
        ),
    }
)
