"""Which policy packs are there, and is this one whole enough to be used?"""

from functools import cache
from pathlib import Path

from frameworks.framework import Framework
from frameworks.reading import HEAD, Problem, Reading
from frameworks.references import References

PACKS = Path(__file__).parent / "packs"


class PackError(Exception):
    """A pack is refused; `problems` lists everything that is wrong with it, each with its file and its key."""

    def __init__(self, code: str, problems: list[Problem]):
        self.code = code
        self.problems = tuple(problems)
        super().__init__("\n".join([f"Policy pack {code} is refused:", *(f"- {problem}" for problem in problems)]))


def codes() -> tuple[str, ...]:
    """Codes of the packs that come with this installation."""
    return tuple(sorted(path.parent.name for path in PACKS.glob(f"*/{HEAD}")))


@cache
def get(code: str) -> Framework:
    """The policy pack `code`, read once.

    Raises KeyError if there is no such pack, PackError if it is broken.
    """
    if code not in codes():
        raise KeyError(code)
    return load(PACKS / code)


def load(folder: Path) -> Framework:
    """Read the pack in `folder`; raises PackError with every problem found in it."""
    reading = Reading(folder)
    parts = reading.parts()
    problems = [*reading.problems, *References(parts, reading.kinds()).problems()]
    if problems:
        raise PackError(folder.name, problems)
    return Framework(**parts)
