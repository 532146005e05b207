"""The verbs of strategies."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from documents import actions as documents
from documents import carrying
from documents.models import Version
from govsocial.core import access
from organizations.models import Organization, User
from strategy import rules
from strategy.models import ENDED, Strategy


@transaction.atomic
def start(
    *, organization: Organization, title_en: str, title_fr: str, by: User, source: Version | None = None
) -> Strategy:
    """Start the departmental strategy of `organization`.

    With `source`, an approved strategy that `by` may read, what fits is copied and marked until it is reviewed.
    Raises ValidationError when there is a living one already: it is revised, not doubled (§4.1).
    """
    access.require(by, rules.START, organization)
    Organization.objects.select_for_update().get(pk=organization.pk)
    if Strategy.objects.filter(document__organization=organization).exclude(document__state__in=ENDED).exists():
        raise ValidationError(
            _("Your organization already has a strategy. Open it and start its review instead."), code="exists"
        )
    document = documents.start(kind="strategy", organization=organization, title_en=title_en, title_fr=title_fr, by=by)
    strategy = Strategy.objects.create(document=document)
    if source is not None:
        carrying.carry(document, source, by=by)
    return strategy
