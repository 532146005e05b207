"""Whom does a file concern that a virus scanner took away? Who brought it in, and the department’s coordinators."""

from typing import Any

from documents.models import Attachment
from files.models import StoredFile
from organizations.models import Role
from reminders.actions import Telling, tell
from reminders.people import Roster, Seat, names


def on_withheld(stored: StoredFile) -> None:
    """Tell them on which document it was, and by which name of a virus; the file itself is gone."""
    found = list(Attachment.objects.filter(upload__stored=stored).select_related("document__organization", "upload"))
    roster = Roster(one.document.organization_id for one in found)
    tell(telling for one in found for telling in _tellings(one, stored, roster))


def _tellings(one: Attachment, stored: StoredFile, roster: Roster) -> list[Telling]:
    document: Any = one.document
    here = roster.everybody(document.organization_id)
    ids = ({one.upload.by_id} & here) | roster.seated(document.organization_id, Seat(Role.COORDINATOR))
    params = {
        "document": {"en": document.title_en, "fr": document.title_fr},
        "organization": names(document.organization),
        "file": one.upload.name,
        "finding": stored.finding,
    }
    url_name, args = document.kind_info.url_name, (document.pk,)
    return [
        Telling(f"file.withheld:{one.pk}", stored.sha256[:16], person, "file.withheld", params, url_name, args)
        for person in sorted(ids)
    ]
