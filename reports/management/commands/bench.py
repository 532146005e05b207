"""How fast is the product, and what does it ask of the database? Prints one JSON line a figure; it judges nothing."""

import io
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import OfficialAccount
from documents.diff import compare
from documents.models import Document, Version
from documents.pdf import render
from organizations.models import Membership, Role, User
from plans.models import Plan
from reports.bench_change_cost import owner_of_one, platform_change
from reports.bench_compare import contents, two_long_versions
from reports.bench_rows import add_accounts, add_plans
from reports.bench_typing import typing

SIZES = (10, 10_000)
INSIDE = "GOVSOCIAL_BENCH"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class Command(BaseCommand):
    """`manage.py bench`: makes a demo of its own in a temporary SQLite file, and measures it in this very process."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--requests", type=int, default=30, help="requests a figure")
        parser.add_argument("--rows", type=int, default=SIZES[-1], help="rows of the long lists")

    def handle(self, *args: Any, **options: Any) -> None:
        if os.environ.get(INSIDE):
            self.measure(options["requests"], (SIZES[0], options["rows"]))
            return
        with tempfile.TemporaryDirectory(prefix="govsocial-bench-") as folder:
            self.again_in(folder, options)

    def again_in(self, folder: str, options: dict[str, Any]) -> None:
        """Run this command once more with a database of its own: settings are read once in a process."""
        own = {"DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3", "DATA_DIR": folder, "DEMO": "true", INSIDE: "1"}
        own |= {"DEBUG": "false", "REDIS_URL": "", "EMAIL_URL": f"file://{folder}/mail"}
        sizes = ["--requests", str(options["requests"]), "--rows", str(options["rows"])]
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "bench", *sizes]
        code = subprocess.run(command, env={**os.environ, **own}, check=False).returncode  # noqa: S603 -- itself
        if code:
            sys.exit(code)

    def measure(self, count: int, sizes: tuple[int, ...]) -> None:
        settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
        self.say("seed", ms=round(timed(seed)))
        measured = Measured(count)
        for figure in (*homes(), *pages()):
            self.say(figure.name, **measured.page(figure))
        for size in sizes:
            with rolled_back():
                add_plans(size)
                add_accounts(size)
                for figure in lists(size):
                    self.say(figure.name, rows=size, **measured.page(figure))
        with rolled_back():
            self.comparing(measured)
        with rolled_back():
            self.changing(measured)
        self.say("pdf of an approved plan", **pdf(max(3, count // 10)))
        self.say("save by itself while people type", **typing())

    def comparing(self, measured: "Measured") -> None:
        """Measure the comparison of two long versions alone, and the page that shows it."""
        document = Document.objects.filter(kind="plan", state="approved").order_by("pk").first()
        address = two_long_versions(document)
        before, after = contents(document)
        spent = sorted(timed(lambda: compare(before, after)) for _ in range(measured.count))
        self.say("compare two versions of a 20-page plan, alone", p50_ms=round(statistics.median(spent), 1))
        page = Figure("compare two versions of a 20-page plan", address, coordinator_of(document))
        self.say(page.name, **measured.page(page))

    def changing(self, measured: "Measured") -> None:
        """Measure what a change of a platform costs; its list must be what a plain oracle says."""
        reviewer = who(Role.REVIEWER)
        change, figures = platform_change(reviewer)
        self.say("work out a change of a platform", **figures)
        for name, person in (("central entity", reviewer), ("department", owner_of_one(change))):
            page = Figure(f"page of the change, for the {name}", change.get_absolute_url(), person)
            self.say(page.name, **measured.page(page))

    def say(self, name: str, **figures: Any) -> None:
        self.stdout.write(json.dumps({"figure": name, **figures}, ensure_ascii=False))
        self.stdout.flush()


class Figure:
    """A page to measure: its name, its address, and who looks."""

    def __init__(self, name: str, address: str, person: User | None = None) -> None:
        self.name, self.address, self.person = name, address, person


class Measured:
    """Asks for pages, over and over, and keeps what it cost."""

    def __init__(self, count: int) -> None:
        self.count = count

    def page(self, figure: Figure) -> dict[str, Any]:
        client = Client(headers={"host": "localhost"})
        if figure.person is not None:
            client.force_login(figure.person, backend=BACKEND)
        client.get(figure.address)  # the first request compiles templates
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(figure.address)
        queries = len(asked)  # counted now: the next request forgets them
        if answer.status_code != 200:
            raise SystemExit(f"{figure.address} answered {answer.status_code}")
        spent = sorted(timed(lambda: client.get(figure.address)) for _ in range(self.count))
        return {
            "queries": queries,
            "p50_ms": round(statistics.median(spent), 1),
            "p95_ms": round(spent[min(len(spent) - 1, int(len(spent) * 0.95))], 1),
            "bytes": len(answer.content),
        }


def timed(do: Callable[[], Any]) -> float:
    """Return how many milliseconds `do` takes."""
    started = time.perf_counter()
    do()
    return (time.perf_counter() - started) * 1000


def seed() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    call_command("seed_demo", stdout=io.StringIO())


@contextmanager
def rolled_back() -> Iterator[None]:
    """Let the rows of one measurement vanish before the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def who(role: str) -> User:
    held = Membership.objects.current().filter(role=role).select_related("user")
    return held.order_by("organization__is_central_entity", "pk").first().user


def homes() -> Iterator[Figure]:
    for role in Role.values:
        yield Figure(f"home of {role}", reverse("reports:home"), who(role))


def pages() -> Iterator[Figure]:
    plan = Document.objects.filter(kind="plan", state__in=["drafting", "returned"]).order_by("pk").first()
    approved = Document.objects.filter(kind="plan", state="approved").order_by("pk").first()
    writer = plan.owner
    coordinator = coordinator_of(approved)
    yield Figure("plan being written", reverse("plans:plan", args=[plan.pk]), writer)
    yield Figure("plan approved", reverse("plans:plan", args=[approved.pk]), coordinator)
    yield Figure("section a, to write", reverse("documents:section", args=[plan.pk, "a"]), writer)
    yield Figure("version, to read", reverse("documents:version", args=[approved.effective_version_id]), coordinator)
    yield Figure("public index", reverse("registry:search"))
    account = OfficialAccount.objects.filter(state="active").order_by("pk").first()
    yield Figure("is it official", f"{reverse('registry:verify')}?q={account.url}")


def coordinator_of(document: Document) -> User:
    held = Membership.objects.current().filter(role=Role.COORDINATOR, organization=document.organization_id)
    return held.select_related("user").order_by("pk").first().user


def lists(size: int) -> Iterator[Figure]:
    reviewer = who(Role.REVIEWER)
    plan = Plan.objects.order_by("pk").select_related("document").first()
    coordinator = coordinator_of(plan.document)
    yield Figure("list of plans", reverse("plans:list"), coordinator)
    yield Figure("list of plans, searched", f"{reverse('plans:list')}?q=bench+{size - 1}", coordinator)
    yield Figure("list of accounts", reverse("accounts:accounts"), reviewer)
    yield Figure("list of accounts, searched", f"{reverse('accounts:accounts')}?q=bench{size - 1}", reviewer)
    yield Figure("public index", reverse("registry:search"))
    yield Figure("public index, searched", f"{reverse('registry:search')}?q=bench{size - 1}")
    yield Figure("home of reviewer", reverse("reports:home"), reviewer)
    yield Figure("home of coordinator", reverse("reports:home"), coordinator)


def pdf(count: int) -> dict[str, Any]:
    """Return what an approved plan costs as a PDF; the peak is the whole process, everything above included."""
    version = Version.objects.filter(document__kind="plan", document__state="approved").order_by("pk").first()
    content = render(version, "en")
    spent = sorted(timed(lambda: render(version, "en")) for _ in range(count))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"p50_ms": round(statistics.median(spent)), "bytes": len(content), "peak_rss_mb": peak}
