"""What do duties and specifications put on other pages? Work on home pages, panels on organizations and accounts."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts import rules, specifications, spokespersons
from accounts.checklists import CONFIGURATION
from accounts.models import ChecklistItem, OfficialAccount
from govsocial.core.declare import Panel, WorkItem, panels, works
from organizations.models import Organization, Role

MOST_TOLD = 20


@works
def duties_to_acknowledge(user: Any) -> Iterator[WorkItem]:
    """Tell everybody who is to speak for a department what they owe, and coordinators who of theirs owes it."""
    if not user.organization_ids:
        return
    coordinated = {hat.organization_id for hat in user.hats if hat.role == Role.COORDINATOR}
    me = spokespersons.key(user.email)
    # A coordinator's own departments are read whole; elsewhere only what names this very person.
    people = spokespersons.people(coordinated, mine=set(user.organization_ids) - coordinated, email=me)
    for person in people:
        if person.email == me and person.owes:
            yield WorkItem(
                "waits",
                _("Read and acknowledge your duties as a spokesperson of %(organization)s")
                % {"organization": person.organization.name},
                reverse("accounts:my_duties", args=[person.organization.code]),
                detail=_("Before you get, or keep, access to an account."),
            )
    yield from _unsigned([one for one in people if one.organization.pk in coordinated])


def _unsigned(people: list[spokespersons.Person]) -> Iterator[WorkItem]:
    """Tell a coordinator who has no sign-in and owes a signature that only a coordinator can record."""
    owing: dict[Organization, list[str]] = {}
    for person in people:
        if person.owes and person.user is None:
            owing.setdefault(person.organization, []).append(person.name)
    for organization, names in owing.items():
        words = ngettext(
            "Have %(count)d person sign the duties of a spokesperson, and record it",
            "Have %(count)d people sign the duties of a spokesperson, and record it",
            len(names),
        )
        url = reverse("accounts:spokespersons", args=[organization.code])
        yield WorkItem("waits", words % {"count": len(names)}, url, detail=", ".join(sorted(names)[:MOST_TOLD]))


@works
def specifications_to_sign(user: Any) -> Iterator[WorkItem]:
    """Tell who advises on the Federal Identity Program (or whom the pack names) which accounts wait for them."""
    seats = {(hat.organization_id, hat.area) for hat in user.hats if hat.role == Role.ADVISOR}
    if not seats:
        return
    checked = ChecklistItem.objects.filter(account=OuterRef("pk"), checklist=CONFIGURATION, is_done=True)
    waiting = OfficialAccount.objects.filter(Exists(checked), organization__in={place for place, _area in seats})
    waiting = waiting.filter(state__in=["creating", "active"]).select_related("organization", "platform")
    found = waiting.order_by("state_changed_at", "pk")
    for account, standing in specifications.waiting(found, seats):
        yield WorkItem(
            "waits",
            _("Sign off the technical specifications as applied: %(account)s") % {"account": account.name},
            reverse("accounts:specifications", args=[account.pk, standing.group.code]),
            detail=str(account.platform),
        )


@panels("organization")
def on_organization(organization: Organization, user: Any) -> Panel | None:
    """Lead to who may speak for an organization, and everybody of it to their own duties."""
    may_see = rules.SEE_SPOKESPERSONS.allows(user, organization)
    if not (may_see or rules.ACKNOWLEDGE.allows(user, organization)):
        return None
    return Panel(
        gettext_lazy("Who may speak for it"),
        "accounts/panel_spokespersons.html",
        {
            "code": organization.code,
            "may_see": may_see,
            "may_acknowledge": rules.ACKNOWLEDGE.allows(user, organization),
        },
        order=45,
    )


@panels("account")
def on_account(account: OfficialAccount, _user: Any) -> Panel | None:
    """Show whether the specifications are signed off as they stand, by whom."""
    standings = specifications.standings(account)
    if not standings or account.submission_id is None:
        return None
    return Panel(
        gettext_lazy("Technical specifications as applied"),
        "accounts/panel_specifications.html",
        {"account": account, "standings": standings},
        order=30,
    )
