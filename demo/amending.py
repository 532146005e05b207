"""What happened to plans of the demo after their approval: changed in a class, and answered afterwards?"""

from typing import Any

from approvals import affirming, signing
from demo import content, translating
from demo.content import Entry
from demo.lives import Lives
from documents.models import Answer, Document
from govsocial.core.transitions import perform


class Amending:
    """The changes, noted for the days on which they happened."""

    def __init__(self, lives: Lives) -> None:
        self.lives, self.cast, self.agenda = lives, lives.cast, lives.agenda

    def plan(self) -> None:
        """Note every change from its beginning to its approval, and what areas answered since."""
        said, note = content.read("after"), self.agenda.note
        for entry in said["amendments"]:
            note(entry["begun_days_ago"], lambda one=entry: self._change(one))
            note(entry["approved_days_ago"], lambda one=entry: self._approve(one))
            for answer in entry.get("answers", ()):
                note(answer["days_ago"], lambda one=entry, what=answer: self._answer(one, what))

    def _change(self, entry: Entry) -> None:
        """Begin the change as coordinator; whoever prepared the plan writes it, and it is sent."""
        plan = content.plan(entry["plan"])
        author = self.cast.person(plan["prepared_by"])
        coordinator = self.cast.holder(content.account(plan["account"])["org"], "coordinator")
        document = self.lives.document(entry["plan"])
        reason = entry["reason"][coordinator.language]
        document = perform(document, "revise", by=coordinator, change_class=entry["class"], reason=reason)
        translating.change(document, _rewritten(document, entry["fields"]), by=author)
        sender = author if entry["class"] == "editorial" else coordinator
        perform(self.lives.document(entry["plan"]), "submit", by=sender)

    def _approve(self, entry: Entry) -> None:
        by, document = self.cast.person(entry["approved_by"]), self.lives.document(entry["plan"])
        reason = entry.get("approval", {}).get(by.language, "")
        perform(document, "approve", by=by, reason=reason, checks=affirming.codes(document))

    def _answer(self, entry: Entry, answer: Entry) -> None:
        by, document = self.cast.person(answer["by"]), self.lives.document(entry["plan"])
        signing.sign_off(
            document,
            area=answer["area"],
            decision="concur",
            comment=answer["comment"][by.language],
            seen_sha=document.effective_version.sha256,
            by=by,
        )


def _rewritten(document: Document, fields: Entry) -> dict[str, dict[str, Any]]:
    """Return {field: {language: text}} with one passage of each text replaced."""
    found: dict[str, dict[str, Any]] = {}
    for field, languages in fields.items():
        texts = dict(Answer.objects.filter(document=document, field=field).values_list("lang", "value"))
        for lang, (was, now) in languages.items():
            if was not in texts[lang]:
                raise ValueError(f"{field} of {document} does not say “{was}”")
            found.setdefault(field, {})[lang] = texts[lang].replace(was, now)
    return found
