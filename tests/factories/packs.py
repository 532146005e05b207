"""How does a test install a changed pack? As files in a folder, which the product's own loader reads."""

import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from frameworks import loader
from frameworks.reading import sha256_of


def with_second(folder: Path, kind: str, renew: Callable[[dict[str, Any]], None]) -> Path:
    """Return a folder of packs: gc-2013 with a second, published version of the outline of `kind`."""
    pack = shutil.copytree(loader.PACKS / "gc-2013", folder / "gc-2013")
    outlines = pack / "outlines"
    content = yaml.load((outlines / f"{kind}-1.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    content["version"] = 2
    renew(content)
    text = yaml.dump(content, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=10_000)
    (outlines / f"{kind}-2.yaml").write_text(text, encoding="utf-8")
    published = {path.name: sha256_of(path) for path in outlines.glob("*.yaml")}
    (pack / "published.json").write_text(json.dumps(published), encoding="utf-8")
    return folder


def with_newer_undertaking(folder: Path, code: str) -> Path:
    """Return a folder of packs: gc-2013 in which the words of one undertaking have changed."""
    words = shutil.copytree(loader.PACKS / "gc-2013", folder / "gc-2013") / "undertakings.yaml"
    content = yaml.load(words.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    for one in content:
        one["version"] += one["code"] == code
    words.write_text(yaml.dump(content, Dumper=yaml.CSafeDumper, allow_unicode=True), encoding="utf-8")
    return folder


@contextmanager
def installed(folder: Path) -> Iterator[Callable[[], None]]:
    """Give a function that makes the packs in `folder` the installed ones, until the end."""
    with pytest.MonkeyPatch.context() as patch:

        def install() -> None:
            if folder != loader.PACKS:
                patch.setattr(loader, "PACKS", folder)
                loader.get.cache_clear()

        yield install
    loader.get.cache_clear()


#: Three areas: one whose objection blocks, one that must answer, one that may.
AREAS = (
    {"area": "privacy", "mandatory": True, "blocking": True, "covers": ["alpha"], "days": 5, "may_transcribe": False},
    {"area": "communications", "mandatory": True, "covers": ["alpha", "beta"], "days": 5},
    {"area": "legal", "covers": ["gamma"], "days": 5},
)


def small(folder: Path, requirements: Iterable[dict[str, Any]] = AREAS) -> Path:
    """Return a folder of packs: gc-2013 with a strategy of three sections of one answer each, for many documents."""
    pack = shutil.copytree(loader.PACKS / "gc-2013", folder / "gc-2013")
    outline = {
        "kind": "strategy",
        "version": 1,
        "title": _both("Strategy"),
        "intro": _both("Three answers."),
        "sections": [_section(key) for key in ("alpha", "beta", "gamma")],
    }
    _write(pack / "outlines" / "strategy-1.yaml", outline)
    approvals = yaml.load((pack / "approvals.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    policy = approvals["strategy"]
    policy["requirements"] = list(requirements)
    policy["affirmations"] = policy.get("affirmations", [])[:1]
    if "after" in policy:
        policy["after"]["editorial"] = {"sections": ["gamma"], "words": 30}
    _write(pack / "approvals.yaml", approvals)
    published = json.loads((pack / "published.json").read_text(encoding="utf-8"))
    published["strategy-1.yaml"] = sha256_of(pack / "outlines" / "strategy-1.yaml")
    (pack / "published.json").write_text(json.dumps(published), encoding="utf-8")
    return folder


def _section(key: str) -> dict[str, Any]:
    field = {"key": f"{key}_words", "type": "text", "label": _both(f"{key}?"), "bilingual": "both"}
    return {
        "key": key,
        "title": _both(key),
        "source": _both("§1"),
        "guidance": _both("Say it."),
        "fields": [{**field, "required_at": "submit"}],
    }


def _both(text: str) -> dict[str, str]:
    return {"en": text, "fr": text}


def _write(path: Path, content: Any) -> None:
    text = yaml.dump(content, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=10_000)
    path.write_text(text, encoding="utf-8")
