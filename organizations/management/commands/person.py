"""Lets a person in no more, or again. The reason stays in the ledger."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from organizations import actions, standing


class Command(BaseCommand):
    """`manage.py person EMAIL --deactivate --reason "Left on 3 May"`; it counts from the person's next click."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        wanted = parser.add_mutually_exclusive_group(required=True)
        wanted.add_argument("--deactivate", action="store_const", const=False, dest="is_active")
        wanted.add_argument("--reactivate", action="store_const", const=True, dest="is_active")
        parser.add_argument("--reason", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        person = actions.with_email(options["email"])
        if person is None:
            raise CommandError(f"Nobody signs in with {options['email']}.")
        try:
            standing.set_active(person, is_active=options["is_active"], reason=options["reason"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{person}: {'active' if person.is_active else 'no longer let in'}. It is in the ledger.")
