"""The cast of the stories of accounts."""

import pytest

from organizations.models import Organization, User
from tests.factories.accounts import Cast


@pytest.fixture
def cast(
    department: Organization, author: User, coordinator: User, head: User, privacy_advisor: User, reviewer: User
) -> Cast:
    return Cast(department, author, coordinator, head, privacy_advisor, reviewer)
