"""Which promises of the social media notice must a protocol keep? Lines of the pack, by type of protocol (G068)."""

from typing import Any

from frameworks.pack import PROTOCOLS
from plans.models import ProtocolVersion


def promises_of(version: ProtocolVersion) -> tuple[Any, ...]:
    """Return the lines of the pack's checklist that a version of this type is checked by."""
    return checklist_of(version).in_group(version.protocol.type)


def checklist_of(version: ProtocolVersion) -> Any:
    """Return the pack's checklist itself, for its title and introduction."""
    return version.organization.framework.checklist(PROTOCOLS)
