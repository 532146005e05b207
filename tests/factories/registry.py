"""Listed accounts for tests: one, or many, with what search and comparison derive."""

from datetime import date
from typing import Any

from accounts.models import OfficialAccount
from organizations.models import Organization
from risk.models import Platform


def listed(
    organization: Organization,
    platform: Platform,
    handle: str,
    *,
    name: str = "",
    language: str = "en",
    state: str = "active",
    **fields: Any,
) -> OfficialAccount:
    """Return an account as the central entity leaves it: in use unless told otherwise."""
    account = OfficialAccount(
        organization=organization,
        platform=platform,
        language=language,
        name=name or handle,
        handle=handle,
        url=fields.pop("url", platform.url_for(handle)),
        state=state,
        opened_on=fields.pop("opened_on", date(2026, 5, 4)),
        **fields,
    )
    account.set_derived()
    account.save()
    return account


def pair(
    organization: Organization, platform: Platform, *, state: str = "active", **fields: Any
) -> list[OfficialAccount]:
    """Return @ParksCanada and @ParcsCanada, each the other's equivalent."""
    english = listed(organization, platform, "ParksCanada", name="Parks Canada", state=state, **fields)
    french = listed(organization, platform, "ParcsCanada", name="Parcs Canada", language="fr", state=state, **fields)
    for one, other in ((english, french), (french, english)):
        one.equivalent = other
        one.save()
    return [english, french]


def many(organization: Organization, platform: Platform, count: int) -> None:
    """Make `count` accounts in use."""
    rows = []
    for number in range(count):
        account = OfficialAccount(
            organization=organization,
            platform=platform,
            language="en",
            name=f"Program {number:05}",
            handle=f"program{number:05}",
            url=platform.url_for(f"program{number:05}"),
            state="active",
        )
        account.set_derived()
        rows.append(account)
    OfficialAccount.objects.bulk_create(rows, batch_size=500)
