"""How does a test install a changed pack? As files in a folder, which the product's own loader reads."""

import json
import shutil
from collections.abc import Callable, Iterator
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
