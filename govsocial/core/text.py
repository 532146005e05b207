"""How is text made comparable, so that “Premiere” finds “Première” on every database?"""

import unicodedata


def fold(text: str) -> str:
    """Return `text` lower-case, without accents, with single spaces: the form that search columns hold."""
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(plain.casefold().replace("œ", "oe").replace("æ", "ae").split())
