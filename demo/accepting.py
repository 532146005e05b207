"""Who accepts what remains of the demo's risks? The manager whom the data file names, in their own language."""

from datetime import date
from typing import Any

from django.utils import translation

from demo import content
from demo.cast import Cast
from documents.models import Document
from risk import acceptance
from risk.actions import accepting


def accept_remaining(document: Document, entry: content.Entry | None, cast: Cast, today: date) -> None:
    """Have the manager of `entry` asked, and accept everything that remains above the tolerance."""
    if not entry:
        return
    by = cast.person(entry["by"])
    with translation.override(by.language):
        said: dict[str, Any] = {
            name: entry[name][by.language] for name in ("rationale", "scope", "conditions") if name in entry
        }
        note = entry.get("note", {}).get(by.language, "")
        accepting.ask(document, person=by, note=note, by=document.owner)
        standing = acceptance.standing(document, acceptance.candidate(document))
        accepting.accept(
            document,
            rows=[risk.uuid for risk in standing.open_ones],
            seen_sha=standing.version.sha256 if standing.version else "",
            expires_on=content.day(today, entry["until"]),
            by=by,
            **said,
        )
