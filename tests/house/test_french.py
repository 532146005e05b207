"""Is the French catalogue typed as the government types French? Read with polib alone, without gettext tools."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import polib
import pytest

CATALOGUE = Path(__file__).resolve().parents[2] / "locale" / "fr" / "LC_MESSAGES" / "django.po"
HARD_SPACE = "\u00a0"
# What is not prose: addresses, host names in an example, placeholders, tags, code.
NOT_PROSE = re.compile(
    r"https?://\S+|<code>.*?</code>|<[^>]+>|%\(\w+\)[sd]|\{\w+\}|\(\?P.*?\)|manage\.py \w+|\d{1,2}:\d{2}"
)


def straight_apostrophe(english: str, french: str) -> bool:
    """Say whether an apostrophe or a quotation mark came straight from the keyboard."""
    return "'" in french or '"' in french


def english_quotation_mark(english: str, french: str) -> bool:
    """Say whether English quotation marks stand in French text."""
    return re.search("[“”‘„]", french) is not None


def missing_guillemets(english: str, french: str) -> bool:
    """Say whether something is quoted in English and is not in French, or opened and never closed."""
    return ("“" in english and "«" not in french) or french.count("«") != french.count("»")


def soft_space_in_guillemets(english: str, french: str) -> bool:
    """Say whether a line may break, or nothing stands, between guillemets and what they hold."""
    return re.search(rf"«(?!{HARD_SPACE})|(?<!{HARD_SPACE})»", french) is not None


def soft_space_before_colon(english: str, french: str) -> bool:
    """Say whether a colon may begin a line, or touches the word before it."""
    return re.search(rf"(?<!{HARD_SPACE}):", french) is not None


def space_before_other_marks(english: str, french: str) -> bool:
    """Say whether ; ? or ! stands apart, as it does in France and not in Canada."""
    return re.search(r"\s[;?!]", french) is not None


def three_dots(english: str, french: str) -> bool:
    """Say whether three dots stand for the one character."""
    return "..." in french


FAULTS: list[Callable[[str, str], bool]] = [
    straight_apostrophe,
    english_quotation_mark,
    missing_guillemets,
    soft_space_in_guillemets,
    soft_space_before_colon,
    space_before_other_marks,
    three_dots,
]


def translations() -> Iterator[tuple[str, str]]:
    """Yield the English and the French of every string in use, each plural form on its own."""
    for entry in polib.pofile(str(CATALOGUE)):
        if entry.obsolete:
            continue
        for french in [entry.msgstr, *entry.msgstr_plural.values()]:
            if french:
                yield NOT_PROSE.sub("X", entry.msgid), NOT_PROSE.sub("X", french)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_the_catalogue_is_free_of(fault: Callable[[str, str], bool]) -> None:
    found = [french for english, french in translations() if fault(english, french)]

    assert found == []


@pytest.mark.parametrize(
    ("fault", "english", "french"),
    [
        (straight_apostrophe, "The plan", "L'examen"),
        (straight_apostrophe, "The plan", 'Le "plan"'),
        (english_quotation_mark, "“Plan”", "« Plan” »"),
        (missing_guillemets, "“%(document)s” is closed", "X est fermé"),
        (missing_guillemets, "“%(document)s” is closed", "«\u00a0X est fermé"),
        (soft_space_in_guillemets, "“Plan”", "« Plan »"),
        (soft_space_in_guillemets, "“Plan”", "«Plan»"),
        (soft_space_before_colon, "Reason:", "Motif :"),
        (soft_space_before_colon, "Reason:", "Motif:"),
        (space_before_other_marks, "Why?", "Pourquoi\u00a0?"),
        (three_dots, "Choose…", "Choisir..."),
    ],
)
def test_each_reading_would_notice(fault: Callable[[str, str], bool], english: str, french: str) -> None:
    assert fault(english, french)


def test_french_as_it_should_be_passes_every_reading() -> None:
    english, french = "“Plan”: is it the latest?", "«\u00a0Plan\u00a0»\u00a0: est-ce le dernier? Oui; l’examen…"

    assert [fault.__name__ for fault in FAULTS if fault(english, french)] == []
