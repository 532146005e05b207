"""Does a table of who has access name more administrators than needed, or addresses that are not the government's?

Which roles administer, how many are enough and which domains are official is data of the pack (`platform_roles`,
`access_limits`); any table with a column of `platform_roles` is looked at (§4.2(g); App. A, information technology
security).
"""

from collections.abc import Iterator
from typing import Any

from documents.draft import Draft
from documents.models import Document

ROLES, LIMITS, EMAIL = "platform_roles", "access_limits", "email"


def warnings(document: Document, section: Any, draft: Draft) -> list[dict[str, Any]]:
    """Return what is to be thought over in the access tables of `section`, as {"limit": Item, "found": [texts]}."""
    return [
        warning for table in section.tables for warning in _of_table(document, table, draft.rows.get(table.key, []))
    ]


def _of_table(document: Document, table: Any, rows: list[Any]) -> Iterator[dict[str, Any]]:
    role = next((column for column in table.columns if column.list == ROLES), None)
    if role is None or LIMITS not in document.framework.lists:
        return
    limits = {item.code: item for item in document.framework.items(LIMITS)}
    administering = {item.code: item for item in document.framework.items(ROLES) if item.data.get("administers")}
    held = [administering[row.cells[role.key]] for row in rows if row.cells.get(role.key) in administering]
    if len(held) > limits["administrators"].data["most"]:
        yield {"limit": limits["administrators"], "found": [str(item.name) for item in held]}
    domains = tuple(limits["addresses"].data["domains"])
    addresses = [row.cells.get(EMAIL, "").strip() for row in rows]
    foreign = [address for address in addresses if address and not is_of(address, domains)]
    if foreign:
        yield {"limit": limits["addresses"], "found": foreign}


def is_of(address: str, domains: tuple[str, ...]) -> bool:
    """Say whether an e-mail address is of one of `domains` or of a part of one (someone@dept.gc.ca of gc.ca)."""
    host = address.rpartition("@")[2].casefold().rstrip(".")
    return "@" in address and any(host == domain or host.endswith(f".{domain}") for domain in domains)
