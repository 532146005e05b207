"""Who plays in a journey? A department's people, the central entity's, and a stranger, each with their own browser."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from documents import actions
from documents.models import Document, DraftSection
from organizations.models import Organization, User
from risk.models import Platform
from tests.factories import documents, people, registry
from tests.journeys.stage import Stage, Visitor

TAKEN = "PrairieNews"


@dataclass
class Play:
    """One journey: the stage, the organizations, the platform, and the people by their part."""

    stage: Stage
    department: Organization
    entity: Organization
    platform: Platform
    people: dict[str, User]

    def __post_init__(self) -> None:
        self.visitors: dict[str, Visitor] = {}

    def person(self, part: str) -> User:
        return self.people[part]

    def at(self, part: str) -> Visitor:
        """Return the browser of whoever plays `part`, signed in."""
        if part not in self.visitors:
            self.visitors[part] = self.stage.person(self.people[part])
        return self.visitors[part]

    def in_language(self, text: Any) -> str:
        """Return a bilingual text of the pack in the stage's language."""
        return str(text.get(self.stage.language))


def cast(stage: Stage) -> Play:
    """Return the play of Parks Canada on X, with everybody in place and nothing written."""
    entity = people.organization("service", name_en="Service Canada", name_fr="Service Canada", is_central_entity=True)
    department = people.organization("parks", name_en="Parks Canada", name_fr="Parcs Canada")
    elsewhere = people.organization("elsewhere")
    persons = {
        "author": people.member("Alex Author", "author", department),
        "coordinator": people.member("Camille Coordinator", "coordinator", department),
        "head": people.member("Hélène Head", "head", department, language="fr"),
        "deputy": people.member("Denis Deputy", "head", department, language="fr"),
        "privacy": people.member("Priya Privacy", "advisor", department, area="privacy"),
        "auditor": people.member("Odile Auditor", "auditor", department),
        "reviewer": people.member("René Reviewer", "reviewer", entity, language="fr"),
        "stranger": people.member("Sam Stranger", "coordinator", elsewhere),
    }
    platform = documents.platform()
    registry.listed(elsewhere, platform, TAKEN)
    return Play(stage, department, entity, platform, persons)


def complete_rest(document: Document, by: User, *, but: Collection[str] = (), **chosen: Any) -> None:
    """Fill every section but those that somebody has typed by hand, as `by` would.

    The rows that stand in a table already stay, for they were typed or prefilled.
    """
    for section in document.outline.sections:
        if section.key in but:
            continue
        answers: dict[tuple[str, str], Any] = {}
        for field in section.fields:
            if not field.is_table:
                answers |= documents._answers(document, field, chosen.get(field.key))
            elif field.seed_list or not document.rows.filter(table=field.key).exists():
                documents._fill_table(document, field, by, chosen.get(field.key))
        revision = DraftSection.objects.get(document=document, key=section.key).revision
        actions.save_section(document, section.key, answers, by=by, expected_revision=revision)
