"""What does a department of the demo ask beside the guideline, and which record of an assessment does it write here?"""

from typing import Any

from demo import content
from demo.content import Entry
from demo.lives import Lives
from documents import actions as documents
from documents import overlays
from documents.models import OwnQuestion
from risk import actions as risk
from risk.models import Assessment

PLAIN = {"wants_both": True, "is_required": False}


class Asking:
    """Own questions, published twice, so that a plan begun between stays on the older ones; and one PIA record."""

    def __init__(self, lives: Lives) -> None:
        self.lives, self.cast = lives, lives.cast
        self.keys: dict[str, str] = {}

    def plan(self) -> None:
        """Note when questions were published and answered, and when the record was begun."""
        note, said = self.lives.agenda.note, content.read("outlines")
        for entry in said["additions"]:
            for published in entry["published"]:
                note(published["days_ago"], lambda one=entry, what=published: self._publish(one, what["questions"]))
            for answered in entry["answers"]:
                note(answered["days_ago"], lambda one=answered: self._answer(one))
        for entry in said["records"]:
            note(entry["days_ago"], lambda one=entry: self._record(one))

    def _publish(self, entry: Entry, questions: list[Entry]) -> None:
        organization, by = self.cast.organization(entry["org"]), self.cast.holder(entry["org"], "coordinator")
        outline = organization.framework.outline(entry["kind"])
        for question in questions:
            held = OwnQuestion.objects.filter(key=self.keys.get(question["name"], "")).first()
            if held:
                overlays.change(held, _said(question), by=by)
            else:
                self.keys[question["name"]] = overlays.add(organization, outline, _said(question), by=by).key
        newest = overlays.newest(organization, entry["kind"])
        overlays.publish(organization, entry["kind"], seen=newest.number if newest else 0, by=by)

    def _answer(self, entry: Entry) -> None:
        document, by = self.lives.document(entry["plan"]), self.cast.person(content.plan(entry["plan"])["prepared_by"])
        for name, key in self.keys.items():
            if name in entry:
                words = {(key, lang): text for lang, text in entry[name].items()}
                documents.save_section(document, document.outline.section_of(key).key, words, by=by)

    def _record(self, entry: Entry) -> None:
        organization, by = self.cast.organization(entry["org"]), self.cast.holder(entry["org"], "coordinator")
        assessment = Assessment.objects.filter(organization=organization, kind=entry["kind"]).order_by("pk").first()
        document = risk.start_record(assessment, by=by)
        for section in document.outline.sections:
            words = {
                (field.key, lang): text
                for field in section.fields
                for lang, text in _answered(entry["answers"].get(field.key))
            }
            if words:
                documents.save_section(document, section.key, words, by=by)


def _said(question: Entry) -> Entry:
    """Return a question of the file as a form would send it."""
    texts = {
        f"{name}_{lang}": question.get(name, {}).get(lang, "") for name in ("label", "help") for lang in content.LANGS
    }
    return {**PLAIN, **{key: question[key] for key in ("section", "type", *PLAIN) if key in question}, **texts}


def _answered(said: Any) -> list[tuple[str, Any]]:
    """Return (language or "", value) of what the file answers, none for nothing."""
    if said is None:
        return []
    return list(said.items()) if isinstance(said, dict) else [("", said)]
