"""Which two states of a document does a page compare, and how is the result told at a glance?"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from documents.differences import HEADER, Comparison, SectionDifference, TableDifference
from documents.draft import Content, Draft
from documents.models import Document, Version
from documents.reading import LANGS
from govsocial.core.templatetags.ui import in_words

DRAFT = "draft"


@dataclass(frozen=True)
class Side:
    """One state of a document that can be compared: a version by its number, or the draft."""

    code: str
    label: str
    version: Version | None = None


class Sides:
    """The states of a document that a person may compare, the newest first; contents are loaded when asked for."""

    def __init__(self, document: Document, versions: Iterable[Version], draft: Draft | None) -> None:
        self.document, self.draft = document, draft
        self.versions = sorted(versions, key=lambda version: -version.number)
        self.all = {str(version.number): self._side(version) for version in self.versions}
        if draft is not None:
            self.all = {DRAFT: Side(DRAFT, _("The text as it stands now")), **self.all}

    def _side(self, version: Version) -> Side:
        label = _("Version %(number)d, %(date)s") % {"number": version.number, "date": in_words(version.created_at)}
        if version.pk == self.document.effective_version_id:
            label = _("%(version)s (in force)") % {"version": label}
        return Side(str(version.number), label, version)

    @property
    def latest(self) -> str | None:
        """Return what a person most likely asks about: the draft while it is written, else the newest version."""
        if self.draft is not None and (self.document.is_editable or not self.versions):
            return DRAFT
        return str(self.versions[0].number) if self.versions else None

    def before(self, code: str) -> str | None:
        """Return what `code` is best compared with: the version in force, else the one before it."""
        older = [version for version in self.versions if code == DRAFT or version.number < int(code)]
        in_force = [version for version in older if version.pk == self.document.effective_version_id]
        return str((in_force or older)[0].number) if older else None

    def content(self, code: str) -> Content:
        """Return the plain JSON of one state."""
        version = self.all[code].version
        if version is None:
            assert self.draft is not None  # noqa: S101 -- the draft is among `all` only where there is one
            return self.draft.content()
        return json.loads(version.content)


class CompareForm(forms.Form):
    """The two states, the language, whether to show what did not change; `since` and `section` stay as they were."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        required=False,
        choices=[
            ("", gettext_lazy("English and French")),
            ("en", gettext_lazy("English")),
            ("fr", gettext_lazy("French")),
        ],
    )
    show = forms.ChoiceField(
        label=gettext_lazy("Show"),
        required=False,
        choices=[("", gettext_lazy("What changed")), ("everything", gettext_lazy("Everything"))],
    )
    since = forms.CharField(required=False, widget=forms.HiddenInput)
    section = forms.CharField(required=False, widget=forms.MultipleHiddenInput)

    marks_optional = False

    def __init__(self, asked: QueryDict, sides: Sides, pair: tuple[str, str] | None) -> None:
        """Take what the address says; `pair` are the states compared, None where they are not to be chosen."""
        data = asked.copy()
        for name in ("language", "show"):
            known = dict(self.base_fields[name].choices)
            data[name] = data.get(name, "") if data.get(name) in known else ""
        if pair:
            data["from"], data["to"] = pair
        super().__init__(data)
        if pair:
            choices = [(side.code, side.label) for side in sides.all.values()]
            for name, label in {"from": _("Compare"), "to": _("With")}.items():
                self.fields[name] = forms.ChoiceField(label=label, choices=choices)
        self.order_fields(["from", "to", "language", "show"])

    @property
    def langs(self) -> tuple[str, ...]:
        """Return the languages to compare."""
        return (self.data["language"],) if self.data["language"] else LANGS

    @property
    def is_whole(self) -> bool:
        """Say whether to show what did not change as well."""
        return self.data["show"] == "everything"

    @property
    def keys(self) -> frozenset[str] | None:
        """Return the sections asked for, or None for all."""
        return frozenset(filter(None, self.data.getlist("section"))) or None


def totals(comparison: Comparison) -> list[str]:
    """Return “4 answers changed in English”, “Risks: 1 added”, …: everything that changed, in a few phrases."""
    counts = (comparison.count("en"), comparison.count("fr"), comparison.count(""))
    header = [_("the title or the facts at the head changed")] if _is_header_changed(comparison) else []
    found = [*header, *_answers(*counts), *_tables(comparison.tables), *_wording(comparison.reworded)]
    return [phrase[:1].upper() + phrase[1:] for phrase in found]


def phrases(section: SectionDifference) -> str:
    """Return what changed in one section, in a line."""
    if section.asked != "same":
        return _("new section") if section.asked == "added" else _("section no longer asked")
    counts = [section.count(lang) for lang in (*LANGS, "")]
    if section.key == HEADER:
        return "; ".join(part.label for part in section.parts if part.is_changed)
    return "; ".join([*_answers(*counts), *_tables(section.tables), *_wording(section.reworded)])


def _is_header_changed(comparison: Comparison) -> bool:
    return any(section.key == HEADER for section in comparison.changed)


def _answers(english: int, french: int, neutral: int) -> Iterator[str]:
    if english:
        yield ngettext("%(count)d answer changed in English", "%(count)d answers changed in English", english) % {
            "count": english
        }
    if french:
        yield ngettext("%(count)d answer changed in French", "%(count)d answers changed in French", french) % {
            "count": french
        }
    if neutral:
        yield ngettext(
            "%(count)d choice, date or figure changed", "%(count)d choices, dates or figures changed", neutral
        ) % {"count": neutral}


def _tables(tables: Iterable[TableDifference]) -> Iterator[str]:
    for table in tables:
        told = [
            ngettext("%(count)d added", "%(count)d added", table.added) % {"count": table.added},
            ngettext("%(count)d removed", "%(count)d removed", table.removed) % {"count": table.removed},
            ngettext("%(count)d changed", "%(count)d changed", table.changed) % {"count": table.changed},
            ngettext("%(count)d moved", "%(count)d moved", table.moved) % {"count": table.moved},
        ]
        counts = (table.added, table.removed, table.changed, table.moved)
        words = ", ".join(phrase for phrase, count in zip(told, counts, strict=True) if count)
        if words:
            yield _("%(row)s: %(words)s") % {"row": table.row_label, "words": words}


def _wording(count: int) -> Iterator[str]:
    if count:
        yield ngettext("%(count)d question reworded", "%(count)d questions reworded", count) % {"count": count}
