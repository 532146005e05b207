"""What does a draft or a frozen version say, field by field? One shape for both, so that rules read either."""

import json
from dataclasses import dataclass
from typing import Any

from documents.draft import Draft
from documents.models import Document, Version

Answers = dict[str, dict[str, Any]]
Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Content:
    """Answers as {field: {language: value}}, tables as {table: [cells]}, and the header of a version."""

    answers: Answers
    tables: Rows
    header: dict[str, Any]

    def answer(self, field: str, lang: str = "") -> Any:
        """Return the answer to `field` in `lang`, or None."""
        return self.answers.get(field, {}).get(lang)

    def text(self, field: str, lang: str) -> str:
        """Return what was written in `lang`, or in the other language when that is blank, stripped."""
        values = self.answers.get(field, {})
        written = values.get(lang) or values.get("") or next(iter(values.values()), "")
        return str(written).strip()


def of_draft(document: Document) -> Content:
    """Return what the draft of `document` says now, without a header: two queries."""
    draft = Draft(document)
    return Content(draft.answers, {table: [row.cells for row in rows] for table, rows in draft.rows.items()}, {})


def of_version(version: Version) -> Content:
    """Return what `version` says, from its own bytes."""
    stored = json.loads(version.content)
    answers: Answers = {}
    tables: Rows = {}
    for section in stored["sections"]:
        answers |= section["answers"]
        tables |= {key: [row["cells"] for row in rows] for key, rows in section["tables"].items()}
    return Content(answers, tables, stored["header"])
