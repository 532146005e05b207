"""How is text made comparable, so that “Premiere” finds “Première” on every database? And how is French set?"""

import re
import unicodedata

#: An ordinary space inside « » and before a colon, a per cent or dollar sign, or in 12 500.
BREAKABLE = re.compile(r"(?<=«) | (?=[»:%$])|(?<=\d) (?=\d{3}\b)")


def fold(text: str) -> str:
    """Return `text` lower-case, without accents, with single spaces: the form that search columns hold."""
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(plain.casefold().replace("œ", "oe").replace("æ", "ae").split())


def typeset(french: str) -> str:
    """Return French with no-break spaces where an ordinary one would let a line end badly; no other sign changes."""
    return BREAKABLE.sub("\u00a0", french)
