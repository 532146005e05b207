"""Each move tells whom it concerns, in their language, and never the one who made it."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from documents.models import Document
from govsocial.core.transitions import perform
from organizations.models import Delegation, Organization, User
from reminders.models import Notification, OutgoingMail
from reminders.notifications import letter
from tests.factories import documents, people, registry, risk

pytestmark = pytest.mark.django_db


def told_of(code: str) -> set[str]:
    return set(Notification.objects.filter(code=code).values_list("recipient__name", flat=True))


@pytest.fixture
def draft(department: Organization, coordinator: User, head: User) -> Document:
    strategy = documents.draft_strategy(department, coordinator)
    return documents.complete(strategy.document, coordinator)


def test_submitting_tells_the_head_and_the_designate(draft: Document, coordinator: User, head: User) -> None:
    today = timezone.localdate()
    designate = people.person("Dana Designate")
    for kinds, one in (([], designate), (["plan"], people.person("Paul Plans"))):
        Delegation.objects.create(
            organization=draft.organization,
            principal=head,
            delegate=one,
            kinds=kinds,
            instrument="Letter",
            valid_from=today,
            valid_to=today + timedelta(days=5),
        )

    perform(draft, "submit", by=coordinator)

    assert told_of("document.submit") == {head.name, designate.name}


def test_a_decision_tells_the_writers_but_not_who_decided(draft: Document, coordinator: User, head: User) -> None:
    other = people.member("Odette Other", "coordinator", draft.organization)
    document = perform(draft, "submit", by=coordinator)

    perform(document, "return", by=head, reason="Add the tourism objective.")

    assert told_of("document.return") == {coordinator.name, other.name}


def test_returning_twice_tells_twice(draft: Document, coordinator: User, head: User) -> None:
    document = draft
    for _number in range(2):
        document = perform(document, "submit", by=coordinator)
        document = perform(document, "return", by=head, reason="Not yet.")

    assert Notification.objects.filter(code="document.return", recipient=coordinator).count() == 2
    assert OutgoingMail.objects.filter(notification__code="document.submit").count() == 2


def test_consultation_tells_the_advisors_who_are_asked(
    department: Organization,
    entity: Organization,
    author: User,
    coordinator: User,
    head: User,
    privacy_advisor: User,
    reviewer: User,
) -> None:
    elsewhere = people.member("Ada Elsewhere", "advisor", people.organization("elsewhere"), area="privacy")
    strategy = documents.approved_strategy(department, coordinator=coordinator, head=head)
    x = risk.platform("x")
    risk.government_wide(x, entity=entity, by=reviewer)
    plan = documents.draft_plan(strategy, x, by=author)
    document = documents.complete(plan.document, author, a_uses=[{"use": "broadcasting"}], f_applies="covered")

    perform(document, "consult", by=author)

    assert privacy_advisor.name in told_of("document.consult")
    assert elsewhere.name not in told_of("document.consult")
    assert author.name not in told_of("document.consult")


def test_a_move_that_is_rolled_back_tells_nobody(draft: Document, coordinator: User) -> None:
    from django.db import transaction

    with transaction.atomic():
        perform(draft, "submit", by=coordinator)
        assert Notification.objects.exists()
        transaction.set_rollback(True)

    assert not Notification.objects.exists()


@pytest.mark.parametrize(("verb", "state", "code"), [("close", "closing", "account.close")])
def test_the_end_of_an_account_is_told_to_coordinator_and_head(
    department: Organization, coordinator: User, head: User, author: User, verb: str, state: str, code: str
) -> None:
    from accounts import workflow
    from govsocial.core.transitions import Move
    from reminders.listening import on_move

    account = registry.listed(department, risk.platform("x"), "ParksCanada", name="Parks Canada", state=state)

    on_move(Move(obj=account, step=workflow.ACCOUNT.step(verb), by=author))

    assert told_of(code) == {coordinator.name, head.name}


@pytest.mark.parametrize(
    ("verb", "names"),
    [
        ("submit", {"René Reviewer"}),
        ("answer", {"René Reviewer"}),
        ("ask", {"Camille Coordinator"}),
        ("accept", {"Camille Coordinator"}),
        ("decline", {"Camille Coordinator"}),
        ("complete", {"Camille Coordinator"}),
    ],
)
def test_the_talk_with_the_central_entity_is_told_to_the_other_side(
    department: Organization,
    coordinator: User,
    head: User,
    author: User,
    reviewer: User,
    privacy_advisor: User,
    verb: str,
    names: set[str],
) -> None:
    from accounts import workflow
    from accounts.models import Submission
    from govsocial.core.transitions import Move
    from reminders.listening import on_move

    strategy = documents.approved_strategy(department, coordinator=coordinator, head=head)
    plan = documents.draft_plan(strategy, risk.platform("x"), by=author)
    document = Document.objects.create(
        kind="submission_create",
        organization=department,
        framework_code="gc-2013",
        outline_version=1,
        title_en="Create @ParksCanada",
        title_fr="Créer @ParcsCanada",
        owner=coordinator,
    )
    Submission.objects.create(document=document, type="create", plan=plan, approved_version=strategy.version)
    actor = coordinator if verb in {"submit", "answer"} else reviewer

    on_move(Move(obj=document, step=workflow.SUBMISSION.step(verb), by=actor))

    assert told_of(f"submission.{verb}") == names


def test_each_person_reads_in_their_own_language(draft: Document, coordinator: User, head: User, settings) -> None:
    settings.SITE_URL = "https://comptes.example.gc.ca"
    perform(draft, "submit", by=coordinator)

    outgoing = OutgoingMail.objects.get(notification__recipient=head)
    message = letter(outgoing)

    assert message.extra_headers["Content-Language"] == "fr"
    assert message.extra_headers["Message-ID"].endswith("@comptes.example.gc.ca>")
    assert f"https://comptes.example.gc.ca/fr/approvals/{draft.pk}/" in message.body
    assert draft.title_fr in message.subject
    assert "Camille Coordinator" in message.body
    assert message.to == [head.email]
    html = message.alternatives[0].content
    assert '<html lang="fr">' in html
    assert html.count("<a ") == 1


def test_a_notice_speaks_the_language_of_the_page(draft: Document, coordinator: User, head: User) -> None:
    perform(draft, "submit", by=coordinator)
    notice = Notification.objects.get(recipient=head)

    with translation.override("en"):
        english = notice.title
    with translation.override("fr"):
        french = notice.title

    assert draft.title_en in english
    assert draft.title_fr in french


def test_every_message_can_be_said_with_what_its_move_brings() -> None:
    from reminders.messages import MESSAGES

    params = {
        "document": {"en": "100 % ready", "fr": "Prêt à 100 %"},
        "kind": {"kind": "plan"},
        "organization": {"en": "O", "fr": "O"},
        "by": "Alex",
        "account": "A",
        "platform": "X",
        "area": {"en": "Privacy", "fr": "Vie privée"},
        "due_on": {"date": "2027-06-01"},
        "number": "2",
        "what": {"en": "New terms.", "fr": "Nouvelles conditions."},
        "change": {"en": "Terms of use", "fr": "Conditions d’utilisation"},
        "count": "3",
        "file": "agreement.pdf",
        "person": "Usha User",
        "finding": "Eicar-Test-Signature",
    }

    for language in ("en", "fr"):
        with translation.override(language):
            said = [f"{m.title_with(params)} {m.body_with(params)} {m.action}" for m in MESSAGES.values()]

        assert not [text for text in said if "%(" in text]
