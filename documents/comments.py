"""What was said about a text, to whom, and how was it answered? The verbs of comments, and how many are open.

A comment is never edited. Its ledger lines are about the comment and not about the document, whose history is read by
more people than a comment may be: the words themselves never enter the ledger.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from documents import rules
from documents.draft import Draft
from documents.models import LANGUAGES, Comment, Document, Version
from documents.quoting import Anchor, Texts, from_uuid
from govsocial.core import access, ledger
from organizations.models import Role, User
from organizations.rules import belongs

Audience = tuple[str, str]
Verb = Literal["added", "replied", "answered", "reopened"]
VERBS = {
    "added": "document.commented",
    "replied": "document.comment_replied",
    "answered": "document.comment_answered",
    "reopened": "document.comment_reopened",
}


@dataclass(frozen=True)
class News:
    """Something was said: `thread` is the conversation, `said` the new words in it (the thread itself, or a reply)."""

    verb: Verb
    thread: Comment
    by: User
    said: Comment


#: Told of everything that is said, in its own transaction (the reminders room listens).
listeners: list[Callable[[News], None]] = []


def listen(listener: Callable[[News], None]) -> Callable[[News], None]:
    """Register a listener; Django may load apps twice."""
    if listener not in listeners:
        listeners.append(listener)
    return listener


def audiences(document: Document, by: User) -> list[Audience]:
    """Return to whom `by` may speak there, as (audience, area), the usual one first.

    Nobody speaks to an audience that they are not part of. Those who write the document may ask any area.
    """
    kinds = Comment.Audience
    if not belongs(by, document):
        return [(kinds.ENTITY, "")]
    if rules.WRITE.allows(by, document):
        areas = [area.code for area in document.framework.areas]
    else:
        areas = areas_of(by, document)
    return [(kinds.DEPARTMENT, ""), (kinds.ENTITY, ""), *((str(kinds.AREA), area) for area in areas)]


def areas_of(person: User, document: Document) -> list[str]:
    """Return the policy areas on which `person` advises in the document's organization."""
    return [
        hat.area for hat in person.hats if hat.role == Role.ADVISOR and hat.organization_id == document.organization_id
    ]


def texts_for(document: Document, user: User, version: Version | None = None) -> Texts:
    """Return the text that `user` reads there: `version` if given, else the draft, or the newest version for those who
    were sent versions only. PermissionDenied when there is nothing that they may read."""
    if version is None and rules.READ.allows(user, document):
        return Texts.of_draft(Draft(document))
    version = version or document.versions.visible_to(user).order_by("-number").first()
    if version is None:
        raise PermissionDenied(rules.READ.name)
    return Texts.of_version(version)


@transaction.atomic
def add(
    document: Document,
    *,
    section: str,
    kind: str,
    body: str,
    by: User,
    field: str = "",
    row: UUID | None = None,
    lang: str = "",
    quote: str = "",
    audience: str = "",
    area: str = "",
    language: str = "",
    texts: Texts | None = None,
) -> Comment:
    """Add a comment; it stays open until somebody who writes the document answers it.

    `field`, `row`, `lang` and `quote` say where in the section it points; they are checked against `texts`, the text
    that the reader has before them (their own of `texts_for`, unless given). `audience` is the usual one of theirs
    unless given, `language` that of the page. Raises ValidationError by the name of what is wrong.
    """
    access.require(by, rules.COMMENT, document)
    anchor = Anchor(section, field, from_uuid(row), lang, _one_line(quote))
    _check(anchor, texts or texts_for(document, by))
    audience, area = _to_whom(document, by, audience, area)
    said = Comment.objects.create(
        document=document,
        section=section,
        field=field,
        row=row,
        lang=lang,
        quote=anchor.quote,
        kind=kind,
        audience=audience,
        area=area,
        **_words(body, language, by),
    )
    return _told("added", said, said, by)


def _check(anchor: Anchor, texts: Texts) -> None:
    """Refuse an anchor that points at nothing."""
    if texts.section(anchor.section) is None:
        raise ValidationError({"about": _("This section is no longer asked.")}, code="section")
    if anchor.field and texts.field(anchor) is None:
        raise ValidationError({"about": _("This question is not in the section.")}, code="field")
    if anchor.row and texts.row_number(anchor) is None:
        message = _("This row was removed meanwhile. Choose the table, or another row.")
        raise ValidationError({"about": message}, code="row")
    if anchor.lang and anchor.lang not in texts.languages(anchor):
        raise ValidationError({"lang": _("This answer is the same in both languages.")}, code="lang")
    if anchor.quote and not texts.says(anchor):
        message = _("These words are not in the text now. Copy them from it again, or leave the box empty.")
        raise ValidationError({"quote": message}, code="quote")


def _to_whom(document: Document, by: User, audience: str, area: str) -> Audience:
    allowed = audiences(document, by)
    audience = audience or allowed[0][0]
    area = area if audience == Comment.Audience.AREA else ""
    if (audience, area) not in allowed:
        raise ValidationError({"audience": _("Choose who may read it.")}, code="audience")
    own = areas_of(by, document)
    return audience, area or (own[0] if len(own) == 1 else "")


def _words(body: str, language: str, by: User) -> dict[str, Any]:
    if not body.strip():
        raise ValidationError({"body": _("Write your comment first.")}, code="required")
    return {
        "body": body.strip(),
        "language": _language(language),
        "author": by,
        "author_role": by.role_codes,
    }


def _language(said: str) -> str:
    return said if said in dict(LANGUAGES) else (get_language() or "en")[:2]


def _one_line(quote: str) -> str:
    return " ".join(part for part in quote.replace("\r", "\n").split("\n") if part.strip()).strip()


@transaction.atomic
def reply(thread: Comment, *, body: str, by: User, language: str = "") -> Comment:
    """Say something in an open conversation; its audience reads it."""
    thread = _locked(thread, by)
    access.require(by, rules.COMMENT, thread.document)
    if not thread.is_open:
        raise ValidationError(_("This comment was answered meanwhile. Its author may open it again."), code="answered")
    said = _follow(thread, **_words(body, language, by))
    return _told("replied", thread, said, by)


@transaction.atomic
def answer(
    said: Comment, *, response: str, by: User, kind: str = Comment.Response.ADDRESSED, language: str = ""
) -> Comment:
    """Record how a comment was answered, and close it. Only those who write the document may."""
    thread = _locked(said, by)
    access.require(by, rules.RESOLVE, thread.document)
    if not thread.is_open:
        raise ValidationError(_("Somebody else answered this comment meanwhile."), code="answered")
    if not response.strip():
        raise ValidationError({"response": _("Write how the comment was answered.")}, code="required")
    thread.response, thread.response_kind, thread.response_language = response.strip(), kind, _language(language)
    thread.resolved_by, thread.resolved_at = by, timezone.now()
    thread.save(update_fields=RESPONSE)
    return _told("answered", thread, thread, by)


RESPONSE = ["response", "response_kind", "response_language", "resolved_by", "resolved_at"]


@transaction.atomic
def reopen(said: Comment, *, reason: str, by: User, language: str = "") -> Comment:
    """Open an answered comment again: its author does not agree. The answer stays in the conversation."""
    thread = _locked(said, by)
    access.require(by, rules.REOPEN_COMMENT, thread)
    if thread.is_open:
        raise ValidationError(_("This comment is open."), code="open")
    if not reason.strip():
        raise ValidationError({"reason": _("Write why it is open again.")}, code="required")
    _follow(
        thread,
        body=thread.response,
        language=thread.response_language or "en",
        author=thread.resolved_by,
        created_at=thread.resolved_at,
        response_kind=thread.response_kind or Comment.Response.ADDRESSED,
    )
    thread.response = thread.response_kind = thread.response_language = ""
    thread.resolved_by = thread.resolved_at = None
    thread.save(update_fields=RESPONSE)
    why = _follow(thread, **_words(reason, language, by))
    return _told("reopened", thread, why, by)


def _locked(said: Comment, by: User) -> Comment:
    """Return the conversation read again under a lock; PermissionDenied for whom it is not meant for."""
    found = Comment.objects.select_for_update(of=("self",)).select_related("document__organization")
    if not Comment.objects.visible_to(by).filter(pk=said.pk).exists():
        raise PermissionDenied(rules.READ_COMMENT.name)
    return found.get(pk=said.thread_id or said.pk)


def _follow(thread: Comment, **words: Any) -> Comment:
    """Add a reply, which is read by whom the thread is read by."""
    return Comment.objects.create(
        document=thread.document,
        section=thread.section,
        thread=thread,
        kind=thread.kind,
        audience=thread.audience,
        area=thread.area,
        **words,
    )


def _told(verb: Verb, thread: Comment, said: Comment, by: User) -> Comment:
    """Write the ledger's line, tell who listens, and return what was said."""
    details = {"document": thread.document_id, "section": thread.section, "kind": str(thread.kind)}
    if verb == "answered":
        details["outcome"] = str(thread.response_kind)
    ledger.record(VERBS[verb], subject=thread, by=by, details=details)
    for listener in listeners:
        listener(News(verb, thread, by, said))
    return said


def open_counts(document: Document, section: str, user: User) -> dict[str, int]:
    """Return how many conversations are open on each question of a section ("" for the section as a whole), of those
    that `user` may read."""
    counts: dict[str, int] = {}
    for _section, field, _row, count in _by_place(document, user).filter(section=section):
        counts[field] = counts.get(field, 0) + count
    return {field: count for field, count in counts.items() if count}


def open_places(document: Document, user: User) -> dict[str, dict[tuple[str, str], int]]:
    """Return the same of every section, by section, then by (field, row uuid or ""); 0 where all were answered."""
    counts: dict[str, dict[tuple[str, str], int]] = {}
    for section, field, row, count in _by_place(document, user):
        counts.setdefault(section, {})[field, from_uuid(row)] = count
    return counts


def _by_place(document: Document, user: User) -> Any:
    """Return (section, field, row, how many are open) of what `user` may read: one query."""
    found = Comment.objects.visible_to(user).threads().filter(document=document)
    is_open = Q(resolved_at__isnull=True)
    return found.values_list("section", "field", "row").annotate(count=Count("pk", filter=is_open)).order_by()


def must_fixes(document: Document) -> Any:
    """Return what holds the document back, whoever may read it: those who send it may always."""
    found = Comment.objects.open().filter(document=document, kind=Comment.Kind.MUST_FIX)
    return found.select_related("document").order_by("created_at", "pk")
