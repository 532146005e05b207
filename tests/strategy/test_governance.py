"""Everybody in the department reads, where the organization stands, who decides what about social media (§4.1)."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from govsocial.core.transitions import perform
from organizations.models import Organization, User
from tests.factories import documents as make


@pytest.mark.obligation("G024")
def test_who_decides_what_is_published_from_the_approved_strategy(
    department: Organization, coordinator: User, head: User, author: User, as_user: Callable[[User], Client]
) -> None:
    strategy, client = make.draft_strategy(department, coordinator), as_user(author)
    address = reverse("organizations:organization", args=["parks"])
    row = {"decision": {"en": "Stop a post", "fr": "Arrêter"}, "area": {"en": "Coordinator", "fr": "Coordination"}}

    document = perform(make.complete(strategy.document, coordinator, governance_roles=[row]), "submit", by=coordinator)
    assert "Who decides what" not in client.get(address).content.decode()
    make.approve(document, by=head)

    page = client.get(address).content.decode()
    assert "Who decides what about social media" in page
    assert "Stop a post" in page
    assert "Arrêter" not in page
