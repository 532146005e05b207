"""How did each strategy and plan come to the state that the demo shows? Written, consulted on, signed off, decided."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone, translation

from approvals import affirming, asking, dissent, rounds, signing
from approvals.conditions import Asked
from demo import accepting, attaching, composing, content, relying, reviews, translating
from demo.agenda import Agenda
from demo.cast import Cast
from demo.content import Entry, Written
from documents import actions as documents
from documents.models import Answer, Document, DraftSection, Row
from govsocial.core.transitions import perform
from organizations.models import User
from plans import actions as plans
from plans.actions import Named
from plans.models import Plan
from risk.models import Platform
from strategy import actions as strategies
from strategy.models import Strategy

#: Who is asked about an ordinary plan or strategy; about one of the fullest, everybody.
USUAL = ("privacy", "official_languages", "it_security")
FULLEST = {"parks-x", "statcan-ig", "csa-x", "pc"}
REVIEW_DAYS, LATELY = 12, 2
FINDINGS = {"approved": "approve", "refused": "refuse", "returned": "return"}


def write(document: Document, written: Written, *, by: User) -> None:
    """Write everything in `written` into a fresh draft, as `documents` itself restores a version."""
    for section in document.outline.sections:
        keys = {field.key for field in section.fields}
        answers = [place for place in written.answers if place[0] in keys]
        Answer.objects.bulk_create(
            Answer(document=document, field=field, lang=lang, value=written.answers[field, lang], updated_by=by)
            for field, lang in answers
        )
        tables = [table for table in section.tables if written.tables.get(table.key)]
        for table in tables:
            _write_table(document, table, written.tables[table.key], written.identities.get(table.key) or [], by)
        if answers or tables:
            documents.touch(document, section.key, by=by)


def _write_table(document: Document, table: Any, rows: list[Entry], identities: list[str], by: User) -> None:
    seeded = {row.cells.get(table.seed_column): row for row in document.rows.filter(table=table.key)}
    fresh = []
    for position, cells in enumerate(rows, start=1):
        known = seeded.get(cells.get(table.seed_column)) if table.seed_column else None
        if known is not None:
            documents.save_row(known, cells, by=by)
        else:
            row = Row(document=document, table=table.key, position=position, cells=cells, updated_by=by)
            row.uuid = UUID(identities[position - 1]) if identities else row.uuid
            fresh.append(row)
    Row.objects.bulk_create(fresh)


def mark_done(document: Document, *, by: User) -> None:
    """Call every section done, as its author does before sending it."""
    DraftSection.objects.filter(document=document).update(completed_at=timezone.now(), completed_by=by)


class Lives:
    """The strategies and plans of the demo; `made` holds the id of each document by the key of the data files."""

    def __init__(self, cast: Cast, agenda: Agenda) -> None:
        self.cast, self.agenda = cast, agenda
        self.made: dict[str, int] = {}

    def document(self, key: str) -> Document:
        """Return a document as it stands now."""
        return Document.objects.get(pk=self.made[key])

    def plan(self) -> None:
        """Note the life of every strategy, then of every plan."""
        for entry in content.strategies():
            self._live(entry["org"], entry["org"], entry, lambda one=entry: self._start_strategy(one))
        for entry in content.plans():
            org = content.account(entry["account"])["org"]
            self._live(entry["key"], org, entry, lambda one=entry: self._start_plan(one))

    def _live(self, key: str, org: str, entry: Entry, start: Callable[[], object]) -> None:
        note = self.agenda.note
        note(entry["begun_days_ago"], start)
        if "changed" in entry:
            note(entry["changed"]["days_ago"], lambda: self._change(key, entry))
        if entry["state"] == "drafting":
            return
        decided = next((entry[name] for name in _DECIDED if name in entry), None)
        sent = entry.get("submitted_days_ago") or min(decided + REVIEW_DAYS, entry["begun_days_ago"] - 1)
        note(sent, lambda: self._consult(key, org))
        if "sign_offs" in entry:
            for sign in entry["sign_offs"]:
                note(sign["days_ago"], lambda one=sign: self._sign(key, one))
                if "answer" in sign:
                    note(sign["answer"]["days_ago"], lambda one=sign: self._answer(key, one))
        elif entry["state"] != "consultation" and "withdrawn_days_ago" not in entry:
            note(_between(sent, decided or LATELY), lambda: self._sign_usual(key, org))
        self._note_end(key, org, entry, sent, decided)

    def _note_end(self, key: str, org: str, entry: Entry, sent: int, decided: int | None) -> None:
        note, state = self.agenda.note, entry["state"]
        if state == "withdrawn":
            note(entry["withdrawn_days_ago"], lambda: self._withdraw(key, org, entry))
        elif state == "final_approval":
            signed = min((sign["days_ago"] for sign in entry.get("sign_offs", [])), default=_between(sent, LATELY))
            note(signed, lambda: self._submit(key, org))
        elif decided is not None:
            note(_between(sent, decided), lambda: self._submit(key, org))
            note(decided, lambda: self._decide(key, entry))

    # ------------------------------------------------------------ writing

    def _start_strategy(self, entry: Entry) -> None:
        by = self.cast.holder(entry["org"], "coordinator")
        title = composing.strategy_title(entry)
        strategy = strategies.start(
            organization=self.cast.organization(entry["org"]), title_en=title["en"], title_fr=title["fr"], by=by
        )
        document = strategy.document
        self._written(entry["org"], document, composing.strategy(entry, document.outline, self.agenda.today), entry, by)

    def _start_plan(self, entry: Entry) -> None:
        account, by = content.account(entry["account"]), self.cast.person(entry["prepared_by"])
        org = account["org"]
        title = composing.plan_title(entry)
        plan = plans.start(
            organization=self.cast.organization(org),
            strategy=Strategy.objects.get(pk=self.made[org]),
            platform=Platform.objects.get(code=account["platform"]),
            accounts=[_named(member) for member in account["members"]],
            prepared_by=by.name,
            title_en=title["en"],
            title_fr=title["fr"],
            by=by,
        )
        document = plan.document
        self._written(entry["key"], document, composing.plan(entry, document.outline, self.agenda.today), entry, by)

    def _written(self, key: str, document: Document, written: Written, entry: Entry, by: User) -> None:
        self.made[key] = document.pk
        write(document, written, by=by)
        is_sent = entry["state"] != "drafting"
        translating.tell(document, by=by, is_reviewed=is_sent)
        attaching.attach(key, document, by=by)
        if is_sent:
            mark_done(document, by=by)

    def _change(self, key: str, entry: Entry) -> None:
        by = self.cast.person(entry["prepared_by"])
        translating.change(self.document(key), entry["changed"]["fields"], by=by)

    # ------------------------------------------------------------ review

    def _consult(self, key: str, org: str) -> None:
        document = self.document(key)
        if "own_pia" in (entry := self._entry(key)):
            uses = [row["use"] for row in composing.plan(entry, document.outline, self.agenda.today).tables["a_uses"]]
            reviews.own_assessments(self.cast, entry, _own_uses(entry, uses, document))
        if entry:
            relying.rely(document, by=self.cast.person(entry["prepared_by"]))
        # About one of the fullest everybody is asked, also who need not be.
        invited = [area.code for area, _why in asking.excused(document)] if key in FULLEST else []
        perform(document, "consult", by=self.cast.holder(org, "coordinator"), invited=invited)

    def _entry(self, key: str) -> Entry:
        return content.plan(key) if key in {plan["key"] for plan in content.plans()} else {}

    def _sign(self, key: str, sign: Entry) -> None:
        by = self.cast.person(sign["by"])
        asks = [self._asked(one, by) for one in sign.get("asks", [])]
        # A condition's language is the one that its advisor works in.
        with translation.override(by.language):
            self._say(key, sign["area"], sign["decision"], sign["comment"][by.language], by, asks)

    def _asked(self, entry: Entry, by: User) -> Asked:
        due_on = self.agenda.today + timedelta(days=entry["in_days"])
        return Asked(entry["text"][by.language], entry["blocks"], self.cast.person(entry["owner"]), due_on)

    def _answer(self, key: str, sign: Entry) -> None:
        answer = sign["answer"]
        by = self.cast.person(answer["by"])
        dissent.respond(self.document(key), area=sign["area"], text=answer["text"][by.language], by=by)

    def _sign_usual(self, key: str, org: str) -> None:
        remarks = content.read("remarks")["sign_offs"]
        for area in remarks if key in FULLEST else USUAL:
            try:
                by = self.cast.holder(org, "advisor", area)
            except KeyError:
                continue  # nobody advises on this area there
            standing = rounds.standing(rounds.opened(self.document(key)), self.document(key), area)
            if standing is None or not standing.is_asked:
                continue
            self._say(key, area, "concur", remarks[area][by.language], by)

    def _say(self, key: str, area: str, decision: str, comment: str, by: User, asks: Sequence[Asked] = ()) -> None:
        document = self.document(key)
        sha = rounds.current(document).version.sha256
        signing.sign_off(document, area=area, decision=decision, comment=comment, seen_sha=sha, by=by, asks=asks)

    def _submit(self, key: str, org: str) -> None:
        accepting.accept_remaining(self.document(key), self._entry(key).get("accepted"), self.cast, self.agenda.today)
        perform(self.document(key), "submit", by=self.cast.holder(org, "coordinator"))

    def _decide(self, key: str, entry: Entry) -> None:
        by = self.cast.person(next(entry[name] for name in _DECIDERS if name in entry))
        reason = entry.get("reason", {}).get(by.language, "")
        said = {sign["area"]: sign["override"] for sign in entry.get("sign_offs", []) if "override" in sign}
        overrides = {area: words[by.language] for area, words in said.items()}
        document = self.document(key)
        checks = affirming.codes(document) if entry["state"] == "approved" else []
        perform(document, FINDINGS[entry["state"]], by=by, reason=reason, overrides=overrides, checks=checks)

    def _withdraw(self, key: str, org: str, entry: Entry) -> None:
        by = self.cast.holder(org, "coordinator")
        perform(self.document(key), "withdraw", by=by, reason=entry["reason"][by.language])


_DECIDERS = ("approved_by", "returned_by", "decided_by")
_DECIDED = ("approved_days_ago", "returned_days_ago", "decided_days_ago")


def _between(earlier: int, later: int) -> int:
    return (earlier + later) // 2


def _named(member: Entry) -> Named:
    name = member.get("name") or member["name_en"]
    return Named(language=member["language"], name=name, handle=member["handle"], group=member.get("group", 1))


def _own_uses(entry: Entry, uses: list[str], document: Document) -> list[str]:
    """Return what the department assesses itself: all uses, or those that the government-wide assessments leave out."""
    if entry["coverage"] == "own_assessment":
        return uses
    return [use for use in uses if not document.framework.leverage.covers(use)]


def plan_of(document: Document) -> Plan:
    """Return the plan that a document is."""
    return Plan.objects.get(pk=document.pk)
