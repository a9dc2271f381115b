"""The pages of this app on which somebody is looked at, in words."""

from django.utils.translation import gettext_lazy as _

from experts.labels.looks import name_pages

name_pages(
    {
        "exchanges:invitation": _("Invitation"),
        "exchanges:invitation_list": _("Invitations"),
        "exchanges:invite": _("Invitation being written"),
        "exchanges:offer_to_next": _("Invitations"),
        "exchanges:placement": _("Placement"),
        "exchanges:placement_list": _("Placements"),
        "exchanges:placement_messages": _("Messages"),
        "exchanges:write_to_case": _("Messages"),
        "exchanges:case_document": _("Document of a placement"),
        "exchanges:declare_ties": _("Before the case opens"),
        "exchanges:give_review": _("Review"),
        "exchanges:word_letter": _("Words of a decision"),
        "exchanges:letter": _("Letter"),
        "exchanges:letter_pdf": _("Letter"),
        "exchanges:amendment": _("Change of the plan"),
        "exchanges:session": _("Log of sessions"),
        "exchanges:session_list": _("Log of sessions"),
        "exchanges:placement_reports": _("Reports and outcomes"),
        "exchanges:report": _("Report"),
        "exchanges:outcome": _("Outcome of a placement"),
        "exchanges:sampled_case": _("Control after the fact"),
        "exchanges:contact_list": _("Contacts"),
        "exchanges:contact_new": _("Write down a contact"),
        "exchanges:refer_expert": _("Pass on to another organisation"),
        "exchanges:referral": _("Referral"),
        "exchanges:referral_list": _("Referrals"),
    }
)
