"""Is there really one writer of state? Read from the source: nobody else assigns or updates `.state`."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = "accounts approvals demo documents frameworks govsocial organizations plans registry reminders reports risk"
WRITER = Path("govsocial/core/transitions.py")


def sources() -> Iterator[Path]:
    for room in [*ROOMS.split(), "strategy"]:
        yield from (p for p in (ROOT / room).rglob("*.py") if "migrations" not in p.parts)


def writes_state(node: ast.AST) -> bool:
    """Say whether the node assigns `something.state` or passes `state=` to update()."""
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        flat = [t for target in targets for t in (target.elts if isinstance(target, ast.Tuple) else [target])]
        return any(isinstance(t, ast.Attribute) and t.attr == "state" for t in flat)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "update":
        return any(keyword.arg == "state" for keyword in node.keywords)
    return False


def test_only_transitions_write_a_state() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if writes_state(node) and path.relative_to(ROOT) != WRITER
    ]

    assert found == []


def test_the_reading_would_notice_a_second_writer() -> None:
    tree = ast.parse("document.state = 'approved'\nrows.update(state='approved')\na.state, b = 1, 2")

    assert sum(writes_state(node) for node in ast.walk(tree)) == 3
