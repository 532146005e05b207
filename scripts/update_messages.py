"""What must the French catalogue hold now? Extracts the strings, merges locale/parts/*.po, and loses no translation."""

from pathlib import Path

import catalogue
import polib

HEADER = {
    "Project-Id-Version": "govsocial",
    "Language": "fr",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n > 1);",
}


def load(path: Path) -> polib.POFile:
    """Return the catalogue at `path`, or an empty one; lines stay whole so that a change is one line in a diff."""
    file = polib.pofile(str(path), wrapwidth=0) if path.exists() else polib.POFile(wrapwidth=0)
    file.metadata = HEADER
    return file


def tidy(entry: polib.POEntry) -> None:
    # Line numbers change with every edit above them; the file is enough to find a string.
    entry.occurrences = sorted({(path, "") for path, _ in entry.occurrences})


def copy_text(entry: polib.POEntry, source: polib.POEntry) -> bool:
    """Give `entry` the translation of `source`; say whether it fits (a singular does not translate a plural)."""
    if not catalogue.is_translated(source) or bool(entry.msgid_plural) != bool(source.msgid_plural):
        return False
    entry.msgstr, entry.msgstr_plural = source.msgstr, dict(source.msgstr_plural)
    entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    return True


def merge_template(french: polib.POFile, template: polib.POFile) -> None:
    """Make `french` hold exactly the template's strings; translations of strings gone are kept as obsolete."""
    old = {catalogue.key(entry): entry for entry in [*french.obsolete_entries(), *french]}
    live = {catalogue.key(entry) for entry in template}
    kept = [entry for name, entry in old.items() if name not in live and catalogue.is_translated(entry)]
    french.clear()
    for entry in template:
        tidy(entry)
        copy_text(entry, old.get(catalogue.key(entry), entry))
        french.append(entry)
    for entry in kept:
        entry.obsolete, entry.occurrences = True, []
        french.append(entry)


def merge_part(french: polib.POFile, part: polib.POFile) -> tuple[int, list[polib.POEntry]]:
    """Fill what `french` lacks from `part`; return how many were filled and the entries that found no place."""
    live = {catalogue.key(entry): entry for entry in french if not entry.obsolete}
    filled, homeless = 0, []
    for entry in part:
        place = live.get(catalogue.key(entry))
        if place is not None and catalogue.is_translated(place):
            tell_disagreement(place, entry)
            continue
        if place is not None and copy_text(place, entry):
            filled += 1
        elif entry.msgid:
            homeless.append(entry)
    return filled, homeless


def tell_disagreement(kept: polib.POEntry, other: polib.POEntry) -> None:
    """Say that two people translated one string differently; what was there first stays."""
    if other.msgstr and kept.msgstr != other.msgstr:
        print(f"  {kept.msgid[:60]!r}: kept {kept.msgstr[:60]!r}, not {other.msgstr[:60]!r}")


def settle(path: Path, part: polib.POFile, homeless: list[polib.POEntry]) -> None:
    """Remove a part whose every entry found its place; let another keep what is left of it."""
    if not homeless:
        path.unlink()
        return
    part.clear()
    part.extend(homeless)
    part.save(str(path))


def main() -> None:
    path = catalogue.french()
    french = load(path)
    merge_template(french, catalogue.extract())
    merged = []
    for source in sorted((catalogue.ROOT / "locale" / "parts").glob("*.po")):
        part = polib.pofile(str(source), wrapwidth=0)
        filled, homeless = merge_part(french, part)
        merged.append((source, part, homeless))
        print(f"{source.name}: {filled} filled, {len(homeless)} left")
        for entry in homeless:
            print(f"  no such string in the source, or not fully translated: {entry.msgid[:90]!r}")
    path.parent.mkdir(parents=True, exist_ok=True)
    french.save(str(path))
    # Only now that the catalogue is on the disk may a part go.
    for source, part, homeless in merged:
        settle(source, part, homeless)
    live = [entry for entry in french if not entry.obsolete]
    todo = sum(not catalogue.is_translated(entry) for entry in live)
    print(f"{path.relative_to(catalogue.ROOT)}: {len(live)} strings, {todo} without a French text.")


if __name__ == "__main__":
    main()
