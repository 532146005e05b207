"""How is a row that people signed, or that the ledger holds, kept from ever changing? By the database itself.

Every model that inherits `AppendOnly` gets triggers on SQLite and PostgreSQL that refuse UPDATE and DELETE, and what
goes round both: TRUNCATE on PostgreSQL, INSERT OR REPLACE on SQLite. They are laid again after every migrate, because
SQLite drops a table's triggers whenever Django rebuilds that table.
"""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connections, models
from django.utils.translation import gettext as _

PG_FUNCTION = """
CREATE OR REPLACE FUNCTION govsocial_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only: % on % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
# ALWAYS: also where a session plays a replica, which is how a superuser silences triggers without dropping them.
PG_TRIGGER = """
CREATE OR REPLACE TRIGGER {name} BEFORE {verb} ON "{table}" FOR EACH {each} EXECUTE FUNCTION govsocial_refuse_change();
ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER {name}
"""
SQLITE_TRIGGER = """
CREATE TRIGGER IF NOT EXISTS {name} BEFORE {verb} ON "{table}" {when}
BEGIN SELECT RAISE(ABORT, 'append-only: {verb} on {table} is refused'); END
"""
#: What is refused, by database. SQLite deletes what INSERT OR REPLACE replaces without firing the trigger on DELETE.
VERBS = {"postgresql": ("UPDATE", "DELETE", "TRUNCATE"), "sqlite": ("UPDATE", "DELETE", "INSERT")}


class AppendOnlyQuerySet(models.QuerySet):
    """Rows that can be added and read; a change is refused before it reaches the trigger."""

    def update(self, **kwargs: Any) -> int:
        raise ValidationError(_("This record can never be changed."), code="append_only")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise ValidationError(_("This record can never be deleted."), code="append_only")


class AppendOnly(models.Model):
    """A model whose rows are written once. `save()` on a stored row and `delete()` are refused."""

    objects: ClassVar[Any] = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ValidationError(_("This record can never be changed."), code="append_only")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise ValidationError(_("This record can never be deleted."), code="append_only")


def append_only_models() -> list[type[models.Model]]:
    """Return every installed model whose table must carry the triggers."""
    return [model for model in apps.get_models() if issubclass(model, AppendOnly)]


def trigger_name(table: str, verb: str) -> str:
    """Return the trigger's name for `table`, short enough for PostgreSQL's 63 bytes."""
    return f"keep_{table}_{verb.lower()}"[:63]


def install_triggers(using: str = "default", **_kwargs: Any) -> None:
    """Lay the triggers on every append-only table that exists; running it again changes nothing."""
    connection = connections[using]
    existing, missing = set(connection.introspection.table_names()), set(missing_triggers(using))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(PG_FUNCTION)
            connection.check_constraints()  # A table that still waits for its foreign keys cannot be altered.
        for model, verb in _guarded(connection.vendor):
            table = model._meta.db_table
            if table in existing and trigger_name(table, verb) in missing:
                cursor.execute(_trigger(connection.vendor, model, verb))


def _guarded(vendor: str) -> Iterator[tuple[type[models.Model], str]]:
    return ((model, verb) for model in append_only_models() for verb in VERBS[vendor])


def _trigger(vendor: str, model: type[models.Model], verb: str) -> str:
    table = model._meta.db_table
    name = trigger_name(table, verb)
    if vendor == "postgresql":
        return PG_TRIGGER.format(name=name, verb=verb, table=table, each="STATEMENT" if verb == "TRUNCATE" else "ROW")
    when = f"WHEN {_would_replace(model)}" if verb == "INSERT" else ""
    return SQLITE_TRIGGER.format(name=name, verb=verb, table=table, when=when)


def _would_replace(model: type[models.Model]) -> str:
    """Return the SQL that holds when a row is there already with one of the new row's unique values."""
    meta = model._meta
    columns_of = {field.name: field.column for field in meta.concrete_fields}
    groups = [[field.name] for field in meta.concrete_fields if field.unique]
    groups += [list(group) for group in meta.unique_together]
    groups += [list(one.fields) for one in meta.total_unique_constraints]
    return " OR ".join(
        f'EXISTS (SELECT 1 FROM "{meta.db_table}" AS kept WHERE '  # noqa: S608 -- names of the models' own columns
        + " AND ".join(f'kept."{columns_of[name]}" = NEW."{columns_of[name]}"' for name in group)
        + ")"
        for group in groups
    )


def remove_triggers(using: str = "default") -> None:
    """Take the triggers off, which only a test that empties its own database, or shows tampering, may do."""
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for model, verb in _guarded(connection.vendor):
            table = model._meta.db_table
            if table in existing:
                on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {trigger_name(table, verb)}{on}")


def missing_triggers(using: str = "default") -> list[str]:
    """Return the names of triggers that should stand and do not (`manage.py doctor` tells the operator)."""
    connection = connections[using]
    wanted = [trigger_name(model._meta.db_table, verb) for model, verb in _guarded(connection.vendor)]
    query = (
        "SELECT tgname FROM pg_trigger WHERE tgenabled = 'A'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type='trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        standing = {row[0] for row in cursor.fetchall()}
    return [name for name in wanted if name not in standing]
