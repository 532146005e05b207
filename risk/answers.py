"""Who has answered a change, and who not yet? A standing for each thing, reckoned by the database."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from approvals.models import AttestationRequest
from approvals.models.attestation import ENDED as GONE
from organizations.models import in_language
from risk import concerned
from risk.models import Affected, AffectedAnswer, PlatformChange


class Standing(models.TextChoices):
    """Where one thing stands towards a change."""

    SILENT = "silent", _("Not answered")
    AMENDING = "amending", _("Being amended")
    HELD = "held", _("Nothing changes")
    AMENDED = "amended", _("Amended")
    ENDED = "ended", _("No longer in use")
    LIFTED = "lifted", _("Needs no answer any more")
    TOLD = "told", _("Told, no answer asked")


TONES = {
    Standing.SILENT: "warning",
    Standing.AMENDING: "info",
    Standing.HELD: "success",
    Standing.AMENDED: "success",
    Standing.ENDED: "closed",
    Standing.LIFTED: "closed",
    Standing.TOLD: "neutral",
}
#: Somebody still owes an answer.
OPEN = (Standing.SILENT, Standing.AMENDING)


def tag(standing: str, *, is_late: bool) -> dict[str, str]:
    """Return a standing as a status tag; what is owed and late says so."""
    one = Standing(standing)
    if is_late and one in OPEN:
        label = _("Not answered, late") if one == Standing.SILENT else _("Being amended, late")
        return {"label": str(label), "tone": "danger"}
    return {"label": str(one.label), "tone": TONES[one]}


def with_standing(rows: QuerySet) -> QuerySet:
    """Add `standing` to rows of `Affected`.

    A document answers as its question does, which AFTER approval asks and settles: "nothing changes", an approved
    change, the end of the document. What no document answers for is settled by its own answer, or by what its kind
    calls amended or ended.
    """
    asked = AttestationRequest.objects.filter(document=OuterRef("document"), cause=OuterRef("change__cause"))
    answered = Exists(asked.filter(attestation__isnull=False)) | Exists(
        AffectedAnswer.objects.filter(affected=OuterRef("pk"))
    )
    return rows.annotate(
        standing=Case(
            When(change__due_on=None, then=Value(Standing.TOLD)),
            When(answered, then=Value(Standing.HELD)),
            When(change__called_off__isnull=False, then=Value(Standing.LIFTED)),
            When(document__state__in=GONE, then=Value(Standing.ENDED)),
            *_of_themselves(),
            When(document=None, then=Value(Standing.SILENT)),
            When(~Exists(asked.open()), then=Value(Standing.AMENDED)),
            When(~Q(document__state="approved"), then=Value(Standing.AMENDING)),
            default=Value(Standing.SILENT),
            output_field=models.CharField(max_length=10),
        )
    )


def _of_themselves() -> Iterable[When]:
    """Yield what settles the things that no document in force answers for."""
    for kind in concerned.kinds():
        own = Q(kind=kind.code, document=None)
        for condition, standing in ((kind.ended, Standing.ENDED), (kind.amended, Standing.AMENDED)):
            if condition is not None:
                yield When(own & Q(condition()), then=Value(standing))


@dataclass
class Place:
    """What stands where in one organization."""

    code: str
    name_en: str
    name_fr: str
    numbers: dict[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return in_language(self, "name")

    @property
    def owed(self) -> int:
        return sum(self.numbers.get(standing, 0) for standing in OPEN)


@dataclass
class Tally:
    """How many things stand where: in all, of each kind, in each organization."""

    totals: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(self.totals.values())

    @property
    def owed(self) -> int:
        return sum(self.totals.get(standing, 0) for standing in OPEN)


def tally(change: PlatformChange, user: Any) -> Tally:
    """Return who has answered `change` as far as `user` sees: one query, however many things and organizations."""
    named = ("organization__code", "organization__name_en", "organization__name_fr", "kind", "standing")
    rows = with_standing(Affected.objects.visible_to(user).filter(change=change)).order_by()
    made, places = Tally(), dict[str, Place]()
    for code, name_en, name_fr, kind, standing, number in (
        rows.values(*named).annotate(n=Count("pk")).values_list(*named, "n")
    ):
        place = places.setdefault(code, Place(code, name_en, name_fr))
        for numbers, key in ((made.totals, standing), (made.kinds, kind), (place.numbers, standing)):
            numbers[key] = numbers.get(key, 0) + number
    made.places = sorted(places.values(), key=lambda one: (-one.owed, one.code))
    return made


def owed(changes: Iterable[PlatformChange], user: Any) -> dict[int, int]:
    """Return how many things still owe an answer, by change, as far as `user` sees: one query."""
    rows = Affected.objects.visible_to(user).filter(change__in=[one.pk for one in changes])
    found = with_standing(rows).filter(standing__in=OPEN).order_by().values("change").annotate(n=Count("pk"))
    return dict(found.values_list("change", "n"))
