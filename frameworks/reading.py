"""What stands in the files of a pack, and where exactly does a file break the form?"""

import hashlib
import json
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import yaml
from pydantic import Field, TypeAdapter, ValidationError

from frameworks.framework import Framework
from frameworks.outlines import Code, Outline
from frameworks.pack import Approval, Area, Checklist, Item, Letter, Leverage, Outcome, Threat, Use
from frameworks.scales import Scale
from frameworks.undertakings import Undertaking

try:
    from yaml import CSafeLoader as SafeLoader  # many times faster, where PyYAML was built with it
except ImportError:
    from yaml import SafeLoader  # type: ignore[assignment]

#: The file of each part of a pack, and its form. Outlines stand in a folder of their own, one file a version.
PARTS = {
    "areas": tuple[Area, ...],
    "uses": tuple[Use, ...],
    "lists": dict[Code, tuple[Item, ...]],
    "scales": Annotated[tuple[Scale, ...], Field(min_length=1)],
    "measures": tuple[Outcome, ...],
    "risk_library": tuple[Threat, ...],
    "approvals": dict[Code, Approval],
    "leverage": Leverage,
    "checklists": tuple[Checklist, ...],
    "letters": tuple[Letter, ...],
    "undertakings": tuple[Undertaking, ...],
}
HEAD = "pack.yaml"
PUBLISHED = "published.json"
#: What the name of a scale begins with there; the other names are those of outline files.
SCALES = "scales.yaml#"


class Problem(NamedTuple):
    """One thing wrong in a pack: the file, the path of keys inside it, and what to do about it."""

    file: str
    key: str
    problem: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.problem}" if self.key else f"{self.file}: {self.problem}"


class _StrictLoader(SafeLoader):
    """PyYAML keeps the last of two equal keys and says nothing; a pack must not lose a text that way."""

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key_node, _value in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"key {key!r} appears twice", key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep)


class Reading:
    """One pass over a pack's folder, which collects every problem instead of stopping at the first."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.problems: list[Problem] = []

    def parts(self) -> dict[str, Any]:
        """What could be read, by the framework's field names; a part with a problem is absent."""
        found = {name: self._part(f"{name}.yaml", form) for name, form in PARTS.items()}
        self.problems += self._changed_scales()
        found["outlines"] = self._outlines()
        found |= self._head(found)
        return {name: part for name, part in found.items() if part is not None}

    def kinds(self) -> set[str]:
        """Kinds of document that have an outline file, readable or not."""
        return {path.stem.rpartition("-")[0] for path in self._outline_files()}

    def _outline_files(self) -> list[Path]:
        return sorted((self.folder / "outlines").glob("*.yaml"))

    def _head(self, parts: dict[str, Any]) -> dict[str, Any]:
        raw = self.raw(HEAD)
        if not isinstance(raw, dict):
            self.problems += [Problem(HEAD, "", "must be a mapping of keys")] if raw is not None else []
            return {}
        fields = {name for name in Framework.model_fields if name not in parts}
        try:
            # The other parts have their own files: only what pack.yaml itself says is looked at here.
            Framework.model_validate({**raw, **dict.fromkeys(parts)})
        except ValidationError as error:
            own = [one for one in error.errors() if one["loc"][0] not in parts or one["loc"][0] in raw]
            self.problems += list(_located(HEAD, own, raw))
            fields -= {one["loc"][0] for one in own}
        if raw.get("code") != self.folder.name:
            self.problems.append(Problem(HEAD, "code", f"must be the name of the folder, {self.folder.name}"))
        return {name: raw[name] for name in fields if name in raw}

    def _part(self, name: str, form: Any) -> Any:
        raw = self.raw(name)
        if raw is None:
            return None
        try:
            return TypeAdapter(form).validate_python(raw)
        except ValidationError as error:
            self.problems += list(_located(name, error.errors(), raw))
            return None

    def _outlines(self) -> tuple[Outline, ...]:
        published = self.published
        files = self._outline_files()
        self.problems += [
            Problem(f"outlines/{name}", "", "was published and is gone: documents are pinned to it")
            for name in published
            if not name.startswith(SCALES) and name not in {path.name for path in files}
        ]
        outlines = (self._outline(path, published.get(path.name)) for path in files)
        return tuple(outline for outline in outlines if outline)

    def _outline(self, path: Path, fingerprint: str | None) -> Outline | None:
        name = f"outlines/{path.name}"
        if fingerprint and fingerprint != sha256_of(path):
            problem = "was published and may not be edited: copy it to a file with the next version number"
            self.problems.append(Problem(name, "", problem))
        outline = self._part(name, Outline)
        if outline and path.stem != f"{outline.kind}-{outline.version}":
            self.problems.append(
                Problem(name, "kind", f"says {outline.kind}-{outline.version}, unlike the file's name")
            )
        return outline.published() if outline and fingerprint else outline

    def _changed_scales(self) -> list[Problem]:
        """What documents were rated on stays word for word: another scale gets another version."""
        raw = Reading(self.folder).raw("scales.yaml")  # what is wrong with the file itself is told with its part
        there = scale_fingerprints(raw)
        problem = "was published and may not be edited or taken out: add its next version instead"
        return [
            Problem("scales.yaml", name.removeprefix(SCALES), problem)
            for name, fingerprint in self.published.items()
            if name.startswith(SCALES) and raw is not None and there.get(name) != fingerprint
        ]

    @cached_property
    def published(self) -> dict[str, str]:
        """Fingerprints of what was published, by name."""
        path = self.folder / PUBLISHED
        try:
            published = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        except ValueError as error:
            self.problems.append(Problem(PUBLISHED, "", f"is not JSON: {error}"))
            return {}
        if not isinstance(published, dict):
            self.problems.append(Problem(PUBLISHED, "", "must be an object: file name to fingerprint"))
            return {}
        return published

    def raw(self, name: str) -> Any:
        """What a file of the pack holds, as plain YAML; None, with its problem noted, where it cannot be read."""
        try:
            text = (self.folder / name).read_text(encoding="utf-8")
            raw = yaml.load(text, Loader=_StrictLoader)  # noqa: S506 -- _StrictLoader is a SafeLoader
        except FileNotFoundError:
            self.problems.append(Problem(name, "", "the file is missing"))
            return None
        # Beside its own errors PyYAML lets through those of what it builds: a date that is none, a key that is a list.
        except (yaml.YAMLError, TypeError, ValueError) as error:
            self.problems.append(Problem(name, _line_of(error), _said_by(error)))
            return None
        if raw is None:
            self.problems.append(Problem(name, "", "the file is empty"))
        return raw


def scale_fingerprints(raw: Any) -> dict[str, str]:
    """The name and fingerprint under which `published.json` keeps each scale of `scales.yaml`, read from its YAML."""
    scales = [one for one in raw if isinstance(one, dict)] if isinstance(raw, list) else []
    return {
        f"{SCALES}{one.get('code')}/{one.get('version')}": hashlib.sha256(
            json.dumps(one, sort_keys=True, ensure_ascii=False, default=str).encode()
        ).hexdigest()
        for one in scales
    }


def sha256_of(path: Path) -> str:
    """The fingerprint that `published.json` keeps of a published outline file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _line_of(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"line {mark.line + 1}" if mark else ""


def _said_by(error: Exception) -> str:
    return getattr(error, "problem", None) or str(error)


def _located(name: str, errors: list, raw: Any) -> Iterator[Problem]:
    plain = {"extra_forbidden": "unknown key", "missing": "is missing"}
    for error in errors:
        message = plain.get(error["type"], error["msg"].removeprefix("Value error, "))
        yield Problem(name, path_of(error["loc"], raw), message)


def path_of(steps: tuple, raw: Any) -> str:
    """The path of keys to a place, items of a list told by their key or code rather than by their number."""
    names = []
    for step in steps:
        raw = raw[step] if isinstance(raw, list) and isinstance(step, int) and step < len(raw) else _inside(raw, step)
        names.append(_name_of(raw, step))
    return ".".join(names)


def _inside(raw: Any, step: Any) -> Any:
    return raw.get(step) if isinstance(raw, dict) else None


def _name_of(raw: Any, step: Any) -> str:
    if isinstance(step, str):
        return step
    name = (raw.get("key") or raw.get("code") or raw.get("area")) if isinstance(raw, dict) else None
    return str(name or step)
