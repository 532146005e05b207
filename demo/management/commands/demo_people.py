"""Says whom one can be in the demo: name, role, organization, e-mail, and the password that all of them share."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Q
from django.utils import translation

from demo import content
from organizations.models import Delegation, Membership, Role, User


class Command(BaseCommand):
    """`manage.py demo_people`: the people of the demo, by organization."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--short", action="store_true", help="Only the people with whom a first walk begins.")

    def handle(self, *args: Any, **options: Any) -> None:
        emails = [person["email"] for person in content.people()]
        if options["short"]:
            held = Membership.objects.current().filter(self._first_walk(), user__email__in=emails)
            emails = list(held.values_list("user__email", flat=True))
        with translation.override("en"):
            for person in User.objects.filter(email__in=emails).order_by("pk"):
                self.stdout.write(self._line(person))
        self.stdout.write(f"\nPassword of everybody: {content.read('people')['password_hint']}")

    def _first_walk(self) -> Q:
        """Return who plays in the chain: one department's people, the entity's reviewers and the auditor."""
        department = Q(organization__code=content.FIRST, role__in=[Role.AUTHOR, Role.COORDINATOR, Role.HEAD])
        privacy = Q(organization__code=content.FIRST, area="privacy")
        return department | privacy | Q(role__in=[Role.REVIEWER, Role.AUDITOR])

    def _line(self, person: User) -> str:
        held = Membership.objects.current().filter(user=person).select_related("organization")
        roles = [f"{membership.label} ({membership.organization.abbreviation})" for membership in held]
        held = Delegation.objects.current().filter(delegate=person).select_related("principal")
        roles += [f"{one.get_capacity_display().lower()} for {one.principal}" for one in held]
        return f"{person.name:<26} {person.email:<58} {person.language}  {', '.join(roles)}"
