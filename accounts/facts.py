"""What do the frozen heads of submissions and of requests to close say, in words that can be compared?"""

from django.utils.translation import gettext as _

from documents.kinds import Fact, Header
from plans import facts


def of_submission(header: Header) -> list[Fact]:
    """Return the plan or the approved request that it rests on, the platform and the accounts."""
    return [
        *facts.platform(header),
        *facts.accounts(header),
        *facts.source("plan", _("Implementation plan"), header.get("plan")),
        *facts.source("disposition", _("Approved request to close"), header.get("disposition")),
    ]
