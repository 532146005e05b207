"""What do the docs print from the code? The access table, the moves, and which test shows which obligation."""

import ast
import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import get_resolver
from django.utils import translation

import frameworks
from govsocial.core.routes import walk
from govsocial.core.transitions import Machine, machines

PRINTED = "<!-- Printed by `manage.py generate_docs`: change the code, not this page. -->\n\n"


def pages() -> dict[str, str]:
    """Return {path below docs/: text} of everything that is printed, in English."""
    with translation.override("en"):
        return {"access.md": access(), "workflow.md": workflow(), "obligations.md": obligations()}


def access() -> str:
    """Return the access table: every route and its rule."""
    rows = sorted({(name, path, str(view.rule)) for name, path, view in walk(get_resolver().url_patterns)})
    lines = [f"| `{name}` | `/{path}` | {rule} |" for name, path, rule in rows]
    return (
        PRINTED + "# Who may open what\n\n| route | address | rule |\n| --- | --- | --- |\n" + "\n".join(lines) + "\n"
    )


def workflow() -> str:
    """Return every machine's states and moves."""
    return PRINTED + "# From where to where\n\n" + "\n".join(_machine(one) for one in machines())


def _machine(machine: Machine) -> str:
    states = "\n".join(f"| `{s.code}` | {s.label} |" for s in machine.states.values())
    moves = "\n".join(
        f"| `{m.verb}` | {', '.join(sorted(m.sources))} | {m.target} | {m.rule} | "
        f"{', '.join(_name(g) for g in m.guards) or '–'} | {m.reason} |"
        for m in machine.transitions
    )
    return (
        f"## `{machine.code}`\n\n| state | shown as |\n| --- | --- |\n{states}\n\n"
        f"| verb | from | to | rule | guards | reason |\n| --- | --- | --- | --- | --- | --- |\n{moves}\n"
    )


def _name(guard: Any) -> str:
    return getattr(guard, "__name__", type(guard).__name__).replace("_", " ")


def obligations() -> str:
    """Return the table of obligations: where each lives and which tests show it. What no test shows is left open."""
    shown, homes = _shown(), _homes()
    rows = list(csv.DictReader((settings.BASE_DIR / "docs" / "obligations.csv").open(encoding="utf-8")))
    lines = [
        f"| {row['id']} | {row['ref']} | {row['who']} | {row['what']} | "
        f"{'<br>'.join(homes.get(row['id'], [])) or '–'} | {'<br>'.join(shown.get(row['id'], [])) or 'not shown yet'} |"
        for row in rows
    ]
    count = sum(row["id"] in shown for row in rows)
    intro = f"# Obligations\n\n{count} of {len(rows)} are shown by a test.\n\n"
    head = "| id | reference | who | what | where it lives | shown by |\n| --- | --- | --- | --- | --- | --- |\n"
    return PRINTED + intro + head + "\n".join(lines) + "\n"


def _shown() -> dict[str, list[str]]:
    """Return {obligation: tests that are marked with it}, read from the tests' source."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((settings.BASE_DIR / "tests").rglob("test_*.py")):
        for test, marks in _marked(path):
            for mark in marks:
                found[mark].append(f"`{path.relative_to(settings.BASE_DIR / 'tests')}::{test}`")
    return found


def _marked(path: Path) -> Iterator[tuple[str, list[str]]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node.name, [mark for decorator in node.decorator_list for mark in _obligation(decorator)]


def _obligation(decorator: ast.expr) -> list[str]:
    is_mark = isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.obligation"
    return [arg.value for arg in decorator.args if isinstance(arg, ast.Constant)] if is_mark else []


def _homes() -> dict[str, list[str]]:
    """Return {obligation: sections of outlines that ask for it}."""
    found: dict[str, list[str]] = defaultdict(list)
    for code in frameworks.codes():
        for outline in frameworks.get(code).outlines:
            for section in outline.sections:
                for mark in section.obligations:
                    found[mark].append(f"{code}: {outline.kind} {section.key}")
    return found
