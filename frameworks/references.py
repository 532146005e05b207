"""Does everything that a pack names exist in it, and does nothing carry the same name twice?"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from frameworks.afterwards import Editorial
from frameworks.outlines import CODED_TYPES, POINTING, Condition, Field, Outline, Section, repeated
from frameworks.pack import DERIVED_LISTS, FACTS, OUTSIDE_LISTS, PROTOCOLS, Approval, Checklist, Letter
from frameworks.reading import Problem
from frameworks.scales import MATRIX_LISTS, PRODUCT_LISTS, RATED_LISTS, Product
from frameworks.texts import Text

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class References:
    """Checks names across files. `parts` may lack a part that could not be read: then nothing is held against it.

    `kinds` are the kinds of document that have an outline file, whether or not it could be read.
    """

    def __init__(self, parts: dict[str, Any], kinds: set[str]):
        self.parts = parts
        self.kinds = kinds
        self.areas = self._codes("areas")
        self.uses = self._codes("uses")
        self.lists = None if "lists" not in parts else {*parts["lists"], *DERIVED_LISTS, *OUTSIDE_LISTS}

    def problems(self) -> Iterator[Problem]:
        """Every broken reference and doubled name."""
        yield from self._doubled_codes()
        yield from self._lists()
        yield from self._scales()
        yield from self._risk_library()
        for outline in self._part("outlines"):
            yield from self._outline(outline)
        for kind, approval in self.parts.get("approvals", {}).items():
            yield from self._approval(kind, approval)
        yield from self._leverage()
        for checklist in self._part("checklists"):
            yield from _checklist_problems(checklist)
            signing = [group.signed_by for group in checklist.groups if group.signed_by]
            yield from _unknown("checklists.yaml", f"{checklist.code}.groups", signing, self.areas, "area")
        for letter in self._part("letters"):
            yield from _letter_problems(letter)

    def _part(self, name: str) -> tuple:
        return self.parts.get(name, ())

    def _codes(self, name: str) -> set[str] | None:
        return {part.code for part in self.parts[name]} if name in self.parts else None

    def _doubled_codes(self) -> Iterator[Problem]:
        for name in ("areas", "uses", "measures", "risk_library", "checklists", "letters", "undertakings"):
            yield from _doubled(f"{name}.yaml", "", (part.code for part in self._part(name)))
        for outcome in self._part("measures"):
            yield from _doubled("measures.yaml", outcome.code, (measure.code for measure in outcome.measures))

    def _lists(self) -> Iterator[Problem]:
        for name, items in self.parts.get("lists", {}).items():
            yield from _doubled("lists.yaml", name, (item.code for item in items))
            if name in {*DERIVED_LISTS, *OUTSIDE_LISTS}:
                yield Problem("lists.yaml", name, "is the name of a list that comes from elsewhere: choose another")

    def _scales(self) -> Iterator[Problem]:
        """Every attainable rating has a level, and each kind of scale has one, which documents start on."""
        scales = self._part("scales")
        yield from _doubled("scales.yaml", "", (scale.pin for scale in scales))
        for scale in scales:
            yield from (Problem("scales.yaml", f"{scale.code}.{key}", problem) for key, problem in scale.faults())
        if "scales" in self.parts and "matrix" not in {scale.kind for scale in scales}:
            yield Problem("scales.yaml", "", "needs a scale of the kind matrix")

    def _risk_library(self) -> Iterator[Problem]:
        """A typical risk is told in the words of the pack's own lists."""
        lists = self.parts.get("lists", {})
        named = {"code": "account_threats", "group": "risk_groups", "affected": "risk_affected"}
        for threat in self._part("risk_library"):
            for key, name in named.items():
                known = {item.code for item in lists.get(name, ())} if lists else None
                path = f"{threat.code}.{key}"
                yield from _unknown("risk_library.yaml", path, [getattr(threat, key)], known, f"item of {name}")

    def _outline(self, outline: Outline) -> Iterator[Problem]:
        file = f"outlines/{outline.kind}-{outline.version}.yaml"
        for section in outline.sections:
            yield from _unknown(file, f"sections.{section.key}.policy_areas", section.policy_areas, self.areas, "area")
            yield from self._fields(file, section, outline)
            yield from _pointing_problems(file, section)
        yield from self._rated(file, outline)

    def _fields(self, file: str, section: Section, outline: Outline) -> Iterator[Problem]:
        for field in section.fields:
            path = f"sections.{section.key}.fields.{field.key}"
            if field.required_when:
                yield from self._condition(file, f"{path}.required_when", field.required_when, outline)
            yield from _reach_problems(file, path, field)
            yield from self._protocol(file, path, field)
            for key, named in _lists_named(field):
                yield from _unknown(file, f"{path}.{key}", [named], self.lists, "list")
            if field.seed_list in OUTSIDE_LISTS:
                yield Problem(file, f"{path}.seed_list", f"{field.seed_list} is not in the pack: no row can be seeded")

    def _rated(self, file: str, outline: Outline) -> Iterator[Problem]:
        """A register is rated on one kind of scale, whole ratings at a time, and grades come from a product scale."""
        columns = [(table, column) for table in outline.tables for column in table.columns if column.is_computed]
        kinds = set()
        for table, column in columns:
            path = f"{table.key}.columns.{column.key}.of"
            named = tuple(table.column(key).list for key in column.of)
            if column.rating and named in (MATRIX_LISTS, PRODUCT_LISTS):
                kinds.add("matrix" if named == MATRIX_LISTS else "product")
            elif column.rating:
                yield Problem(file, path, "a rating is likelihood and impact, or the three values of a product scale")
            elif len(named) != 2:
                yield Problem(file, path, "a grade follows from two columns")
            if not column.rating and "scales" in self.parts and not self._grades:
                yield Problem(file, path, "there is no product scale that grades")
        if len(kinds) > 1:
            yield Problem(file, "", "rates on two kinds of scale: a document is pinned to one")

    @property
    def _grades(self) -> bool:
        return any(isinstance(scale, Product) for scale in self._part("scales"))

    def _protocol(self, file: str, path: str, field: Field) -> Iterator[Problem]:
        """A protocol is checked against the social media notice: the pack must say what is checked."""
        if field.protocol and "checklists" in self.parts:
            groups = {check.group for one in self._part("checklists") if one.code == PROTOCOLS for check in one.checks}
            if field.protocol not in groups:
                wanted = f"the checklist {PROTOCOLS} has no line for {field.protocol}"
                yield Problem(file, f"{path}.protocol", wanted)

    def _condition(self, file: str, path: str, condition: Condition, outline: Outline) -> Iterator[Problem]:
        asked: Any = next((field for field in outline.fields if field.key == condition.field), None)
        if asked is None:
            yield Problem(file, f"{path}.field", f"there is no field {condition.field}")
            return
        if condition.column:
            asked = next((column for column in asked.columns if column.key == condition.column), None)
        if asked is None:
            yield Problem(file, f"{path}.column", f"{condition.field} has no column {condition.column}")
        elif asked.type not in CODED_TYPES:
            problem = f"{condition.field} is a {asked.type}: a condition asks about a choice"
            yield Problem(file, f"{path}.field", problem)
        elif (known := self._answers_to(asked)) is not None:
            unknown = (code for code in condition.codes if code not in known)
            yield from (Problem(file, f"{path}.is", f"{asked.key} has no answer {code}") for code in unknown)

    def _answers_to(self, asked: Any) -> set[str] | None:
        """Codes that a choice may be answered with; None where they are not known here."""
        if asked.type == "yes_no":
            return {"yes", "no"}
        if asked.list in DERIVED_LISTS:
            return self._derived(asked.list)
        items = self.parts.get("lists", {}).get(asked.list)
        return None if items is None else {item.code for item in items}

    def _derived(self, name: str) -> set[str] | None:
        if name in RATED_LISTS or name == "levels":
            return None  # each scale has its own
        return self._codes(name)

    def _approval(self, kind: str, approval: Approval) -> Iterator[Problem]:
        outlines = [outline for outline in self._part("outlines") if outline.kind == kind]
        if kind not in self.kinds:
            yield Problem("approvals.yaml", kind, "there is no outline of this kind")
        named = {section.key for outline in outlines for section in outline.sections}
        sections = {"all", *named} if outlines else None
        path = f"{kind}.requirements"
        yield from _doubled("approvals.yaml", path, (requirement.area for requirement in approval.requirements))
        yield from self._affirmations(kind, approval, outlines)
        for requirement in approval.requirements:
            where = f"{path}.{requirement.area}"
            yield from _unknown("approvals.yaml", f"{where}.area", [requirement.area], self.areas, "area")
            yield from _unknown("approvals.yaml", f"{where}.covers", requirement.covers, sections, "section")
            if when := requirement.when:
                yield from _unknown("approvals.yaml", f"{where}.when.fact", [when.fact], set(FACTS), "fact")
                values = set(FACTS[when.fact]) if when.fact in FACTS else None
                yield from _unknown("approvals.yaml", f"{where}.when.is", when.codes, values, "value")
        if editorial := approval.after.editorial:
            yield from self._editorial(kind, approval, editorial, sections, outlines)

    def _editorial(
        self, kind: str, approval: Approval, editorial: Editorial, sections: set[str] | None, outlines: list[Outline]
    ) -> Iterator[Problem]:
        """What changes without consultation exists, and no area that must sign covers it."""
        path = f"{kind}.after.editorial"
        yield from _unknown("approvals.yaml", f"{path}.sections", editorial.sections, sections, "section")
        tables = {table.key for outline in outlines for table in outline.tables} if outlines else None
        yield from _unknown("approvals.yaml", f"{path}.tables", editorial.tables, tables, "table")
        for requirement in approval.guarded:
            for key in filter(requirement.covers_section, editorial.sections):
                problem = f"{key} is covered by {requirement.area}, which must sign: no change of it is editorial"
                yield Problem("approvals.yaml", f"{path}.sections", problem)

    def _affirmations(self, kind: str, approval: Approval, outlines: list[Outline]) -> Iterator[Problem]:
        """What an affirmation asks about must be asked in the newest outline: older documents simply do not say it."""
        path = f"{kind}.affirmations"
        yield from _doubled("approvals.yaml", path, (one.code for one in approval.affirmations))
        for one in approval.affirmations if outlines else ():
            newest = max(outlines, key=lambda outline: outline.version)
            where = f"{path}.{one.code}"
            if one.when:
                yield from self._condition("approvals.yaml", f"{where}.when", one.when, newest)
            known = {field.key for field in newest.fields}
            yield from _unknown("approvals.yaml", f"{where}.shows", one.shows, known, "field")

    def _leverage(self) -> Iterator[Problem]:
        if leverage := self.parts.get("leverage"):
            yield from _unknown("leverage.yaml", "covered_uses", leverage.covered_uses, self.uses, "use")
            yield from _doubled("leverage.yaml", "conditions", (one.code for one in leverage.conditions))
            for one in leverage.conditions:
                path = f"conditions.{one.code}"
                yield from _unknown(
                    "leverage.yaml", f"{path}.uses", one.uses, set(leverage.covered_uses), "covered use"
                )
                areas = [one.met_by] if one.met_by else []
                yield from _unknown("leverage.yaml", f"{path}.met_by", areas, self.areas, "area")


def _pointing_problems(file: str, section: Section) -> Iterator[Problem]:
    """Rows point at rows of the same section: a page loads one section, and says there what is missing."""
    tables = {table.key: table for table in section.tables}
    for table in section.tables:
        path = f"sections.{section.key}.fields.{table.key}"
        for column in table.columns:
            if column.table and column.table not in tables:
                yield Problem(file, f"{path}.columns.{column.key}.table", f"there is no table {column.table} here")
        if after := table.followed_by:
            there = tables.get(after.table)
            if there is None or not any(column.table == table.key for column in there.columns):
                yield Problem(file, f"{path}.followed_by", f"no column of {after.table} points at {table.key}")


def _reach_problems(file: str, path: str, field: Field) -> Iterator[Problem]:
    """What chooses from the department's own list means nothing in another department."""
    asked = {"": field, **{f".columns.{column.key}": column for column in field.columns}}
    for key, one in asked.items():
        if one.list in OUTSIDE_LISTS and one.reach == "anywhere":
            wanted = f"{one.list} are the department’s own: `carries` must be within or never"
            yield Problem(file, f"{path}{key}.carries", wanted)


def _lists_named(field: Field) -> Iterator[tuple[str, str]]:
    named = [("list", field.list), ("seed_list", field.seed_list)]
    named += [(f"columns.{column.key}.list", column.list) for column in field.columns if column.type != POINTING]
    yield from ((key, name) for key, name in named if name)


def _unknown(file: str, path: str, names: Iterable[str], known: set[str] | None, what: str) -> Iterator[Problem]:
    if known is not None:
        yield from (Problem(file, path, f"there is no {what} {name}") for name in names if name not in known)


def _doubled(file: str, path: str, codes: Iterable[str]) -> Iterator[Problem]:
    yield from (Problem(file, path or code, f"{code} appears twice") for code in repeated(list(codes)))


def _checklist_problems(checklist: Checklist) -> Iterator[Problem]:
    yield from _doubled("checklists.yaml", checklist.code, (check.key for check in checklist.checks))
    groups = {group.code for group in checklist.groups}
    for check in checklist.checks:
        yield from _unknown("checklists.yaml", f"{checklist.code}.{check.key}.group", [check.group], groups, "group")


def _letter_problems(letter: Letter) -> Iterator[Problem]:
    yield from _doubled("letters.yaml", letter.code, (element.code for element in letter.elements))
    if not (letter.body or letter.elements):
        yield Problem("letters.yaml", letter.code, "needs a `body` or `elements`")
    texts = {"subject": letter.subject, "body": letter.body}
    texts |= {f"elements.{element.code}.sample": element.sample for element in letter.elements}
    used = set()
    for path, text in texts.items():
        if text:
            used |= set(PLACEHOLDER.findall(text.en))
            yield from _placeholder_problems(f"{letter.code}.{path}", text, set(letter.placeholders))
    path = f"{letter.code}.placeholders"
    unused = (name for name in letter.placeholders if name not in used)
    yield from (Problem("letters.yaml", path, f"{{{name}}} is never used") for name in unused)


def _placeholder_problems(path: str, text: Text, declared: set[str]) -> Iterator[Problem]:
    english, french = (set(PLACEHOLDER.findall(said)) for said in (text.en, text.fr))
    if english != french:
        yield Problem("letters.yaml", path, "the two languages do not use the same {names}")
    yield from _unknown("letters.yaml", path, sorted(english | french), declared, "placeholder")
