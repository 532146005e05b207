"""Which outlines may documents be written on from now on, and never be edited again?"""

import json

from django.core.management.base import BaseCommand, CommandError

from frameworks import loader
from frameworks.reading import PUBLISHED, sha256_of


class Command(BaseCommand):
    """Writes the fingerprint of every draft outline of a pack into its `published.json`; never changes one there."""

    help = "Publish the draft outlines of a policy pack: from then on their files may not change."

    def add_arguments(self, parser):
        parser.add_argument("pack", choices=loader.codes(), help="code of the policy pack, for example gc-2013")

    def handle(self, *, pack, **options):
        folder = loader.PACKS / pack
        try:
            framework = loader.load(folder)
        except loader.PackError as refusal:
            raise CommandError(str(refusal)) from refusal
        drafts = [f"{one.kind}-{one.version}.yaml" for one in framework.outlines if not one.is_published]
        self._publish(folder, drafts)
        self.stdout.write("\n".join(f"Published {name}" for name in drafts) or "Nothing to publish.")

    def _publish(self, folder, drafts):
        path = folder / PUBLISHED
        published = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        published |= {name: sha256_of(folder / "outlines" / name) for name in drafts}
        path.write_text(json.dumps(published, indent=2, sort_keys=True) + "\n", encoding="utf-8")
