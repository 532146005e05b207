"""What does the register know of a department's presence, for the strategies and plans that describe it? (App. B, C)

As of today: accounts by platform, language and state, since when, and how many there are across government.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from accounts.models import OfficialAccount
from documents.models import Document
from documents.prefills import LANGS, Prefill, fills
from govsocial.core.templatetags.ui import in_words
from organizations.models import Organization
from plans.models import Plan

#: The most accounts that are named one by one.
MOST = 60


@dataclass(frozen=True)
class OnPlatform:
    """A department's living accounts on one platform."""

    platform: str
    accounts: tuple[OfficialAccount, ...]

    @property
    def count(self) -> int:
        return len(self.accounts)

    @property
    def since(self) -> date | None:
        return min((one.opened_on for one in self.accounts if one.opened_on), default=None)

    @property
    def languages(self) -> str:
        """Return “2 in English, 2 in French” in the active language."""
        counted = Counter(account.language for account in self.accounts)
        said = [_languages(code, counted[code]) for code in ("en", "fr", "bilingual", "other") if counted[code]]
        return ", ".join(said)

    @property
    def states(self) -> str:
        """Return what is not in use, in words: “1 being created”; "" when all are."""
        counted = Counter(account.state for account in self.accounts if account.state != "active")
        info = {account.state: account.state_info.label for account in self.accounts}
        return ", ".join(f"{count} – {str(info[state]).lower()}" for state, count in sorted(counted.items()))

    @property
    def words(self) -> str:
        """Return one line of a list, in the active language."""
        line = ngettext("%(count)d account (%(languages)s)", "%(count)d accounts (%(languages)s)", self.count)
        said = line % {"count": self.count, "languages": self.languages}
        since = _(", since %(day)s") % {"day": in_words(self.since)} if self.since else ""
        states = f"; {self.states}" if self.states else ""
        return f"- **{self.platform}** – {said}{since}{states}"


def _languages(code: str, count: int) -> str:
    words = {
        "en": ngettext("%(count)d in English", "%(count)d in English", count),
        "fr": ngettext("%(count)d in French", "%(count)d in French", count),
        "bilingual": ngettext("%(count)d bilingual", "%(count)d bilingual", count),
        "other": ngettext("%(count)d in another language", "%(count)d in other languages", count),
    }
    return words[code] % {"count": count}


def by_platform(organization: Organization) -> list[OnPlatform]:
    """Return the department's living accounts by platform, the largest first: one query."""
    found: dict[str, list[OfficialAccount]] = {}
    living = OfficialAccount.objects.living().filter(organization=organization).select_related("platform")
    for account in living.order_by("platform__name", "sort_name", "pk"):
        found.setdefault(account.platform.name, []).append(account)
    lines = [OnPlatform(name, tuple(accounts)) for name, accounts in found.items()]
    return sorted(lines, key=lambda line: -line.count)


def across_government() -> dict[str, int]:
    """Return how many accounts of how many organizations there are: one query."""
    living = OfficialAccount.objects.living()
    return living.aggregate(accounts=Count("pk"), organizations=Count("organization", distinct=True))


@fills("strategy", "overview_presence")
def presence_to_date(document: Document, _user: Any) -> Prefill:
    """Say which accounts the department has, and how many there are across government."""
    lines, government = by_platform(document.organization), across_government()
    texts = {}
    for lang in LANGS:
        with translation.override(lang):
            texts[lang] = _presence(document.organization, lines, government)
    return Prefill(
        "overview_presence",
        gettext_lazy("What the register knows of your presence"),
        "accounts/fill_presence.html",
        {"lines": lines, "government": government, "organization": document.organization},
        texts=texts,
    )


def _presence(organization: Organization, lines: Iterable[OnPlatform], government: dict[str, int]) -> str:
    lines = list(lines)
    whole = _government(government)
    if not lines:
        none = _("%(organization)s has no official account yet.") % {"organization": organization.name}
        return f"{none} {whole}"
    count = sum(line.count for line in lines)
    first = ngettext(
        "%(organization)s has %(count)d official account:", "%(organization)s has %(count)d official accounts:", count
    )
    said = first % {"organization": organization.name, "count": count}
    return "\n\n".join([said, "\n".join(line.words for line in lines), whole])


def _government(counted: dict[str, int]) -> str:
    names = {"count": counted["accounts"], "organizations": counted["organizations"]}
    words = ngettext(
        "Across government, %(count)d official account is registered (organizations: %(organizations)d).",
        "Across government, %(count)d official accounts are registered (organizations: %(organizations)d).",
        counted["accounts"],
    )
    return words % names


@fills("strategy", "approach_platforms")
def platforms_in_use(document: Document, _user: Any) -> Prefill | None:
    """Name the platforms on which the department has accounts, as rows to complete."""
    lines = by_platform(document.organization)
    if not lines:
        return None
    there = {str(row.cells.get("platform", "")).casefold() for row in document.rows.filter(table="approach_platforms")}
    return Prefill(
        "approach_platforms",
        gettext_lazy("Platforms on which you have accounts"),
        "accounts/fill_platforms.html",
        {"lines": lines},
        rows=[{"platform": line.platform} for line in lines if line.platform.casefold() not in there],
        unique="platform",
    )


@fills("plan", "a_other_accounts")
def others_on_platform(document: Document, _user: Any) -> Prefill:
    """Name the accounts that the department has on the plan's platform already, beside the plan's own (§4.2)."""
    plan = Plan.objects.select_related("platform").get(pk=document.pk)
    living = OfficialAccount.objects.living().filter(organization=document.organization, platform=plan.platform)
    others = list(living.exclude(plan=plan.pk).select_related("platform", "plan__document").order_by("sort_name", "pk"))
    texts = {}
    for lang in LANGS if others else ():
        with translation.override(lang):
            texts[lang] = _others(plan, others)
    return Prefill(
        "a_other_accounts",
        gettext_lazy("Your other accounts on this platform"),
        "accounts/fill_others.html",
        {"others": others[:MOST], "platform": plan.platform},
        texts=texts,
    )


def _others(plan: Plan, others: list[OfficialAccount]) -> str:
    first = ngettext(
        "The department has %(count)d other official account on %(platform)s:",
        "The department has %(count)d other official accounts on %(platform)s:",
        len(others),
    )
    lines = [f"- {one.name} (@{one.handle}), {_language(one)}" for one in others[:MOST]]
    return first % {"count": len(others), "platform": plan.platform.name} + "\n\n" + "\n".join(lines)


def _language(account: OfficialAccount) -> str:
    return {
        "en": pgettext("an account", "in English"),
        "fr": pgettext("an account", "in French"),
        "bilingual": pgettext("an account", "bilingual"),
        "other": pgettext("an account", "in another language"),
    }[account.language]
