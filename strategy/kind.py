"""What kind of document is a strategy? Its place among documents, registered at start-up."""

from django.utils.translation import gettext_lazy as _

from approvals.workflow import MACHINE
from documents import kinds
from strategy import codes
from strategy.models import OBJECTIVES

KIND = kinds.register(
    kinds.Kind(
        code="strategy",
        label=_("Departmental strategy"),
        label_plural=_("Departmental strategies"),
        machine=MACHINE,
        url_name="strategy:strategy",
        list_url_name="strategy:list",
        settles={OBJECTIVES: codes.settle},
    )
)
