"""Does what a plan rests on still stand? Flags on a plan whose strategy, or whose assessment, was revoked."""

import json
from collections.abc import Iterator

from django.utils.translation import gettext as _

from approvals import flags
from approvals.flags import Flag
from documents.models import Document
from organizations.models import User
from plans.kind import KIND
from plans.models import Plan
from risk.models import Assessment

ENDED = ("withdrawn", "refused", "revoked", "closed")


@flags.adds
def strategy_was_revoked(document: Document, _user: User) -> Iterator[Flag]:
    """Flag a plan whose strategy is not in force any more (§4.2: plans implement an approved strategy)."""
    if document.kind != KIND.code or document.state in ENDED:
        return
    strategy = Plan.objects.of(document).strategy
    if strategy.version is None:
        yield Flag(
            _("Strategy not in force"),
            "danger",
            _("The departmental strategy that this plan rests on is not in force any more"),
            (_("The plan is not approved again until a strategy is. A coordinator sees to the strategy first."),),
            links=((str(strategy), strategy.get_absolute_url()),),
        )


@flags.adds
def assessment_was_revoked(document: Document, _user: User) -> Iterator[Flag]:
    """Flag a plan in force when the record of an assessment that covered its uses was revoked (§4.2(f))."""
    version = document.effective_version
    if document.kind != KIND.code or version is None or document.state in ENDED:
        return
    coverage = json.loads(version.content)["header"].get("coverage") or {}
    named = {use[kind]["id"] for use in coverage.get("uses", []) for kind in ("pia", "tra") if use.get(kind)}
    revoked = Assessment.objects.filter(pk__in=named, record__state="revoked").order_by("pk")
    for assessment in revoked if named else ():
        yield Flag(
            _("Assessment revoked"),
            "danger",
            _("An assessment that covers uses of this plan was revoked"),
            (_("A coordinator has the plan changed so that every use is covered again, or gives up the use."),),
            links=((assessment.title, assessment.get_absolute_url()),),
        )
