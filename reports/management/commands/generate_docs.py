"""Prints docs/access.md, docs/workflow.md and docs/obligations.md from the code, or checks that they are fresh."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.printed import pages


class Command(BaseCommand):
    help = "Print the docs that come from the code; with --check, fail when they are stale."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        stale = [name for name, text in pages().items() if self.read(name) != text]
        if options["check"] and stale:
            raise CommandError(f"Stale: {', '.join(stale)}. Run `manage.py generate_docs` and commit.")
        for name, text in pages().items():
            if not options["check"]:
                (settings.BASE_DIR / "docs" / name).write_text(text, encoding="utf-8")
        self.stdout.write("docs are fresh")

    def read(self, name: str) -> str:
        path = settings.BASE_DIR / "docs" / name
        return path.read_text(encoding="utf-8") if path.exists() else ""
