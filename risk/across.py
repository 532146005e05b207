"""What do the risks of all departments look like together? For the central entity's reviewers and for auditors.

Everything is asked of the rows that were copied when versions came into force: a constant number of queries, whatever
the number of documents.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

import frameworks
from organizations.models import Organization
from risk.models import Acceptance, AcceptedRisk, Assessment, RegisteredRisk, RegisteredTreatment

HIGHEST = 5  # the shade in which the highest level of every scale is drawn
YEAR = 365
LISTED = 20


@dataclass(frozen=True)
class Name:
    """The words of the packs for the codes of a list: of several packs the first that knows the code."""

    list_name: str

    def of(self, code: str) -> str:
        for pack in frameworks.codes():
            found = frameworks.get(pack).lists.get(self.list_name, ())
            if name := next((str(item.name) for item in found if item.code == code), ""):
                return name
        return code


def _counts() -> dict[str, Any]:
    return {
        "total": Count("pk"),
        "above": Count("pk", filter=Q(is_above_tolerance=True)),
        "highest": Count("pk", filter=Q(residual_shade=HIGHEST)),
    }


def by_group(user: Any) -> list[dict[str, Any]]:
    """Return how many risks of versions in force stand in each group, and how many remain high: one query."""
    found = RegisteredRisk.objects.in_force().visible_to(user).order_by()
    rows = found.values("group").annotate(**_counts()).order_by("-above", "-total", "group")
    names = Name("risk_groups")
    return [{**row, "name": names.of(row["group"])} for row in rows]


def by_threat(user: Any) -> list[dict[str, Any]]:
    """Return the most frequent typical threats of versions in force, those that remain high first: one query."""
    found = RegisteredRisk.objects.in_force().visible_to(user).exclude(threat="").order_by()
    rows = found.values("threat").annotate(**_counts()).order_by("-above", "-total", "threat")[:LISTED]
    names = Name("account_threats")
    return [{**row, "name": names.of(row["threat"])} for row in rows]


def highest(user: Any, *, group: str = "", threat: str = "") -> QuerySet:
    """Return the risks of versions in force, of one group or typical threat where given; list by shade, then newest."""
    found = RegisteredRisk.objects.in_force().visible_to(user).filter(residual_shade__gt=0)
    if group:
        found = found.filter(group=group)
    if threat:
        found = found.filter(threat=threat)
    return found.select_related("document", "organization")


def overdue(user: Any, organization: Organization | None = None) -> QuerySet:
    """Return the treatments of versions in force that are not done and whose date is past."""
    yesterday = timezone.localdate() - timedelta(days=1)
    found = RegisteredTreatment.objects.due_by(yesterday).visible_to(user)
    if organization is not None:
        found = found.filter(organization=organization)
    return found.select_related("document", "organization")


def overdue_by_department(user: Any) -> list[dict[str, Any]]:
    """Return how many treatments are overdue in each department, most first: one query."""
    found = overdue(user).order_by().values("organization__code", "organization__name_en", "organization__name_fr")
    return list(found.annotate(total=Count("pk")).order_by("-total", "organization__code")[:LISTED])


def unaccepted_by_department(user: Any) -> list[dict[str, Any]]:
    """Return how many risks above the tolerance no acceptance covers now, by department, most first: one query."""
    found = RegisteredRisk.objects.in_force().visible_to(user).unaccepted().order_by()
    found = found.values("organization__code", "organization__name_en", "organization__name_fr")
    return list(found.annotate(total=Count("pk")).order_by("-total", "organization__code")[:LISTED])


def still_covering(day: date) -> QuerySet:
    """Return acceptances that end by `day`, cover a risk in force as it stands, and that no later one replaces."""
    later = (
        AcceptedRisk.objects.filter(document=OuterRef("document"), digest=OuterRef("digest"))
        .filter(acceptance__revocation=None, acceptance__expires_on__gt=day)
        .exclude(acceptance=OuterRef("acceptance"))
    )
    in_force = RegisteredRisk.objects.in_force().filter(document=OuterRef("document"), digest=OuterRef("digest"))
    needed = AcceptedRisk.objects.filter(acceptance=OuterRef("pk")).filter(Exists(in_force), ~Exists(later))
    found = Acceptance.objects.filter(revocation=None, expires_on__lte=day).filter(Exists(needed))
    return found.select_related("document__organization", "accepted_by")


def expired(user: Any) -> QuerySet:
    """Return acceptances that have ended while what they covered is still in force."""
    return still_covering(timezone.localdate() - timedelta(days=1)).visible_to(user)


def assessments_by_age(user: Any) -> list[dict[str, Any]]:
    """Return how many signed assessments of each kind are how old, and how many have ended: one query."""
    today = timezone.localdate()
    ended = Q(valid_until__lt=today)
    spans = {"first": (0, 1), "second": (1, 2), "third": (2, 3), "older": (3, 200)}
    counts: dict[str, Any] = {"ended": Count("pk", filter=ended)}
    for name, (least, most) in spans.items():
        newest, oldest = today - timedelta(days=YEAR * least), today - timedelta(days=YEAR * most)
        aged = Q(signed_on__lte=newest, signed_on__gt=oldest) & ~Q(valid_until__lt=today)
        counts[name] = Count("pk", filter=aged)
    found = Assessment.objects.visible_to(user).newest().filter(signed_on__isnull=False).order_by()
    labels = dict(Assessment.Kind.choices)
    rows = found.values("kind").annotate(total=Count("pk"), **counts).order_by("kind")
    return [{**row, "name": str(labels[row["kind"]])} for row in rows]


def age_columns() -> list[tuple[str, str]]:
    """Return the spans of `assessments_by_age` with what they are called."""
    return [
        ("first", _("Less than a year")),
        ("second", ngettext("%(count)d year", "%(count)d years", 1) % {"count": 1}),
        ("third", ngettext("%(count)d year", "%(count)d years", 2) % {"count": 2}),
        ("older", _("3 years or more")),
        ("ended", _("Expired")),
    ]
