"""Is a signed record really never changed, whichever way somebody tries, on both databases?"""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction

from approvals.models import Decision, SignOff
from documents.models import Version
from govsocial.core import append_only, ledger
from govsocial.core.models import Event
from organizations.models import Organization
from tests import databases


@pytest.fixture
def line(department: Organization) -> Event:
    return ledger.record("test.happened", subject=department, by=None)


def test_every_signed_record_is_append_only() -> None:
    assert {Event, Version, SignOff, Decision} <= set(append_only.append_only_models())


@pytest.mark.parametrize(
    "statement", ["UPDATE core_event SET verb = 'x' WHERE seq = %s", "DELETE FROM core_event WHERE seq = %s"]
)
def test_the_database_refuses_plain_sql(line: Event, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_eventpersonal")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [line.seq])

    assert Event.objects.get(pk=line.pk).verb == "test.happened"


def changed(line: Event) -> None:
    line.verb = "test.never"
    line.save()


WAYS: dict[str, Callable[[Event], object]] = {
    "save": changed,
    "delete": lambda line: line.delete(),
    "queryset update": lambda line: Event.objects.filter(pk=line.pk).update(verb="test.never"),
    "queryset delete": lambda line: Event.objects.filter(pk=line.pk).delete(),
    "related names": lambda line: Event.objects.about(line.actor or Organization.objects.get()).update(verb="x"),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_the_model_refuses_before_the_database_has_to(line: Event, way: Callable[[Event], object]) -> None:
    with pytest.raises(ValidationError, match="can never be"):
        way(line)


def test_bulk_update_meets_the_refusal_too(line: Event) -> None:
    line.verb = "test.never"

    with pytest.raises((ValidationError, DatabaseError)), transaction.atomic():
        Event.objects.bulk_update([line], ["verb"])


def test_the_base_manager_meets_the_trigger(line: Event) -> None:
    plain = models.QuerySet(Event)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        plain.filter(pk=line.pk).update(verb="test.never")


def test_the_triggers_come_back_after_a_migrate(db: None) -> None:
    append_only.remove_triggers()
    assert len(append_only.missing_triggers()) == 3 * len(append_only.append_only_models())

    call_command("migrate", verbosity=0, interactive=False)

    assert append_only.missing_triggers() == []


@databases.once("only SQLite rebuilds a table to change it")
def test_the_triggers_come_back_to_a_table_that_a_migration_rebuilt(transactional_db: None) -> None:
    with connection.schema_editor() as editor:
        editor._remake_table(SignOff)  # type: ignore[attr-defined] -- how SQLite changes a column
    assert len(append_only.missing_triggers()) == 3

    call_command("migrate", verbosity=0, interactive=False)

    assert append_only.missing_triggers() == []


def test_laying_the_triggers_twice_changes_nothing(line: Event) -> None:
    append_only.install_triggers()
    append_only.install_triggers()

    assert append_only.missing_triggers() == []


@pytest.mark.parametrize("vendor", append_only.VERBS)
def test_trigger_names_are_short_enough_and_all_different(vendor: str) -> None:
    names = [
        append_only.trigger_name(model._meta.db_table, verb)
        for model in append_only.append_only_models()
        for verb in append_only.VERBS[vendor]
    ]

    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 63
