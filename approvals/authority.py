"""On what authority does somebody decide: as head, as designate, as acting head, and on whose behalf?

Guideline §4, footnote 1: each decision shows whether the head of communications or a designate made it.
"""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied

from approvals import rules
from approvals.models import Decision
from documents.models import Document
from organizations.models import Delegation, Role, User


@dataclass(frozen=True)
class Authority:
    """In which capacity (`Decision.Capacity`), and under which delegation where it is not one's own."""

    capacity: str
    delegation: Delegation | None = None

    @property
    def on_behalf_of(self) -> str:
        return self.delegation.principal.name if self.delegation else ""

    @property
    def instrument(self) -> str:
        return self.delegation.instrument if self.delegation else ""

    @property
    def details(self) -> dict[str, object]:
        """Return what a line of the ledger says of it; the letter's words are in the line of the delegation."""
        told: dict[str, object] = {"capacity": str(self.capacity)}
        return {**told, "delegation": self.delegation.pk} if self.delegation else told


def under(person: User, document: Document) -> Authority | None:
    """Return on what authority `person` decides as or for the head, in the transaction of the decision; None on none.

    One's own authority comes first; then who is acting, then who is designated. The delegation's row is locked, so that
    a revocation is on the record wholly before the decision or wholly after it.
    """
    place, kind = document.organization_id, document.kind
    hats = [hat for hat in person.hats if hat.role == Role.HEAD and hat.organization_id == place and hat.covers(kind)]
    if any(hat.delegation_id is None for hat in hats):
        return Authority(Decision.Capacity.INCUMBENT)
    for hat in sorted(hats, key=lambda one: (one.capacity != Delegation.Capacity.ACTING, one.delegation_id or 0)):
        held = Delegation.objects.select_for_update(of=("self",)).select_related("principal")
        delegation = held.filter(pk=hat.delegation_id, revoked_at__isnull=True).first()
        if delegation is not None:
            return Authority(Decision.Capacity(delegation.capacity), delegation)
    return None


def of(person: User, document: Document) -> Authority:
    """Return on what authority `person` decides finally: `under` the head's, or as coordinator of an editorial change.

    Raises PermissionDenied when neither holds any more.
    """
    found = under(person, document)
    if found is None and person.has_role(Role.COORDINATOR, document.organization_id):
        found = Authority(Decision.Capacity.COORDINATOR)
    if found is None:
        raise PermissionDenied(rules.APPROVE.name)
    return found
