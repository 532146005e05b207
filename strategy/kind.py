"""What kind of document is a strategy? Its place among documents, registered at start-up."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.workflow import MACHINE
from documents import kinds
from govsocial.core.transitions import Move, Problem
from strategy import codes
from strategy.models import ENDED, OBJECTIVES, Strategy


def no_other_is_living(move: Move) -> Iterator[Problem]:
    """A department has one strategy: an ended one is not reopened beside its successor (§4.1)."""
    same = Strategy.objects.filter(document__organization=move.obj.organization_id).exclude(pk=move.obj.pk)
    for other in same.exclude(document__state__in=ENDED).select_related("document")[:1]:
        yield Problem(_("Your organization has another strategy by now. Change that one."), other.get_absolute_url())


KIND = kinds.register(
    kinds.Kind(
        code="strategy",
        label=gettext_lazy("Departmental strategy"),
        label_plural=gettext_lazy("Departmental strategies"),
        machine=MACHINE,
        url_name="strategy:strategy",
        list_url_name="strategy:list",
        settles={OBJECTIVES: codes.settle},
    )
)

KIND.guard("reopen")(no_other_is_living)
