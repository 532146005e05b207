"""Who and what is there when the whole site is walked? One department with a thing of every kind, and others."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from approvals import attesting, conditions, rounds, signing
from approvals.models import AttestationRequest
from approvals.signing import Outside
from demo import content
from documents import comments, overlays, protocol_choices
from documents.actions import invite_writer
from documents.models import Comment, Document, OwnQuestion, Row
from govsocial.core.transitions import perform
from organizations.models import Delegation, Invitation, Membership, Organization, User
from plans import actions as plans
from plans.models import Plan
from reminders.models import Notification, OutgoingMail
from reports.models import RecordsExport
from risk.actions import record_from_outside, start_record
from risk.models import Acceptance, Assessment, AssessmentVersion, Platform, RegisteredTreatment
from tests.factories import accounts as make
from tests.factories import changes, documents, files, people, registry
from tests.factories import risk as assessing

TOKEN = "the-token-of-the-letter"
ROLES = ("author", "coordinator", "head", "advisor", "auditor", "administrator", "designate")


@dataclass(frozen=True)
class World:
    """One department in the middle of its work, the central entity, and people of every role here and elsewhere."""

    people: dict[str, User]
    things: dict[str, Any]

    def pk(self, thing: str) -> int:
        pk: int = self.things[thing].pk
        return pk


def build() -> World:
    """Make everything, with the product's own verbs wherever it has one."""
    entity = people.organization("service", is_central_entity=True)
    home, away = people.organization("parks"), people.organization("elsewhere")
    cast = {"anonymous": None, **staff(home, ""), **staff(away, "other ")}
    for role in ("reviewer", "auditor", "administrator"):
        cast[f"entity {role}"] = people.member(f"Entity {role}", role, entity)
    cast["no role"] = people.person("Nobody Yet")
    cast["invited writer"] = people.member("Invited Writer", "auditor", home)
    things = {**chain(home, cast), **own_papers(home, cast), **papers_of(home, cast)}
    things |= protocols_of(home, cast, things["draft"])
    things["demo person"] = User.objects.create_user(email=content.people()[0]["email"], name="Demo")
    return World(cast, things)


def staff(of: Organization, prefix: str) -> dict[str, User]:
    """Return one person a role; the designate acts for the head and holds no other role than an auditor's."""
    area = {"advisor": "privacy"}
    found = {
        f"{prefix}{role}": people.member(f"{of.code} {role}", role, of, area=area.get(role, "")) for role in ROLES[:-1]
    }
    designate = people.member(f"{of.code} designate", "auditor", of)
    Delegation.objects.create(
        organization=of,
        principal=found[f"{prefix}head"],
        delegate=designate,
        instrument="Letter of 5 January 2026",
        valid_from=date(2026, 1, 5),
        valid_to=date(2099, 1, 5),
    )
    return {**found, f"{prefix}designate": designate}


def chain(home: Organization, cast: dict[str, User]) -> dict[str, Any]:
    """Return what the chain leaves behind, from the strategy to the request to close."""
    company = make.Cast(
        home, cast["author"], cast["coordinator"], cast["head"], cast["advisor"], cast["entity reviewer"]
    )
    plan = make.approved_plan(company)
    submission = make.accepted_submission(company, plan)
    accounts = list(submission.accounts.order_by("language"))
    creating, active = accounts
    for account in accounts:
        make.configured(account, cast["entity reviewer"])
    perform(active, "activate", by=cast["entity reviewer"])
    waiting = make.sent_submission(company, another_plan(plan, cast, "ParksSouth", "ParcsSud"), handles=SOUTH)
    asked = make.approved_disposition(company, [type(active).objects.get(pk=active.pk)])
    return {
        "strategy": plan.strategy,
        "plan": plan,
        "version": plan.document.effective_version,
        "submission": submission,
        "waiting": waiting,
        "creating": creating,
        "account": active,
        "terms": creating.terms_accepted.get(),
        "provider": creating.provider_information.get(),
        "disposition": asked,
        "platform": plan.platform,
        "attestation": asked_about(plan.document, cast["entity reviewer"]),
        **changed(home, plan.platform, cast["entity reviewer"]),
        "treatment": RegisteredTreatment.objects.filter(document=plan.pk).get(),
        "acceptance": accepted(plan.document, cast["head"]),
    }


def accepted(document: Document, by: User) -> Acceptance:
    """Return an acceptance of a plan's residual risks by its head."""
    version = document.effective_version
    said = {"rationale": "It is small.", "scope": "Both accounts.", "expires_on": date(2099, 1, 5)}
    names = {"name": by.name, "version_sha": version.sha256}
    return Acceptance.objects.create(document=document, version=version, accepted_by=by, **names, **said)


def changed(home: Organization, platform: Platform, by: User) -> dict[str, Any]:
    """Return a change of the platform, and the account without a plan that somebody here answers for."""
    old = registry.listed(home, platform, "ParksOld")
    change = changes.change(platform, by=by)
    return {"change": change, "affected": change.affected.get(kind="accounts", object_id=old.pk)}


def asked_about(document: Document, by: User) -> AttestationRequest:
    """Return the question whether an approved document still holds."""
    said = {"text_en": "New terms.", "text_fr": "Nouvelles conditions.", "due_on": date(2099, 1, 5)}
    attesting.ask([document], cause="walk", asked_by=by, **said)
    return AttestationRequest.objects.get(cause="walk")


SOUTH = ("ParksSouth", "ParcsSud")


def another_plan(plan: Plan, cast: dict[str, User], english: str, french: str) -> Plan:
    """Return a second approved plan on the same platform."""
    return documents.approved_plan(
        plan.strategy,
        plan.platform,
        author=cast["author"],
        coordinator=cast["coordinator"],
        head=cast["head"],
        privacy_advisor=cast["advisor"],
        pair=(("en", f"@{english}", english), ("fr", f"@{french}", french)),
    )


def own_papers(home: Organization, cast: dict[str, User]) -> dict[str, Any]:
    """Return plans that are being written, consulted on and decided, with a comment, a row and an invited writer."""
    strategy = Document.objects.get(kind="strategy", organization=home).strategy
    platform = documents.platform("flickr", name="Flickr", hosts=["flickr.com"])
    made = {}
    for stage, verbs in {"draft": (), "consulted": ("consult",), "decided": ("consult", "submit")}.items():
        pair = (("en", f"{stage}en", f"{stage}en"), ("fr", f"{stage}fr", f"{stage}fr"))
        document = documents.draft_plan(strategy, platform, by=cast["author"], pair=pair).document
        document = documents.complete(document, cast["author"], a_uses=[{"use": "broadcasting"}], f_applies="covered")
        for verb in verbs:
            document = perform(document, verb, by=cast["coordinator"])
            if verb == "consult" and stage == "decided":
                documents.sign(document, cast["advisor"])
        made[stage] = document
    condition = documents.condition(made["consulted"], cast["advisor"], owner=cast["author"])
    invite_writer(made["draft"], cast["invited writer"], by=cast["coordinator"])
    said = comments.add(made["draft"], section="a", kind=Comment.Kind.QUESTION, body="Why?", by=cast["advisor"])
    kept = comments.add(
        made["draft"],
        section="a",
        kind=Comment.Kind.QUESTION,
        body="For privacy.",
        audience=Comment.Audience.AREA,
        area="privacy",
        by=cast["advisor"],
    )
    attachment = files.attached(made["draft"], cast["author"])
    proved = evidence(made["consulted"], cast)
    row = Row.objects.filter(document=made["draft"], table="a_uses").first()
    said_there = {"comment": said, "kept comment": kept}
    return {**made, **said_there, **proved, "condition": condition, "row": row, "attachment": attachment}


def evidence(document: Document, cast: dict[str, User]) -> dict[str, Any]:
    """Return a signature given outside, and what was done about a condition, each with a file that shows it."""
    signed = signing.transcribe(
        document,
        area="values_ethics",
        decision="concur",
        comment="",
        seen_sha=rounds.opened(document).version.sha256,
        outside=Outside("Vera Values", "Advisor", "Conseillère", localdate(), "scan", file=files.checked(1)),
        by=cast["coordinator"],
    )
    met = documents.condition(document, cast["advisor"], owner=cast["author"])
    step = conditions.report(met, text="Done.", file=files.checked(2), by=cast["author"])
    return {"sign-off with a file": signed, "step with a file": step}


def protocols_of(home: Organization, cast: dict[str, User], draft: Document) -> dict[str, Any]:
    """Return a protocol of the department and its first version, which a plan that is being written refers to."""
    by, words = cast["coordinator"], plans.Words("Our style", "Notre style", "Plain words", "Des mots simples")
    protocol = plans.start_protocol(organization=home, kind="style", platform=None, words=words, by=by)
    version = plans.publish_protocol(protocol, note="", by=by)
    use = ("use-protocol", f"g_style:{version.pk}")
    protocol_choices.press(draft, draft.outline.section("g"), use, by=by)
    return {"protocol": protocol, "protocol version": version}


def papers_of(home: Organization, cast: dict[str, User]) -> dict[str, Any]:
    """Return the department's assessment, its open invitation, a role, a delegation, a notice and a stuck letter."""
    assessment = Assessment.objects.create(
        kind="pia",
        scope=Assessment.Scope.OWN,
        organization=home,
        platform=assessing.platform("tiktok"),
        title_en="PIA of Parks",
        title_fr="EFVP de Parcs",
        uses=["broadcasting"],
    )
    invitation = Invitation.objects.create(
        organization=home,
        email="new.comer@people.example",
        name="New Comer",
        role="author",
        token_digest=Invitation.digest(TOKEN),
        invited_by=cast["administrator"],
    )
    notice = Notification.objects.filter(recipient=cast["coordinator"]).first() or Notification.objects.create(
        recipient=cast["coordinator"], key="walk", cycle="1", code="moved", url_name="reports:home"
    )
    mail = OutgoingMail.objects.filter(notification=notice).first() or OutgoingMail(notification=notice)
    mail.outcome = OutgoingMail.Outcome.FAILED
    mail.save()
    return {
        "organization": home,
        "assessment": assessment,
        "record": record_of(home, cast),
        "signed form": form_of(home, cast),
        "own question": own_question(home, cast),
        "invitation": invitation,
        "role": Membership.objects.get(user=cast["author"]),
        "delegation": Delegation.objects.get(organization=home),
        "notice": notice,
        "records": RecordsExport.objects.create(
            organization=home,
            reference="A-1",
            from_on=date(2026, 1, 5),
            to_on=date(2026, 1, 6),
            asked_by=cast["advisor"],
        ),
        "mail": mail,
    }


def record_of(home: Organization, cast: dict[str, User]) -> Document:
    """Return the record of a TRA that the coordinator writes."""
    platform = assessing.platform("youtube")
    return start_record(assessing.assessment("tra", platform, home), by=cast["coordinator"])


def form_of(home: Organization, cast: dict[str, User]) -> AssessmentVersion:
    """Return the version of a PIA that was signed outside, on a form that is kept."""
    made = assessing.assessment("pia", Platform.objects.get(code="youtube"), home)
    proof = {"reference": "GCdocs 7", "file": files.checked(3)}
    outside = Outside("Paul Privacy", "Director", "Directeur", localdate(), "scan", **proof)
    record_from_outside(made, outside, valid_until=None, form="2024-10", by=cast["advisor"])
    return made.versions.get()


def own_question(home: Organization, cast: dict[str, User]) -> OwnQuestion:
    """Return a question that the department adds to its plans, once it is published."""
    said = {"section": "a", "type": "short", "label_en": "Budget code", "label_fr": "Code budgétaire"}
    return overlays.add(home, home.framework.outline("plan"), said, by=cast["coordinator"])
