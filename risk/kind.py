"""What kinds of document are the records of a PIA and of a TRA? Their header, from the assessment that they record."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.workflow import MACHINE
from documents import kinds
from documents.kinds import Fact
from documents.models import Answer, Document, Row
from govsocial.core.transitions import Move, Problem
from risk import signing
from risk.actions.assessments import USE, USES
from risk.models import Assessment, Platform
from risk.register_kinds import keeps_register


def header(document: Document) -> dict[str, Any]:
    """Return the platform, and what the register holds of the assessment: its file, its reach, the uses assessed."""
    assessment = Assessment.objects.select_related("platform").get(record=document.pk)
    platform, names = assessment.platform, {use.code: use.name for use in document.framework.uses}
    return {
        "platform": {"code": platform.code, "name": platform.name, "review": platform.review_status},
        "assessment": {
            "scope": str(assessment.scope),
            "reference": assessment.reference,
            "uses": [
                {"code": code, "en": names[code].en, "fr": names[code].fr}
                for code in uses(document, assessment)
                if code in names
            ],
        },
    }


def uses(document: Document, assessment: Assessment) -> list[str]:
    """Return the uses that the record names, each once; until it names any, those of the register."""
    rows = Row.objects.of(document, USES)
    named = dict.fromkeys(row.cells[USE] for row in rows if row.cells.get(USE))
    return list(named) or list(assessment.uses)


def facts(header: dict[str, Any]) -> list[Fact]:
    """Return a frozen header in words, so that two can be compared."""
    assessed = header["assessment"]
    uses = {lang: "; ".join(use[lang] for use in assessed["uses"]) for lang in ("en", "fr")}
    review = dict(Platform.Review.choices).get(header["platform"]["review"], "")
    return [
        Fact("platform", _("Social media platform"), {"": header["platform"]["name"]}),
        Fact("review", _("Review of the platform"), {"": str(review)}),
        Fact("reference", _("File reference"), {"": assessed["reference"]}),
        Fact("reach", _("Reach"), {"": str(dict(Assessment.Scope.choices).get(assessed["scope"], ""))}),
        Fact("uses", _("Assessed uses"), uses),
    ]


KINDS = tuple(
    kinds.register(
        kinds.Kind(
            code=code,
            label=label,
            label_plural=plural,
            machine=MACHINE,
            url_name="risk:record",
            list_url_name="risk:assessments",
            header=header,
            header_template="risk/record_header.html",
            facts=facts,
        )
    )
    for code, label, plural in (
        (
            Assessment.Kind.PIA.value,
            gettext_lazy("Privacy impact assessment record"),
            gettext_lazy("Privacy impact assessment records"),
        ),
        (
            Assessment.Kind.TRA.value,
            gettext_lazy("Threat and risk assessment record"),
            gettext_lazy("Threat and risk assessment records"),
        ),
    )
)


def uses_are_named(move: Move) -> Iterator[Problem]:
    """An assessment is of named uses: without them nobody could rely on it (§4.2(f))."""
    assessment = Assessment.objects.get(record=move.obj.pk)
    if not uses(move.obj, assessment):
        yield Problem(
            _("Name at least one assessed use first."), reverse("documents:section", args=[move.obj.pk, "scope"])
        )


def holds_for_a_while(move: Move) -> Iterator[Problem]:
    """What is approved holds from then on: the day by which it is reviewed lies ahead."""
    answers = Answer.objects.filter(document=move.obj, field__in=signing.ENDS, lang="")
    for field, day in answers.order_by("field").values_list("field", "value"):
        if day and date.fromisoformat(day) < timezone.localdate():
            asked = move.obj.outline.field(field).label
            section = move.obj.outline.section_of(field).key
            message = _("“%(question)s” names a day that has passed.") % {"question": asked}
            yield Problem(message, f"{reverse('documents:section', args=[move.obj.pk, section])}#{field}")


def reviewed_on_time(move: Move) -> None:
    """Set the day by which an approved record is looked at again: what it says itself, or the pack's interval."""
    months = move.obj.framework.intervals.assessment_review_months
    latest = timezone.localdate() + relativedelta(months=months)
    said = signing.Signed(move.obj.effective_version).valid_until
    move.obj.review_due_on = min(said, latest) if said else latest
    move.obj.save(update_fields=["review_due_on"])


for _kind in KINDS:
    _kind.guard("consult")(uses_are_named)
    _kind.guard("consult", "submit", "approve")(holds_for_a_while)
    _kind.effect("approve")(reviewed_on_time)
    _kind.effect("approve")(signing.sign)
    _kind.effect("revoke")(signing.unsign)
    keeps_register(_kind)
