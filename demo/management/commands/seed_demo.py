"""Fills an empty database with the demo: organizations, people, platforms, strategies, plans and accounts."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from demo import loader


class Command(BaseCommand):
    """`manage.py seed_demo`: does nothing in a database that somebody uses already."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--must", action="store_true", help="Fail, instead of doing nothing, if there is data.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not loader.is_empty():
            if options["must"]:
                raise CommandError("This database holds data already. The demo is only made in an empty one.")
            self.stdout.write("This database holds data already, so the demo was not made.")
            return
        loader.seed(timezone.localdate())
        self.stdout.write("The demo is ready. `manage.py demo_people` says whom to be.")
