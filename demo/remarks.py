"""What was said about the plans and strategies of the demo, and how was it answered?"""

from typing import Any

from demo import content
from demo.agenda import Agenda
from demo.cast import Cast
from demo.content import Entry
from demo.lives import Lives
from documents import actions as documents
from documents import comments
from documents.models import Comment, Row


class Remarks:
    """The conversations of the demo, noted for the days on which they were held."""

    def __init__(self, cast: Cast, agenda: Agenda, lives: Lives) -> None:
        self.cast, self.agenda, self.lives = cast, agenda, lives

    def plan(self) -> None:
        """Note every comment, then its replies and its answer."""
        for entry in content.read("comments")["comments"]:
            said: list[Comment] = []
            self.agenda.note(entry["days_ago"], lambda one=entry, kept=said: kept.append(self._say(one)))
            for reply in entry.get("replies", []):
                self.agenda.note(reply["days_ago"], lambda one=reply, kept=said: self._reply(kept[0], one))
            if answer := entry.get("answer"):
                self.agenda.note(answer["days_ago"], lambda one=answer, kept=said: self._answer(kept[0], one))

    def _say(self, entry: Entry) -> Comment:
        document = self.lives.document(entry["document"])
        rows = list(Row.objects.of(document, entry.get("field", "")))
        return comments.add(
            document,
            section=entry["section"],
            field=entry.get("field", ""),
            row=rows[entry["row"] - 1].uuid if "row" in entry else None,
            lang=entry.get("lang", ""),
            quote=entry.get("quote", ""),
            kind=entry["kind"],
            audience=entry["audience"],
            area=entry.get("area", ""),
            **self._words(entry),
        )

    def _reply(self, thread: Comment, entry: Entry) -> None:
        comments.reply(thread, **self._words(entry))

    def _answer(self, thread: Comment, entry: Entry) -> None:
        words = self._words(entry)
        for field, texts in entry.get("rewrites", {}).items():
            answers = {(field, lang): text for lang, text in texts.items()}
            documents.save_section(thread.document, thread.section, answers, by=words["by"])
        comments.answer(thread, response=words.pop("body"), kind=entry["kind"], **words)

    def _words(self, entry: Entry) -> dict[str, Any]:
        return {"body": entry["body"], "language": entry["language"], "by": self.cast.person(entry["by"])}
