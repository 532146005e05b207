"""Which username did somebody mean, can it exist on the platform, and does an official account bear it already?"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import OfficialAccount
from risk.models import Platform


def username(platform: Platform, typed: str) -> str:
    """Return the bare username in `typed`: a username, with or without @, or an address of the platform.

    Raises ValidationError, in words that say what to type instead, when it is neither.
    """
    text = typed.strip()
    if "/" in text:
        return _from_address(platform, text)
    bare = text.lstrip("@")
    if not platform.is_handle(bare):
        raise ValidationError(
            _(
                "“%(handle)s” cannot be a username on %(platform)s: at most %(count)d characters, without spaces. "
                "Type it as it will stand after the @."
            )
            % {"handle": text, "platform": platform, "count": platform.handle_max},
            code="handle",
        )
    return bare


def _from_address(platform: Platform, address: str) -> str:
    found = platform.handle_in(address)
    if not found:
        raise ValidationError(
            _("“%(address)s” is not the address of an account on %(platform)s. Such an address looks like %(example)s.")
            % {"address": address, "platform": platform, "example": platform.url_for("…")},
            code="address",
        )
    return found


def bearer(platform: Platform, handle: str, *, but: int | None = None) -> OfficialAccount | None:
    """Return the living official account that bears `handle` on `platform` (other than the id `but`), or None."""
    living = OfficialAccount.objects.living().filter(platform=platform, handle_key=platform.handle_key(handle))
    return living.exclude(pk=but).select_related("organization", "platform").first()


def taken(account: OfficialAccount, organization_id: int) -> str:
    """Return the sentence that says who bears a username already and what to do about it."""
    words = {"handle": account.handle, "platform": account.platform, "organization": account.organization.name}
    if account.organization_id == organization_id:
        return (
            _(
                "“%(handle)s” on %(platform)s is already registered as an official account of your own organization. "
                "Open that account instead, or choose another username."
            )
            % words
        )
    return (
        _(
            "“%(handle)s” on %(platform)s is already registered as an official account of %(organization)s. "
            "Choose another username, or ask that organization’s coordinator if this is a mistake."
        )
        % words
    )


def must_be_free(platform: Platform, handle: str, *, organization_id: int, but: int | None = None) -> None:
    """Raise ValidationError when a living official account bears `handle` on `platform` already."""
    found = bearer(platform, handle, but=but)
    if found is not None:
        raise ValidationError(taken(found, organization_id), code="taken")
