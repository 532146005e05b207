"""What does a policy say besides its questions: areas, uses, lists, measures, approvals, letters?"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

import pydantic
from pydantic import StrictBool, StrictInt, StringConstraints

from frameworks.afterwards import Afterwards
from frameworks.outlines import Code, Condition, Obligation, PackPart
from frameworks.scales import RATED_LISTS
from frameworks.texts import Text

Role = Literal["author", "coordinator", "head", "advisor", "reviewer", "auditor", "administrator"]
Months = Annotated[StrictInt, pydantic.Field(gt=0)]
Days = Annotated[StrictInt, pydantic.Field(ge=0)]

#: Lists that no file holds: made from another part of the pack, or (objectives) from the department's own strategy.
DERIVED_LISTS = ("uses", "areas", *RATED_LISTS, "levels")
OUTSIDE_LISTS = ("objectives",)

#: The checklist by which a protocol is checked against the social media notice: a group for each type of protocol.
PROTOCOLS = "protocols"


class Item(PackPart):
    """One entry of a controlled list; `data` holds what rules may read of it."""

    code: Code
    name: Text
    description: Text | None = None
    data: dict[str, Any] = {}


class Area(PackPart):
    """A policy area to consult: what its advisor looks at, and whom a department should ask."""

    code: Code
    name: Text
    question: Text
    contact: Text
    guidance: Text


class Use(PackPart):
    """A use that an account may be put to, comparable with the uses that an assessment covered."""

    code: Code
    name: Text
    description: Text
    collects_personal_information: StrictBool


class Intervals(PackPart):
    """How long things stay good, and how long before a due date people are reminded."""

    strategy_review_months: Months
    plan_review_months: Months
    assessment_review_months: Months
    access_review_months: Months
    administrative_information_retention_months: Months
    breach_record_retention_months: Months
    short_term_account_months: Months
    follower_notice_days: Days
    reminder_lead_days: tuple[Days, ...]


class Source(PackPart):
    """Where the policy comes from, for a footer and for an auditor."""

    title: Text
    note: Text
    published: date


class Measure(PackPart):
    code: Code
    name: Text
    kind: Literal["count", "percent", "ratio", "quality"]


class Outcome(PackPart):
    """A desired outcome of the measurement library, with tactics that bring it about and measures that show it."""

    code: Code
    name: Text
    tactics: tuple[Text, ...]
    measures: tuple[Measure, ...]


class Threat(PackPart):
    """A typical risk of the library (§4.2(e)): its words start a row of a register, without any rating.

    `code` is one of the list `account_threats`, `group` of `risk_groups`, `affected` of `risk_affected`. `statement`
    says cause, event and consequence; `controls` what is usually there already; `treatments` what usually helps.
    """

    code: Code
    group: Code
    affected: Code
    statement: Text
    controls: Text
    treatments: tuple[Text, ...] = pydantic.Field(min_length=1)


#: Facts of a document's header that a circumstance may ask about, with the values that each can have.
FACTS = {"platform.review": ("pre_reviewed", "not_reviewed", "withdrawn")}


class Circumstance(PackPart):
    """When an area is asked: if the `fact` of the document's header is one of the codes `is`.

    `otherwise` says why the area is not asked ("pre-reviewed platform"). A header that says nothing about the fact
    never excuses anybody from asking.
    """

    fact: str
    codes: tuple[str, ...] = pydantic.Field(alias="is", min_length=1)
    otherwise: Text

    def holds(self, header: Mapping[str, Any]) -> bool:
        """Whether the frozen `header` of a document ({"platform": {"review": …}}) meets the circumstance."""
        said: Any = header
        for step in self.fact.split("."):
            said = said.get(step) if isinstance(said, Mapping) else None
        return said is None or said in self.codes


class Requirement(PackPart):
    """The sign-off of one policy area: `covers` lists section keys, or is ("all",); `days` are working days.

    With `when`, the area is asked only in that circumstance. `may_transcribe` says whether a coordinator may record a
    signature that was given outside.
    """

    area: str
    mandatory: StrictBool = False
    blocking: StrictBool = False
    covers: tuple[str, ...]
    days: Annotated[StrictInt, pydantic.Field(gt=0)]
    when: Circumstance | None = None
    may_transcribe: StrictBool = True

    def is_asked(self, header: Mapping[str, Any]) -> bool:
        """Whether the area must be asked about a document with this `header`."""
        return self.when is None or self.when.holds(header)

    def covers_section(self, key: str) -> bool:
        return key in self.covers or self.covers == ("all",)


class FinalDecision(PackPart):
    """Who decides in the end, who may not decide on their own work, and within how many working days it is wanted."""

    role: Role
    separation: tuple[Literal["author", "editor", "consultee"], ...]
    days: Annotated[StrictInt, pydantic.Field(gt=0)] | None = None


class Affirmation(PackPart):
    """What whoever approves confirms in their own name, one by one, before the approval counts.

    With `when`, only about documents that say so. `flag` is the short word that marks such a document in lists; `shows`
    names the questions whose answers the approver reads beside it.
    """

    code: Code
    text: Text
    source: Text
    when: Condition | None = None
    flag: Text | None = None
    shows: tuple[str, ...] = ()
    obligations: tuple[Obligation, ...] = ()


class Approval(PackPart):
    """The approval policy of one kind of document.

    A sign-off on sections that did not change is carried into the next round for `carry_months`; an older one is asked
    again, so that a review looks at law and policy anew (§3). 0 sets no end.
    """

    requirements: tuple[Requirement, ...] = ()
    carry_months: int = 0
    affirmations: tuple[Affirmation, ...] = ()
    final: FinalDecision
    after: Afterwards = Afterwards()

    @property
    def guarded(self) -> tuple[Requirement, ...]:
        """The sign-offs that nobody can do without: mandatory or blocking."""
        return tuple(one for one in self.requirements if one.mandatory or one.blocking)

    @property
    def mandatory(self) -> tuple[Requirement, ...]:
        return tuple(requirement for requirement in self.requirements if requirement.mandatory)


class Bank(PackPart):
    """A Personal Information Bank, cited in notices by name and number; the number differs in French (PSU, POU)."""

    code: Code
    number: Text
    name: Text
    description: Text


class Reliance(PackPart):
    """A condition for relying on the government-wide assessments: for which of the covered uses (none named: all).

    One that an area's sign-off meets names it as `met_by`: nobody says beforehand that it is met.
    """

    code: Code
    name: Text
    uses: tuple[str, ...] = ()
    met_by: str | None = None


class Leverage(PackPart):
    """When a department may rely on the government-wide assessments instead of making its own.

    `excluded_purposes` are never covered, whatever the use; `otherwise` are the steps where something is not covered.
    """

    title: Text
    reference: str
    effective: date
    rule: Text
    requires_pre_reviewed_platform: StrictBool
    covered_uses: tuple[str, ...]
    platforms: tuple[str, ...]
    banks: tuple[Bank, ...]
    conditions: tuple[Reliance, ...]
    outcomes: tuple[Item, ...]
    excluded: Text
    excluded_purposes: tuple[Item, ...]
    otherwise: tuple[Item, ...]
    consent: Text
    retention: Text

    def covers(self, use: str) -> bool:
        """Whether a use is one of those assessed for the whole government."""
        return use in self.covered_uses


class Check(PackPart):
    """One line of a checklist; `evidence` means that the person must write down where it can be seen."""

    key: Code
    group: str
    label: Text
    help: Text | None = None
    required: StrictBool = True
    evidence: StrictBool = False
    obligations: tuple[Obligation, ...] = ()


class Group(PackPart):
    """Lines of a checklist under one heading; `signed_by` is the area that signs off what was done of them."""

    code: Code
    name: Text
    signed_by: str | None = None


class Checklist(PackPart):
    """What must be checked, in groups, before a step is done."""

    code: Code
    title: Text
    intro: Text
    groups: tuple[Group, ...]
    checks: tuple[Check, ...]

    def in_group(self, code: str) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if check.group == code)


class Element(PackPart):
    """One part of a letter or notice; a mandatory one may be reworded, never dropped."""

    code: Code
    title: Text
    mandatory: StrictBool
    must_say: Text
    sample: Text
    source: str


class Letter(PackPart):
    """A text to adapt and send or publish, in both languages; `{names}` in braces are filled from the register."""

    code: Code
    title: Text
    use: Text
    subject: Text | None = None
    body: Text | None = None
    elements: tuple[Element, ...] = ()
    placeholders: dict[Annotated[str, StringConstraints(pattern=r"^[a-z_]+$")], Text] = {}

    @property
    def mandatory(self) -> tuple[Element, ...]:
        return tuple(element for element in self.elements if element.mandatory)
