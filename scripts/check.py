"""Is everything but the tests in order? Runs every check in the same order and stops at the first that fails.

With `--keep-going` it goes on to the end and fails there.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import compile_messages

ROOT = Path(__file__).resolve().parent.parent
PIN = re.compile(r"^([a-zA-Z0-9._-]+(?:\[[^]]*\])?==\S+)", re.MULTILINE)
# Written so that this file does not hold what it looks for.
ADDRESS = re.compile(
    r"https?://[^\s\"'<>]*(?:py[p]i\.|python[h]osted|npm[j]s|art[i]fact|deb[i]an\.org/deb[i]an|/simp[l]e(?:/|\b))"
    r"|^\s*--?(?:extra-)?index-u[r]l[ =]|^\s*--trusted-h[o]st",
    re.MULTILINE,
)
# What production sets: the checks for deployment must judge that, not the demo.
PRODUCTION = {
    "DEBUG": "false",
    "DEMO": "false",
    "SECRET_KEY": "only-for-the-check-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ",
    "ALLOWED_HOSTS": "govsocial.example.ca",
    "CSRF_TRUSTED_ORIGINS": "https://govsocial.example.ca",
    "SITE_URL": "https://govsocial.example.ca",
    "SECURE": "true",
}


class Step(NamedTuple):
    """One check: its name, what runs, and what to do if it fails."""

    name: str
    run: list[str] | Callable[[], str]
    remedy: str
    env: dict[str, str] = {}


def tracked(*patterns: str) -> list[str]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    return [name for name in names if name and (ROOT / name).is_file()]


def locks_agree() -> str:
    """Return the pins of the runtime that the development lock does not have."""
    runtime, dev = (
        set(PIN.findall((ROOT / name).read_text())) for name in ("requirements.txt", "requirements-dev.txt")
    )
    return "\n".join(sorted(runtime - dev))


def addresses() -> str:
    """Return every line of the repository that says where packages come from: each machine decides that itself."""
    found = []
    for name in tracked():
        try:
            text = (ROOT / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{name}: {match.group().strip()}" for match in ADDRESS.finditer(text)]
    return "\n".join(found)


def steps() -> list[Step]:
    manage = [sys.executable, "manage.py"]
    return [
        Step("locks agree", locks_agree, "make lock"),
        Step("no package addresses", addresses, "remove them: each machine knows its own package index"),
        Step("ruff check", ["ruff", "check", "--quiet", "."], "mend by hand; `make fmt` mends some"),
        Step("ruff format", ["ruff", "format", "--check", "--quiet", "."], "make fmt"),
        Step("rooms (import-linter)", ["lint-imports"], "move the code to the room that may know both"),
        Step("types (mypy)", ["mypy"], "mend the types named above"),
        Step("templates (djlint)", ["djlint", "--lint", "--quiet", "."], "mend the templates named above"),
        Step("template shape (djade)", djade(), "make fmt"),
        Step(
            "policy packs, settings for production",
            [*manage, "check", "--deploy", "--fail-level", "WARNING"],
            "see above",
            PRODUCTION,
        ),
        Step("migrations complete", [*manage, "makemigrations", "--check", "--dry-run"], "manage.py makemigrations"),
        Step("translations", [sys.executable, "scripts/check_messages.py"], "make messages"),
        Step("generated documents", [*manage, "generate_docs", "--check"], "manage.py generate_docs"),
    ]


def djade() -> list[str]:
    return ["djade", "--check", "--target-version", "5.2", *tracked("*.html")]


def outcome(step: Step, env: dict[str, str]) -> tuple[bool, str]:
    if callable(step.run):
        found = step.run()
        return not found, found
    result = subprocess.run(step.run, cwd=ROOT, env={**env, **step.env}, check=False, capture_output=True, text=True)
    return result.returncode == 0, result.stdout + result.stderr


def judge(step: Step, env: dict[str, str]) -> bool:
    """Run one check and say how it went; what it complained about is printed only then."""
    started = time.monotonic()
    passed, said = outcome(step, env)
    print(f"{'ok    ' if passed else 'FAILED'} {step.name} ({time.monotonic() - started:.1f} s)", flush=True)
    if not passed:
        print(f"{said.strip()}\n→ {step.name}: {step.remedy}.\n", flush=True)
    return passed


def main() -> None:
    compile_messages.compile_all()
    failed = []
    with tempfile.TemporaryDirectory(prefix="govsocial-check-") as folder:
        # Neither the caller's settings nor their database have a say in whether the source is in order.
        env = {**os.environ, "DATA_DIR": folder, "DEMO": "true", "DATABASE_URL": f"sqlite:///{folder}/check.sqlite3"}
        env.pop("DJANGO_SETTINGS_MODULE", None)
        for step in steps():
            if not judge(step, env):
                failed.append(step.name)
                if "--keep-going" not in sys.argv:
                    break
    if failed:
        sys.exit(f"`make check` failed: {', '.join(failed)}.")
    print("All checks passed.")


if __name__ == "__main__":
    main()
