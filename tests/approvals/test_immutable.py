"""Can anybody change what was signed, by any path that reaches the database? Every record, every path, both databases.

Each attempt must be refused, and every row must be as it was afterwards: read by plain SQL, not through the models.
"""

# ruff: noqa: S608 -- names of the models' own tables and columns

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, models, transaction
from django.db.models import ProtectedError
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from approvals.models import Decision, ReviewRound
from documents.models import Document
from govsocial.core import append_only, checkpoints
from govsocial.core.models import EventPersonal
from organizations.models import Organization, User
from tests import databases
from tests.approvals.stories import approved_over_an_objection, lived_on

pytestmark = pytest.mark.django_db
SQLITE = not databases.IS_SECOND
#: The rooms whose records are signed, or prove what was signed.
ROOMS = ("approvals", "core", "documents")
#: Written by other stories; that they carry the triggers is asked of every table below.
ELSEWHERE = {"Overlay", "VersionAttachment"}
Rows = dict[str, list[Any]]


@pytest.fixture(scope="module", autouse=True)
def signed(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Document]:
    """Return a plan approved over an objection, its condition met: a row in every table that may not change."""
    with (
        django_db_blocker.unblock(),
        translation.override("en"),
        transaction.atomic(),
        pytest.MonkeyPatch.context() as p,
    ):
        p.setattr(settings, "LEDGER_KEY_FILE", tmp_path_factory.mktemp("key") / "ledger.key")
        document = lived_on(approved_over_an_objection())
        checkpoints.take()
        yield document
        transaction.set_rollback(True)


def kept() -> list[type[models.Model]]:
    found = [one for one in append_only.append_only_models() if one._meta.app_label in ROOMS]
    return [one for one in found if one.__name__ not in ELSEWHERE]


def rows() -> Rows:
    """Return every row that may never change, as the database itself tells it."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for model in [*kept(), EventPersonal]:
            key = model._meta.pk.column
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}" ORDER BY "{key}"')
            found[model._meta.db_table] = cursor.fetchall()
    return found


def refused(attempt: Callable[[], Any]) -> None:
    """Make the attempt; it must be refused, and nothing may be other than before."""
    before = rows()
    with pytest.raises((ValidationError, DatabaseError, ProtectedError)), transaction.atomic():
        attempt()
    assert rows() == before


def sql(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def through_models(model: type[Any]) -> Iterator[Callable[[], Any]]:
    """Yield the ways that a program has, which never reach the database's own refusal or must meet it."""
    one, all_, plain = model._default_manager.first(), model._default_manager.all(), models.QuerySet(model)
    column = next(field.name for field in model._meta.concrete_fields if not field.unique and not field.is_relation)
    value = getattr(one, column)
    yield one.save
    yield lambda: one.save(update_fields=[column])
    yield lambda: models.Model.save(one, force_update=True)
    yield one.delete
    yield lambda: models.Model.delete(one)
    yield lambda: all_.update(**{column: value})
    yield all_.delete
    yield lambda: all_._raw_delete("default")
    yield lambda: all_.bulk_update([one], [column])
    yield lambda: plain.update(**{column: value})
    yield plain.delete
    conflict = {"update_conflicts": True, "update_fields": [column], "unique_fields": [model._meta.pk.name]}
    yield lambda: all_.bulk_create([one], **conflict)


def through_sql(table: str, key: str) -> list[tuple[str, ...]]:
    """Return the ways that whoever holds the database's password has."""
    both = [
        (f"UPDATE {table} SET {key} = {key}",),
        (f"DELETE FROM {table}",),
        (f"INSERT INTO {table} SELECT * FROM {table} WHERE true ON CONFLICT ({key}) DO UPDATE SET {key} = 9",),
        (f"WITH one AS (SELECT max({key}) AS k FROM {table}) DELETE FROM {table} WHERE {key} IN (SELECT k FROM one)",),
    ]
    if SQLITE:
        return [
            *both,
            (f"UPDATE OR REPLACE {table} SET {key} = {key}",),
            (f"UPDATE OR IGNORE {table} SET {key} = {key} + 1",),
            (f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",),
            (f"REPLACE INTO {table} SELECT * FROM {table}",),
            ("PRAGMA recursive_triggers = OFF", f"REPLACE INTO {table} SELECT * FROM {table}"),
        ]
    silent = "SET LOCAL session_replication_role = replica"
    return [
        *both,
        (f"TRUNCATE {table} CASCADE",),
        (silent, f"UPDATE {table} SET {key} = {key}"),
        (silent, f"DELETE FROM {table}"),
        (silent, f"TRUNCATE {table} CASCADE"),
        (f"MERGE INTO {table} AS t USING (SELECT 1) AS s ON true WHEN MATCHED THEN DELETE",),
    ]


def test_the_story_fills_every_table_that_is_asked() -> None:
    assert [model.__name__ for model in kept() if not model._default_manager.exists()] == []
    assert append_only.missing_triggers() == []


@pytest.mark.parametrize("model", kept(), ids=lambda model: model.__name__)
def test_no_program_changes_a_signed_record(model: type[models.Model]) -> None:
    for attempt in through_models(model):
        refused(attempt)


@pytest.mark.parametrize("model", kept(), ids=lambda model: model.__name__)
def test_no_sql_changes_a_signed_record(model: type[models.Model]) -> None:
    for statements in through_sql(model._meta.db_table, model._meta.pk.column):
        refused(lambda statements=statements: sql(*statements))


def test_a_unique_value_is_no_way_round_the_key(signed: Document) -> None:
    """A new row with another key but the same number, or round, would push the signed one out on SQLite."""
    for one in (signed.effective_version, Decision.objects.get(round__document=signed)):
        refused(lambda one=one: _insert_twin(one))


def _insert_twin(one: models.Model) -> None:
    """Insert what `one` says again, under another key."""
    fields = one._meta.concrete_fields
    said = {field.column: field.get_db_prep_save(getattr(one, field.attname), connection) for field in fields}
    said[one._meta.pk.column] += 1000
    verb, marks = "INSERT OR REPLACE" if SQLITE else "INSERT", ", ".join(["%s"] * len(said))
    with connection.cursor() as cursor:
        statement = f"{verb} INTO {one._meta.db_table} ({', '.join(said)}) VALUES ({marks})"
        cursor.execute(statement, list(said.values()))


PARENTS = [Document, ReviewRound, Organization, User]


@pytest.mark.parametrize("parent", PARENTS, ids=lambda model: model.__name__)
def test_nothing_signed_falls_with_what_it_hangs_on(parent: type[Any]) -> None:
    table = parent._meta.db_table
    refused(parent._default_manager.all().delete)
    refused(parent._default_manager.first().delete)
    refused(lambda: _and_look(f"DELETE FROM {table}"))
    if not SQLITE:
        refused(lambda: sql(f"TRUNCATE {table} CASCADE"))


def _and_look(statement: str) -> None:
    """Run a statement, then ask for what the database asks at the end of a transaction."""
    sql(statement)
    connection.check_constraints()


def test_no_admin_site_reaches_a_signed_record() -> None:
    if not apps.is_installed("django.contrib.admin"):
        return
    from django.contrib import admin

    assert not set(admin.site._registry) & set(append_only.append_only_models())


def test_no_signed_record_may_be_unique_under_a_condition_only() -> None:
    """Such a rule could not be asked by the trigger that refuses INSERT OR REPLACE."""
    partly = [
        f"{model.__name__}: {one.name}"
        for model in append_only.append_only_models()
        for one in model._meta.constraints
        if isinstance(one, models.UniqueConstraint) and (one.condition is not None or one.expressions)
    ]
    assert partly == []
