"""Whom does a sign-off or a condition concern, and what are they told?"""

from approvals.models import Condition
from approvals.news import News
from organizations.models import Role
from reminders.actions import Telling, tell
from reminders.people import Roster, Seat, names


def on_advice(news: News) -> None:
    """Tell those whom `news` concerns, never the one who said it."""
    document = news.document
    url = _place(news)
    tell(
        Telling(
            key=f"{news.code}:{url[1]}",
            cycle=f"s{news.number}",
            recipient_id=recipient_id,
            code=news.code,
            params={
                "document": {"en": document.title_en, "fr": document.title_fr},
                "organization": names(document.organization),
                "area": _area(news),
                "by": str(news.by),
            },
            url_name=url[0],
            url_args=(url[1],),
        )
        for recipient_id in sorted(concerned(news) - {news.by.pk})
    )


def _place(news: News) -> tuple[str, int]:
    """Return where it is told: the condition, the document itself once it is approved, or its review."""
    if news.condition is not None:
        return "approvals:condition", news.condition.pk
    if news.code in {"consultation.objected", "attestation.given"}:
        return news.document.kind_info.url_name, news.document.pk
    return "approvals:document", news.document.pk


def _area(news: News) -> dict[str, str]:
    if not news.area:
        return {}
    name = news.document.framework.area(news.area).name
    return {"en": name.en, "fr": name.fr}


def concerned(news: News) -> set[int]:
    """Return the ids of those whom it concerns, of the people who belong to the organization today."""
    place = news.document.organization_id
    roster = Roster([place])
    if news.code in {"advice.recused", "condition.reported", "consultation.owed"}:
        return roster.seated(place, Seat(Role.ADVISOR, area=news.area))
    head = Seat(Role.HEAD, kind=news.document.kind)
    if news.code == "consultation.objected":
        return roster.seated(place, head)
    if news.code == "attestation.given":
        return roster.seated(place, head, Seat(Role.COORDINATOR))
    here, coordinators = roster.everybody(place), roster.seated(place, Seat(Role.COORDINATOR))
    if news.condition is None:
        return ({news.document.owner_id} & here) | coordinators
    return (owners(news.condition) & here) | coordinators


def owners(condition: Condition) -> set[int]:
    """Return the ids of who sees to a condition: its owner, and who reported on it."""
    return {condition.owner_id, *condition.steps.filter(kind="reported").values_list("by", flat=True)}
