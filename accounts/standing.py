"""Where does an official account stand: what is known of it, what it rests on, how far along its life it is?"""

from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.content import of_version
from accounts.models import Disposition, OfficialAccount
from approvals import revoking
from documents.models import Version


def approved_version(account: OfficialAccount) -> Version | None:
    """Return the version of the account's plan that is in force, or None."""
    if account.plan is None or account.plan.document.state == "revoked":
        return None
    return account.plan.document.effective_version


def lost_plan(account: OfficialAccount) -> dict[str, Any] | None:
    """Return the plan that the account rested on and how it was revoked, where it is not in force any more."""
    if account.plan is None or account.state == "closed" or approved_version(account) is not None:
        return None
    return {"plan": account.plan, "revocation": revoking.last(account.plan.document)}


def facts(account: OfficialAccount) -> list[dict[str, Any]]:
    """Return what is known of the account, for a summary list."""
    rows = [
        {"key": _("Organization"), "value": account.organization.name},
        {"key": _("Platform"), "value": account.platform.name, "href": account.platform.get_absolute_url()},
        {"key": _("Username"), "value": f"@{account.handle}"},
        {"key": _("Address"), "value": account.url, "href": account.url},
        {"key": _("Language"), "value": account.get_language_display()},
        *_equivalent(account),
        *_plan(account),
        *_submission(account),
        {"key": _("Management tool"), **_tool(account)},
        {"key": _("In use since"), "date": account.opened_on, "missing": _("Not recorded")},
    ]
    if account.state == "closed":
        rows.append({"key": _("Closed on"), "date": account.closed_on})
    return rows


def _equivalent(account: OfficialAccount) -> list[dict[str, Any]]:
    if account.language not in {"en", "fr"}:
        return []
    other = account.equivalent
    told = (
        {"value": other.name, "href": other.get_absolute_url(), "lang": other.language}
        if other
        else {"missing": _("None registered")}
    )
    return [{"key": _("Equivalent in the other official language"), **told}]


def _plan(account: OfficialAccount) -> list[dict[str, Any]]:
    version = approved_version(account)
    told = {"value": str(account.plan), "href": account.plan.get_absolute_url()} if account.plan else {}
    rows = [{"key": _("Implementation plan"), **told, "missing": _("No plan yet")}]
    if version is not None:
        number = _("Version %(number)d") % {"number": version.number}
        rows.append({"key": _("Approved version"), "value": number, "href": version.get_absolute_url()})
    return rows


def _submission(account: OfficialAccount) -> list[dict[str, Any]]:
    asked = account.submission
    if asked is None:
        return [{"key": _("Submission"), "missing": _("None: the account existed before it was registered")}]
    return [{"key": _("Submission"), "value": str(asked), "href": asked.get_absolute_url()}]


def _tool(account: OfficialAccount) -> dict[str, Any]:
    if account.management_tool_url:
        return {"value": _("Managed through the tool"), "href": account.management_tool_url}
    return {"tag": {"label": _("Not managed through the tool"), "tone": "warning"}}


def purposes(account: OfficialAccount) -> dict[str, list[str]]:
    """Return the official purposes and the approved uses that the plan in force names (§2)."""
    version = approved_version(account)
    if version is None:
        return {"purposes": [], "uses": []}
    content, framework = of_version(version), account.plan.document.framework
    uses = [row.get("use") for row in content.tables.get("a_uses", [])]
    return {
        "purposes": [_name(framework, "account_purposes", code) for code in content.answer("a_purposes") or []],
        "uses": [_name(framework, "uses", code) for code in uses if code],
    }


def _name(framework: Any, of: str, code: str) -> str:
    try:
        return str(framework.item(of, code).name)
    except KeyError:
        return code


def access_rows(account: OfficialAccount) -> list[dict[str, Any]]:
    """Return who may use the account, since when and on whose authority, those of today first (§2, §4.4)."""
    framework = account.organization.framework
    grants = account.access_grants.select_related("submission__document")
    current_first = F("valid_to").asc(nulls_first=True)
    return [
        {
            "person": grant.person,
            "email": grant.email,
            "role": _name(framework, "platform_roles", grant.role),
            "authorized_by": grant.authorized_by,
            "submission": grant.submission,
            "valid_from": grant.valid_from,
            "valid_to": grant.valid_to,
        }
        for grant in grants.order_by(current_first, "person", "pk")
    ]


def chain(account: OfficialAccount, closing: Disposition | None) -> list[dict[str, str]]:
    """Return the account's life as steps: planning, creation, configuration, use, closing (Standard 6.1.2)."""
    state, plan = account.state, account.plan
    reached = {"creating": 2, "active": 3, "closing": 4, "closed": 5}[state]
    steps = [
        (_("Plan approved"), plan.get_absolute_url() if plan else ""),
        (_("Submission accepted"), account.submission.get_absolute_url() if account.submission else ""),
        (_("Created and configured"), reverse("accounts:checklist", args=[account.pk, "configuration"])),
        (_("In use"), ""),
        (_("Closed"), closing.get_absolute_url() if closing else ""),
    ]
    states = ["done" if place < reached else "current" if place == reached else "todo" for place in range(len(steps))]
    if approved_version(account) is None:
        states[0] = "todo" if plan is None else "stopped"
    if account.submission is None:
        states[1] = states[2] = "todo"
    return [{"label": label, "url": url, "state": state} for (label, url), state in zip(steps, states, strict=True)]
