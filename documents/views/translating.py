"""The translator's pages: how far each section is, and one section with original and counterpart side by side."""

from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents import rules, translating
from documents.draft import Draft
from documents.sent import Sent
from documents.side_by_side import SideBySide, input_name, into
from documents.translation_words import Tally, methods, note_id, sentences
from documents.translations import LANGS, OTHER, frozen
from documents.views.frame import OfDocument
from documents.views.writing import SectionEdit
from govsocial.core.views import Page

INTO = {"en": gettext_lazy("Into English"), "fr": gettext_lazy("Into French")}


class OfTranslation(OfDocument, Page):
    """A page that goes one way: into the language that the address names, or the one into which most is left to do."""

    rule = rules.READ

    @cached_property
    def target(self) -> str:
        asked = self.request.GET.get("to")
        return asked if asked in LANGS else Tally.of(self.draft.translations.values()).target

    @property
    def shows_all(self) -> bool:
        return self.request.GET.get("show") == "all" or not self.may_write

    def address(self, section: str = "", *, to: str = "", everything: bool | None = None) -> str:
        """Return the address of the overview, or of a section's page."""
        lang = to or self.target
        if not section:
            return reverse("documents:translation", args=[self.object.pk]) + f"?to={lang}"
        wants_all = self.request.GET.get("show") == "all" if everything is None else everything
        path = reverse("documents:translate", args=[self.object.pk, lang, section])
        return f"{path}?show=all" if wants_all else path

    def directions(self, section: str = "") -> list[dict[str, Any]]:
        """Return both directions, with how much is left in each."""
        return [
            {
                "label": INTO[lang],
                "url": self.address(section, to=lang),
                "current": lang == self.target,
                "count": len(into(self.draft, lang, section)),
            }
            for lang in LANGS
        ]


class Translation(OfTranslation):
    """How far the translation of a document is, section by section."""

    template_name = "documents/translation.html"

    def context(self) -> dict[str, Any]:
        every = into(self.draft, self.target, everything=True)
        tallies = {
            section.key: Tally.of([one for one in every if one.section == section.key])
            for section in self.object.outline.sections
        }
        return {
            "breadcrumbs": self.crumbs((_("Translation"), "")),
            "directions": self.directions(),
            "tasks": [self.task(section, tallies[section.key]) for section in self.object.outline.sections],
            "tally": Tally.of(every),
            "methods_told": sentences(frozen(self.draft)),
            "may_write": self.may_write,
        }

    def task(self, section: Any, tally: Tally) -> dict[str, Any]:
        """Return one section with what is left to do in it."""
        return {
            "title": section.heading,
            "url": self.address(section.key, everything=not tally.left) if tally.total else "",
            "hint": tally.words or _("Nothing to translate in this direction."),
            **_status(tally),
        }


def _status(tally: Tally) -> dict[str, Any]:
    if tally.missing or tally.stale:
        return {"status": _("To translate"), "tone": "warning"}
    if tally.draft:
        return {"status": _("To review"), "tone": "info"}
    return {"status": _("Translation reviewed"), "tone": "success"} if tally.reviewed else {"status": "", "tone": ""}


class Translate(OfTranslation, SectionEdit):
    """One section, original beside counterpart, saved like the section; who may not write the document reads it so."""

    rule = rules.READ
    template_name = "documents/translate.html"

    @cached_property
    def target(self) -> str:
        if self.kwargs["target"] not in LANGS:
            raise Http404
        return str(self.kwargs["target"])

    def read(self) -> HttpResponse:
        return self.show(form=self.form())

    def write(
        self, *, typed: QueryDict | None = None, fault: str = "", errors: Any = None, status: int = 200
    ) -> HttpResponse:
        """Show the texts that are left (or all), and over what is stored what was `typed` and not saved."""
        form = self.form(typed)
        for name in form.fields.keys() & (errors or {}).keys():
            if name not in form.errors:
                form.add_error(name, errors[name])
        if fault:
            form.add_error(None, fault)
        revision = self.draft.sections[self.section.key].revision
        return self.show(
            status=status,
            has_errors=status >= 400,
            form=form,
            sheet={"typed": typed},
            revision=revision if typed is None or "revision" not in typed else typed["revision"],
            seen=typed.get("seen", "") if typed is not None else "",
        )

    def form(self, typed: QueryDict | None = None) -> SideBySide:
        every = into(self.draft, self.target, self.section.key, everything=True)
        left = into(self.draft, self.target, self.section.key, everything=self.shows_all)
        chosen = [one for one in every if one in left or (typed is not None and input_name(one, one.target) in typed)]
        return SideBySide(self.draft, chosen, typed)

    def mark(self, sent: Sent) -> None:
        """Nobody says here that the section is done; how its texts were translated is said here."""
        method = sent.data.get("section-method", "")
        if method != sent.data.get("was-section-method", ""):
            translating.set_section_method(self.object, self.section.key, method, by=self.request.user)

    def next_address(self) -> str:
        """Return where the pressed button leads: this page again, or the next section with something to do."""
        verb, said = self.wish
        if verb == "original-all":
            return self.address(self.section.key, to=OTHER[self.target])
        if verb != "next":
            return self.address(self.section.key) + (f"#{note_id(said)}" if said else "")
        keys = [section.key for section in self.object.outline.sections]
        left = {one.section for one in into(Draft(self.object), self.target)}
        later = (key for key in keys[keys.index(self.section.key) + 1 :] if key in left)
        return self.address(next(later, ""))

    def context(self) -> dict[str, Any]:
        section = self.section
        return {
            "section": section,
            "state": self.draft.sections[section.key],
            "breadcrumbs": self.crumbs((_("Translation"), self.address()), (section.heading, "")),
            "directions": self.directions(section.key),
            "tally": Tally.of(into(self.draft, self.target, section.key, everything=True)),
            "all_url": self.address(section.key, everything=True),
            "left_url": self.address(section.key, everything=False),
            "overview_url": self.address(),
            "shows_all": self.shows_all,
            "may_write": self.may_write,
            "section_method": self.draft.sections[section.key].translation_method,
            "methods": methods(),
        }
