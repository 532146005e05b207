"""How does a list of any length turn its pages? By where the last row stood, never by counting from the start."""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

# NUL, which PostgreSQL refuses, and halves of characters, which nothing encodes.
UNSTORABLE = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True)
class Slice:
    """One page of rows, with the cursors of the pages on both sides ("" where there is none)."""

    rows: list[Any]
    newer: str
    older: str


def encode(row: Model, order: tuple[str, ...]) -> str:
    """Return the cursor of `row` under `order`, safe in an address."""
    values = [_plain(_value(row, name.lstrip("-"))) for name in order]
    return urlsafe_b64encode(json.dumps(values, ensure_ascii=False).encode()).decode().rstrip("=")


def decode(cursor: str, length: int) -> list[Any] | None:
    """Return the cursor's values, or None for anything that is not a cursor of this list (a mangled address)."""
    try:
        values = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError):
        return None
    is_ours = isinstance(values, list) and len(values) == length and all(_is_plain(value) for value in values)
    return values if is_ours else None


def _is_plain(value: Any) -> bool:
    """Say whether `encode` could have written `value`; no database compares what it could not store."""
    return isinstance(value, int) or (isinstance(value, str) and not UNSTORABLE.search(value))


def page(rows: QuerySet, *, order: tuple[str, ...], size: int, after: str = "", before: str = "") -> Slice:
    """Return `size` rows of `rows` in `order` (field names, "-" for descending, the last one unique).

    `after` and `before` are cursors; a mangled one is as good as none. One query, whatever the number of rows and
    however deep the page.
    """
    backwards = bool(before) and not after
    cursor = decode(before if backwards else after, len(order)) if (before or after) else None
    direction = tuple(_flip(name) for name in order) if backwards else order
    found = rows.order_by(*direction)
    if cursor is not None:
        try:
            found = found.filter(_beyond(direction, cursor))
        except (TypeError, ValueError, OverflowError, ValidationError):
            # The right length, but a word where a number or a date stands.
            cursor = None
    window = list(found[: size + 1])
    more, window = len(window) > size, window[:size]
    if backwards:
        window.reverse()
    first = encode(window[0], order) if window else ""
    last = encode(window[-1], order) if window else ""
    has_newer = more if backwards else cursor is not None
    has_older = True if backwards and cursor is not None else more
    return Slice(window, first if has_newer else "", last if has_older else "")


def _beyond(order: tuple[str, ...], values: list[Any]) -> Q:
    condition, same = Q(), Q()
    for name, value in zip(order, values, strict=True):
        field = name.lstrip("-")
        beyond = Q(**{f"{field}__{'lt' if name.startswith('-') else 'gt'}": value})
        condition |= same & beyond
        same &= Q(**{field: value})
    return condition


def _flip(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _value(row: Any, path: str) -> Any:
    for part in path.split("__"):
        row = getattr(row, part)
    return row


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
