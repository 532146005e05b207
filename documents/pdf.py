"""A version as a PDF."""

from typing import Any


def render(version: Any, language: str) -> bytes:
    """Return the PDF of `version` in `language`."""
    raise NotImplementedError


def file_name(version: Any, language: str) -> str:
    """Return the file's name."""
    return f"{version.document.kind}-{version.document_id}-v{version.number}-{language}.pdf"
