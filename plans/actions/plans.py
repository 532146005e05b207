"""The verbs of plans: start one, and name the accounts that it is for."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from documents import actions as documents
from documents import carrying
from documents.models import Version
from govsocial.core import access
from organizations.models import Organization, User
from plans import rules
from plans.models import Plan, PlannedAccount
from risk.models import Platform
from strategy.models import Strategy


@dataclass(frozen=True)
class Named:
    """A planned account: its language ("en", "fr", "bilingual", "other"), its name and its username.

    Accounts of the same `group` are each other's counterpart; a plan for one pair has one group.
    """

    language: str
    name: str
    handle: str
    group: int = 1


@transaction.atomic
def start(
    *,
    organization: Organization,
    strategy: Strategy | None,
    platform: Platform,
    accounts: list[Named],
    prepared_by: str,
    title_en: str,
    title_fr: str,
    by: User,
    source: Version | None = None,
) -> Plan:
    """Start the plan of one account or a group on one platform, on the strategy version in force (§4.2).

    With `source`, an approved plan that `by` may read, what fits is copied from it and marked until it is reviewed.
    Raises ValidationError when the strategy has no approved version, or a username cannot exist on the platform.
    """
    access.require(by, rules.START, organization)
    version = strategy.version if strategy else None
    if strategy is None or version is None or strategy.organization_id != organization.pk:
        raise ValidationError(
            _("A plan rests on an approved strategy, and yours is not approved yet."), code="strategy_not_approved"
        )
    document = documents.start(kind="plan", organization=organization, title_en=title_en, title_fr=title_fr, by=by)
    plan = Plan.objects.create(
        document=document, strategy=strategy, strategy_version=version, platform=platform, prepared_by=prepared_by
    )
    name_accounts(plan, accounts)
    if source is not None:
        carrying.carry(document, source, by=by)
    return plan


@transaction.atomic
def change_header(
    plan: Plan, *, platform: Platform, accounts: list[Named], prepared_by: str, title_en: str, title_fr: str, by: User
) -> Plan:
    """Change what heads the plan while it may be written."""
    document = documents.locked(plan.document, by=by)
    documents.rename(document, title_en=title_en, title_fr=title_fr, by=by)
    plan.platform, plan.prepared_by = platform, prepared_by
    plan.save(update_fields=["platform", "prepared_by"])
    name_accounts(plan, accounts)
    documents.touch(document, document.outline.sections[0].key, by=by)
    return plan


@transaction.atomic
def rest_on_current_strategy(plan: Plan, *, by: User) -> Plan:
    """Base the draft on the strategy version in force now (G029), after the strategy was approved again."""
    documents.locked(plan.document, by=by)
    version = plan.strategy.version
    if version is None:
        raise ValidationError(_("The strategy has no approved version now."), code="strategy_not_approved")
    plan.strategy_version = version
    plan.save(update_fields=["strategy_version"])
    return plan


def name_accounts(plan: Plan, accounts: list[Named]) -> None:
    """Replace the plan's accounts by `accounts`; refuse a username that cannot exist on the platform."""
    if not accounts:
        raise ValidationError(_("Name at least one account."), code="no_account")
    seen: set[str] = set()
    for named in accounts:
        if not plan.platform.is_handle(named.handle):
            raise ValidationError(
                _("“%(handle)s” cannot be a username on %(platform)s: at most %(count)d characters, without spaces.")
                % {"handle": named.handle, "platform": plan.platform, "count": plan.platform.handle_max},
                code="handle",
            )
        key = plan.platform.handle_key(named.handle)
        if key in seen:
            raise ValidationError(
                _("Two accounts cannot share the username “%(handle)s”.") % {"handle": named.handle}, code="twice"
            )
        seen.add(key)
    plan.planned_accounts.all().delete()
    PlannedAccount.objects.bulk_create(
        PlannedAccount(
            plan=plan, group=n.group, language=n.language, name=n.name.strip(), handle=n.handle.strip().lstrip("@")
        )
        for n in accounts
    )
