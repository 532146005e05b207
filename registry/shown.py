"""How is a listed account shown in the index: its row, its state in words, its equivalent?"""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import OfficialAccount
from govsocial.core.templatetags.ui import in_words


def state_of(account: OfficialAccount) -> dict[str, str]:
    """Return the state of a listed account as a tag: official, official until it closes, closed since a day."""
    if not account.platform.is_pre_reviewed:
        return {"label": _("Not in the index"), "tone": "warning"}
    if account.state == "closed":
        label = _("Closed on %(date)s") % {"date": in_words(account.closed_on)} if account.closed_on else _("Closed")
        return {"label": label, "tone": "closed"}
    if account.state == "closing":
        return {"label": _("Official, closing soon"), "tone": "warning"}
    return {"label": _("Official"), "tone": "success"}


def equivalent_of(account: OfficialAccount) -> OfficialAccount | None:
    """Return the account in the other official language, when it is listed itself."""
    other = account.equivalent
    return other if other is not None and other.is_listed else None


def row_of(account: OfficialAccount) -> list[Any]:
    """Return the cells of the account's row."""
    handle = account.handle.lstrip("@")
    return [
        {
            "text": account.name,
            "url": reverse("registry:account", args=[account.pk]),
            "sub": f"@{handle}" if handle != account.name.lstrip("@") else "",
            "lang": lang_of(account),
        },
        account.platform.name,
        account.organization.name,
        account.get_language_display(),
        {"tag": state_of(account)},
        _equivalent_cell(account),
    ]


def lang_of(account: OfficialAccount) -> str:
    """Return the language that the account's name is written in, for a screen reader; "" when it is not one."""
    return account.language if account.language in {"en", "fr"} else ""


def _equivalent_cell(account: OfficialAccount) -> Any:
    other = equivalent_of(account)
    if other is None:
        return _("Not needed: bilingual") if account.language == "bilingual" else "–"
    return {"text": other.name, "url": reverse("registry:account", args=[other.pk]), "lang": lang_of(other)}
