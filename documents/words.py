"""What changed between two texts, in words that read well? The one tokeniser and word difference of the product.

Pure functions on strings: no request, no model, no HTML. Comparing versions (`documents.diff`) and merging what two
people wrote (`documents.merging`) both stand on it, so that what is shown as changed is what is merged as changed.
"""

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Literal

from rapidfuzz.distance import LCSseq

Kind = Literal["same", "added", "removed"]
Segment = tuple[Kind, str]
Opcode = tuple[str, int, int, int, int]

# A word of its own for each ideograph or syllable where no spaces part the words.
_UNSPACED = "\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Beyond this many cells of the table of common words, the middle is shown as replaced: it bounds time and memory.
LARGEST = 400_000_000
# Where less than this share of the longer text is kept, two whole texts read better than what they share.
ALIKE = 0.25
# An unchanged island of at most so many words between two replacements is shown as replaced with them.
ISLAND = 2
# An insertion or deletion slides over at most so many words and spaces to a better place, sought in so much text.
REACH, NEAR = 100, 2000
ENDS = {".", "!", "?", "\u2026", ";", ":", "\u00bb", "\u201d"}


def _marks() -> str:
    """Return the characters that belong to the one before them: accents, vowel signs, variation and skin tones."""
    codes = [code for code in range(0x10000) if unicodedata.category(chr(code)).startswith("M")]
    spans, start = [], codes[0]
    for code, following in zip(codes, [*codes[1:], sys.maxunicode], strict=True):
        if following != code + 1:
            spans.append(f"{chr(start)}-{chr(code)}")
            start = following
    return "".join(spans) + "\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\U000e0100-\U000e01ef"


_MARKS = _marks()
_JOINED = f"[{_MARKS}]*(?:\u200d[^\\s][{_MARKS}]*)*"
_TOKEN = re.compile(
    rf"""\r\n|[\r\n]                                          # one line's end
    |[^\S\r\n]+                                               # spaces, hard ones too
    |[{_UNSPACED}][{_MARKS}]*                                 # one ideograph
    |\d++(?:[.,\u00a0\u202f]\d++)*+(?![^\W\d])                # a number with its separators
    |(?:(?![{_UNSPACED}])\w[{_MARKS}]*)+(?:['\u2019](?=\w))?  # a word; the elision of l’équipe stands alone
    |[\U0001f1e6-\U0001f1ff]{{2}}                             # a flag
    |.{_JOINED}                                               # a mark, or an emoji with what is joined to it
    """,
    re.VERBOSE | re.DOTALL,
)


def tokens(text: str) -> list[str]:
    """Return `text` cut into words, spaces, line ends and punctuation; joined again they are `text`."""
    return _TOKEN.findall(text)


def opcodes(before: Sequence[str], after: Sequence[str]) -> list[Opcode]:
    """Return how `before` becomes `after` as (tag, i1, i2, j1, j2), as difflib does, with the most possible kept.

    Tags are "equal", "replace", "delete" and "insert". It is exact, and fast where difflib is not: 2,000 words against
    2,000 take less than a millisecond.
    """
    start = _shared(before, after)
    end = _shared(before[start:][::-1], after[start:][::-1])
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    found: list[Opcode] = [("equal", 0, start, 0, start)] if start else []
    found += [(tag, i1 + start, i2 + start, j1 + start, j2 + start) for tag, i1, i2, j1, j2 in _between(old, new)]
    if end:
        found.append(("equal", len(before) - end, len(before), len(after) - end, len(after)))
    return found


def _shared(before: Sequence[str], after: Sequence[str]) -> int:
    pairs = enumerate(zip(before, after, strict=False))
    return next((place for place, (old, new) in pairs if old != new), min(len(before), len(after)))


def _between(old: Sequence[str], new: Sequence[str]) -> Iterator[Opcode]:
    if not old or not new or len(old) * len(new) > LARGEST:
        if old or new:
            yield ("replace" if old and new else "delete" if old else "insert", 0, len(old), 0, len(new))
        return
    # Numbers instead of words: equal numbers are equal words, where two words might share a hash.
    known: dict[str, int] = {}
    old_numbers = [known.setdefault(token, len(known)) for token in old]
    new_numbers = [known.setdefault(token, len(known)) for token in new]
    ops = LCSseq.opcodes(old_numbers, new_numbers)
    for is_equal, group in groupby(ops, key=lambda op: op.tag == "equal"):
        run = list(group)
        i1, i2, j1, j2 = run[0].src_start, run[-1].src_end, run[0].dest_start, run[-1].dest_end
        tag = "equal" if is_equal else "replace" if i1 < i2 and j1 < j2 else "delete" if i1 < i2 else "insert"
        yield tag, i1, i2, j1, j2


def segments(before: str, after: str) -> list[Segment]:
    """Return what stayed, was removed and was added, in reading order; what was removed comes before what replaces it.

    "same" and "removed" joined give `before`; "same" and "added" joined give `after`. Unchanged lines are found first,
    then words within changed ones; islands too small to help a reader are shown with the change around them.
    """
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in opcodes(old, new):
        was, now = "".join(old[i1:i2]), "".join(new[j1:j2])
        pieces += [(was, "", "")] if tag == "equal" else _within(was, now)
    return _parted(_paired(pieces))


# What stayed, then what was removed and what was added right after it.
Piece = tuple[str, str, str]


def _within(was: str, now: str) -> list[Piece]:
    """Return the pieces of one changed passage, by words unless hardly any stayed."""
    if not was or not now:
        return [("", was, now)]
    pieces = _without_islands(_paired(_by_word(_units(was), _units(now))))
    kept = sum(len(same) for same, _removed, _added in pieces)
    if kept < ALIKE * min(len(was), len(now)):
        return [("", was, now)]
    return _settled(pieces)


def _units(text: str) -> list[tuple[str, str]]:
    """Return each word or mark with the space that follows it; an empty word carries a leading space."""
    found: list[tuple[str, str]] = []
    for token in tokens(text):
        if not token.isspace():
            found.append((token, ""))
        elif found:
            found[-1] = (found[-1][0], found[-1][1] + token)
        else:
            found.append(("", token))
    return found


def _by_word(old: list[tuple[str, str]], new: list[tuple[str, str]]) -> Iterator[Piece]:
    """Align by words; the space after a word that stayed differs by itself."""
    for tag, i1, i2, j1, j2 in opcodes([word for word, _gap in old], [word for word, _gap in new]):
        if tag == "equal":
            for (word, was), (_same, now) in zip(old[i1:i2], new[j1:j2], strict=True):
                yield (word + was, "", "") if was == now else (word, was, now)
        else:
            yield "", _text(old[i1:i2]), _text(new[j1:j2])


def _text(units: list[tuple[str, str]]) -> str:
    return "".join(word + gap for word, gap in units)


def _paired(pieces: Iterable[Piece]) -> list[Piece]:
    """Return `pieces` with neighbours joined, so that what stayed and what changed take turns."""
    found: list[Piece] = []
    for same, removed, added in pieces:
        if found and (not same or found[-1][1:] == ("", "")):
            last = found.pop()
            found.append((last[0] + same, last[1] + removed, last[2] + added))
        else:
            found.append((same, removed, added))
    return found


def _without_islands(pieces: list[Piece]) -> list[Piece]:
    """Return `pieces` with what stayed between two changes joined to them where it would only be confetti."""
    found = pieces[:1]
    for same, removed, added in pieces[1:]:
        kept, was, now = found[-1]
        if (removed or added) and _is_island(same, (was, now), (removed, added)):
            found[-1] = (kept, was + same + removed, now + same + added)
        else:
            found.append((same, removed, added))
    return found if len(found) == len(pieces) else _without_islands(found)


def _is_island(same: str, left: tuple[str, str], right: tuple[str, str]) -> bool:
    if "\n" in same:
        return False
    words = sum(token[0].isalnum() for token in tokens(same))
    replaced = [all(side) for side in (left, right)]
    if not words:
        return any(replaced)
    return words <= ISLAND and all(replaced) and len(same) <= min(max(map(len, left)), max(map(len, right)))


def _settled(pieces: list[Piece]) -> list[Piece]:
    """Return `pieces` with insertions and deletions slid to where a reader would cut: at lines, sentences, spaces.

    “It ends. <ins>It begins. </ins>It stays.”, not “It ends. It <ins>begins. It </ins>stays.”
    """
    found = [*pieces, ("", "", "")]
    for here, (same, removed, added) in enumerate(pieces):
        right, *following = found[here + 1]
        if bool(removed) == bool(added) or not (same or right):
            continue
        # What stays between two changes goes on standing between them.
        left, edit, right = _slid(same, removed or added, right, (int(here > 0), int(any(following))))
        found[here] = (left, edit, "") if removed else (left, "", edit)
        found[here + 1] = (right, *following)
    return found


def _slid(left: str, edit: str, right: str, kept: tuple[int, int]) -> tuple[str, str, str]:
    """Slide `edit` to its best place between `left` and `right`, of which so many words are `kept` at least."""
    far, near, rest = left[:-NEAR], left[-NEAR:], right[NEAR:]
    before, middle, after = tokens(near), tokens(edit), tokens(right[:NEAR])
    back = _turns(before[kept[0] :][::-1], middle[::-1])
    forth = _turns(after[: len(after) - kept[1]], middle)
    if not (back or forth):
        return left, edit, right
    line = before + middle + after
    best = max(range(-back, forth + 1), key=lambda by: (_ease(line, len(before) + by, len(middle)), -abs(by)))
    start, end = len(before) + best, len(before) + best + len(middle)
    return far + "".join(line[:start]), "".join(line[start:end]), "".join(line[end:]) + rest


def _turns(beside: list[str], middle: list[str]) -> int:
    """Return over how many words `beside` it the passage `middle` can turn and leave the same text."""
    reach = min(REACH, len(beside))
    return next((n for n in range(reach) if beside[n] != middle[n % len(middle)]), reach)


def _ease(line: list[str], start: int, length: int) -> int:
    """Return how natural it is to cut `line` before and after the passage that begins at `start`."""
    return _cut(line, start) + _cut(line, start + length)


def _cut(line: list[str], place: int) -> int:
    if place in (0, len(line)) or line[place - 1].endswith(("\n", "\r")):
        return 4
    if line[place].startswith(("\n", "\r")):
        return 3
    if not line[place - 1].isspace():
        return 0
    return 2 if place > 1 and line[place - 2] in ENDS else 1


def _parted(pieces: list[Piece]) -> list[Segment]:
    """Return `pieces` as segments; the space that what was removed shares with what replaces it stayed."""
    found: list[Segment] = []
    for same, removed, added in pieces:
        head, removed, added, tail = _trimmed(removed, added)
        found += [("same", same + head), ("removed", removed), ("added", added), ("same", tail)]
    whole = [(kind, list(group)) for kind, group in groupby(filter(itemgetter(1), found), key=itemgetter(0))]
    return [(kind, "".join(text for _kind, text in group)) for kind, group in whole]


def _trimmed(removed: str, added: str) -> tuple[str, str, str, str]:
    """Return the common space before, both texts without it, and the common space after."""
    if not (removed and added):
        return "", removed, added, ""
    first = removed[: _shared(removed, added)]
    head = first[: len(first) - len(first.lstrip())]
    removed, added = removed[len(head) :], added[len(head) :]
    last = removed[::-1][: _shared(removed[::-1], added[::-1])]
    tail = last[: len(last) - len(last.lstrip())][::-1]
    cut = len(tail)
    return head, removed[: len(removed) - cut], added[: len(added) - cut], tail
