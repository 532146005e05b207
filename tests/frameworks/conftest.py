"""A pack to break: a copy of the real one, and how to change one file of it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from frameworks import PackError, loader


class PackCopy:
    """A copy of gc-2013 in a temporary folder, all its outlines drafts, so that any file may be changed."""

    def __init__(self, folder: Path):
        self.folder = folder

    def change(self, name: str, edit: Callable) -> None:
        """Rewrite the YAML file `name` with what `edit` does to its content."""
        path = self.folder / name
        # The C reader and writer: in pure Python one change takes most of a second.
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        edit(content)
        text = yaml.dump(content, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
        path.write_text(text, encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        """Replace `old` by `new` in the text of the file `name`; it must stand there."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def load(self):
        return loader.load(self.folder)

    def refusals(self) -> list[tuple[str, str, str]]:
        """The problems for which the pack is refused, as (file, key, problem)."""
        with pytest.raises(PackError) as refusal:
            self.load()
        return [tuple(problem) for problem in refusal.value.problems]


@pytest.fixture
def pack(tmp_path) -> PackCopy:
    folder = shutil.copytree(loader.PACKS / "gc-2013", tmp_path / "gc-2013")
    (folder / "published.json").unlink()
    return PackCopy(folder)
