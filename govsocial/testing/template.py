"""How does every process of a run get its database without migrating anew? One is made, and copied for each.

The controller of a run that shares the cores starts `python -m govsocial.testing.template` beside the collection; each
worker waits for it and copies: a file on SQLite, a `TEMPLATE` on PostgreSQL. Only for servers that the run itself
started: on somebody's own server every worker makes and drops its database as ever.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection, connections

#: Where the process that makes the template says that it is whole: a file in it, "ready" or "failed".
PLACE = "GOVSOCIAL_TEST_TEMPLATE"
NAME = "govsocial_template"
PATIENCE = 180.0


def begin(folder: Path) -> None:
    """Start making the template in `folder`; workers inherit the address of that folder."""
    os.environ[PLACE] = str(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "log").open("wb") as log:
        subprocess.Popen([sys.executable, "-m", __name__], stdout=log, stderr=log, cwd=Path(__file__).parents[2])


def is_there() -> bool:
    return PLACE in os.environ


def take() -> None:
    """Copy the template to the test database of this process; wait for it if need be.

    Raises RuntimeError, with what the process said, when the template could not be made.
    """
    _wait(Path(os.environ[PLACE]))
    name = connection.settings_dict["TEST"]["NAME"]
    if connection.vendor == "sqlite":
        shutil.copyfile(Path(os.environ[PLACE]) / f"{NAME}.sqlite3", name)
        return
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE {NAME}')
    connection.close()


def _wait(folder: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if (folder / "ready").exists():
            return
        if (folder / "failed").exists():
            break
        time.sleep(0.1)
    raise RuntimeError(f"The template of the test databases was not made:\n{(folder / 'log').read_text()}")


def make(folder: Path) -> None:
    """Make an empty database of this run, migrate it, and leave it to be copied."""
    django.setup()
    named = connection.settings_dict
    if connection.vendor == "sqlite":
        named["NAME"] = str(folder / f"{NAME}.sqlite3")
    else:
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {NAME}")
        connection.close()
        named["NAME"] = NAME
    call_command("migrate", verbosity=0)
    connections.close_all()


def main() -> None:
    folder = Path(os.environ[PLACE])
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    try:
        make(folder)
    except BaseException:
        (folder / "failed").touch()
        raise
    (folder / "ready").touch()


if __name__ == "__main__":
    main()
