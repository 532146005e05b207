"""Two people changed the same text: what would both of them sign? A proposal that drops no word of either.

A three-way merge: by sentences, and within sentences that both changed, by words. Where both changed the same words,
both texts stand one after the other, for a person to choose. Pure functions; `documents.words` cuts and compares.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from documents.words import ENDS, opcodes, tokens

Units = list[str]
Settle = Callable[[Units, Units, Units], Units]


@dataclass(frozen=True)
class _Change:
    """One side's change of `base[start:end]` into `units`."""

    start: int
    end: int
    is_mine: bool
    units: Units


def merge(base: Any, theirs: Any, mine: Any) -> Any:
    """Return a proposal that holds what both changed; None for a value of which only one can be (a choice, a date).

    Texts give a text, lists of choices a list. None stands for "nothing was there".
    """
    if theirs == mine:
        return mine
    held = [value for value in (base, theirs, mine) if value is not None]
    if all(isinstance(value, str) for value in held):
        return merge_texts(base or "", theirs or "", mine or "")
    if all(isinstance(value, list) for value in held):
        return merge_lists(base or [], theirs or [], mine or [])
    return None


def merge_lists(base: list[Any], theirs: list[Any], mine: list[Any]) -> list[Any]:
    """Return the choices that both would tick: what either added is in, what either took out is not."""
    kept = [one for one in theirs if one in mine or one not in base]
    return kept + [one for one in mine if one not in base and one not in kept]


def merge_texts(base: str, theirs: str, mine: str) -> str:
    """Return `base` with the changes of both. What one deleted while the other changed it stays."""
    whole = [_sentences(text) for text in (base, theirs, mine)]
    return "".join(_three_way(*whole, settle=_by_words))


def _sentences(text: str) -> Units:
    """Return `text` cut after each sentence and line; the space between two is a unit of its own."""
    found: Units = []
    ended = True
    for token in tokens(text):
        if ended or "\n" in token:
            found.append(token)
            ended = token.isspace()
        else:
            found[-1] += token
        ended = ended or token in ENDS
    return found


def _by_words(base: Units, theirs: Units, mine: Units) -> Units:
    """Settle sentences that both changed: word by word where they changed different words, else both texts."""
    texts = ["".join(side) for side in (base, theirs, mine)]
    if not all(text.strip() for text in texts[1:]):
        return [both(texts[1], texts[2])]  # One deleted what the other changed.
    try:
        return ["".join(_three_way(*(tokens(text) for text in texts), settle=_refused))]
    except _SameWords:
        return [both(texts[1], texts[2])]


class _SameWords(Exception):
    """Both changed the same words."""


def _refused(_base: Units, theirs: Units, mine: Units) -> Units:
    raise _SameWords


def both(theirs: str, mine: str) -> str:
    """Return one text that holds both, readable: one inside the other, or one after the other."""
    if not theirs.strip() or not mine.strip():
        return mine if mine.strip() else theirs
    longer, shorter = (theirs, mine) if len(theirs) >= len(mine) else (mine, theirs)
    if longer.startswith(shorter) or _holds(tokens(longer), tokens(shorter)):
        return longer
    return theirs + _between(theirs, mine) + mine


def _holds(longer: Units, shorter: Units) -> bool:
    span = len(shorter)
    return any(longer[place : place + span] == shorter for place in range(len(longer) - span + 1))


def _between(theirs: str, mine: str) -> str:
    if theirs[-1].isspace() or mine[0].isspace():
        return ""
    return " " if theirs[-1] in ENDS else " / "


def _three_way(base: Units, theirs: Units, mine: Units, *, settle: Settle) -> Units:
    found: Units = []
    place = 0
    for group in _groups([*_changes(base, theirs, is_mine=False), *_changes(base, mine, is_mine=True)]):
        start, end = group[0].start, max(change.end for change in group)
        found += base[place:start]
        place = end
        sides = [_side(base, start, end, [one for one in group if one.is_mine is who]) for who in (False, True)]
        if len({change.is_mine for change in group}) == 1:
            found += sides[group[0].is_mine]
        else:
            found += sides[0] if sides[0] == sides[1] else settle(base[start:end], *sides)
    return found + base[place:]


def _changes(base: Sequence[str], side: Sequence[str], *, is_mine: bool) -> Iterator[_Change]:
    for tag, i1, i2, j1, j2 in opcodes(base, side):
        if tag != "equal":
            yield _Change(i1, i2, is_mine, list(side[j1:j2]))


def _groups(changes: list[_Change]) -> Iterator[list[_Change]]:
    """Yield changes that touch the same words together, in the order of the text."""
    group: list[_Change] = []
    for change in sorted(changes, key=lambda one: (one.start, one.end, one.is_mine)):
        end = max((one.end for one in group), default=-1)
        same_point = bool(group) and change.start == change.end == group[0].start == end
        if group and not (change.start < end or same_point):
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def _side(base: Units, start: int, end: int, changes: list[_Change]) -> Units:
    """Return what one side made of `base[start:end]`."""
    found: Units = []
    for change in changes:
        found += base[start : change.start] + change.units
        start = change.end
    return found + base[start:end]
