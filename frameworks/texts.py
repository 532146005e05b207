"""How does a policy pack say one thing in English and in French, and which French is not fit to print?"""

import re
from typing import Annotated

from django.utils.translation import get_language
from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator

NO_BREAK_SPACES = "\u00a0\u202f"

#: Words alike in both languages are common ("Participation", "Instagram"); whole sentences alike are not.
LONGEST_TEXT_ALIKE = 25

# Canadian French spaces the colon and the quotation marks only; an ordinary space before ; ? ! is wrong everywhere.
FRENCH_FAULTS = (
    (re.compile(r"'"), "straight apostrophe: write ’"),
    (re.compile(r'"'), "straight quotation mark: write « » with no-break spaces"),
    (re.compile(rf"(^|[^{NO_BREAK_SPACES}]):(?=\s|$)"), "no no-break space before a colon"),
    (re.compile(rf"«(?![{NO_BREAK_SPACES}])"), "no no-break space after «"),
    (re.compile(rf"(^|[^{NO_BREAK_SPACES}])»"), "no no-break space before »"),
    (re.compile(r" [;?!]"), "breaking space before ; ? or !"),
)


def _paragraphs(value: str) -> str:
    """Lines of a paragraph are joined, so that a pack may wrap them; blank lines part paragraphs."""
    # Not str.split(): it would eat the no-break spaces.
    paragraphs = (re.sub(r"[ \t\n]+", " ", part).strip(" ") for part in re.split(r"\n[ \t]*\n", value))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _written(value: str) -> str:
    if not (text := _paragraphs(value)):
        raise ValueError("the text is blank")
    return text


def _proper_french(value: str) -> str:
    if faults := [fault for pattern, fault in FRENCH_FAULTS if pattern.search(value)]:
        raise ValueError("; ".join(faults))
    return value


English = Annotated[str, AfterValidator(_written)]
French = Annotated[str, AfterValidator(_written), AfterValidator(_proper_french)]


class Text(BaseModel):
    """One thing said in both official languages; `str(text)` says it in the language that is active."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    en: English
    fr: French

    @model_validator(mode="after")
    def _translated(self) -> "Text":
        if self.en == self.fr and len(self.en) > LONGEST_TEXT_ALIKE:
            raise ValueError("the French text is the English text: the translation was forgotten")
        return self

    def get(self, lang: str | None) -> str:
        """The text in `lang`: French for any "fr…" tag, English for everything else, an unknown language included."""
        return self.fr if (lang or "").lower().startswith("fr") else self.en

    def __str__(self) -> str:
        return self.get(get_language())
