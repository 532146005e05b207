"""What of a text that was typed or pasted is stored? Its words, without what Word and other programs leave in them."""

import re
import unicodedata

#: Signs with which programs begin a bulleted line when they copy plain text: Word's are letters of symbol fonts.
SIGNS = "•◦‣▪▫●○■□⁃∙➢\uf000-\uf0ff"
TABBED_SIGNS = "·o§Øüvq"  # the same signs without their font: bullets only where a gap follows
GAP = r"[^\S\n]"
BULLET = re.compile(rf"{GAP}*(?:([{SIGNS}]){GAP}*|([{TABBED_SIGNS}])(?:\t{GAP}*|{GAP}{{3,}}))(?=[^\s{SIGNS}])")
NUMBER = re.compile(rf"{GAP}*(\d{{1,3}})[.)]\t{GAP}*(?=\S)")
ITEM = re.compile(r"(?:[-*]|\d{1,9}\.) +(?=\S)")

LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x85\u2028]")
#: Soft hyphens, marks of order that could turn the words of a page around, and what is no character at all.
UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufff9-\ufffc\ud800-\udfff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)


def clean(text: str) -> str:
    """Return a text of several lines as it is stored. Cleaning again changes nothing.

    Bullets and numbers of Word become "- " and "1. ", a second kind of bullet one level deeper. Typographic
    apostrophes, quotation marks and no-break spaces are kept.
    """
    lines = _characters(text.replace("\u2029", "\n\n")).strip().split("\n")
    return "\n".join(_items([line.rstrip(" \t") for line in lines])).strip()


def clean_line(text: str) -> str:
    """Return a text of one line as it is stored."""
    return re.sub(r"[\n\t]+", " ", _characters(text.replace("\u2029", "\n")).strip())


def _characters(text: str) -> str:
    return unicodedata.normalize("NFC", UNWANTED.sub("", LINE_ENDS.sub("\n", text)))


def _items(lines: list[str]) -> list[str]:
    """Return `lines` with the items of Word's lists as items of ours, nested once where Word used another sign."""
    found: list[str] = []
    signs: list[str] = []  # the signs of the list so far, outermost first
    margin = ""  # how far an item stands in that belongs to the last outer one
    for line in lines:
        depth = 0
        if number := NUMBER.match(line):
            signs = ["1"]
            line = f"{number[1]}. {line[number.end() :]}"
        elif bullet := BULLET.match(line):
            sign = bullet[1] or bullet[2]
            signs = signs if sign in signs else [*signs, sign]
            depth = signs.index(sign)
            line = f"{margin if depth else ''}- {line[bullet.end() :]}"
        elif not line.startswith("  "):
            signs = []
        item = ITEM.match(line)
        margin = " " * item.end() if item else margin
        found.append(line)
    return found
