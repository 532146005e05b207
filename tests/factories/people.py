"""Organizations and people for tests: nothing hidden, one role each."""

from govsocial.core.text import fold
from organizations.models import Membership, Organization, Role, User

PASSWORD = "a quiet river at noon"


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
