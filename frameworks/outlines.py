"""What does a document ask of its author: which sections, which questions, which tables, in which languages?"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

import pydantic
from pydantic import BeforeValidator, ConfigDict, StrictBool, StrictInt, StringConstraints, model_validator

from frameworks.texts import Text

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Obligation = Annotated[str, StringConstraints(pattern=r"^[GB]\d{3}$")]
Bilingual = Literal["both", "either", "none"]
Stage = Literal["never", "submit", "approve", "create", "dispose"]
Protocol = Literal["interaction", "moderation", "style", "user_management", "continuity"]
#: Where an answer may be copied to: any document of the kind, only documents of the same organization, or none.
Reach = Literal["anywhere", "within", "never"]
# YAML reads a bare yes or no as true or false; both are understood.
Chosen = Annotated[str, BeforeValidator(lambda said: ("no", "yes")[said] if isinstance(said, bool) else said)]
#: When a risk is rated: before any control, as things stand, and after its treatment.
Rating = Literal["inherent", "current", "residual"]
#: {field key: {language, or "" for none: value}}, as a draft holds its answers.
Answers = Mapping[str, Mapping[str, Any]]

#: What the key of every question begins with that an organization adds to an outline, and of none in a pack.
OWN = "x_"

#: The order in which a document meets its gates: what is owed at one gate is owed at every later one.
STAGES = ("submit", "approve", "create", "dispose")
CHOICE_TYPES = {"choice", "multichoice"}
#: Types whose values are codes of a list that is not named: rows of another table, and levels that are worked out.
POINTING, COMPUTED = "rows", "level"
#: The columns that a library fills.
LIBRARY_COLUMNS = {
    "measures": ("outcome", "tactic", "measure"),
    "risks": ("threat", "group", "statement", "affected", "existing_controls"),
}
ROWS_OF = "rows:"
CODED_TYPES = {*CHOICE_TYPES, "yes_no"}
PROSE_TYPES = {"text", "short"}


class PackPart(pydantic.BaseModel):
    """Base of everything read from a pack: what the file does not declare is refused, what was read cannot change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def repeated(names: list[str]) -> list[str]:
    """Names that occur more than once, each told once, in order."""
    return [name for name in dict.fromkeys(names) if names.count(name) > 1]


class _Asked(PackPart):
    """What a field and a column of a table have in common."""

    key: Code
    type: str
    label: Text
    help: Text | None = None
    example: Text | None = None
    bilingual: Bilingual = "none"
    list: str | None = None
    max_words: StrictInt | None = pydantic.Field(default=None, gt=0)
    carries: Reach | None = None

    @property
    def reach(self) -> Reach:
        """How far the answer may be copied: a date belongs to one document, and what nobody limited goes anywhere."""
        return self.carries or ("never" if self.type == "date" else "anywhere")

    @property
    def is_bilingual(self) -> bool:
        """Whether the answer is kept in two languages (one of them may do, if `bilingual` is "either")."""
        return self.bilingual != "none"

    @property
    def has_choices(self) -> bool:
        """Whether the value is one or more codes of a `list` that people choose from."""
        return self.type in CHOICE_TYPES or self.type == POINTING

    @property
    def is_coded(self) -> bool:
        """Whether the value is one or more codes of a `list`, chosen or worked out."""
        return self.has_choices or self.type == COMPUTED

    def _faults(self) -> Iterator[str]:
        if self.has_choices and not self.list:
            yield f"a {self.type} needs a `list`"
        if self.list and not self.is_coded:
            yield f"a {self.type} takes no `list`"
        if self.is_bilingual and self.type not in PROSE_TYPES:
            yield f"a {self.type} is the same in both languages: `bilingual` must be none"
        if self.type == "date" and self.reach != "never":
            yield "a date belongs to one document: `carries` must be never"

    @model_validator(mode="after")
    def _consistent(self) -> "_Asked":
        if faults := list(self._faults()):
            raise ValueError("; ".join(faults))
        return self


class Column(_Asked):
    """One column of a table; `required` columns must be filled in every row.

    A column of type `rows` points at rows of the `table` that it names, one or more, in the same section (a treatment
    at its risks). One of type `level` is never typed: it follows from the columns `of`. With a `rating` it is the level
    of a risk at that time on the document's scale; without one, the grade that a product scale gives to a pair (the
    likelihood and the gravity of a threat).
    """

    type: Literal["short", "text", "choice", "multichoice", "yes_no", "date", "number", "money", "rows", "level"]
    required: StrictBool = False
    table: Code | None = None
    of: tuple[Code, ...] = ()
    rating: Rating | None = None

    @model_validator(mode="before")
    @classmethod
    def _named_list(cls, said: Any) -> Any:
        """Say by which list the codes of a column that names none are told."""
        if isinstance(said, dict) and said.get("type") == POINTING and said.get("table"):
            return {**said, "list": f"{ROWS_OF}{said['table']}"}
        if isinstance(said, dict) and said.get("type") == COMPUTED:
            return {**said, "list": "levels" if said.get("rating") else "threat_value"}
        return said

    @property
    def is_computed(self) -> bool:
        """Whether the value follows from other columns: nobody types, pastes or copies it."""
        return self.type == COMPUTED

    def _faults(self) -> Iterator[str]:
        yield from super()._faults()
        if (self.type == POINTING) != bool(self.table):
            yield "`rows` and `table` go together"
        if self.is_computed != bool(self.of) or (self.rating and not self.is_computed):
            yield "`level`, `of` and `rating` go together"
        if self.is_computed and self.required:
            yield "a level is worked out: it cannot be required"


class Condition(PackPart):
    """When a question is owed: if the answer to `field`, a choice, is (or has among it) one of the codes `is`.

    With `column`, `field` is a table, and one of its rows must say so in that column. Answers hold what rows say under
    `column_place`.
    """

    field: Code
    column: Code | None = None
    codes: tuple[Chosen, ...] = pydantic.Field(alias="is", min_length=1)

    @property
    def place(self) -> str:
        """Where `Answers` hold what the condition asks about."""
        return column_place(self.field, self.column) if self.column else self.field

    def given(self, answers: Answers) -> list[str]:
        """The codes of the condition that were answered."""
        said = answers.get(self.place, {}).get("")
        return [code for code in (said if isinstance(said, list) else [said]) if code in self.codes]

    def holds(self, answers: Answers) -> bool:
        """Whether the answers given so far meet the condition; an unanswered question meets none."""
        return bool(self.given(answers))


def column_place(table: str, column: str) -> str:
    """The key under which `Answers` hold, at "", the list of what the rows of a table say in a column."""
    return f"{table}.{column}"


class FollowUp(PackPart):
    """What rows of a table owe in another: where their `column` says one of the codes `is`, a row of `table` must point
    at them (a risk that is mitigated owes a treatment, which has an owner and a date)."""

    column: Code
    codes: tuple[Chosen, ...] = pydantic.Field(alias="is", min_length=1)
    table: Code


class Field(_Asked):
    """One question of a section: prose, a choice, or a table of rows.

    An answer is owed from the gate `required_at` on; with `required_when`, only if that condition holds too.

    A table may be seeded: `seed_list` names a list, and each of its items becomes a row whose `seed_column` holds the
    item's code. `row_title_column` is the column that names a row on a page ("Risk 3: …"). What is `reviewed_again` is
    marked when an approved document is revised: it is not sent again before somebody has looked at it. A text may refer
    to a `protocol` of that type, which the department keeps, instead of having words of its own (§4.2(g)).
    """

    type: Literal["text", "short", "choice", "multichoice", "yes_no", "date", "number", "table"]
    required_at: Stage = "never"
    required_when: Condition | None = None
    reviewed_again: StrictBool = False
    columns: tuple[Column, ...] = ()
    min_rows: StrictInt = pydantic.Field(default=0, ge=0)
    row_label: Text | None = None
    row_title_column: str | None = None
    seed_list: str | None = None
    seed_column: str | None = None
    library: Literal["measures", "risks"] | None = None
    followed_by: FollowUp | None = None
    protocol: Protocol | None = None

    @property
    def is_table(self) -> bool:
        return self.type == "table"

    def column(self, key: str) -> Column:
        """The column `key`; KeyError if there is none."""
        return _by_key(self.columns, key)

    @property
    def typed_columns(self) -> tuple[Column, ...]:
        """The columns that people fill."""
        return tuple(column for column in self.columns if not column.is_computed)

    def level_column(self, rating: str) -> Column | None:
        """The column that holds the level of a risk at one time, if the table rates risks at that time."""
        return next((column for column in self.columns if column.rating == rating), None)

    @property
    def is_register(self) -> bool:
        """Whether its rows are risks: they are rated as things stand and after treatment."""
        return bool(self.level_column("current") and self.level_column("residual"))

    def is_required_by(self, stage: str, answers: Answers | None = None) -> bool:
        """Whether the answer is owed at `stage`: what is owed at submission is still owed at approval.

        What is owed on a condition is owed where `answers` meet it, and not without `answers`.
        """
        if self.required_when and not self.required_when.holds(answers or {}):
            return False
        return self.required_at in STAGES and STAGES.index(self.required_at) <= STAGES.index(stage)

    def _faults(self) -> Iterator[str]:
        yield from super()._faults()
        if self.required_when and self.required_at == "never":
            yield "`required_when` needs a `required_at`: the gate at which it is owed"
        if self.required_when and self.required_when.field == self.key:
            yield "`required_when` names the question itself"
        if self.protocol and (self.type != "text" or not self.is_bilingual):
            yield "a `protocol` is a text in both languages: so must be the answer that it may stand for"
        yield from self._table_faults() if self.is_table else self._plain_faults()

    def _plain_faults(self) -> Iterator[str]:
        names = ("columns", "min_rows", "row_label", "row_title_column", "seed_list", "seed_column", "library")
        names = (*names, "followed_by")
        yield from (f"only a table takes `{name}`" for name in names if getattr(self, name))

    def _table_faults(self) -> Iterator[str]:
        if not self.columns:
            yield "a table needs `columns`"
        if not self.row_label:
            yield "a table needs a `row_label`"
        keys = [column.key for column in self.columns]
        yield from (f"column {key} appears twice" for key in repeated(keys))
        for name in ("row_title_column", "seed_column"):
            if getattr(self, name) and getattr(self, name) not in keys:
                yield f"`{name}` names {getattr(self, name)}, which is not a column"
        filled = LIBRARY_COLUMNS.get(self.library or "", ())
        if not set(filled) <= set(keys):
            yield f"`library: {self.library}` fills the columns {', '.join(filled)}, which the table needs"
        for column in self.columns:
            unknown = [key for key in column.of if key not in keys or self.column(key).is_computed]
            yield from (f"column {column.key} follows from {key}, which nobody can fill" for key in unknown)
        rated = [column.rating for column in self.columns if column.rating]
        yield from (f"two columns hold the {name} level" for name in repeated(rated))
        if self.followed_by and self.followed_by.column not in keys:
            yield f"`followed_by` names {self.followed_by.column}, which is not a column"
        if bool(self.seed_list) != bool(self.seed_column):
            yield "`seed_list` and `seed_column` go together"
        elif self.seed_column in keys and self.column(self.seed_column).list != self.seed_list:
            yield f"column {self.seed_column} must be a choice of {self.seed_list} to be seeded from it"


class Section(PackPart):
    """One section of a document: what it is for, what is asked, which advisors must look when it changes."""

    key: Code
    title: Text
    guidance: Text
    source: Text
    obligations: tuple[Obligation, ...] = ()
    policy_areas: tuple[str, ...] = ()
    fields: tuple[Field, ...]

    @property
    def heading(self) -> str:
        """The title in the reader's language, behind its letter where sections are lettered (App. C: a to j)."""
        return f"{self.key}) {self.title}" if len(self.key) == 1 else str(self.title)

    @property
    def tables(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.is_table)


class Outline(PackPart):
    """The versioned list of a document's sections; a version that was published never changes again."""

    kind: Code
    version: StrictInt = pydantic.Field(gt=0)
    title: Text
    intro: Text
    sections: tuple[Section, ...]
    # Not a field: a file may not call itself published.
    _published: bool = pydantic.PrivateAttr(default=False)

    @property
    def is_published(self) -> bool:
        """Whether documents may be written on it; a draft may still change."""
        return self._published

    def published(self) -> "Outline":
        """The same outline, marked as published: the loader does so when the fingerprint of its file matches."""
        outline = self.model_copy()
        outline._published = True  # noqa: SLF001 -- a copy of itself
        return outline

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every field of every section, in order."""
        return tuple(field for section in self.sections for field in section.fields)

    @property
    def tables(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.is_table)

    @property
    def obligations(self) -> tuple[str, ...]:
        """Ids of the obligations that the sections answer, each once, in order."""
        return tuple(dict.fromkeys(name for section in self.sections for name in section.obligations))

    def section(self, key: str) -> Section:
        """The section `key`; KeyError if there is none."""
        return _by_key(self.sections, key)

    def field(self, key: str) -> Field:
        """The field `key`, whichever section it stands in; KeyError if there is none."""
        return _by_key(self.fields, key)

    def section_of(self, key: str) -> Section:
        """The section in which field `key` stands; KeyError if there is none."""
        field = self.field(key)
        return next(section for section in self.sections if field in section.fields)

    def required_by(self, stage: str) -> tuple[Field, ...]:
        """Fields owed whatever is answered when the document passes the gate `stage` ("submit", "approve", …)."""
        return tuple(field for field in self.fields if field.is_required_by(stage))

    @model_validator(mode="after")
    def _unique(self) -> "Outline":
        faults = [f"section {key} appears twice" for key in repeated([section.key for section in self.sections])]
        faults += [f"field {key} appears twice" for key in repeated([field.key for field in self.fields])]
        asked = [field.protocol for field in self.fields if field.protocol]
        faults += [f"protocol {name} is asked for twice" for name in repeated(asked)]
        taken = [field.key for field in self.fields if field.key.startswith(OWN)]
        faults += [
            f"field {key}: keys that begin with {OWN} are kept for organizations’ own questions" for key in taken
        ]
        if faults:
            raise ValueError("; ".join(faults))
        return self


def _by_key(parts: tuple, key: str):
    for part in parts:
        if part.key == key:
            return part
    raise KeyError(key)
