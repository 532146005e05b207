"""How is a collection of records written? One ZIP with a manifest of fingerprints, readable in both languages."""

import hashlib
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import IO, Any

from django.template.loader import render_to_string
from django.utils import timezone, translation

from reports.collecting import Found, Rows, Scope, as_json

#: One moment for every entry: the bytes of a collection follow from what it holds alone.
EPOCH = (1980, 1, 1, 0, 0, 0)
READ_ME = "README-LISEZMOI.txt"
MANIFEST = "manifest.json"
CHUNK = 1 << 20


@dataclass
class Written:
    """What was written: the lines of the manifest, the size of the file and its fingerprint."""

    lines: Rows = field(default_factory=list)
    size: int = 0
    sha256: str = ""


def write(target: IO[bytes], scope: Scope, found: Iterable[Found], left_out: Rows, about: dict[str, Any]) -> Written:
    """Write what was `found` into `target`, then the manifest and what to know; return what was written.

    `about` is kept at the head of the manifest: the number of the request, who collected it and when.
    """
    written = Written()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in found:
            _put(archive, one.path, one.data)
            line = {"path": one.path, **one.told, "size": len(one.data), "sha256": _hash(one.data)}
            written.lines.append(line)
        head = {
            **about,
            "organization": scope.organization.names,
            "accounts": [{"name": one.name, "address": one.url} for one in scope.accounts],
            "from": scope.from_on,
            "to": scope.to_on,
        }
        manifest = as_json({**head, "files": written.lines, "left_out": left_out})
        _put(archive, MANIFEST, manifest)
        _put(archive, READ_ME, _read_me(scope, left_out, _hash(manifest)).encode())
    target.seek(0)
    digest = hashlib.sha256()
    while chunk := target.read(CHUNK):
        digest.update(chunk)
        written.size += len(chunk)
    written.sha256 = digest.hexdigest()
    target.seek(0)
    return written


def _put(archive: zipfile.ZipFile, path: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(path, EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, data)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _read_me(scope: Scope, left_out: Rows, manifest: str) -> str:
    parts = []
    for lang in ("en", "fr"):
        with translation.override(lang):
            context = {"scope": scope, "left_out": [one[lang] for one in left_out], "sha256": manifest}
            parts.append(render_to_string("reports/records_read_me.txt", {**context, "made": timezone.now()}))
    return "\n\n".join(parts).replace("\n", "\r\n")
