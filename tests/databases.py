"""Which of the two databases do the tests run on, and what need not be asked twice?"""

import os

import pytest

#: `make test` runs everything on SQLite, and again on PostgreSQL what asks the database anything.
IS_SECOND = os.environ.get("GOVSOCIAL_TEST_DB") == "postgres"
DATABASE = {"db", "transactional_db", "live_server"}


def once(reason: str) -> pytest.MarkDecorator:
    """Return the mark of a test whose answer cannot depend on the database, with the reason."""
    return pytest.mark.skipif(IS_SECOND, reason=f"asked on SQLite: {reason}")


def asks_one(item: pytest.Item) -> bool:
    """Say whether a test has a database at all."""
    return item.get_closest_marker("django_db") is not None or bool(DATABASE & set(item.fixturenames))
