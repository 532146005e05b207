"""Does a text of a pack speak the reader's language, and is bad French caught?"""

import pytest
from django.utils import translation
from pydantic import ValidationError

from frameworks import Text

NBSP = "\u00a0"


@pytest.mark.parametrize(("lang", "said"), [("en", "Risk"), ("fr", "Risque"), ("fr-ca", "Risque"), ("de", "Risk")])
def test_text_says_itself_in_the_active_language(lang, said):
    text = Text(en="Risk", fr="Risque")

    with translation.override(lang):
        assert str(text) == said


def test_text_says_itself_in_english_when_no_language_is_active():
    text = Text(en="Risk", fr="Risque")

    with translation.override(None):
        assert str(text) == "Risk"


def test_text_is_given_in_the_language_asked_for():
    text = Text(en="Risk", fr="Risque")

    assert (text.get("fr"), text.get("en"), text.get(None)) == ("Risque", "Risk", "Risk")


def test_lines_of_a_paragraph_are_joined_and_paragraphs_kept_apart():
    text = Text(en="One\n  line.\n\nTwo.\n", fr=f"Un\n  ton{NBSP}: bas.\n\nDeux.\n")

    assert text.en == "One line.\n\nTwo."
    assert text.fr == f"Un ton{NBSP}: bas.\n\nDeux."


@pytest.mark.parametrize(
    ("french", "fault"),
    [
        ("l'avis", "straight apostrophe"),
        ('un "avis"', "straight quotation mark"),
        ("Note : lire", "before a colon"),
        ("Note: lire", "before a colon"),
        (f"un «avis{NBSP}»", "after «"),
        (f"un «{NBSP}avis»", "before »"),
        (f"un « avis{NBSP}»", "after «"),
        ("Pourquoi ?", "breaking space"),
        ("Oui ; non", "breaking space"),
    ],
)
def test_french_of_the_wrong_form_is_refused(french, fault):
    with pytest.raises(ValidationError, match=fault):
        Text(en="Something", fr=french)


@pytest.mark.parametrize(
    "french",
    [
        "l’avis",
        f"Note{NBSP}: lire",
        "Note\u202f: lire",
        "https://canada.ca",
        "à 12:30",
        f"un «{NBSP}avis{NBSP}»",
        "Pourquoi?",
    ],
)
def test_french_of_the_right_form_is_accepted(french):
    assert Text(en="Something", fr=french).fr == french


@pytest.mark.parametrize("blank", ["", "  ", "\n\n"])
def test_blank_text_is_refused(blank):
    with pytest.raises(ValidationError, match="blank"):
        Text(en=blank, fr="Risque")


def test_forgotten_translation_is_refused():
    with pytest.raises(ValidationError, match="translation was forgotten"):
        Text(en="Likelihood of the risk in the year", fr="Likelihood of the risk in the year")


def test_short_word_alike_in_both_languages_is_accepted():
    assert Text(en="Communication", fr="Communication").en == "Communication"


def test_text_cannot_be_changed():
    with pytest.raises(ValidationError, match="frozen"):
        Text(en="Risk", fr="Risque").fr = "Danger"
