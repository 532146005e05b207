"""Where does the tour go? Each person of the demo with the pages that are theirs, found in the demo's own data."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils import translation

from accounts.models import OfficialAccount
from documents.models import Document, Version
from organizations.models import Membership, Organization, Role, User
from risk.models import Assessment, Platform


@dataclass(frozen=True)
class Stop:
    """One page: its name in the list of addresses, its arguments, what follows “?”, and the status that is right."""

    title: str
    name: str
    args: tuple[Any, ...] = ()
    query: str = ""
    status: int = 200

    @property
    def slug(self) -> str:
        return re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-")[:40]

    def address(self, language: str) -> str:
        with translation.override(language):
            path = reverse(self.name, args=self.args) if ":" in self.name or "_" in self.name else self.name
        return path.replace("{language}", language) + self.query


@dataclass(frozen=True)
class Paper(Stop):
    """A PDF."""

    def address(self, language: str) -> str:
        with translation.override(language):
            return reverse(self.name, args=[*self.args, language])


@dataclass
class Part:
    """One person and their pages."""

    code: str
    title: str
    person: User | None
    stops: list[Stop] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)


class Itinerary:
    """Collects the parts; what the demo does not hold is told, not silently left out."""

    def __init__(self) -> None:
        self.missing: list[str] = []
        self.entity = Organization.objects.get(is_central_entity=True)

    def someone(self, role: str, *, at: Organization | None = None, area: str = "") -> User | None:
        found = Membership.objects.current().filter(role=role, area=area).order_by("pk")
        found = found.filter(organization=at) if at else found.exclude(organization=self.entity)
        one = found.select_related("user").first()
        if one is None:
            self.missing.append(f"nobody is {role} {area}")
        return one.user if one else None

    def document(self, kind: str, *states: str, **more: Any) -> Document | None:
        one = Document.objects.filter(kind=kind, state__in=states, **more).order_by("pk").first()
        if one is None:
            self.missing.append(f"no {kind} is {' or '.join(states)}")
        return one

    def account(self, **more: Any) -> OfficialAccount | None:
        one = OfficialAccount.objects.filter(**more).order_by("pk").first()
        if one is None:
            self.missing.append(f"no account with {more}")
        return one

    def holder(self, document: Document | None, role: str, area: str = "") -> User | None:
        return self.someone(role, at=document.organization, area=area) if document else None


def about(title: str, name: str, obj: Any, *args: Any, query: str = "") -> Iterator[Stop]:
    """Yield a stop at the page of `obj`, if there is such a thing in the demo."""
    if obj is not None:
        yield Stop(title, name, (obj.pk, *args), query)


def home(document: Document) -> str:
    return document.kind_info.url_name


def parts() -> tuple[list[Part], list[str]]:
    """Return everybody's part, and what was looked for in vain."""
    plan = Itinerary()
    found = [
        public(plan),
        author(plan),
        *coordinators(plan),
        adviser(plan),
        head(plan),
        *entity(plan),
        *overseers(plan),
    ]
    return [one for one in found if one.stops], plan.missing


def public(plan: Itinerary) -> Part:
    active, closed = plan.account(state="active", platform__code="x"), plan.account(state="closed")
    asked = active.url if active else "x.com/nobody"
    stops = [
        Stop("Index", "registry:search"),
        Stop("Index, narrowed", "registry:search", query="?platform=x&status=official"),
        Stop("Index, nothing found", "registry:search", query="?q=zzzz"),
        Stop("Official", "registry:verify", query=f"?q={asked}"),
        Stop("Not in the index", "registry:verify", query="?q=x.com/ParksCanadaHelp"),
        *([Stop("No longer official", "registry:verify", query=f"?q={closed.url}")] if closed else []),
        Stop("Cannot tell", "registry:verify", query="?q=http://x.com@evil.example/ParksCanada"),
        *about("An account", "registry:account", active),
        *about("A closed account", "registry:account", closed),
        Stop("Sign in", "account_login"),
        Stop("Demo people", "demo:people"),
        Stop("Forgotten password", "account_reset_password"),
        Stop("About", "reports:about"),
        Stop("Accessibility statement", "reports:accessibility"),
        Stop("No such page", "/{language}/nowhere/", status=404),
    ]
    return Part("public", "Anybody", None, stops)


def author(plan: Itinerary) -> Part:
    draft = plan.document("plan", "drafting", effective_version__isnull=True) or plan.document("plan", "returned")
    who = (draft.owner if draft else None) or plan.someone(Role.AUTHOR)
    sections = [Stop(f"Section {key}", "documents:section", (draft.pk, key)) for key in "abcdefghij"] if draft else []
    row = draft.rows.filter(table="e_risks").first() if draft else None
    stops = [
        Stop("Home", "reports:home"),
        Stop("Plans", "plans:list"),
        *about("A plan in writing", "plans:plan", draft),
        *about("Platform and accounts", "plans:header", draft),
        *sections,
        *([Stop("A risk", "documents:section", (draft.pk, "e"), f"?row={row.uuid}")] if draft and row else []),
        *([Stop("A new measure", "documents:section", (draft.pk, "h"), "?add=h_measures")] if draft else []),
        *about("The draft on one page", "documents:read", draft),
        *([Stop("Start a plan", "plans:start", (draft.organization.code,))] if draft else []),
        Stop("Profile", "organizations:profile"),
    ]
    return Part("author", f"Author {who}", who, stops)


def coordinators(plan: Itinerary) -> Iterator[Part]:
    approved = plan.document("plan", "approved")
    who = plan.holder(approved, Role.COORDINATOR)
    organization = approved.organization if approved else plan.entity
    strategy = Document.objects.filter(kind="strategy", organization=organization).first()
    account = plan.account(organization=organization, state="active", plan__isnull=False)
    stops = [
        Stop("Home", "reports:home"),
        Stop("Strategies", "strategy:list"),
        *about("The strategy", "strategy:strategy", strategy),
        *about("A section of the strategy, frozen", "documents:section", strategy, "value"),
        *about("Start its review", "approvals:move", strategy, "revise"),
        *about("An approved plan", "plans:plan", approved),
        Stop("Official accounts", "accounts:accounts"),
        *about("An account", "accounts:account", account),
        *about("Its checklist", "accounts:checklist", account, "configuration"),
        *about("Ask to close", "accounts:start_disposition", account),
        Stop("Accounts without a plan", "accounts:without_plan"),
        Stop("Register an account", "accounts:register"),
        Stop("Submissions", "accounts:submissions"),
        Stop("Notices", "reminders:notices"),
        Stop("Platforms", "risk:platforms"),
        Stop("Assessments", "risk:assessments"),
        Stop("Overview", "reports:oversight", (organization.code,)),
        Stop("Examples from other organizations", "documents:examples"),
    ]
    yield Part("coordinator", f"Coordinator {who}", who, stops)
    for kind, states, title in (
        ("strategy", ("returned",), "A strategy that was returned"),
        ("plan", ("returned",), "A plan that was returned"),
        ("submission_create", ("drafting", "information_requested"), "A submission in writing"),
        ("disposition", ("drafting", "returned", "consultation", "final_approval", "approved"), "A request to close"),
        ("strategy", ("drafting",), "A strategy in writing"),
    ):
        document = plan.document(kind, *states)
        if document:
            who = plan.holder(document, Role.COORDINATOR)
            section = document.outline.sections[0].key
            more = [Stop("Its first section", "documents:section", (document.pk, section))]
            more += list(about("Who may write", "documents:writers", document if kind == "strategy" else None))
            stops = [Stop("Home", "reports:home"), Stop(title, home(document), (document.pk,)), *more]
            yield Part(f"coordinator-{kind}-{document.state}", f"Coordinator {who}", who, stops)


def adviser(plan: Itinerary) -> Part:
    asked = plan.document("plan", "consultation")
    who = plan.holder(asked, Role.ADVISOR, "privacy") or plan.someone(Role.ADVISOR, area="privacy")
    stops = [
        Stop("Home", "reports:home"),
        *about("Sign off", "approvals:sign_off", asked, "privacy"),
        *about("The version under review", "approvals:document", asked),
        *about("Comment", "documents:comment", asked, "f"),
    ]
    return Part("privacy", f"ATIP coordinator {who}", who, stops)


def head(plan: Itinerary) -> Part:
    waiting = plan.document("plan", "final_approval") or plan.document("strategy", "final_approval")
    who = plan.holder(waiting, Role.HEAD) or plan.someone(Role.HEAD)
    stops = [
        Stop("Home", "reports:home"),
        *about("Review", "approvals:document", waiting),
        *about("Approve", "approvals:move", waiting, "approve"),
        *about("Return for changes", "approvals:move", waiting, "return"),
        *([Stop("Name a designate", "organizations:designate", (waiting.organization.code,))] if waiting else []),
    ]
    return Part("head", f"Head of communications {who}", who, stops)


def entity(plan: Itinerary) -> Iterator[Part]:
    who = plan.someone(Role.REVIEWER, at=plan.entity)
    states = ("submitted", "under_review", "accepted")
    submissions = [plan.document("submission_create", state) for state in states]
    making, closing = plan.account(state="creating"), plan.account(state="closing")
    reviewed = Platform.objects.filter(review_status=Platform.Review.PRE_REVIEWED).order_by("pk").first()
    other = Platform.objects.exclude(review_status=Platform.Review.PRE_REVIEWED).order_by("pk").first()
    assessment = Assessment.objects.filter(signed_on__isnull=False).order_by("pk").first()
    stops = [
        Stop("Home", "reports:home"),
        Stop("Submissions", "accounts:submissions"),
        *(
            stop
            for state, one in zip(states, submissions, strict=True)
            for stop in about(f"A submission, {state}", "accounts:submission", one)
        ),
        *about("Create and configure", "accounts:configure", making),
        *about("Checklist", "accounts:checklist", making, "configuration"),
        *about("Name and management tool", "accounts:details", making),
        *about("Terms accepted", "accounts:terms", making),
        *about("Information given", "accounts:provider", making),
        *about("Close an account", "accounts:configure", closing),
        *about("Closing note", "accounts:closing_note", closing),
        Stop("Platforms", "risk:platforms"),
        *([Stop("A platform, pre-reviewed", "risk:platform", (reviewed.code,))] if reviewed else []),
        *([Stop("A platform, not pre-reviewed", "risk:platform", (other.code,))] if other else []),
        *([Stop("Record a pre-review", "risk:platform_review", (other.code,))] if other else []),
        *([Stop("Change a platform", "risk:platform_edit", (reviewed.code,))] if reviewed else []),
        *about("An assessment", "risk:assessment", assessment),
        Stop("Organizations", "organizations:organizations"),
        Stop("All accounts", "accounts:accounts"),
    ]
    yield Part("reviewer", f"Entity reviewer {who}", who, stops)


def overseers(plan: Itinerary) -> Iterator[Part]:
    version = Version.objects.filter(document__kind="plan", document__state="approved").order_by("pk").last()
    organization = version.document.organization if version else plan.entity
    auditors = Membership.objects.current().filter(role=Role.AUDITOR).select_related("user").order_by("pk")
    local = auditors.filter(organization=organization).first() or auditors.first()
    if local is None:
        plan.missing.append("nobody is auditor")
    else:
        strategy = Version.objects.filter(document__kind="strategy", document__organization=organization).last()
        stops = [
            Stop("Home", "reports:home"),
            Stop("Approved versions", "reports:audit"),
            Stop("Ledger", "reports:ledger"),
            Stop("Is the ledger whole", "reports:ledger_verify"),
            *about("A version", "documents:version", version),
        ]
        papers = [Paper("Approved plan", "documents:pdf", (version.pk,))] if version else []
        papers += [Paper("Strategy", "documents:pdf", (strategy.pk,))] if strategy else []
        yield Part("auditor", f"Auditor {local.user}", local.user, stops, papers)
    person = plan.someone(Role.ADMINISTRATOR)
    if person:
        code = person.memberships.filter(role=Role.ADMINISTRATOR).first().organization.code
        pages = ("organization", "members", "add_role", "invite")
        stops = [
            Stop("Home", "reports:home"),
            *(Stop(name.replace("_", " ").title(), f"organizations:{name}", (code,)) for name in pages),
            Stop("Letters that did not leave", "reminders:mail"),
        ]
        yield Part("administrator", f"Administrator {person}", person, stops)
