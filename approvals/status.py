"""Who answered, who is late, who was not asked? One line that says it everywhere, with a symbol and words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import dateformat, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from approvals.models import SignOff
from approvals.rounds import Standing

#: Letters of every typeface, so that a PDF and a letter show them too.
SYMBOLS = {
    SignOff.Decision.CONCUR: ("✓", "success"),
    SignOff.Decision.CONDITIONS: ("✓", "warning"),
    SignOff.Decision.DO_NOT_CONCUR: ("✗", "danger"),
    SignOff.Decision.NOT_APPLICABLE: ("–", "neutral"),
}


@dataclass(frozen=True)
class Said:
    """One area in the line: its name, a symbol, the tone of its colour, and the words that say the same."""

    area: str
    symbol: str
    tone: str
    words: str

    def __str__(self) -> str:
        return _("%(area)s: %(words)s") % {"area": self.area, "words": f"{self.symbol} {self.words}"}


def of(standing: Standing) -> Said:
    """Return where `standing` stands, in the reader's language."""
    symbol, tone, words = _signed(standing.sign_off) if standing.sign_off else _unsigned(standing)
    return Said(str(standing.area.name), symbol, tone, words)


def line(standings: Iterable[Standing]) -> list[Said]:
    """Return one entry an area."""
    return [of(standing) for standing in standings]


def in_words(standings: Iterable[Standing]) -> str:
    """Return the line as plain text, for a list."""
    return " · ".join(str(said) for said in line(standings))


def _signed(sign_off: SignOff) -> tuple[str, str, str]:
    symbol, tone = SYMBOLS[SignOff.Decision(sign_off.decision)]
    words = [f"{sign_off.get_decision_display()}, {short(sign_off.at)}"]
    if sign_off.carried_from_id:
        words.append(_("carried over"))
    if sign_off.transcribed_by_name:
        words.append(_("transcribed by %(name)s") % {"name": sign_off.transcribed_by_name})
    return symbol, tone, ", ".join(words)


def _unsigned(standing: Standing) -> tuple[str, str, str]:
    if not standing.is_asked:
        return "–", "neutral", _("not required (%(why)s)") % {"why": standing.excused}
    if standing.is_closed:
        return "–", "neutral", _("no answer")
    names = {"date": short(standing.due_on) if standing.due_on else "–"}
    words = _("due %(date)s, late") % names if standing.is_late else _("due %(date)s") % names
    if standing.recused:
        who = ", ".join(one.signer_name for one in standing.recused)
        words = _("%(who)s recused, others asked, %(due)s") % {"who": who, "due": words}
    return ("!", "danger", words) if standing.is_late else ("–", "info", words)


def short(value: date | datetime) -> str:
    """Return a day without its year, as both languages shorten it: 3 Nov, 3 nov.; with its year if not this one's."""
    day = timezone.localtime(value).date() if isinstance(value, datetime) else value
    is_french = (get_language() or "en").startswith("fr")
    number = "1er" if is_french and day.day == 1 else str(day.day)
    month = dateformat.format(day, "N" if is_french else "M")
    year = "" if day.year == timezone.localdate().year else f" {day.year}"
    return f"{number} {month}{year}"
