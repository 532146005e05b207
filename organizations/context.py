"""Who is reading? What the frame of every page says about the person: their menu, their roles, for whom they act."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from organizations.models import Delegation, User


def person(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's part about people. It asks nothing of the database for somebody who is not signed in."""
    user = getattr(request, "user", None)
    is_here = user is not None and user.is_authenticated
    return {
        "home_url": reverse("reports:home" if is_here else "registry:search"),
        "footer_links": _footer(),
        "organization_mark": None,
        "user_menu": _menu(request, user) if is_here else None,
        "sign_in_url": "" if is_here else reverse("account_login"),
        "acting_as": _acting(user) if is_here else None,
    }


def _footer() -> list[dict[str, str]]:
    return [
        {"label": _("About"), "url": reverse("reports:about")},
        {"label": _("Accessibility statement"), "url": reverse("reports:accessibility")},
        {"label": _("Verify an account"), "url": reverse("registry:search")},
    ]


def _menu(request: HttpRequest, user: User) -> dict[str, Any]:
    profile, password = reverse("organizations:profile"), reverse("account_change_password")
    return {
        "name": user.name,
        "role": user.role_label,
        "items": [
            {"label": _("Your profile"), "url": profile, "current": request.path == profile},
            {"label": _("Change your password"), "url": password, "current": request.path == password},
            {"label": _("Sign out"), "url": reverse("account_logout"), "method": "post", "signs_out": True},
        ],
    }


def _acting(user: User) -> dict[str, str] | None:
    held = [hat for hat in user.hats if hat.delegation_id is not None]
    words = {
        Delegation.Capacity.ACTING: _("You are acting head of communications, for %(names)s."),
        Delegation.Capacity.DESIGNATE: _("You decide as designate of %(names)s, head of communications."),
    }
    said = [
        text % {"names": ", ".join(sorted({hat.principal_name for hat in held if hat.capacity == capacity}))}
        for capacity, text in words.items()
        if any(hat.capacity == capacity for hat in held)
    ]
    return {"text": " ".join(said)} if said else None
