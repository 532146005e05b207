"""How do many rows follow from what the database already holds? One INSERT … SELECT, however many they are."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models import ForeignKey, QuerySet, Value

PREFIX = "into_"


def insert_from(model: type[models.Model], rows: QuerySet, **columns: Any) -> int:
    """Insert a row of `model` for each of `rows`, and return how many: one query, and nothing passes through memory.

    `columns` are, by the name of the field, an expression over `rows` or a plain value that all of them get. What the
    caller leaves out must be filled by the database (the key). `rows` leaves out what is there already: whoever calls
    twice, or beside somebody else, decides that in a condition of `rows` under a lock.
    """
    fields: dict[str, Any] = {name: model._meta.get_field(name) for name in columns}
    found = {f"{PREFIX}{name}": _expression(fields[name], value) for name, value in columns.items()}
    query = rows.order_by("pk").annotate(**found).values_list(*found).query
    connection = connections[rows.db]
    try:
        sql, params = query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return 0
    quoted = connection.ops.quote_name
    named = ", ".join(quoted(field.column) for field in fields.values())
    with connection.cursor() as cursor:
        # The statement is Django's own; names of tables and columns are the models', values are parameters.
        cursor.execute(f"INSERT INTO {quoted(model._meta.db_table)} ({named}) {sql}", params)
        return int(cursor.rowcount)


def _expression(field: Any, value: Any) -> Any:
    if hasattr(value, "resolve_expression"):
        return value
    return Value(value, output_field=field.target_field if isinstance(field, ForeignKey) else field)
