"""Which outlines and risk scales may documents be written and rated on from now on, and never be edited again?"""

import json

from django.core.management.base import BaseCommand, CommandError

from frameworks import loader
from frameworks.reading import PUBLISHED, Reading, scale_fingerprints, sha256_of


class Command(BaseCommand):
    """Writes the fingerprint of every draft outline and scale of a pack into `published.json`; never changes one."""

    help = "Publish the draft outlines and risk scales of a policy pack: from then on they may not change."

    def add_arguments(self, parser):
        parser.add_argument("pack", choices=loader.codes(), help="code of the policy pack, for example gc-2013")

    def handle(self, *, pack, **options):
        folder = loader.PACKS / pack
        try:
            framework = loader.load(folder)
        except loader.PackError as refusal:
            raise CommandError(str(refusal)) from refusal
        outlines = [f"{one.kind}-{one.version}.yaml" for one in framework.outlines if not one.is_published]
        drafts = self._publish(folder, outlines)
        self.stdout.write("\n".join(f"Published {name}" for name in drafts) or "Nothing to publish.")

    def _publish(self, folder, outlines):
        path = folder / PUBLISHED
        published = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        fresh = {name: sha256_of(folder / "outlines" / name) for name in outlines}
        scales = scale_fingerprints(Reading(folder).raw("scales.yaml"))
        fresh |= {name: said for name, said in scales.items() if name not in published}
        published |= fresh
        path.write_text(json.dumps(published, indent=2, sort_keys=True) + "\n", encoding="utf-8")
        return list(fresh)
