"""What differs between the attachments of two states of a document? Files by identity: none is ever edited."""

from collections.abc import Iterator
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from documents.attached import KEY
from documents.attached_reading import Attached, read
from documents.differences import Change, Line, RowDifference, SectionDifference, State, TableDifference
from documents.reading import Reading, Value


def differences(old: Reading, new: Reading, langs: tuple[str, ...]) -> Iterator[SectionDifference]:
    """Yield the section of attachments, unless neither state has any."""
    before, after = ({one.uuid: one for one in read(reading)} for reading in (old, new))
    if not (before or after):
        return
    rows = []
    for uuid in {**before, **after}:
        state: State = "same" if uuid in before and uuid in after else "added" if uuid in after else "removed"
        one = after.get(uuid) or before[uuid]
        rows.append(RowDifference(uuid, one.title, state, tuple(_lines(one, state, langs))))
    same = sum(row.state == "same" for row in rows)
    table = TableDifference(KEY, _("Files"), _("Attachment"), tuple(rows), unchanged=same)
    yield SectionDifference(KEY, _("Attachments"), (table,), unchanged=same)


def _lines(one: Attached, state: State, langs: tuple[str, ...]) -> Iterator[Line]:
    titles = {lang: text for lang, text in (("en", one.en), ("fr", one.fr)) if text and lang in langs}
    file = f"{one.kind}, {filesizeformat(one.size)}"
    for key, label, value in (
        ("title", _("Title"), titles),
        ("what", _("What the file is"), {"": one.what}),
        ("file", _("File"), {"": file}),
        ("sha256", _("Fingerprint (SHA-256)"), {"": one.sha256}),
    ):
        read_as = Value(label, key == "title", value.get("en", ""), value.get("fr", ""), value.get("", ""), key)
        yield Line(key, label, read_as, tuple(_changes(value, state)))


def _changes(value: dict[str, Any], state: State) -> Iterator[Change]:
    if state in ("added", "removed"):
        for lang, text in value.items():
            if text:
                yield Change(lang, state, ((state, text),))
