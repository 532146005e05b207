"""Speeds up the search of the index where PostgreSQL offers trigrams; never requires them."""

from django.db import DatabaseError, migrations, transaction

INDEX = "accounts_search_trigram"


def create(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'")
        if cursor.fetchone() is None:
            return
    table = apps.get_model("accounts", "OfficialAccount")._meta.db_table
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(f'CREATE INDEX IF NOT EXISTS {INDEX} ON "{table}" USING gin (search gin_trgm_ops)')
    except DatabaseError:
        # The role may not create extensions here: the search is the same without, only slower on very large indexes.
        return


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {INDEX}")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
