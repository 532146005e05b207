"""Which areas does a round ask, and by when? The pack's policy, judged on the frozen header and pinned to the round."""

import json
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from approvals import affirming
from documents.models import Document, Version


def pinned(document: Document, version: Version, invited: Collection[str] = ()) -> dict[str, Any]:
    """Return the policy as the round keeps it: who is required, who is invited though not required, by which day.

    Plain JSON: the pack's own requirement, with `due_on`, `required` and `invited` added to each; and of what approvers
    affirm, that which applies to this very version.
    """
    approval = document.framework.approval(document.kind)
    header = json.loads(version.content)["header"]
    policy = approval.model_dump(mode="json")
    for asked, row in zip(approval.requirements, policy["requirements"], strict=True):
        row["due_on"] = working_days_from_today(row["days"]).isoformat()
        row["required"] = asked.is_asked(header)
        row["invited"] = not row["required"] and asked.area in invited
    policy["affirmations"] = affirming.pinned(document, version)
    return policy


def excused(document: Document) -> list[tuple[Any, str]]:
    """Return (area, why not) of each area that need not be asked about the document as it is written now."""
    header: Mapping[str, Any] = document.kind_info.header(document)
    requirements = document.framework.approval(document.kind).requirements
    return [
        (document.framework.area(one.area), str(one.when.otherwise))
        for one in requirements
        if one.when is not None and not one.is_asked(header)
    ]


def invited_last(document: Document) -> list[str]:
    """Return the areas that were invited in the last round: whoever was asked once is asked again unless unticked."""
    last = document.rounds.order_by("-number").first()
    return [row["area"] for row in last.policy["requirements"] if row.get("invited")] if last else []


def working_days_from_today(days: int) -> date:
    """Return the day so many working days from today."""
    day = timezone.localdate()
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return day
