"""What does an approved request to close offer, and what does the entity read while it closes an account?"""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from govsocial.core.transitions import offered
from organizations.models import User
from tests.factories import accounts as make
from tests.factories.accounts import Cast

SignIn = Callable[[User], Client]


def test_an_approved_request_to_close_is_used_once(cast: Cast) -> None:
    disposition = make.approved_disposition(cast, make.active_accounts(cast))

    verbs = {offer.step.verb for offer in offered(disposition.document, cast.coordinator)}

    assert "revise" not in verbs


def test_the_entity_reads_the_closing_submission_while_it_closes(cast: Cast, as_user: SignIn) -> None:
    account = make.closing_accounts(cast)[0]

    page = as_user(cast.reviewer).get(reverse("accounts:configure", args=[account.pk]))

    keys = [section.key for section in page.context["reading"]]
    outline = account.organization.framework.outline("submission_close")
    assert keys == [section.key for section in outline.sections]
