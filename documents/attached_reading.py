"""How does a person read what is attached to a version or a draft, and can they have the files?

Frozen content is told from its own bytes; whether a file can be had is asked of today's rows.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import get_language

from documents.attached import KEY, LIST
from documents.models import Attachment
from documents.reading import Reading
from files.kinds import KINDS
from files.models import StoredFile


@dataclass(frozen=True)
class Attached:
    """One attachment as frozen content tells it, in words; `file` is where it can be had by this reader, if at all.

    `state` is "" when it can be had, and otherwise why it cannot ("quarantined", "withheld", "elsewhere").
    """

    uuid: str
    en: str
    fr: str
    what: str
    kind: str
    size: int
    sha256: str
    file: Attachment | None = None
    state: str = ""

    @property
    def title(self) -> str:
        """Return its title in the reader's language, or in the other one."""
        is_french = (get_language() or "en").startswith("fr")
        return (self.fr or self.en) if is_french else (self.en or self.fr)

    @property
    def lang(self) -> str:
        """Return the language of `title` where it is not the reader's, else ""."""
        is_french = (get_language() or "en").startswith("fr")
        return ("" if self.fr else "en") if is_french else ("" if self.en else "fr")


def read(reading: Reading) -> list[Attached]:
    """Return the attachments that frozen content tells of, in words, without asking whether they can be had."""
    names = {item.code: str(item.name) for item in reading.framework.lists.get(LIST, ())}
    return [
        Attached(
            uuid=one["uuid"],
            en=one["title"]["en"],
            fr=one["title"]["fr"],
            what=names.get(one["what"], one["what"]),
            kind=str(KINDS[one["kind"]].label) if one["kind"] in KINDS else one["kind"],
            size=one["size"],
            sha256=one["sha256"],
        )
        for one in reading.content.get(KEY, [])
    ]


def read_by(reading: Reading, user: Any) -> list[Attached]:
    """Return the same with where `user` can have each file: one query, none where nothing is attached."""
    found = read(reading)
    if not found:
        return []
    rows = Attachment.objects.visible_to(user).filter(uuid__in=[one.uuid for one in found])
    by_uuid = {str(row.uuid): row for row in rows.select_related("upload__stored")}
    return [_with_file(one, by_uuid.get(one.uuid)) for one in found]


def _with_file(one: Attached, row: Attachment | None) -> Attached:
    return replace(one, file=row, state=state_of(row.stored) if row else "elsewhere")


def state_of(stored: StoredFile) -> str:
    """Return why the file cannot be had now ("quarantined" or "withheld"), or ""."""
    if stored.is_withheld:
        return "withheld"
    return "quarantined" if stored.is_quarantined else ""
