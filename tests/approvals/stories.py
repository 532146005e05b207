"""Documents with a past, for tests that ask whether the past can be changed."""

from approvals import conditions, dissent
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
