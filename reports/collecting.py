"""Which records are there about some accounts between two days? Every room's, as files of a collection (App. A).

Each collector yields what it knows. Rows keep all their columns, with people by name, so that nothing is judged here:
exemptions and exclusions are applied by the officer who answers the request.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from accounts.checklists import CONFIGURATION, DISPOSITION
from accounts.models import AccessGrant, Acknowledgement, Exchange, OfficialAccount
from approvals.models import Condition, ReviewRound
from documents import pdf
from documents.draft import Draft
from documents.models import Attachment, Comment, Document, Version
from files.models import storage
from govsocial.core.append_only import AppendOnly
from govsocial.core.models import Event
from organizations.models import Organization, User

LANGS = ("en", "fr")
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Found:
    """One file of a collection: where it stands in it, its bytes, and what it is, {"en", "fr"}."""

    path: str
    data: bytes
    told: dict[str, str]


@dataclass(frozen=True)
class Scope:
    """What is collected: the accounts, the first and the last day."""

    organization: Organization
    accounts: tuple[OfficialAccount, ...]
    from_on: date
    to_on: date

    @cached_property
    def documents(self) -> list[Document]:
        """Return the strategies, plans, requests and submissions behind the accounts, in the order of their making."""
        plans = [account.plan_id for account in self.accounts if account.plan_id]
        about = Q(pk__in=plans) | Q(strategy__plans__in=plans) | Q(disposition__accounts__in=self.accounts)
        about |= Q(submission__accounts__in=self.accounts) | Q(submission__plan__in=plans)
        about |= Q(submission__disposition__accounts__in=self.accounts)
        found = Document.objects.filter(about, organization=self.organization).select_related("organization")
        return list(found.distinct().order_by("pk"))

    def holds(self, moment: date | datetime) -> bool:
        day = timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
        return self.from_on <= day <= self.to_on

    def within(self, name: str) -> Q:
        """Return the filter on the moment `name`: within the days of the scope."""
        return Q(**{f"{name}__date__gte": self.from_on, f"{name}__date__lte": self.to_on})


Collector = Callable[[Scope], Iterable[Found]]
collectors: list[Collector] = []


def collects(collector: Collector) -> Collector:
    """Register a collector: a later room (evidence packs) may add its own."""
    if collector not in collectors:
        collectors.append(collector)
    return collector


def row(obj: models.Model) -> dict[str, Any]:
    """Return every column of `obj` under its name; a person by name, another row by its number and its own words."""
    found: dict[str, Any] = {}
    for field in obj._meta.concrete_fields:
        value = getattr(obj, field.attname)
        found[field.name] = value
        if isinstance(field, models.ForeignKey) and value is not None:
            is_person = issubclass(field.remote_field.model, User)
            found[field.name] = str(getattr(obj, field.name)) if is_person else value
    return found


def as_json(content: Any) -> bytes:
    """Return plain data as readable JSON."""
    return json.dumps(content, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder).encode()


def both(words: Any) -> dict[str, str]:
    """Return lazy words in both languages."""
    told = {}
    for lang in LANGS:
        with translation.override(lang):
            told[lang] = str(words)
    return told


def table(path: str, rows: Rows, words: Any) -> Iterator[Found]:
    """Yield one file of rows, and nothing where there are none."""
    if rows:
        yield Found(path, as_json(rows), both(words))


@collects
def versions(scope: Scope) -> Iterator[Found]:
    """Yield each version made within the days, or standing when they began: PDFs, and the JSON that was signed."""
    for document in scope.documents:
        for version in _versions(document, scope):
            place = f"documents/{document.kind}-{document.pk}/v{version.number}"
            told = {lang: f"{getattr(document, f'title_{lang}')} – v{version.number}" for lang in LANGS}
            yield Found(f"{place}/{pdf.attachment_name(version)}", version.content.encode(), told)
            for lang in LANGS:
                yield Found(f"{place}/{pdf.file_name(version, lang)}", pdf.render(version, lang), told)


def _versions(document: Document, scope: Scope) -> list[Version]:
    made = document.versions.filter(created_at__date__lte=scope.to_on).select_related("document__organization")
    found = list(made.order_by("number"))
    before = [one for one in found if not scope.holds(one.created_at)]
    return [one for one in found if one in before[-1:] or scope.holds(one.created_at)]


@collects
def drafts(scope: Scope) -> Iterator[Found]:
    """Yield the text as it is being written, where somebody wrote in it within the days."""
    for document in scope.documents:
        if document.is_editable and scope.holds(document.updated_at):
            place = f"documents/{document.kind}-{document.pk}/draft.json"
            yield Found(place, as_json(Draft(document).content()), both(_("Text being written")))


@collects
def attachments(scope: Scope) -> Iterator[Found]:
    """Yield the files attached to the documents; one that the scanner withholds is named among what is left out."""
    held = Attachment.objects.filter(scope.within("upload__at"), document__in=scope.documents)
    for one in held.select_related("upload__stored", "document").order_by("pk"):
        if one.stored.is_available:
            place = f"documents/{one.document.kind}-{one.document_id}/attachments/{one.pk}-{one.upload.name}"
            with storage().open(one.stored.address) as file:
                told = {"en": one.title_en or one.title_fr, "fr": one.title_fr or one.title_en}
                yield Found(place, file.read(), told)


@collects
def talk(scope: Scope) -> Iterator[Found]:
    """Yield comments and their answers, those kept to one policy area included and marked as such."""
    said = Comment.objects.filter(scope.within("created_at"), document__in=scope.documents)
    rows = [row(one) for one in said.select_related("author", "resolved_by").order_by("pk")]
    yield from table("talk/comments.json", rows, _("Comments and their answers"))
    asked = Exchange.objects.filter(scope.within("at"), submission__document__in=scope.documents).select_related(
        "author"
    )
    rows = [row(one) for one in asked.order_by("pk")]
    yield from table("talk/submissions.json", rows, _("Questions and answers about submissions"))


@collects
def approvals(scope: Scope) -> Iterator[Found]:
    """Yield rounds with everything that was said in them: sign-offs, objections, conditions, decisions."""
    rounds = ReviewRound.objects.filter(document__in=scope.documents, opened_at__date__lte=scope.to_on)
    rounds = rounds.filter(Q(closed_at__isnull=True) | Q(closed_at__date__gte=scope.from_on))
    rows = [{**row(one), **_said(one)} for one in rounds.select_related("opened_by").order_by("pk")]
    yield from table("approvals/rounds.json", rows, _("Rounds of review: sign-offs, conditions, decisions"))


def _said(round_: ReviewRound) -> dict[str, Rows]:
    signed = list(round_.sign_offs.select_related("signer", "transcribed_by").order_by("pk"))
    conditions = [condition for one in signed for condition in one.conditions.select_related("owner").order_by("pk")]
    decision = getattr(round_, "decision", None)
    return {
        "sign_offs": [row(one) for one in signed],
        "answers_to_objections": [row(answer) for one in signed for answer in one.responses.order_by("pk")],
        "conditions": [{**row(one), "steps": [row(step) for step in one.steps.order_by("pk")]} for one in conditions],
        "decisions": [{**row(decision), "overrides": [row(one) for one in decision.overrides.all()]}]
        if decision
        else [],
    }


@collects
def signed(scope: Scope) -> Iterator[Found]:
    """Yield what else was put on record about the documents for good: changes, revocations, attestations."""
    told = {Version, Condition, ReviewRound}
    for model in apps.get_models():
        if not issubclass(model, AppendOnly) or model in told:
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.remote_field.model is Document:
                found = model._default_manager.filter(**{f"{field.name}__in": scope.documents}).order_by("pk")
                rows = [row(one) for one in found if scope.holds(getattr(one, "at", timezone.now()))]
                yield from table(f"approvals/{model._meta.model_name}.json", rows, model._meta.verbose_name_plural)


@collects
def register(scope: Scope) -> Iterator[Found]:
    """Yield the accounts, who had access on whose authority, what those people acknowledged, and the configuration."""
    rows = [row(account) for account in scope.accounts]
    yield from table("accounts/accounts.json", rows, _("Official accounts"))
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=scope.from_on)
    grants = list(
        AccessGrant.objects.filter(lasting, account__in=scope.accounts, valid_from__lte=scope.to_on).order_by("pk")
    )
    yield from table("accounts/access.json", [row(one) for one in grants], _("Access register"))
    kept = Acknowledgement.objects.filter(
        organization=scope.organization, email__in={one.email.lower() for one in grants}, given_on__lte=scope.to_on
    )
    rows = [row(one) for one in kept.select_related("user", "transcribed_by").order_by("pk")]
    yield from table("accounts/acknowledgements.json", rows, _("Duties acknowledged by those who had access"))
    rows = [_configuration(account, scope) for account in scope.accounts]
    yield from table("accounts/configuration.json", rows, _("Configuration and terms"))


def _configuration(account: OfficialAccount, scope: Scope) -> dict[str, Any]:
    lists = account.checklist_items.filter(checklist__in=[CONFIGURATION, DISPOSITION]).select_related("by")
    parts = {
        "checklist": [one for one in lists.order_by("pk") if scope.holds(one.at)],
        "terms": account.terms_accepted.select_related("accepted_by").order_by("pk"),
        "provider": account.provider_information.select_related("given_by").order_by("pk"),
        "specifications": account.specification_sign_offs.select_related("signer").order_by("pk"),
        "changes": account.history.filter(scope.within("history_date")).order_by("history_id"),
    }
    return {"account": account.name, **{name: [row(one) for one in rows] for name, rows in parts.items()}}


@collects
def history(scope: Scope) -> Iterator[Found]:
    """Yield the lines of the ledger about the accounts and their documents, with names and words that still stand."""
    about = Q(subject_type=OfficialAccount._meta.label_lower, subject_id__in=[one.pk for one in scope.accounts])
    about |= Q(subject_type=Document._meta.label_lower, subject_id__in=[one.pk for one in scope.documents])
    lines = Event.objects.filter(about, scope.within("at")).select_related("personal", "actor").order_by("seq")
    rows = [{**row(one), "told": row(one.personal) if hasattr(one, "personal") else None} for one in lines]
    yield from table("ledger/lines.json", rows, _("Lines of the ledger"))


@collects
def notices(scope: Scope) -> Iterator[Found]:
    """Yield what people were told about the accounts and their documents, and whether a letter left."""
    ids = {"accounts": {one.pk for one in scope.accounts}, "documents": {one.pk for one in scope.documents}}
    # Notices stand in a room beside this one: neither knows the other.
    sent = apps.get_model("reminders", "Notification").objects.filter(scope.within("created_at")).filter(_about(ids))
    rows = []
    for one in sent.select_related("recipient", "mail").order_by("pk"):
        letter = getattr(one, "mail", None)
        rows.append({**row(one), "letter": row(letter) if letter else None})
    yield from table("notices/notices.json", rows, _("Notices and letters sent"))


def _about(ids: dict[str, set[int]]) -> Q:
    """Return the filter on notices whose key ends in the number of an account or of a document."""
    found = Q(pk__in=[])
    for prefix, of in (("account.", "accounts"), ("submission.", "documents"), ("document.", "documents")):
        for number in ids[of]:
            found |= Q(key__startswith=prefix, key__endswith=f":{number}")
    return found


def counted(scope: Scope) -> Rows:
    """Return what stands outside the collection and why, in both languages."""
    outside = sum(document.versions.count() - len(_versions(document, scope)) for document in scope.documents)
    withheld = Attachment.objects.filter(document__in=scope.documents).exclude(upload__stored__scan="clean")
    hidden = [one.upload.name for one in withheld.select_related("upload__stored") if not one.stored.is_available]
    left = [{"en": one.name.en, "fr": one.name.fr} for one in scope.organization.framework.items("records_elsewhere")]
    if outside:
        words = _("Versions of documents that were replaced before the days asked for, or made after them: %(count)d.")
        left.append({lang: told % {"count": outside} for lang, told in both(words).items()})
    if hidden:
        words = _("Attached files that the virus scanner withholds: %(names)s.")
        left.append({lang: told % {"names": ", ".join(hidden)} for lang, told in both(words).items()})
    return left
