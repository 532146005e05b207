"""The verbs of closing: a coordinator asks for accounts to be closed (§4.2(j), §4.3)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import rules
from accounts.actions.submissions import BETWEEN
from accounts.models import Disposition, OfficialAccount, names
from documents import actions as documents
from govsocial.core import access, ledger
from organizations.models import User

ENDED = ("withdrawn", "refused", "revoked")


@transaction.atomic
def start(accounts: list[OfficialAccount], *, by: User) -> Disposition:
    """Start the request to close `accounts` (one organization's) and return it.

    Raises ValidationError when one of them is not in use, or a request to close it is under way already.
    """
    first = accounts[0]
    access.require(by, rules.START_DISPOSITION, first)
    locked = list(
        OfficialAccount.objects.select_for_update(of=("self",))
        .filter(pk__in=[account.pk for account in accounts], organization=first.organization_id)
        .select_related("organization")
        .order_by("pk")
    )
    for account in locked:
        _refuse_unless_closable(account)
    titles = _titles(locked)
    document = documents.start(
        kind="disposition", organization=first.organization, title_en=titles["en"], title_fr=titles["fr"], by=by
    )
    disposition = Disposition.objects.create(document=document, plan=first.plan)
    disposition.accounts.set(locked)
    for account in locked:
        ledger.record("account.closing_asked", subject=account, by=by, details={"disposition": disposition.pk})
    return disposition


def _refuse_unless_closable(account: OfficialAccount) -> None:
    if account.state != "active":
        raise ValidationError(
            _("“%(account)s” is “%(state)s”. Only an account in use can be closed.")
            % {"account": account, "state": account.state_info.label},
            code="not_active",
        )
    if under_way(account).exists():
        raise ValidationError(
            _("A request to close “%(account)s” is under way already. Open that one.") % {"account": account},
            code="exists",
        )


def under_way(account: OfficialAccount):
    """Return the requests to close `account` that were not given up, refused or carried out."""
    asked = account.dispositions.exclude(document__state__in=ENDED)
    return asked.exclude(submissions__document__state="completed")


def _titles(accounts: list[OfficialAccount]) -> dict[str, str]:
    outline = accounts[0].organization.framework.outline("disposition")
    return {lang: f"{outline.title.get(lang)}{BETWEEN[lang]}{names(accounts, lang)}"[:200] for lang in ("en", "fr")}
