"""What did authors of the demo say of the conditions for relying on assessments, and why does the result hold?"""

from demo import content
from documents.models import Answer, Document
from organizations.models import User
from plans import actions, coverage


def rely(document: Document, *, by: User) -> None:
    """Say of every condition how it is met, and confirm what covers the plan with the reason that section f gives."""
    said = content.read("remarks")["conditions"]
    found = coverage.find(document)
    answers = {one.key: actions.Said(True, _how(said, one.key)[by.language]) for one in found.coverage.asked}
    actions.answer_conditions(document, answers, by=by)
    reason = Answer.objects.filter(document=document, field=coverage.REASON).exclude(lang="")
    seen = coverage.result(coverage.of_plan(document))
    actions.confirm_coverage(document, reason=dict(reason.values_list("lang", "value")), seen=seen, by=by)


def _how(said: content.Entry, key: str) -> content.Entry:
    """Return what is said of a condition of the policy, or of one that an assessment sets."""
    return said.get(key.removeprefix("p_"), said["of_an_assessment"])
