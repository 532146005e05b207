"""Is the ledger whole, and do the records say what it holds of them? Walks all, or names each place that is wrong."""

from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from govsocial.core import ledger, proofs
from govsocial.core.models import LedgerHead


class Command(BaseCommand):
    """Exit code 0 when the ledger is whole and every signed record stands, 1 when not."""

    help = "Verify the hash chain of the ledger, line by line, and every version, sign-off and decision against it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--most", type=int, default=100, help="how many faults to tell at most (100)")

    def handle(self, *args: Any, **options: Any) -> None:
        most = options["most"]
        try:
            found = [f"line {fault.seq} {fault.problem}" for fault in islice(ledger.faults(), most + 1)]
            records = [f"{fault.record} {fault.problem}" for fault in islice(proofs.faults(), most + 1)]
        except DatabaseError as error:
            raise CommandError(f"The ledger cannot be read: {error}. Run: manage.py doctor") from error
        for told in (*found[:most], *records[:most]):
            self.stdout.write(told)
        if found:
            raise CommandError(f"The ledger is not whole: {_counted(found, most)}.")
        if records:
            raise CommandError(f"The ledger is whole, but signed records are not: {_counted(records, most)}.")
        head = LedgerHead.objects.filter(pk=1).first()
        lines, last = (head.seq, head.hash) if head else (0, ledger.GENESIS)
        self.stdout.write(self.style.SUCCESS(f"whole: {lines} lines, {proofs.count()} records, head {last}"))


def _counted(faults: list[str], most: int) -> str:
    return f"{min(len(faults), most)} faults{' or more' if len(faults) > most else ''}"
