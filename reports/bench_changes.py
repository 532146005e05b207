"""What does a change of a platform cost over thousands of accounts, and is what it lists complete and exact?

A world is made in bulk: departments, their people, own assessments, plans and accounts in every state, on several
platforms. A plain oracle reads the rows one by one, without a query that could share a mistake with the product's.
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import OfficialAccount
from documents.models import Document, Version
from organizations.models import Membership, Organization, Role, User
from plans.models import Plan, Reliance
from risk.models import Affected, Assessment, AssessmentVersion, Platform, PlatformChange
from strategy.models import Strategy

BATCH = 1_000
#: One department for so many accounts, one plan for so many, one assessment of a department's own for so many.
ACCOUNTS_A_DEPARTMENT, ACCOUNTS_A_PLAN, ACCOUNTS_AN_ASSESSMENT = 60, 2, 50
PLAN_STATES = ("approved", "approved", "approved", "approved", "drafting", "revoked", "closed", "first draft")
ACCOUNT_STATES = ("active", "active", "active", "creating", "closing", "closed")
Thing = tuple[str, int]
#: What answers for a thing: the department, the document in force, its owner.
Answering = tuple[int, int | None, int | None]


@dataclass(frozen=True)
class World:
    """What was made: the platform that changes, another one, and the assessment of the government on the first."""

    platform: Platform
    elsewhere: Platform
    assessment: Assessment


class Builder:
    """Makes a world with `accounts` accounts; the same `seed` makes the same one."""

    def __init__(self, accounts: int, seed: int) -> None:
        self.number, self.random, self.mark = accounts, random.Random(seed), f"w{seed}"  # noqa: S311 -- no secret
        self.today = timezone.localdate()

    def build(self) -> World:
        """Make the rows, in bulk."""
        self.places = self._places()
        self.owners = self._owners()
        here, elsewhere = (self._platform(name) for name in ("here", "elsewhere"))
        self.versions = self._assessments(here, elsewhere)
        self._plans(here, elsewhere)
        self._accounts(here, elsewhere)
        return World(here, elsewhere, self.versions[0].assessment)

    def _places(self) -> list[Organization]:
        count = max(2, self.number // ACCOUNTS_A_DEPARTMENT)
        return Organization.objects.bulk_create(
            (
                Organization(code=f"{self.mark}{n}", name_en=f"Department {n}", name_fr=f"Ministère {n}")
                for n in range(count)
            ),
            batch_size=BATCH,
        )

    def _owners(self) -> list[User]:
        people = User.objects.bulk_create(
            (User(email=f"{one.code}@people.example", name=f"Owner {one.code}") for one in self.places),
            batch_size=BATCH,
        )
        Membership.objects.bulk_create(
            Membership(user=person, organization=place, role=Role.COORDINATOR, valid_from=self.today)
            for person, place in zip(people, self.places, strict=True)
        )
        return people

    def _platform(self, name: str) -> Platform:
        return Platform.objects.create(
            code=f"{self.mark}-{name}",
            name=name.title(),
            hosts=[f"{self.mark}{name}.example"],
            url_template=f"https://{self.mark}{name}.example/{{handle}}",
            path_pattern=r"^/(?P<handle>\w+)$",
            handle_pattern=r"\w+",
            review_status=Platform.Review.PRE_REVIEWED,
        )

    def _assessments(self, here: Platform, elsewhere: Platform) -> list[AssessmentVersion]:
        """Return the versions that plans may rest on; the first is the government's on the platform that changes."""
        made = [self._assessment(here, self.places[0], "enterprise", "current")]
        for _number in range(max(4, self.number // ACCOUNTS_AN_ASSESSMENT)):
            platform = self.random.choice((here, here, elsewhere))
            standing = self.random.choice(("current", "current", "expired", "unsigned", "last day"))
            made.append(self._assessment(platform, self.random.choice(self.places), "own", standing))
        Assessment.objects.bulk_create(made, batch_size=BATCH)
        signed = [one for one in made if one.signed_on]
        versions = AssessmentVersion.objects.bulk_create((self._version(one) for one in signed), batch_size=BATCH)
        for version in versions:
            version.assessment.effective = version
        Assessment.objects.bulk_update(signed, ["effective"], batch_size=BATCH)
        return versions

    def _assessment(self, platform: Platform, place: Organization, scope: str, standing: str) -> Assessment:
        ends = {"expired": -1, "last day": 0}.get(standing)
        return Assessment(
            kind=self.random.choice(("pia", "tra")),
            scope=scope,
            organization=place,
            platform=platform,
            title_en=f"Assessment of {place.code}",
            title_fr=f"Évaluation de {place.code}",
            uses=["broadcasting"],
            signed_on=None if standing == "unsigned" else self.today - timedelta(days=300),
            valid_until=None if ends is None else self.today + timedelta(days=ends),
        )

    def _version(self, one: Assessment) -> AssessmentVersion:
        by = self.owners[0]
        return AssessmentVersion(
            assessment=one,
            number=1,
            source="outside",
            title_en=one.title_en,
            title_fr=one.title_fr,
            uses=one.uses,
            signer_name=by.name,
            signed_on=one.signed_on,
            valid_until=one.valid_until,
            sha256="0" * 64,
            named_by=by,
            named_by_name=by.name,
        )

    def _plans(self, here: Platform, elsewhere: Platform) -> None:
        strategies = self._documents("strategy", [(place, "approved") for place in self.places])
        Strategy.objects.bulk_create((Strategy(document=one) for one in strategies), batch_size=BATCH)
        count = self.number // ACCOUNTS_A_PLAN
        wanted = [(self.random.choice(self.places), self.random.choice(PLAN_STATES)) for _number in range(count)]
        held = {one.organization_id: one for one in strategies}
        self.documents = self._documents("plan", wanted)
        self.plans = Plan.objects.bulk_create(
            (
                Plan(
                    document=one,
                    strategy_id=held[one.organization_id].pk,
                    strategy_version_id=held[one.organization_id].effective_version_id,
                    platform=self.random.choice((here, here, here, elsewhere)),
                    prepared_by="Bench",
                )
                for one in self.documents
            ),
            batch_size=BATCH,
        )
        Reliance.objects.bulk_create(self._reliances(), batch_size=BATCH)

    def _documents(self, kind: str, wanted: list[tuple[Organization, str]]) -> list[Document]:
        owner = dict(zip((one.pk for one in self.places), self.owners, strict=True))
        documents = Document.objects.bulk_create(
            (
                Document(
                    kind=kind,
                    organization=place,
                    framework_code="gc-2013",
                    outline_version=1,
                    title_en=f"{kind} {number}",
                    title_fr=f"{kind} {number}",
                    owner=owner[place.pk],
                    state="drafting" if state == "first draft" else state,
                )
                for number, (place, state) in enumerate(wanted)
            ),
            batch_size=BATCH,
        )
        approved = [one for one, (_place, state) in zip(documents, wanted, strict=True) if state != "first draft"]
        versions = Version.objects.bulk_create((_frozen(one) for one in approved), batch_size=BATCH)
        for one, version in zip(approved, versions, strict=True):
            one.effective_version, one.effective_at = version, timezone.now()
        Document.objects.bulk_update(approved, ["effective_version", "effective_at"], batch_size=BATCH)
        return documents

    def _reliances(self) -> Any:
        for plan in self.plans:
            for version in self.random.sample(self.versions, self.random.choice((0, 1, 1, 2))):
                in_force = self.random.random() < 0.8
                yield Reliance(document_id=plan.pk, version=version, use="broadcasting", is_in_force=in_force)

    def _accounts(self, here: Platform, elsewhere: Platform) -> None:
        OfficialAccount.objects.bulk_create(
            (self._account(number, here, elsewhere) for number in range(self.number)), batch_size=BATCH
        )

    def _account(self, number: int, here: Platform, elsewhere: Platform) -> OfficialAccount:
        plan = self.random.choice(self.plans) if self.random.random() < 0.9 else None
        platform = plan.platform if plan else self.random.choice((here, here, here, elsewhere))
        place = plan.document.organization if plan else self.random.choice(self.places)
        account = OfficialAccount(
            organization=place,
            platform=platform,
            plan=plan,
            language="en",
            name=f"Account {number:05}",
            handle=f"a{number}",
            url=platform.url_for(f"a{number}"),
            state=self.random.choice(ACCOUNT_STATES),
        )
        account.set_derived()
        return account


def _frozen(document: Document) -> Version:
    return Version(
        document=document,
        number=1,
        content="{}",
        sha256=f"{document.pk:064x}",
        section_hashes={},
        created_by_id=document.owner_id,
        created_by_name="Bench",
    )


# ---------------------------------------------------------------- the plain oracle


class Oracle:
    """Says, row by row in plain Python, what a change concerns and who answers for it."""

    def __init__(self) -> None:
        self.documents = {one.pk: one for one in Document.objects.all()}
        self.plans = {one.pk: one for one in Plan.objects.all()}
        self.assessments = {one.pk: one for one in Assessment.objects.select_related("record")}
        assessed = dict(AssessmentVersion.objects.values_list("pk", "assessment_id"))
        self.rests: dict[int, set[int]] = {}
        for one in Reliance.objects.all():
            if one.is_in_force:
                self.rests.setdefault(one.document_id, set()).add(assessed[one.version_id])

    def concerned(self, platform: Platform, assessment: Assessment | None) -> dict[Thing, Answering]:
        """Return everything that a change of `platform` (or of `assessment`) concerns."""
        found: dict[Thing, Answering] = {}
        for one in () if assessment else self.assessments.values():
            if one.platform_id == platform.pk and self._holds(one, timezone.localdate()):
                owner = one.record.owner_id if one.record else None
                found["assessments", one.pk] = (one.organization_id, self._in_force(one.record_id), owner)
        for plan in self.plans.values():
            document = self.documents[plan.pk]
            if self._in_force(plan.pk) and self._is_about(plan, platform, assessment):
                found["plans", plan.pk] = (document.organization_id, plan.pk, document.owner_id)
        for account in OfficialAccount.objects.all():
            if account.state != "closed" and self._is_on(account, platform, assessment):
                paper = self.documents.get(account.plan_id) if account.plan_id else None
                owner = paper.owner_id if paper else None
                found["accounts", account.pk] = (account.organization_id, self._in_force(account.plan_id), owner)
        return found

    def _holds(self, one: Assessment, today: date) -> bool:
        return bool(one.effective_id and one.signed_on and one.signed_on <= today) and (
            one.valid_until is None or one.valid_until >= today
        )

    def _in_force(self, pk: int | None) -> int | None:
        document = self.documents.get(pk) if pk else None
        if document is None or document.effective_version_id is None or document.state in {"revoked", "closed"}:
            return None
        return pk

    def _is_about(self, plan: Plan, platform: Platform, assessment: Assessment | None) -> bool:
        rests = self.rests.get(plan.pk, set())
        if assessment is not None:
            return assessment.pk in rests
        return plan.platform_id == platform.pk or any(self.assessments[pk].platform_id == platform.pk for pk in rests)

    def _is_on(self, account: OfficialAccount, platform: Platform, assessment: Assessment | None) -> bool:
        if assessment is None:
            return account.platform_id == platform.pk
        return self._in_force(account.plan_id) is not None and assessment.pk in self.rests.get(account.plan_id, set())


def listed(change: PlatformChange) -> dict[Thing, Answering]:
    """Return what the product lists for a change, in the oracle's words."""
    rows = Affected.objects.filter(change=change)
    named = rows.values_list("kind", "object_id", "organization", "document", "owner")
    return {(kind, pk): (place, document, owner) for kind, pk, place, document, owner in named}
