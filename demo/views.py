"""On the demo only: where does one click sign in as any demo person, or confirm that one still is that person?"""

from itertools import groupby
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.contrib.auth import login
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation

from demo import content
from govsocial.core.access import PUBLIC, SIGNED_IN
from govsocial.core.views import Page, RuledView
from organizations.models import Membership, Role, User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
#: How a proof by one click is called (`core.confirming.METHODS`).
METHOD = "demo"
ORDER = [Role.COORDINATOR, Role.AUTHOR, Role.HEAD, Role.ADVISOR, Role.REVIEWER, Role.AUDITOR, Role.ADMINISTRATOR]


def demo_people() -> QuerySet[User]:
    """Return the demo's people; nobody at all outside the demo, whatever the database holds."""
    if not settings.DEMO:
        raise Http404
    return User.objects.filter(email__in=[person["email"] for person in content.people()], is_active=True)


class People(Page):
    """The demo's people by organization, the first one first: a newcomer starts with Parks Canada."""

    rule = PUBLIC
    template_name = "demo/people.html"

    def context(self) -> dict[str, Any]:
        held = Membership.objects.current().filter(user__in=demo_people()).select_related("user", "organization")
        ordered = sorted(held, key=lambda m: (m.organization.is_central_entity, m.organization_id, ORDER.index(m.role)))
        return {
            "places": [
                {"organization": organization, "people": self.cards(list(group))}
                for organization, group in groupby(ordered, key=lambda m: m.organization)
            ]
        }

    def cards(self, memberships: list[Membership]) -> list[dict[str, Any]]:
        """Return one card a person, with all their roles there."""
        found: dict[int, dict[str, Any]] = {}
        for one in memberships:
            initials = "".join(word[0] for word in one.user.name.split()[:2])
            card = found.setdefault(one.user_id, {"pk": one.user_id, "name": one.user.name, "initials": initials})
            card["role"] = "; ".join(part for part in (card.get("role", ""), one.label) if part)
            card["note"] = one.user.get_language_display()
        return list(found.values())


class SignIn(RuledView):
    """Sign in as one demo person, without a password, and go home in their language."""

    rule = PUBLIC
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        person = demo_people().filter(pk=pk).first()
        if person is None:
            raise Http404
        login(request, person, backend=BACKEND)
        record_authentication(request, person, method=METHOD)
        with translation.override(person.language):
            return HttpResponseRedirect(reverse("reports:home"))


class Confirm(RuledView):
    """Confirm that one is the demo person who is signed in, without a password; the record says that it was one click.

    What the demo asks before a decision is the real thing but for the password: `core.confirming`.
    """

    rule = SIGNED_IN
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        if not demo_people().filter(pk=request.user.pk).exists():
            raise Http404
        record_authentication(request, request.user, method=METHOD, reauthenticated=True)
        return HttpResponseRedirect(get_next_redirect_url(request) or reverse("reports:home"))
