"""What does this installation lack, and how does the operator get it?"""

import importlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from celery import current_app
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core import checks
from django.core.mail import get_connection
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from govsocial.core import append_only, checkpoints
from govsocial.core.findings import Finding, Look, fine, inspections, mend, note

FONTS = ("fonts/noto-sans-400.ttf", "fonts/noto-sans-700.ttf", "fonts/lato-700.ttf")


def database() -> Iterator[Finding]:
    """Is the database there, at the newest migration, and are the append-only tables guarded?"""
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        yield mend(f"The database does not answer: {error}", "Start it, or correct DATABASE_URL.")
        return
    yield fine(f"The database answers ({connection.vendor}).")
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        yield mend(f"{len(waiting)} migrations are not applied.", "Run: manage.py migrate")
        return
    yield fine("All migrations are applied.")
    missing = append_only.missing_triggers()
    if missing:
        yield mend(
            f"{len(missing)} triggers that keep signed records unchanged are missing, {missing[0]} among them.",
            "Run: manage.py migrate (it lays them again), then manage.py verify_ledger",
        )
    else:
        yield fine("The triggers that keep signed records unchanged stand.")
    yield from _central_entity()


def _central_entity() -> Iterator[Finding]:
    # By name: this floor knows no other room.
    count = apps.get_model("organizations", "Organization").objects.filter(is_central_entity=True).count()
    if count == 1:
        yield fine("There is one central entity.")
    else:
        yield mend(
            f"There are {count} central entities; there must be exactly one.",
            "Mark one organization as the central entity (or, on a demo: manage.py seed_demo).",
        )


def broker() -> Iterator[Finding]:
    """Can work be handed to the worker?"""
    if not settings.REDIS_URL:
        folder = Path(settings.DATA_DIR) / "broker"
        if os.access(folder, os.W_OK):
            remedy = "Fine on one machine. With several, set REDIS_URL."
            yield note(f"Jobs are handed over through the folder {folder}.", remedy)
        else:
            yield mend(f"The folder {folder} cannot be written.", "Make it writable, or set REDIS_URL.")
        return
    try:
        with current_app.connection_for_write(connect_timeout=5) as link:
            link.ensure_connection(max_retries=1, timeout=5)
    except (OSError, KombuError, RedisError) as error:
        yield mend(f"Redis does not answer: {error}", "Start it, or correct REDIS_URL.")
    else:
        yield fine("Redis answers.")


def pdf() -> Iterator[Finding]:
    """Can PDFs be made?"""
    try:
        importlib.import_module("weasyprint")
    except (ImportError, OSError) as error:
        yield mend(
            f"PDFs cannot be made: {str(error).splitlines()[0]}",
            "Install pango (Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0).",
        )
    else:
        yield fine("The libraries for PDFs are there.")
    missing = [name for name in FONTS if finders.find(name) is None]
    if missing:
        yield mend(f"Fonts are missing: {', '.join(missing)}.", "Restore static/fonts from the repository.")
    else:
        yield fine("The fonts are there.")


def messages() -> Iterator[Finding]:
    """Is French compiled, and newer than its source?"""
    source = Path(settings.LOCALE_PATHS[0]) / "fr" / "LC_MESSAGES" / "django.po"
    compiled = source.with_suffix(".mo")
    remedy = "Run: make messages, or python scripts/compile_messages.py"
    if not compiled.exists():
        yield mend("The French texts are not compiled: pages would be in English.", remedy)
    elif source.exists() and source.stat().st_mtime > compiled.stat().st_mtime:
        yield note("The French texts changed since they were compiled.", remedy)
    else:
        yield fine("The French texts are compiled.")


def mail() -> Iterator[Finding]:
    """Does mail leave the machine?"""
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        is_folder = settings.EMAIL_BACKEND.endswith("filebased.EmailBackend")
        where = f"the folder {getattr(settings, 'EMAIL_FILE_PATH', '')}" if is_folder else "the console"
        found = note if settings.DEMO or settings.DEBUG else mend
        yield found(f"Letters go to {where} and to nobody.", "Set EMAIL_URL to smtp://, smtp+tls:// or smtp+ssl://.")
        return
    try:
        with get_connection(timeout=5):
            yield fine(f"The mail server {settings.EMAIL_HOST} answers.")
    except OSError as error:
        yield mend(f"The mail server {settings.EMAIL_HOST} does not answer: {error}", "Correct EMAIL_URL.")


def secrets() -> Iterator[Finding]:
    """Is the key a secret?"""
    is_sample = settings.SECRET_KEY == settings.SAMPLE_KEY
    if is_sample or len(settings.SECRET_KEY) < 40:
        what = "SECRET_KEY is the sample one." if is_sample else "SECRET_KEY is short."
        found = note if settings.DEMO or settings.DEBUG else mend
        yield found(what, "Set SECRET_KEY (or SECRET_KEY_FILE) to a long random text before real people sign in.")
    else:
        yield fine("SECRET_KEY is set.")
    if settings.DEBUG:
        yield note("DEBUG is on: errors show the program's insides.", "Set DEBUG=false before real people sign in.")


def static_files() -> Iterator[Finding]:
    """Are style sheets and scripts collected?"""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if settings.DEBUG:
        yield fine("Static files are served from their sources (DEBUG).")
    elif manifest.exists():
        yield fine("Static files are collected.")
    else:
        yield mend("Static files are not collected: pages would have no style.", "Run: manage.py collectstatic")


def system_checks() -> Iterator[Finding]:
    """Do Django's and our own checks pass, the policy packs' among them?"""
    serious = [one for one in checks.run_checks() if one.is_serious()]
    for one in serious:
        yield mend(f"{one.id}: {one.msg}", one.hint or "See the message.")
    if not serious:
        yield fine("The checks pass: every route has a rule, and every policy pack is whole.")


def ledger_key() -> Iterator[Finding]:
    """Can checkpoints of the ledger be signed, and by which key?"""
    try:
        public = checkpoints.signing_key().public_key().public_bytes_raw()
    except checkpoints.KeyUnusable as error:
        yield mend(str(error), "Give this user the right to read it, or restore it from your copy.")
        return
    yield fine(f"Checkpoints of the ledger are signed by the key {checkpoints.fingerprint(public)}.")


LOOKS: tuple[Look, ...] = (system_checks, database, broker, pdf, messages, mail, secrets, static_files, ledger_key)


class Command(BaseCommand):
    """Exit code 0 when nothing must be mended, 1 otherwise."""

    help = "Say in plain words what this installation lacks, and how to get it."
    # Its own checks are part of what it tells; a broken pack must not keep it from speaking.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        findings = [finding for look in (*LOOKS, *inspections) for finding in look()]
        style = {"ok": self.style.SUCCESS, "note": self.style.WARNING, "MEND": self.style.ERROR}
        for finding in findings:
            self.stdout.write(f"{style[finding.level](f'{finding.level:<5}')} {finding.what}")
            if finding.remedy:
                self.stdout.write(f"      {finding.remedy}")
        count = sum(finding.level == "MEND" for finding in findings)
        if count:
            raise CommandError(f"{count} things must be mended.")
        self.stdout.write("Nothing must be mended.")
