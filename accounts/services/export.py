"""Taking everything along: one archive of plain files, made when it is asked for and never stored."""

import io
import json
import zipfile
from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AccountAction
from accounts.models import User
from accounts.services.events import record_account_event
from common.files import open_file
from common.personal_data import Part, Person, documents_of, files_of
from common.policies import require


def take_data_along(*, by: User, at: datetime) -> bytes:
    """The archive of everything that is held about the person who asks; that they took it is recorded."""
    require(by, "accounts.take_data_along", by)
    archive, person = io.BytesIO(), Person.of(by)
    with transaction.atomic():
        record_account_event(AccountAction.DATA_EXPORTED, by=by, at=at, user=by)
        documents = [(part, held) for part, held in documents_of(person) if held]
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("README.txt", _readme([part for part, _document in documents], at))
        for part, document in documents:
            file.writestr(f"{part.name}.json", _as_json(document))
        for stored in files_of(person):
            # Two files may have one name; the code in front tells them apart.
            name = f"files/{stored.public_id}-{stored.name}"
            try:
                with open_file(stored) as content:
                    file.writestr(name, content.read())
            except FileNotFoundError:
                # A disk that lost one file must not keep everything else from its person.
                file.writestr(f"{name}.txt", _("The portal no longer has this file.") + "\n")
    return archive.getvalue()


def _as_json(document: object) -> str:
    return json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2) + "\n"


def _readme(parts: list[Part], at: datetime) -> str:
    """What lies in the archive, in the reader's language."""
    lines = [
        _("Everything that the Diaspora Portal holds about you"),
        _("Made on %(day)s (UTC).") % {"day": timezone.localtime(at, timezone.get_fixed_timezone(0)).date()},
        "",
        *(f"{part.name}.json: {part.label} ({_('kept')}: {part.kept})" for part in parts),
        "",
        _("The files are JSON in UTF-8: any text editor opens them, and other programs can read them."),
        _("Not in here: secrets such as your password, which nobody can read, and data of other people."),
        _("The portal keeps no copy of this archive."),
    ]
    return "\n".join(lines) + "\n"
