"""How does a list of any length turn its pages? By where the last row stood, never by counting from the start."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model, Q, QuerySet


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
    except (ValueError, UnicodeDecodeError):
        return None
    return values if isinstance(values, list) and len(values) == length else None


def page(rows: QuerySet, *, order: tuple[str, ...], size: int, after: str = "", before: str = "") -> Slice:
    """Return `size` rows of `rows` in `order` (field names, "-" for descending, the last one unique).

    `after` and `before` are cursors. One query, whatever the number of rows and however deep the page.
    """
    backwards = bool(before) and not after
    cursor = decode(before if backwards else after, len(order)) if (before or after) else None
    direction = tuple(_flip(name) for name in order) if backwards else order
    found = rows.order_by(*direction)
    if cursor is not None:
        found = found.filter(_beyond(direction, cursor))
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
