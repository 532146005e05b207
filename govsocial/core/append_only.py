"""How is a row that people signed, or that the ledger holds, kept from ever changing? By the database itself.

Every model that inherits `AppendOnly` gets triggers on SQLite and PostgreSQL that refuse UPDATE and DELETE. They are
laid again after every migrate, because SQLite drops a table's triggers whenever Django rebuilds that table.
"""

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
PG_TRIGGER = """
CREATE OR REPLACE TRIGGER {name} BEFORE {verb} ON "{table}" FOR EACH ROW EXECUTE FUNCTION govsocial_refuse_change()
"""
SQLITE_TRIGGER = """
CREATE TRIGGER IF NOT EXISTS {name} BEFORE {verb} ON "{table}"
BEGIN SELECT RAISE(ABORT, 'append-only: {verb} on {table} is refused'); END
"""
VERBS = ("UPDATE", "DELETE")


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
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(PG_FUNCTION)
        template = PG_TRIGGER if connection.vendor == "postgresql" else SQLITE_TRIGGER
        for table in (m._meta.db_table for m in append_only_models() if m._meta.db_table in existing):
            for verb in VERBS:
                cursor.execute(template.format(name=trigger_name(table, verb), verb=verb, table=table))


def remove_triggers(using: str = "default") -> None:
    """Take the triggers off, which only a test that empties its own database, or shows tampering, may do."""
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in (m._meta.db_table for m in append_only_models() if m._meta.db_table in existing):
            for verb in VERBS:
                on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {trigger_name(table, verb)}{on}")


def missing_triggers(using: str = "default") -> list[str]:
    """Return the names of triggers that should stand and do not (`manage.py doctor` tells the operator)."""
    connection = connections[using]
    wanted = [trigger_name(m._meta.db_table, verb) for m in append_only_models() for verb in VERBS]
    query = (
        "SELECT tgname FROM pg_trigger"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type='trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        standing = {row[0] for row in cursor.fetchall()}
    return [name for name in wanted if name not in standing]
