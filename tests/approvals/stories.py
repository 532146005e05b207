"""Documents with a past, for tests that ask whether the past can be changed."""

from django.utils import timezone

from approvals import attesting, conditions, dissent
from documents.models import Document
from govsocial.core.transitions import perform
from tests.factories import documents as make
from tests.factories import people


def approved_over_an_objection() -> Document:
    """Return a plan that was approved with a condition met and an objection answered and overridden."""
    here = people.organization("parks", name_en="Parks Canada", name_fr="Parcs Canada")
    author, coordinator = people.member("Alex Author", "author", here), people.member("Camille Co", "coordinator", here)
    head, privacy = people.member("Helen Head", "head", here), people.member("Priya P", "advisor", here, area="privacy")
    speaker = people.member("Carl Comms", "advisor", here, area="communications")
    plan = make.draft_plan(make.approved_strategy(here, coordinator=coordinator, head=head), make.platform(), by=author)
    document = make.complete(plan.document, author, a_uses=[{"use": "broadcasting"}], f_applies="covered")
    document = perform(document, "consult", by=author)
    condition = make.condition(document, privacy, owner=author)
    make.sign(document, speaker, "communications", "do_not_concur", comment="Too many channels.")
    conditions.report(condition, text="Linked.", by=author)
    conditions.judge(condition, accepts=True, text="Seen.", by=privacy)
    dissent.respond(document, area="communications", text="Two are enough.", by=author)
    document = perform(document, "submit", by=coordinator)
    return make.approve(document, by=head, overrides={"communications": "The audience is there."})


def lived_on(document: Document) -> Document:
    """Return the approved document after more of its life: a change given up, questions settled, and revoked."""
    coordinator, head = (make.person_with(role, document.organization) for role in ("coordinator", "head"))
    document = perform(document, "revise", by=coordinator, reason="A word.", change_class="editorial")
    document = perform(document, "abandon", by=coordinator, reason="Not needed.")
    for cause in ("terms", "model"):
        asked = {"text_en": "New terms.", "text_fr": "Nouvelles conditions.", "due_on": timezone.localdate()}
        attesting.ask([document], cause=cause, asked_by=None, **asked)
    first, _second = attesting.open_requests(document).order_by("pk")
    sha = document.effective_version.sha256
    attesting.attest(first, text="Nothing changes.", seen_sha=sha, by=coordinator)
    attesting.lift("model", reason="Called off.", by=coordinator, about=document)
    return perform(document, "revoke", by=head, reason="A mistake.")
