"""What does a save cost while two hundred people type? A real web server of its own, and real requests over sockets.

Everybody has a section of a plan open and saves by itself every few seconds, as `static/js/write.js` does for somebody
who writes without a pause. The people share plans and sections, so that their saves queue where they would in life.
"""

import http.client
import json
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connections
from django.urls import reverse

from documents import actions
from documents.models import Document
from organizations.models import Membership, Role, User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SECRET = "bench0bench0bench0bench0bench0be"  # noqa: S105 -- a CSRF cookie of the bench: 32 signs, secret from nobody
PAUSE = 10.0  # seconds between two saves of one person
PLANS = 20
SENTENCE = "The account answers questions about closures within one working day. "


@dataclass
class Tally:
    """What the savers saw: seconds a save, and everything that was no 200."""

    spent: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def typing(people: int = 200, seconds: float = 30.0) -> dict[str, Any]:
    """Return what the saves of `people` cost during `seconds`, and how many were refused or lost."""
    writers = _people(people)
    plans = _plans(writers[0])
    cookies = [_session(user) for user in writers]
    connections.close_all()
    with _server() as port:
        for _turn in range(4):  # each process compiles what it needs with its first requests
            _send(port, reverse("documents:autosave", args=[plans[0], "lessons"]), "{}", _headers(cookies[0]))
        tally = Tally()
        begin = time.monotonic() + 1
        threads = [
            threading.Thread(
                target=_type, args=(port, plans[n % len(plans)], n, cookies[n], begin, seconds, people, tally)
            )
            for n in range(people)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    spent = sorted(tally.spent)
    return {
        "people": people,
        "saves": len(spent),
        "p50_ms": round(statistics.median(spent) * 1000, 1),
        "p95_ms": round(spent[int(len(spent) * 0.95)] * 1000, 1),
        "refused": len(tally.faults),
        **({"first": tally.faults[0]} if tally.faults else {}),
    }


def _people(count: int) -> list[User]:
    """Return coordinators of one department, who may all write its plans."""
    organization = Membership.objects.current().filter(role=Role.COORDINATOR).order_by("pk").first().organization
    users = User.objects.bulk_create(User(email=f"bench{n}@bench.example", name=f"Bench {n}") for n in range(count))
    Membership.objects.bulk_create(Membership(user=u, organization=organization, role=Role.COORDINATOR) for u in users)
    return users


def _plans(by: User) -> list[int]:
    """Return plans that are being written: one document of its own for every ten people."""
    organization = by.memberships.first().organization
    made = [
        actions.start(kind="strategy", organization=organization, title_en=f"Bench {n}", title_fr=f"Banc {n}", by=by)
        for n in range(PLANS)
    ]
    return [document.pk for document in Document.objects.filter(pk__in=[one.pk for one in made])]


def _session(user: User) -> str:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return f"{settings.SESSION_COOKIE_NAME}={store.session_key}; {settings.CSRF_COOKIE_NAME}={SECRET}"


@contextmanager
def _server() -> Iterator[int]:
    """Start the web server of the product on a free port, with two processes as `make run` has."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "govsocial.wsgi:application", "--workers", "2", "--threads", "4"]
    command += ["--bind", f"127.0.0.1:{port}", "--log-level", "error"]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR)  # noqa: S603 -- the product's own server
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(port: int) -> None:
    for _attempt in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the web server did not start")


def _type(
    port: int, document: int, number: int, cookies: str, begin: float, seconds: float, people: int, tally: Tally
) -> None:
    """Be one person: the first save at a moment of their own within the pause, then one every pause."""
    section, name = _place(number)
    address = reverse("documents:autosave", args=[document, section])
    text, revision = "", 0
    due = begin + PAUSE * number / people
    while due < begin + seconds:
        time.sleep(max(0.0, due - time.monotonic()))
        text += SENTENCE
        body = json.dumps({"page": revision, "fields": {name: text}, "seen": {name: revision}})
        started = time.monotonic()
        status, said = _send(port, address, body, _headers(cookies))
        with tally.lock:
            tally.spent.append(time.monotonic() - started)
            if status != 200 or said.get("collisions"):
                tally.faults.append(f"{status} {said}"[:200])
        revision = said.get("revision", revision)
        due += PAUSE


def _headers(cookies: str) -> dict[str, str]:
    return {"Cookie": cookies, "X-CSRFToken": SECRET, "Content-Type": "application/json"}


def _place(number: int) -> tuple[str, str]:
    """Return a section and an input for each of the ten people of one document: two languages of five questions."""
    places = [
        ("overview", "overview_presence"),
        ("overview", "overview_context_government"),
        ("value", "value_statement"),
        ("governance", "governance_process"),
        ("approach", "approach_narrative"),
    ]
    turn = number // PLANS
    section, question = places[turn % len(places)]
    return section, f"{question}__{'en' if turn // len(places) % 2 == 0 else 'fr'}"


def _send(port: int, address: str, body: str, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        line.request("POST", address, body, headers)
        answer = line.getresponse()
        content = answer.read()
        return answer.status, json.loads(content) if content.startswith(b"{") else {}
    except (OSError, http.client.HTTPException) as error:
        return 0, {"error": repr(error)}
    finally:
        line.close()
