"""What would a newer outline change for an author? Sections and questions added, removed, reworded, asked otherwise.

Pure functions on two outlines: nothing is read or written. What becomes of the answers is `documents.unplaced`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.conditions import answers
from frameworks import Outline, Section, Text

KINDS = {
    "text": gettext_lazy("A text"),
    "short": gettext_lazy("A line of text"),
    "choice": gettext_lazy("One choice"),
    "multichoice": gettext_lazy("Any number of choices"),
    "yes_no": gettext_lazy("Yes or no"),
    "date": gettext_lazy("A date"),
    "number": gettext_lazy("A number"),
    "money": gettext_lazy("An amount"),
    "table": gettext_lazy("A table"),
    "rows": gettext_lazy("Rows of another table"),
    "level": gettext_lazy("A level that is worked out"),
}
LANGUAGES = {
    "both": gettext_lazy("In both languages"),
    "either": gettext_lazy("In at least one language"),
    "none": gettext_lazy("The same in both languages"),
}
GATES = {
    "never": gettext_lazy("Not required"),
    "submit": gettext_lazy("Required before it is sent"),
    "approve": gettext_lazy("Required before it is approved"),
    "create": gettext_lazy("Required before the account is created"),
    "dispose": gettext_lazy("Required before the account is closed"),
}


@dataclass(frozen=True)
class Wording:
    """Words that changed, in both languages; `was` or `now` is None where there were or are none."""

    what: str
    was: Text | None
    now: Text | None


@dataclass(frozen=True)
class Term:
    """Something else that changed: the kind of answer, its languages, when it is required, in the reader's words."""

    what: str
    was: str
    now: str


@dataclass(frozen=True)
class FieldChange:
    """One question (or guidance) that is not the same: `was` or `now` is None where it is added or removed."""

    key: str
    was: Any
    now: Any
    wordings: tuple[Wording, ...] = ()
    terms: tuple[Term, ...] = ()

    @property
    def what(self) -> str:
        """Return "added", "removed", "changed" (asked otherwise) or "reworded" (in words only)."""
        if self.was is None or self.now is None:
            return "removed" if self.now is None else "added"
        return "changed" if self.terms else "reworded"

    @property
    def label(self) -> Text:
        """Return the question as it will be asked, or as it was."""
        return (self.now or self.was).label


@dataclass(frozen=True)
class SectionChange:
    """One section in which something changes; `was` or `now` is None where the section itself is added or removed."""

    was: Section | None
    now: Section | None
    wordings: tuple[Wording, ...]
    fields: tuple[FieldChange, ...]

    @property
    def section(self) -> Section:
        return self.now or self.was  # type: ignore[return-value]  -- one of the two is there

    @property
    def what(self) -> str:
        if self.was is None or self.now is None:
            return "removed" if self.now is None else "added"
        return "changed"


def compare(old: Outline, new: Outline, framework: Any) -> list[SectionChange]:
    """Return the sections in which something changes from `old` to `new`: in the new order, then those removed."""
    before = {section.key: section for section in old.sections}
    after = {section.key: section for section in new.sections}
    pairs = [(before.get(key), section) for key, section in after.items()]
    pairs += [(section, None) for key, section in before.items() if key not in after]
    compared = _Compared(old, new, framework)
    found = [compared.section(was, now) for was, now in pairs]
    return [one for one in found if one.wordings or one.fields or one.was is None or one.now is None]


@dataclass(frozen=True)
class _Compared:
    old: Outline
    new: Outline
    framework: Any

    def section(self, was: Section | None, now: Section | None) -> SectionChange:
        words = tuple(_section_words(was, now)) if was and now else ()
        return SectionChange(was, now, words, tuple(self._fields(was, now)))

    def _fields(self, was: Section | None, now: Section | None) -> Iterator[FieldChange]:
        for field in now.fields if now else ():
            yield from self._field(_held(self.old, field.key), field)
        for field in was.fields if was else ():
            if _held(self.new, field.key) is None:
                yield FieldChange(field.key, field, None)

    def _field(self, was: Any, now: Any) -> Iterator[FieldChange]:
        wordings, terms = (tuple(_words(was, now)), tuple(self._terms(was, now))) if was else ((), ())
        if was is None or wordings or terms:
            yield FieldChange(now.key, was, now, wordings, terms)

    def _terms(self, was: Any, now: Any) -> Iterator[Term]:
        here, there = self.old.section_of(was.key), self.new.section_of(now.key)
        yield from _term(_("Section"), here.heading if here.key != there.key else "", there.heading)
        yield from _own_terms(was, now)
        yield from _term(_("Required"), self._owed(self.old, was), self._owed(self.new, now), always=True)
        if was.is_table and now.is_table:
            yield from _term(_("At least so many rows"), str(was.min_rows), str(now.min_rows), always=True)
            yield from _columns(was, now)

    def _owed(self, outline: Outline, field: Any) -> str:
        gate = str(GATES[field.required_at])
        if not field.required_when:
            return gate
        asked = outline.field(field.required_when.field)
        condition = field.required_when
        return _("%(gate)s, if “%(question)s” is answered “%(answer)s”") % {
            "gate": gate,
            "question": asked.label,
            "answer": answers(self.framework, asked, condition, condition.codes),
        }


def _held(outline: Outline, key: str) -> Any:
    return next((field for field in outline.fields if field.key == key), None)


def _section_words(was: Section, now: Section) -> Iterator[Wording]:
    yield from _wording(_("Title"), was.title, now.title)
    yield from _wording(_("Guidance"), was.guidance, now.guidance)
    before = {one.key: one for one in getattr(was, "own_guidance", ())}
    after = {one.key: one for one in getattr(now, "own_guidance", ())}
    for key in dict.fromkeys([*before, *after]):
        old, new = before.get(key), after.get(key)
        told = str((new or old).told_by)  # type: ignore[union-attr]  -- one of the two is there
        yield from _wording(_("Guidance of %(organization)s") % {"organization": told}, _told(old), _told(new))


def _told(guidance: Any) -> Text | None:
    if guidance is None:
        return None
    return Text.model_construct(**{x: f"{guidance.title.get(x)}\n\n{guidance.text.get(x)}" for x in ("en", "fr")})


def _words(was: Any, now: Any) -> Iterator[Wording]:
    yield from _wording(_("Question"), was.label, now.label)
    yield from _wording(_("Help"), was.help, now.help)
    yield from _wording(_("Example"), was.example, now.example)


def _wording(what: str, was: Text | None, now: Text | None) -> Iterator[Wording]:
    if was != now:
        yield Wording(what, was, now)


def _own_terms(was: Any, now: Any) -> Iterator[Term]:
    """Yield what changes of a field or a column by itself."""
    yield from _term(_("Kind of answer"), str(KINDS[was.type]), str(KINDS[now.type]), always=True)
    yield from _term(_("Languages"), str(LANGUAGES[was.bilingual]), str(LANGUAGES[now.bilingual]), always=True)
    yield from _term(_("List of choices"), was.list or "", now.list or "")
    yield from _term(_("At most so many words"), str(was.max_words or ""), str(now.max_words or ""), always=True)


def _term(what: str, was: str, now: str, *, always: bool = False) -> Iterator[Term]:
    """Yield a term that differs; without `always`, only where there was one before."""
    if was != now and (was or always):
        yield Term(what, was or _("None"), now or _("None"))


def _columns(was: Any, now: Any) -> Iterator[Term]:
    before, after = ({column.key: column for column in table.columns} for table in (was, now))
    for key in dict.fromkeys([*before, *after]):
        old, new = before.get(key), after.get(key)
        if old is None or new is None:
            yield Term(_("Column"), str(old.label) if old else _("None"), str(new.label) if new else _("None"))
        elif old != new:
            yield from _column(old, new)


def _column(old: Any, new: Any) -> Iterator[Term]:
    name = _("Column “%(column)s”") % {"column": new.label}
    for word in _words(old, new):
        yield Term(f"{name}, {word.what}", str(word.was or _("None")), str(word.now or _("None")))
    for term in _own_terms(old, new):
        yield Term(f"{name}, {term.what}", term.was, term.now)
    if old.required != new.required:
        said = (_("Not required"), _("Required in every row"))
        yield Term(name, said[old.required], said[new.required])
