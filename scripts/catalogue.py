"""Which strings does the product show, as gettext sees them? For check_messages.py and update_messages.py."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
SPOKEN = {".py", ".html", ".txt", ".js"}
# What only developers read speaks English.
SILENT = ("tests/", "scripts/", "docs/", "govsocial/testing/", "locale/")
NAMED = re.compile(r"%\(\w+\)[a-zA-Z]|\{\w*\}")

Key = tuple[str | None, str]


def key(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid


def sources() -> list[Path]:
    """Return the files that may hold strings for people: tracked ones and new ones that git does not ignore."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    paths = (Path(name) for name in names if name and not name.startswith(SILENT))
    return [path for path in paths if path.suffix in SPOKEN and (ROOT / path).is_file()]


def extract() -> polib.POFile:
    """Return the template catalogue of the source as it is now.

    Django's makemessages writes its scratch files beside what it reads, so it is given a copy to work in.
    """
    with tempfile.TemporaryDirectory(prefix="govsocial-messages-") as folder:
        copy = Path(folder)
        for path in sources():
            (copy / path.parent).mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / path, copy / path)
        (copy / "locale").mkdir(exist_ok=True)
        options = ["-l", "fr", "--keep-pot", "--add-location", "file", "--no-wrap", "-e", "py,html,txt"]
        # A settings module would add its own LOCALE_PATHS, which lie outside the copy.
        environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        command = [sys.executable, "-m", "django", "makemessages", *options]
        result = subprocess.run(command, cwd=copy, env=environment, check=False, capture_output=True, text=True)
        template = copy / "locale" / "django.pot"
        if result.returncode or not template.exists():
            sys.exit(f"makemessages failed:\n{result.stdout}{result.stderr}")
        return polib.pofile(str(template))


def french() -> Path:
    return ROOT / "locale" / "fr" / "LC_MESSAGES" / "django.po"


def placeholders(text: str) -> set[str]:
    return set(NAMED.findall(text.replace("%%", "")))


def is_translated(entry: polib.POEntry) -> bool:
    texts: Iterable[str] = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    texts = list(texts)
    return bool(texts) and all(texts) and not entry.fuzzy


def breaks_placeholders(entry: polib.POEntry) -> bool:
    """Say whether a translation names a placeholder that its original does not have, or drops one it needs."""
    if not is_translated(entry):
        return False
    if not entry.msgid_plural:
        return placeholders(entry.msgstr) != placeholders(entry.msgid)
    # A plural form may leave the number out ("one plan"), but may not invent a name.
    known = placeholders(entry.msgid) | placeholders(entry.msgid_plural)
    return any(placeholders(text) - known for text in entry.msgstr_plural.values())
