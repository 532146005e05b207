"""Which areas does a round ask, and by when? The pack's policy, judged on the frozen header and pinned to the round."""

import json
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from approvals import affirming
from documents.models import Document, Version
from organizations.models import Membership, Role


def pinned(document: Document, version: Version, invited: Collection[str] = ()) -> dict[str, Any]:
    """Return the policy as the round keeps it: who is required, who is invited though not required, by which day.

    Plain JSON: the pack's own requirement, with `due_on`, `required` and `invited` added to each; and of what approvers
    affirm, that which applies to this very version.
    """
    approval = document.framework.approval(document.kind)
    header = json.loads(version.content)["header"]
    policy = approval.model_dump(mode="json")
    for asked, row in zip(approval.requirements, policy["requirements"], strict=True):
        row["due_on"] = wanted_by(document, row["days"]).isoformat()
        row["required"] = asked.is_asked(header)
        row["invited"] = not row["required"] and asked.area in invited
    policy["affirmations"] = affirming.pinned(document, version)
    return policy


def nobody(policy: dict[str, Any]) -> dict[str, Any]:
    """Return the pinned policy of an editorial change: no area is asked, and nobody affirms what the head affirmed."""
    why = {}
    for lang in ("en", "fr"):
        with translation.override(lang):
            why[lang] = _("editorial change")
    rows = [{**row, "required": False, "invited": False, "excused": why} for row in policy["requirements"]]
    return {**policy, "requirements": rows, "affirmations": []}


def excused(document: Document) -> list[tuple[Any, str]]:
    """Return (area, why not) of each area that need not be asked about the document as it is written now."""
    header: Mapping[str, Any] = document.kind_info.header(document)
    requirements = document.framework.approval(document.kind).requirements
    return [
        (document.framework.area(one.area), str(one.when.otherwise))
        for one in requirements
        if one.when is not None and not one.is_asked(header)
    ]


def without_advisor(document: Document) -> list[Any]:
    """Return the areas whose own sign-off is mandatory on `document`, but on which nobody advises here today."""
    header: Mapping[str, Any] = document.kind_info.header(document)
    needed = [
        one
        for one in document.framework.approval(document.kind).mandatory
        if not one.may_transcribe and one.is_asked(header)
    ]
    seats = Membership.objects.current().filter(organization=document.organization_id, role=Role.ADVISOR)
    held = set(seats.values_list("area", flat=True)) if needed else set()
    return [document.framework.area(one.area) for one in needed if one.area not in held]


def invited_last(document: Document) -> list[str]:
    """Return the areas that were invited in the last round: whoever was asked once is asked again unless unticked."""
    last = document.rounds.order_by("-number").first()
    return [row["area"] for row in last.policy["requirements"] if row.get("invited")] if last else []


def wanted_by(document: Document, days: int, start: date | None = None) -> date:
    """Return the day so many working days after `start` (today, where none is given), as the pack counts them."""
    return document.framework.calendar.after(start or timezone.localdate(), days)
