"""What in the demo was begun from another text, shared as an example, or is being revised?"""

from approvals import actions as approvals
from demo import content
from demo.content import Entry
from demo.lives import Lives
from documents import carrying
from govsocial.core.transitions import perform

REVIEW = {"en": "The yearly review of the strategy.", "fr": "L’examen annuel de la stratégie."}


class Borrowing:
    """The texts that travel: copied into a plan, offered to other departments, taken up again after a year."""

    def __init__(self, lives: Lives) -> None:
        self.lives, self.cast = lives, lives.cast

    def plan(self) -> None:
        """Note, behind the lives of the documents, what was copied, shared and revised when."""
        note = self.lives.agenda.note
        for entry in content.plans():
            org = content.account(entry["account"])["org"]
            if "starts_from" in entry:
                note(entry["begun_days_ago"], lambda one=entry: self._carry(one))
            if entry.get("shared"):
                note(entry["approved_days_ago"] - 1, lambda one=entry, of=org: self._share(one["key"], of))
        for entry in content.strategies():
            if entry.get("shared"):
                note(entry["approved_days_ago"] - 1, lambda one=entry: self._share(one["org"], one["org"]))
            if "revised_days_ago" in entry:
                note(entry["revised_days_ago"], lambda one=entry: self._revise(one))

    def _carry(self, entry: Entry) -> None:
        """Copy what fits from a sibling's approved plan; the author has looked at some sections since."""
        by, document = self.cast.person(entry["prepared_by"]), self.lives.document(entry["key"])
        source = self.lives.document(entry["starts_from"]).effective_version
        carrying.carry(document, source, by=by)
        for section in entry.get("reviewed", []):
            carrying.review(document, section, by=by)

    def _share(self, key: str, org: str) -> None:
        approvals.share_as_example(self.lives.document(key), shared=True, by=self.cast.holder(org, "coordinator"))

    def _revise(self, entry: Entry) -> None:
        """Begin the yearly review: last year's lessons and criteria wait for a look."""
        by = self.cast.holder(entry["org"], "coordinator")
        perform(self.lives.document(entry["org"]), "revise", by=by, reason=REVIEW[by.language])
