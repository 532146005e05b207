"""What may somebody exercise today, on whose behalf and until when? One hat a role, own or delegated."""

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Hat:
    """One role that somebody may exercise today, and when it is delegated for whom, until when."""

    organization_id: int
    role: str
    area: str = ""
    principal_id: int | None = None
    principal_name: str = ""
    kinds: tuple[str, ...] = ()
    is_of_entity: bool = False
    delegation_id: int | None = None
    capacity: str = ""
    until: date | None = None

    @classmethod
    def delegated(cls, delegation: Any, *, role: str) -> "Hat":
        """Return the hat that a delegation gives, for as long as it holds."""
        return cls(
            delegation.organization_id,
            role,
            is_of_entity=delegation.organization.is_central_entity,
            principal_id=delegation.principal_id,
            principal_name=delegation.principal.name,
            kinds=tuple(delegation.kinds),
            delegation_id=delegation.pk,
            capacity=delegation.capacity,
            until=delegation.valid_to,
        )

    def covers(self, kind: str) -> bool:
        """Say whether it holds for this kind of document: a delegation may name some only."""
        return not self.kinds or kind in self.kinds
