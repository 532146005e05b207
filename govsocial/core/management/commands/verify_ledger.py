"""Is the ledger whole? Walks every line and says so, or names each place where it is not."""

from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from govsocial.core import ledger
from govsocial.core.models import LedgerHead


class Command(BaseCommand):
    """Exit code 0 when the ledger is whole, 1 when it is not."""

    help = "Verify the hash chain of the ledger, line by line."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--most", type=int, default=100, help="how many faults to tell at most (100)")

    def handle(self, *args: Any, **options: Any) -> None:
        most = options["most"]
        try:
            found = list(islice(ledger.faults(), most + 1))
        except DatabaseError as error:
            raise CommandError(f"The ledger cannot be read: {error}. Run: manage.py doctor") from error
        for fault in found[:most]:
            self.stdout.write(f"line {fault.seq} {fault.problem}")
        if found:
            more = " or more" if len(found) > most else ""
            raise CommandError(f"The ledger is not whole: {min(len(found), most)} faults{more}.")
        head = LedgerHead.objects.filter(pk=1).first()
        lines, last = (head.seq, head.hash) if head else (0, ledger.GENESIS)
        self.stdout.write(self.style.SUCCESS(f"whole: {lines} lines, head {last}"))
