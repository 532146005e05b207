"""Says whom one can be in the demo: name, role, organization, e-mail, and the password that all of them share."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from demo import content
from organizations.models import Delegation, Membership, User


class Command(BaseCommand):
    """`manage.py demo_people`: the people of the demo, by organization."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        emails = [person["email"] for person in content.people()]
        with translation.override("en"):
            for person in User.objects.filter(email__in=emails).order_by("pk"):
                self.stdout.write(self._line(person))
        self.stdout.write(f"\nPassword of everybody: {content.read('people')['password_hint']}")

    def _line(self, person: User) -> str:
        held = Membership.objects.current().filter(user=person).select_related("organization")
        roles = [f"{membership.label} ({membership.organization.abbreviation})" for membership in held]
        roles += [f"acting for {one.principal}" for one in Delegation.objects.current().filter(delegate=person)]
        return f"{person.name:<26} {person.email:<58} {person.language}  {', '.join(roles)}"
