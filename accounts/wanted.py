"""Which accounts does a submission ask the entity to create, and what stands against them?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import naming, usernames
from accounts.content import Content, of_version
from accounts.models import OfficialAccount, Submission
from govsocial.core.transitions import Problem

NAME, HANDLE = "identification_name", "identification_handle"
#: Languages in which an account has one name of its own; a bilingual one says both.
EACH = ("en", "fr")
LANGUAGES = {"en": ("en",), "fr": ("fr",), "bilingual": ("en", "fr")}


@dataclass(frozen=True)
class Wanted:
    """One account to create: its language, its name, its username as it was typed, and its group in the plan."""

    language: str
    name: str
    handle: str
    group: int = 1


def planned(submission: Submission) -> list[dict[str, Any]]:
    """Return the accounts at the head of the approved plan version that are not registered under the plan yet."""
    named = of_version(submission.approved_version).header.get("accounts", [])
    existing = set(OfficialAccount.objects.living().filter(plan=submission.plan).values_list("group", "language"))
    return [account for account in named if (group_of(account), account["language"]) not in existing]


def group_of(account: dict[str, Any]) -> int:
    """Return the group of an account at the head of a plan; plans had one group only before they could have several."""
    return int(account.get("group", 1))


def accounts(submission: Submission, content: Content) -> list[Wanted]:
    """Return what `content` (the submission's own) names for each account of the approved plan."""
    return [_wanted(account, content) for account in planned(submission)]


def keeps_its_plan(account: dict[str, Any]) -> bool:
    """Say whether the account is made as its plan names it: the submission's template asks for one pair only."""
    return account["language"] not in LANGUAGES or group_of(account) > 1


def _wanted(account: dict[str, Any], content: Content) -> Wanted:
    if keeps_its_plan(account):
        return Wanted(account["language"], account["name"], account["handle"], group_of(account))
    languages = LANGUAGES[account["language"]]
    names = dict.fromkeys(content.text(NAME, lang) for lang in languages)
    return Wanted(account["language"], " – ".join(names)[:150], content.text(HANDLE, languages[0]))


def problems(submission: Submission, content: Content) -> Iterator[Problem]:
    """Yield what stands against creating the accounts: impossible, doubled or registered usernames."""
    place = reverse("documents:section", args=[submission.pk, "identification"]) + f"#{HANDLE}"
    asked = accounts(submission, content)
    if not asked:
        yield Problem(_("Every account of this plan is registered already, so there is nothing to create."))
    platform, seen = submission.plan.platform, set()
    for wanted in asked:
        if not wanted.handle:
            continue  # completeness says so already
        try:
            handle = usernames.username(platform, wanted.handle)
            usernames.must_be_free(platform, handle, organization_id=submission.organization_id)
            if wanted.language in EACH:
                naming.must_fit(platform, wanted.name)
        except ValidationError as error:
            yield Problem(error.messages[0], place)
            continue
        key = platform.handle_key(handle)
        if key in seen:
            yield Problem(_("Two accounts cannot share the username “%(handle)s”.") % {"handle": handle}, place)
        seen.add(key)
