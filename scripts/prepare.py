"""Is the database ready to serve? Migrates, collects static files and, on an empty demo, writes the demo data.

One process does all of it, because starting Django four times would take longer than the work itself.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "govsocial.settings")

import compile_messages
import django
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import OperationalError


def is_empty() -> bool:
    return not apps.get_model("organizations", "Organization").objects.exists()


def prepare() -> None:
    compile_messages.compile_all()
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    if not settings.DEBUG:
        call_command("collectstatic", verbosity=0, interactive=False)
    if settings.DEMO and is_empty():
        print("Writing the demo data (half a minute, once) …", flush=True)
        call_command("seed_demo")


if __name__ == "__main__":
    try:
        prepare()
    except (ImproperlyConfigured, CommandError, OperationalError) as error:
        sys.exit(f"govsocial cannot start: {error}")
