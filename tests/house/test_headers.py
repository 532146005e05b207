"""Does every kind of answer carry the headers that keep a browser from helping an attacker?"""

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as product
from django.test import Client
from pytest_django.fixtures import Settings

from documents.models import Version
from organizations.models import Invitation, Organization, User
from tests.factories import documents as make
from tests.house.walk_broken import SECRET

SignIn = Callable[[User], Client]


@pytest.fixture
def version(department: Organization, coordinator: User, head: User) -> Version:
    strategy = make.approved_strategy(department, coordinator=coordinator, head=head)
    assert strategy.document.effective_version is not None
    return strategy.document.effective_version


@pytest.fixture
def quiet(settings: Settings) -> None:
    """Let the failing page fail as on the real site, with its answer and without the test client's own alarm."""
    settings.ROOT_URLCONF = "tests.house.walk_broken"
    settings.WHITENOISE_USE_FINDERS = True


@pytest.fixture
def answers(quiet: None, version: Version, coordinator: User, auditor: User, as_user: SignIn) -> dict[str, Any]:
    """Return one answer of every kind."""
    public, signed_in = Client(raise_request_exception=False), as_user(coordinator)
    strict = Client(enforce_csrf_checks=True)
    return {
        "root": public.get("/"),
        "public page": public.get("/en/"),
        "sign-in": public.get("/en/sign-in/"),
        "sent to sign in": public.get("/en/plans/"),
        "private page": signed_in.get("/en/strategies/"),
        "frozen version": signed_in.get(f"/en/documents/versions/{version.pk}/"),
        "not found": public.get("/en/nowhere/"),
        "not found, signed in": signed_in.get("/en/plans/999999/"),
        "not found outside the languages": public.get("/nowhere"),
        "refused": as_user(auditor).get(f"/en/approvals/{version.document_id}/sign-off/privacy/"),
        "bad request": public.get("/en/?q=%00"),
        "not allowed": public.put("/en/"),
        "form too old": strict.post("/en/sign-in/", {"login": "x"}),
        "failed": public.get("/en/broken/"),
        "csv": public.get("/en/index.csv"),
        "json": public.get("/en/index.json"),
        "stylesheet": public.get("/static/css/app.css"),
        "drawing": public.get("/static/img/mark.svg"),
    }


STATUS = {
    "root": 302,
    "sent to sign in": 302,
    "not found": 404,
    "not found, signed in": 404,
    "not found outside the languages": 404,
    "refused": 403,
    "bad request": 400,
    "not allowed": 405,
    "form too old": 403,
    "failed": 500,
}


def faults(name: str, answer: Any) -> list[str]:
    """Return what one answer lacks."""
    headers = answer.headers
    policy = dict(part.strip().partition(" ")[::2] for part in headers.get("Content-Security-Policy", "").split(";"))
    wanted = {
        "status": answer.status_code == STATUS.get(name, 200),
        "nosniff": headers.get("X-Content-Type-Options") == "nosniff",
        "referrer": headers.get("Referrer-Policy") == "same-origin",
        "opener": headers.get("Cross-Origin-Opener-Policy") == "same-origin",
        "default-src": policy.get("default-src") == "'self'",
        "script-src": policy.get("script-src") == "'self'",
        "style-src": policy.get("style-src") == "'self'",
        "object-src": policy.get("object-src") == "'none'",
        "base-uri": policy.get("base-uri") == "'none'",
        "frame-ancestors": policy.get("frame-ancestors") == "'none'",
        "form-action": policy.get("form-action") == "'self'",
        "no unsafe": "unsafe" not in headers.get("Content-Security-Policy", "unsafe"),
        "no other host": "http" not in headers.get("Content-Security-Policy", "http"),
    }
    return [f"{name}: {what}" for what, is_there in wanted.items() if not is_there]


def test_every_kind_of_answer_has_the_headers(answers: dict[str, Any]) -> None:
    assert [fault for name, answer in answers.items() for fault in faults(name, answer)] == []


@pytest.mark.pdf
def test_a_pdf_has_the_headers_and_stays_out_of_caches(version: Version, coordinator: User, as_user: SignIn) -> None:
    answer = as_user(coordinator).get(f"/en/documents/versions/{version.pk}/en.pdf")

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert faults("pdf", answer) == []
    assert "no-store" in answer.headers["Cache-Control"]


def test_private_pages_stay_out_of_every_cache(answers: dict[str, Any]) -> None:
    private = ["private page", "frozen version", "not found, signed in", "refused", "form too old", "sign-in"]
    kept = [name for name in private if "no-store" not in answers[name].headers.get("Cache-Control", "")]

    assert kept == []
    assert all("private" in answers[name].headers["Cache-Control"] for name in private)


def test_the_letter_of_an_invitation_stays_out_of_every_cache(department: Organization, administrator: User) -> None:
    Invitation.objects.create(
        organization=department,
        email="new@people.example",
        name="New Comer",
        role="author",
        token_digest=Invitation.digest("token"),
        invited_by=administrator,
    )

    for token in ("token", "made-up"):
        assert "no-store" in Client().get(f"/en/people/invitation/{token}/").headers["Cache-Control"]


def test_open_data_may_be_read_from_other_sites_caches(answers: dict[str, Any]) -> None:
    assert "public" in answers["csv"].headers["Cache-Control"]
    assert "public" in answers["json"].headers["Cache-Control"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_failure_tells_everybody_that_it_failed_and_nobody_why(
    quiet: None, coordinator: User, as_user: SignIn, language: str
) -> None:
    client = as_user(coordinator)
    client.raise_request_exception = False

    answer = client.get(f"/{language}/broken/", headers={"cookie": "probe=1"})
    page = answer.content.decode()

    assert answer.status_code == 500
    assert "There is a problem with the service" in page
    assert "Le service éprouve un problème" in page
    for secret in (SECRET, product.SECRET_KEY, "Traceback", "RuntimeError", "walk_broken", sys.prefix, "DATABASE"):
        assert secret not in page


def test_cookies_are_for_the_server_alone(db: None, settings: Settings) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.LANGUAGE_COOKIE_SECURE = True
    client = Client()
    client.get("/en/sign-in/")
    client.post("/language/", {"language": "fr"})
    client.post("/en/people/profile/", {"name": "typed"})

    assert {"sessionid", "csrftoken", "messages", "django_language"} == set(client.cookies)
    for cookie in client.cookies.values():
        assert cookie["secure"] is True, cookie.key
        assert cookie["samesite"] == "Lax", cookie.key
    assert all(client.cookies[name]["httponly"] is True for name in ("sessionid", "messages", "django_language"))


def test_production_settings_are_strict() -> None:
    """Read in a process of their own, because settings are read once."""
    wanted = {
        "SECURE": True,
        "DEBUG": False,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "LANGUAGE_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "X_FRAME_OPTIONS": "DENY",
    }
    script = f"import json, govsocial.settings as s; print(json.dumps({{k: getattr(s, k) for k in {list(wanted)}}}))"
    environment = {"SECRET_KEY": "x" * 60, "DEMO": "false", "DEBUG": "false", "DATA_DIR": str(product.DATA_DIR)}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=product.BASE_DIR, env=environment)

    assert json.loads(done.stdout) == wanted
