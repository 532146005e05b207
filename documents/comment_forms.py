"""What is asked of somebody who comments, replies, answers, opens again, or looks for a comment?"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from documents import comments
from documents.models import LANGUAGES, Comment, Document
from documents.quoting import Anchor, Texts
from documents.threads import area_name
from govsocial.core.forms import Textarea
from organizations.models import User

LONGEST = 4000
SIDES = [("", gettext_lazy("Both languages")), *LANGUAGES]


def page_language() -> str:
    """Return the language of the page, "en" or "fr": what people write there is most likely in it."""
    return "fr" if (get_language() or "en").startswith("fr") else "en"


class Spoken(forms.Form):
    """Words of somebody, and the language that they are in, so that it can be read aloud rightly."""

    marks_optional = False
    language = forms.ChoiceField(label=gettext_lazy("Written in"), choices=LANGUAGES, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = page_language()

    def clean_language(self) -> str:
        return self.cleaned_data["language"] or page_language()


class CommentForm(Spoken):
    """What somebody says about a section, a question of it, a row, or words in them.

    `about` holds both: "" for the section, "field", or "field:row uuid". `audience` is "kind" or "area:code".
    """

    about = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy("This row was removed meanwhile. Choose the table, or another row.")
        },
    )
    lang = forms.ChoiceField(label=gettext_lazy("Which text?"), choices=SIDES, required=False)
    quote = forms.CharField(
        label=gettext_lazy("Quoted words"),
        help_text=gettext_lazy("Copy the words that you mean from the text, or leave this empty."),
        max_length=1000,
        required=False,
        widget=Textarea(rows=2),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind of comment"), choices=Comment.Kind.choices)
    body = forms.CharField(
        label=gettext_lazy("Comment"),
        max_length=LONGEST,
        widget=Textarea(rows=4),
        error_messages={"required": gettext_lazy("Write your comment first.")},
    )
    audience = forms.ChoiceField(label=gettext_lazy("Who may read it"), required=False)

    field_order = ("about", "lang", "quote", "kind", "body", "language", "audience")

    def __init__(self, document: Document, by: User, texts: Texts, section: str, data: Any = None, **kw: Any) -> None:
        super().__init__(data, **kw)
        self.texts, self.section = texts, section
        self.fields["about"].choices = list(self._places())
        self.fields["audience"].choices = list(_audiences(document, by))
        self.fields["kind"].initial = Comment.Kind.SUGGESTION

    def _places(self) -> Iterator[tuple[str, str]]:
        yield "", _("The whole section")
        for field in self.texts.section(self.section).fields:
            yield field.key, str(field.label)
            for uuid, _cells in self.texts.rows.get(field.key, []) if field.is_table else ():
                label = self.texts.row_label(Anchor(self.section, field.key, uuid))
                yield f"{field.key}:{uuid}", f"{field.label} – {label}"

    def clean(self) -> dict[str, Any]:
        """A side of a text that has no sides is no mistake of the person: the answer is meant."""
        said = super().clean() or {}
        field, _colon, row = said.get("about", "").partition(":")
        place = Anchor(self.section, field, row)
        if said.get("lang") not in self.texts.languages(place):
            said["lang"] = ""
        return said

    @property
    def said(self) -> dict[str, Any]:
        """Return what was said as `comments.add` takes it."""
        clean = self.cleaned_data
        field, _colon, row = clean["about"].partition(":")
        audience, _colon, area = clean["audience"].partition(":")
        plain = {name: clean[name] for name in ("lang", "quote", "kind", "body", "language")}
        return {**plain, "field": field, "row": UUID(row) if row else None, "audience": audience, "area": area}


def _audiences(document: Document, by: User) -> Iterator[tuple[str, str]]:
    for audience, area in comments.audiences(document, by):
        if area:
            name = area_name(document, area)
            yield f"{audience}:{area}", _("%(area)s and the authors only") % {"area": name}
        else:
            yield str(audience), str(Comment.Audience(audience).label)


class ReplyForm(Spoken):
    """What somebody adds to a conversation."""

    body = forms.CharField(
        label=gettext_lazy("Your reply"),
        max_length=LONGEST,
        widget=Textarea(rows=3),
        error_messages={"required": gettext_lazy("Write your reply first.")},
    )
    field_order = ("body", "language")


class ResponseForm(Spoken):
    """How a comment was answered."""

    response_kind = forms.ChoiceField(
        label=gettext_lazy("Outcome of the comment"),
        choices=Comment.Response.choices,
        widget=forms.RadioSelect,
        required=False,
        initial=Comment.Response.ADDRESSED,
    )
    response = forms.CharField(
        label=gettext_lazy("How was this answered?"),
        max_length=LONGEST,
        widget=Textarea(rows=3),
        error_messages={"required": gettext_lazy("Write how the comment was answered.")},
    )
    field_order = ("response_kind", "response", "language")

    def clean_response_kind(self) -> str:
        return self.cleaned_data["response_kind"] or Comment.Response.ADDRESSED


class ReopenForm(Spoken):
    """Why an answered comment is open again."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it open again?"),
        max_length=LONGEST,
        widget=Textarea(rows=3),
        error_messages={"required": gettext_lazy("Write why it is open again.")},
    )
    field_order = ("reason", "language")


class CommentFilter(forms.Form):
    """Which comments of a document to show."""

    state = forms.ChoiceField(
        label=gettext_lazy("State of the comment"),
        choices=[
            ("", gettext_lazy("All comments")),
            ("open", gettext_lazy("Open comments")),
            ("answered", gettext_lazy("Answered comments")),
        ],
        required=False,
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind of comment"), required=False)
    area = forms.ChoiceField(label=gettext_lazy("Policy area"), required=False)
    section = forms.ChoiceField(label=gettext_lazy("Section"), required=False)

    def __init__(self, document: Document, outline: Any, data: Any) -> None:
        super().__init__(data)
        areas = [(area.code, str(area.name)) for area in document.framework.areas]
        sections = [(section.key, section.heading) for section in outline.sections]
        self.fields["kind"].choices = [("", _("All kinds")), *Comment.Kind.choices]
        self.fields["area"].choices = [("", _("All policy areas")), *areas]
        self.fields["section"].choices = [("", _("All sections")), *sections]

    def narrow(self, found: Any) -> Any:
        """Return those of `found` that fit; a filter that makes no sense is as good as none."""
        self.is_valid()
        wanted = self.cleaned_data
        for name in ("kind", "area", "section"):
            found = found.filter(**{name: wanted[name]}) if wanted.get(name) else found
        state = wanted.get("state")
        return found.filter(resolved_at__isnull=state == "open") if state else found
