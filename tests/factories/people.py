"""Organizations and people for tests: nothing hidden, one role each."""

from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.test import Client

from govsocial.core.text import fold
from organizations.models import Membership, Organization, Role, User

PASSWORD = "a quiet river at noon"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def organization(code: str = "parks", **fields: object) -> Organization:
    """Return an organization with names in both languages."""
    names = {"name_en": f"{code.title()} Canada", "name_fr": f"{code.title()} Canada (fr)"}
    one = Organization(code=code, **{**names, "abbreviation_en": code[:4].upper(), **fields})
    one.search = one.search_text()
    one.save()
    return one


def person(name: str, *, language: str = "en", **fields: object) -> User:
    """Return somebody who can sign in with PASSWORD and has no role yet."""
    email = f"{fold(name).replace(' ', '.')}@people.example"
    titles = {"title_en": "Officer", "title_fr": "Agent"}
    return User.objects.create_user(
        email=email, name=name, password=PASSWORD, language=language, **{**titles, **fields}
    )


def member(name: str, role: str, of: Organization, *, area: str = "", language: str = "en") -> User:
    """Return a new person who holds `role` in `of` since yesterday."""
    one = person(name, language=language)
    join(one, role, of, area=area)
    return one


def join(one: User, role: str, of: Organization, *, area: str = "") -> Membership:
    """Give a person a role since the year's beginning, and forget what was cached about their roles."""
    membership = Membership.objects.create(
        user=one, organization=of, role=Role(role), area=area, valid_from="2026-01-01"
    )
    one.forget_standing()
    return membership


def again(one: User) -> User:
    """Return the person as the next request would load them."""
    return User.objects.get(pk=one.pk)


def sign_in(client: Client, one: User) -> None:
    """Sign a person in without the form, and note in the session, as the form does, that they gave their password."""
    client.force_login(one, backend=BACKEND)
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, one, method="password")
    request.session.save()
