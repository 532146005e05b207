"""Whom do the risks of a document concern after they were written: who accepts, what ends, what is not done yet?"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from documents.models import Document
from organizations.models import Role
from reminders.actions import Telling, tell
from reminders.duties import CHUNK, Due, horizon, source, staged
from reminders.people import Seat, names
from risk import across
from risk.models import RegisteredTreatment
from risk.register_news import RiskNews

PLACES = {"acceptance.asked": "risk:acceptance", "acceptance.revoked": "risk:register"}


def on_risk(news: RiskNews) -> None:
    """Tell a manager that they are asked to accept, or the owner that an acceptance was taken back."""
    if news.person.pk == news.by.pk:
        return
    telling = Telling(
        key=f"{news.code}:{news.document.pk}",
        cycle=f"n{news.number}",
        recipient_id=news.person.pk,
        code=news.code,
        params={**_told(news.document), "by": str(news.by)},
        url_name=PLACES[news.code],
        url_args=(news.document.pk,),
    )
    tell([telling])


def _told(document: Document) -> dict[str, Any]:
    return {
        "document": {"en": document.title_en, "fr": document.title_fr},
        "organization": names(document.organization),
    }


def _due(
    code: str, key: str, document: Document, due_on: date, now: datetime, place: tuple[str, tuple[Any, ...]], who: int
) -> Iterator[Due]:
    """Yield the duty if it has reached a stage: the coordinator's, and that of the person `who`."""
    stage, is_overdue = staged(document.organization, due_on, now, document.framework_code)
    if stage is not None:
        yield Due(
            key=key,
            organization_id=document.organization_id,
            seats=(Seat(Role.COORDINATOR),),
            code=f"{code}.overdue" if is_overdue else f"{code}.due",
            params={**_told(document), "due_on": {"date": due_on.isoformat()}},
            url_name=place[0],
            url_args=place[1],
            due_on=due_on,
            stage=stage,
            people=frozenset({who}),
        )


@source
def acceptances(now: datetime) -> Iterator[Due]:
    """An acceptance that ends leaves a risk that nobody answers for: who gave it and the coordinator owe it."""
    rows = across.still_covering(horizon(now)).order_by("expires_on", "pk")
    for one in rows.iterator(chunk_size=CHUNK):
        place = ("risk:register", (one.document_id,))
        yield from _due(
            "acceptance", f"acceptance:{one.pk}", one.document, one.expires_on, now, place, one.accepted_by_id
        )


@source
def treatments(now: datetime) -> Iterator[Due]:
    """A treatment of a version in force is done by its day: the owner of the document and the coordinator owe it."""
    rows = RegisteredTreatment.objects.due_by(horizon(now)).select_related("document__organization")
    for one in rows.order_by("due_on", "pk").iterator(chunk_size=CHUNK):
        place = ("risk:treatment", (one.pk,))
        key, document = f"treatment:{one.document_id}:{one.row}", one.document
        yield from _due("treatment", key, document, one.due_on, now, place, document.owner_id)
