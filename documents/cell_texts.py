"""What does the text of one spreadsheet cell mean for a column? Nothing is guessed: it is understood, or refused."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from govsocial.core.richtext_clean import clean

MOST_DIGITS = 12
GAPS = re.compile(r"[ \t\n]+")  # not \s: a no-break space is meant
LINE, TEXT = 500, 20_000
YES, NO = {"yes", "oui", "y", "o", "true", "vrai", "1", "x"}, {"no", "non", "n", "false", "faux", "0"}
DATE_FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d")

Choices = Callable[[str], list[tuple[str, list[str]]]]


def fold(text: str) -> str:
    """Return `text` without case, accents, punctuation and doubled spaces, to compare names by."""
    flat = unicodedata.normalize("NFKD", text.replace("’", " ").replace("'", " "))
    flat = "".join(sign for sign in flat if not unicodedata.combining(sign)).casefold()
    return " ".join("".join(sign if sign.isalnum() else " " for sign in flat).split())


class Understanding:
    """Turns texts into values; the options of each list are folded once. `choices(name)` gives (code, names)."""

    def __init__(self, choices: Choices) -> None:
        self.choices = choices
        self.options: dict[str, list[tuple[str, frozenset[str]]]] = {}

    def value(self, column: Any, text: str) -> Any:
        """Return what `text` means as a cell of `column`, as plain JSON; ValueError says what to write instead."""
        match column.type:
            case "choice":
                return self._choice(column, text)
            case "multichoice" | "rows":
                return [self._choice(column, part.strip()) for part in text.split(";") if part.strip()]
            case "yes_no":
                return yes_or_no(text)
            case "date":
                return day(text)
            case "number" | "money":
                return number(text)
            case "short":
                return line(text)
        return prose(text)

    def _choice(self, column: Any, text: str) -> str:
        said = fold(text)
        options = self.options.setdefault(column.list, list(self._folded(column.list)))
        found = next((code for code, names in options if said in names), None)
        if found is None:
            names = "; ".join(names[0] for _code, names in self.choices(column.list)[:8])
            raise ValueError(
                _("“%(text)s” is not one of the choices. Write one of: %(names)s") % {"text": text[:80], "names": names}
            )
        return found

    def _folded(self, name: str) -> Iterator[tuple[str, frozenset[str]]]:
        for code, names in self.choices(name):
            yield code, frozenset({fold(code), *map(fold, names)})


def yes_or_no(text: str) -> str:
    """Return "yes" or "no"."""
    said = fold(text)
    if said in YES | NO:
        return "yes" if said in YES else "no"
    raise ValueError(_("“%(text)s” is neither yes nor no.") % {"text": text[:80]})


def day(text: str) -> str:
    """Return an ISO date."""
    for form in DATE_FORMS:
        try:
            return _parts(text, form).isoformat()
        except ValueError:
            continue
    raise ValueError(_("“%(text)s” is not a date. Write it as 2026-11-21 (year, month, day).") % {"text": text[:80]})


def _parts(text: str, form: str) -> date:
    mark = form[2]
    parts = text.split(mark) if mark != "%" else [text[:4], text[4:6], text[6:]]
    if len(parts) != 3 or len(parts[0]) != 4 or not all(part.isascii() and part.isdigit() for part in parts):
        raise ValueError(text)
    return date(*map(int, parts))


def number(text: str) -> int | float:
    """Return a number written as English or French writes it: 1,234.50 or 1 234,50, with a dollar sign or without."""
    plain = "".join(text.replace("$", "").split())
    one_comma = plain.count(",") == 1 and "." not in plain
    if one_comma and ((get_language() or "en").startswith("fr") or len(plain.rpartition(",")[2]) != 3):
        plain = plain.replace(",", ".")
    try:
        value = Decimal(plain.replace(",", ""))
    except InvalidOperation as error:
        raise ValueError(_("“%(text)s” is not a number.") % {"text": text[:80]}) from error
    if not value.is_finite() or abs(value) >= 10**MOST_DIGITS:
        raise ValueError(_("“%(text)s” is not a number that can be kept here.") % {"text": text[:80]})
    value = round(value, 2)
    return int(value) if value == value.to_integral_value() else float(value)


def line(text: str) -> str:
    """Return one line of plain text."""
    return _within(GAPS.sub(" ", clean(text)).strip(), LINE)


def prose(text: str) -> str:
    """Return a text, cleaned of what Word and Excel leave in it."""
    return _within(clean(text).strip(), TEXT)


def _within(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    words = ngettext(
        "this is %(excess)d character too long.", "this is %(excess)d characters too long.", len(text) - most
    )
    raise ValueError(words % {"excess": len(text) - most})
