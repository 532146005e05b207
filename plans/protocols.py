"""Which protocols may a plan take up, which does it use, and who uses which version? (§4.2(g); G067, G068)"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from documents.models import Answer, Document
from documents.referring import Content, Offer, reference
from plans.models import Plan, Protocol, ProtocolCheck, ProtocolVersion
from plans.rules import CHECK_PROTOCOL, READ_PROTOCOL

#: Plans in these states use nothing any more.
ENDED = ("withdrawn", "refused", "revoked", "closed")


def with_standing(versions: QuerySet) -> QuerySet:
    """Return versions with their protocol, its organization and platform, and their checks, in two queries."""
    return versions.select_related("protocol__organization", "protocol__platform").prefetch_related(
        Prefetch("checks", ProtocolCheck.objects.order_by("checked_at", "pk"))
    )


def last_check(version: ProtocolVersion) -> ProtocolCheck | None:
    """Return the check that counts: the latest."""
    return next(iter(reversed(list(version.checks.all()))), None)


def warning(version: ProtocolVersion) -> str:
    """Return what is to be said of a version beside the social media notice, "" when every promise is kept."""
    check = last_check(version)
    if check is None:
        return _("Nobody has checked this version against the social media notice yet.")
    if check.is_favourable:
        return ""
    return _("Checked against the social media notice: it does not keep every promise. %(note)s") % {"note": check.note}


def newest(protocols: QuerySet) -> QuerySet:
    """Return the newest published version of each of `protocols`."""
    last = ProtocolVersion.objects.filter(protocol=OuterRef("protocol")).order_by("-number").values("pk")[:1]
    return ProtocolVersion.objects.filter(protocol__in=protocols.values("pk"), pk=Subquery(last))


class Kept:
    """The protocols that a department keeps, as the pages of its plans offer them (`documents.referring.Source`)."""

    def contents(self, fingerprints: Iterable[str]) -> dict[str, Content]:
        found = ProtocolVersion.objects.filter(sha256__in=list(fingerprints))
        return {one.sha256: one.content() for one in found.select_related("protocol__organization")}

    def offers(self, document: Document, types: Iterable[str], user: Any) -> list[Offer]:
        platform = Plan.objects.filter(pk=document.pk).values("platform")
        mine = Protocol.objects.in_use().filter(organization=document.organization_id, type__in=list(types))
        mine = mine.filter(Q(platform__isnull=True) | Q(platform__in=platform))
        found = with_standing(newest(mine)).order_by("protocol__platform__name", "protocol_id")
        return [offer(one, user) for one in found]

    def used(self, references: Iterable[Content], user: Any) -> dict[str, Offer]:
        wanted = [one["sha256"] for one in references]
        found = with_standing(ProtocolVersion.objects.filter(sha256__in=wanted)) if wanted else []
        return {one.sha256: offer(one, user) for one in found}

    def newer(self, references: Iterable[Content], user: Any) -> dict[str, Offer]:
        held = {one["protocol"]: one for one in references}
        if not held:
            return {}
        found = with_standing(newest(Protocol.objects.in_use().filter(pk__in=held)))
        return {
            held[one.protocol_id]["sha256"]: offer(one, user)
            for one in found
            if one.number > held[one.protocol_id]["version"]
        }


def offer(version: ProtocolVersion, user: Any) -> Offer:
    """Return a version as the page of a section shows it."""
    may_check = CHECK_PROTOCOL.allows(user, version)
    return Offer(
        pk=version.pk,
        sha256=version.sha256,
        content=version.content(),
        url=version.get_absolute_url() if READ_PROTOCOL.allows(user, version) else "",
        where=platform_of(version.protocol),
        warning=warning(version),
        is_checked=last_check(version) is not None,
        check_url=reverse("plans:protocol_check", args=[version.pk]) if may_check else "",
    )


def platform_of(protocol: Protocol) -> str:
    """Return for which platform a protocol is."""
    return str(protocol.platform) if protocol.platform else _("All platforms")


# ---------------------------------------------------------------- who uses what


@dataclass(frozen=True)
class Use:
    """One plan that uses a version: `is_in_force` when it is what was approved, else what is being written."""

    document: Document
    number: int
    is_in_force: bool


def uses(protocol: Protocol) -> list[Use]:
    """Return the plans that refer to `protocol`, as they are being written and as they are in force: two queries."""
    living = Document.objects.filter(organization=protocol.organization_id, kind="plan").exclude(state__in=ENDED)
    found: dict[tuple[int, int], Use] = {}
    for use in [*_in_force(living, protocol), *_written(living, protocol)]:
        found.setdefault((use.document.pk, use.number), use)
    return sorted(found.values(), key=lambda use: (use.document.title.casefold(), use.document.pk, -use.number))


def _written(living: QuerySet, protocol: Protocol) -> Iterator[Use]:
    answers = Answer.objects.filter(document__in=living.values("pk"), lang="", value__protocol=protocol.pk)
    for answer in answers.select_related("document"):
        yield Use(answer.document, answer.value["version"], is_in_force=False)


def _in_force(living: QuerySet, protocol: Protocol) -> Iterator[Use]:
    # Canonical JSON sorts its keys, so a reference begins in one way only.
    marked = f'"protocol":{protocol.pk},"sha256"'
    approved = living.filter(effective_version__content__contains=marked).select_related("effective_version")
    for document in approved:
        for section in json.loads(document.effective_version.content)["sections"]:
            for values in section["answers"].values():
                held = reference(values)
                if held and held["protocol"] == protocol.pk:
                    yield Use(document, held["version"], is_in_force=True)


def numbers_used(protocols: Iterable[int]) -> dict[int, int]:
    """Return {protocol: how many plans refer to it} as they are being written: one query."""
    answers = Answer.objects.filter(lang="", value__protocol__in=list(protocols), document__kind="plan")
    pairs = answers.exclude(document__state__in=ENDED).values_list("value__protocol", "document")
    counts: dict[int, int] = {}
    for protocol, _document in set(pairs):
        counts[protocol] = counts.get(protocol, 0) + 1
    return counts


def last_numbers(protocols: Iterable[int]) -> dict[int, int]:
    """Return {protocol: number of its newest version}: one query."""
    found = ProtocolVersion.objects.filter(protocol__in=list(protocols)).values("protocol")
    return dict(found.annotate(last=Max("number")).values_list("protocol", "last"))
