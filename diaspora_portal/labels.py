"""What people read for the refusals of the shell."""

from django.utils.translation import gettext_lazy as _

from common.refusals import register_messages
from experts.labels.looks import name_pages

register_messages({"check_is_running": _("The chains are being checked already.")})
name_pages({"find": _("Find"), "audit_chain": _("Audit")})
