"""What falls due after an approval: advice owed since an emergency, whether documents hold, what was revoked?"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch

from approvals import emergency, rounds
from approvals.models import AttestationRequest, Override, ReviewRound, Revocation, SignOff
from documents.models import Document
from organizations.models import Role
from reminders.duties import CHUNK, Due, horizon, source, staged
from reminders.people import Seat, names
from risk.models import PlatformChange


def _due(
    code: str,
    key: str,
    document: Document,
    due_on: date,
    now: datetime,
    seats: Iterable[Seat],
    place: tuple[str, tuple[Any, ...]],
    people: frozenset[int] = frozenset(),
    **params: Any,
) -> Iterator[Due]:
    """Yield the duty if it has reached a stage; the head hears of it, too, once it is overdue."""
    stage, is_overdue = staged(document.organization, due_on, now, document.framework_code)
    if stage is None:
        return
    head = (Seat(Role.HEAD, kind=document.kind),) if is_overdue else ()
    yield Due(
        key=key,
        organization_id=document.organization_id,
        seats=(Seat(Role.COORDINATOR), *seats, *head),
        code=f"{code}.overdue" if is_overdue else f"{code}.due",
        params={
            "document": {"en": document.title_en, "fr": document.title_fr},
            "organization": names(document.organization),
            "due_on": {"date": due_on.isoformat()},
            **params,
        },
        url_name=place[0],
        url_args=place[1],
        due_on=due_on,
        stage=stage,
        people=people,
    )


def _home(document: Document) -> tuple[str, tuple[Any, ...]]:
    return document.kind_info.url_name, (document.pk,)


@source
def consultations_owed(now: datetime) -> Iterator[Due]:
    """After an emergency approval each area answers by a day: those that are waited for owe it (§2.2 row 9)."""
    said = Prefetch("sign_offs", SignOff.objects.order_by("at", "pk"), to_attr="said")
    found = ReviewRound.objects.owing().filter(owed_by__lte=horizon(now)).select_related("document__organization")
    owing = list(found.select_related("version").defer("version__content").prefetch_related(said).order_by("pk"))
    kept = set(Override.objects.filter(decision__round__in=owing).values_list("sign_off", flat=True))
    for round_ in owing:
        debt = emergency.judged(round_, rounds.standings(round_, round_.document, round_.said), kept)
        if debt.waited:
            seats = [Seat(Role.ADVISOR, area=standing.area.code) for standing in debt.waited]
            key, number = f"consultation:{round_.pk}", str(round_.version.number)
            yield from _due(
                "consultation", key, round_.document, round_.owed_by, now, seats, _home(round_.document), number=number
            )


@source
def attestations(now: datetime) -> Iterator[Due]:
    """A document that was asked about is attested, or changed, by a day: its owner and the coordinator owe it.

    Of a change of a platform that concerns many they are reminded once for all (`reminders.changes`).
    """
    found = AttestationRequest.objects.open().filter(due_on__lte=horizon(now))
    found = found.exclude(cause__in=PlatformChange.objects.values("cause"))
    for request in found.select_related("document__organization").order_by("due_on", "pk").iterator(chunk_size=CHUNK):
        document, what = request.document, {"en": request.text_en, "fr": request.text_fr}
        key, place, owner = f"attestation:{request.pk}", ("approvals:attest", (request.pk,)), {document.owner_id}
        yield from _due("attestation", key, document, request.due_on, now, (), place, frozenset(owner), what=what)


@source
def revocations(now: datetime) -> Iterator[Due]:
    """What rested on a revoked document is settled by a day, or the document is approved again."""
    found = Revocation.objects.filter(document__state="revoked", act_by__lte=horizon(now))
    newest: dict[int, Revocation] = {}
    for one in found.select_related("document__organization").order_by("pk").iterator(chunk_size=CHUNK):
        newest[one.document_id] = one
    for one in newest.values():
        yield from _due("revocation", f"revocation:{one.pk}", one.document, one.act_by, now, (), _home(one.document))
