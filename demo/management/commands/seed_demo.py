"""Fills an empty database with the demo: organizations, people, platforms, strategies, plans and accounts."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from demo import loader


class Command(BaseCommand):
    """`manage.py seed_demo`: does nothing in a database that holds anything. To begin again, begin with a new database:
    nothing can take lines out of the ledger."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        if not loader.is_empty():
            self.stdout.write("This database holds data already, so the demo was not made.")
            return
        loader.seed(timezone.localdate())
        self.stdout.write("The demo is ready. `manage.py demo_people` says whom to be.")
