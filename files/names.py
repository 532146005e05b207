"""What may a file be called here? Its own name, without what could mislead a person or a machine.

The ending is that of what the content is; a name never says what a file is.
"""

import re
import unicodedata

LONGEST = 100
DEVICES = re.compile(r"^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$|clock\$)(\.|$)", re.IGNORECASE)
FORBIDDEN = re.compile(r'[<>:"|?*\\/]+')
#: Endings that would make a name look like something else, or that its own ending makes redundant.
_LISTED = """
    pdf docx xlsx odt png jpg jpeg jpe jfif doc docm dot dotx dotm xls xlsm xlsb xltm xltx xlam ods odp
    ott rtf txt csv exe com scr pif bat cmd msi msp dll cpl hta js jse vbs vbe wsf wsh ps1 psm1 sh bash
    py pl rb php phtml asp aspx jsp jar war class apk app dmg iso img lnk url reg inf htm html xhtml mht
    mhtml svg xml swf zip rar 7z gz tar one
"""
ENDINGS = frozenset(_LISTED.split())


def cleaned(name: str, ending: str) -> str:
    """Return `name` as it is shown and offered for saving, ending in `ending` ("pdf")."""
    base = re.split(r"[/\\]", name)[-1]
    base = unicodedata.normalize("NFC", base)
    base = "".join(" " if sign.isspace() else sign for sign in base if _is_plain(sign))
    base = FORBIDDEN.sub("-", " ".join(base.split())).strip(" .")
    stem = _without_endings(base)[:LONGEST].strip(" .")
    if not stem or DEVICES.match(stem):
        stem = f"file-{stem}".rstrip("-")
    return f"{stem}.{ending}"


def _is_plain(sign: str) -> bool:
    """Say whether a sign is seen as itself: no control, no direction, no filler, nothing unassigned or private."""
    return sign.isspace() or not unicodedata.category(sign).startswith("C")


def _without_endings(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    while dot and ending.strip().lower() in ENDINGS:
        name = stem.rstrip(" .")
        stem, dot, ending = name.rpartition(".")
    return name
