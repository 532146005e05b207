"""Is every string that a person can see in the French catalogue, translated, and nothing fuzzy or left over?"""

import sys

import catalogue
import polib

SHOWN = 40


def describe(entry: polib.POEntry) -> str:
    where = ", ".join(sorted({path for path, _ in entry.occurrences})) or "?"
    context = f"[{entry.msgctxt}] " if entry.msgctxt else ""
    return f"  {where}: {context}{entry.msgid[:100]!r}"


def complaints() -> list[tuple[str, list[polib.POEntry]]]:
    """Return what is wrong, by kind; an empty list of entries is nothing wrong."""
    template = catalogue.extract()
    path = catalogue.french()
    french = polib.pofile(str(path)) if path.exists() else polib.POFile()
    live = [entry for entry in french if not entry.obsolete]
    known, wanted = {catalogue.key(entry) for entry in live}, {catalogue.key(entry) for entry in template}
    return [
        ("not in the catalogue", [entry for entry in template if catalogue.key(entry) not in known]),
        ("in the catalogue but no longer in the source", [e for e in live if catalogue.key(e) not in wanted]),
        ("fuzzy", [entry for entry in live if entry.fuzzy]),
        ("without a French text", [e for e in live if not e.fuzzy and not catalogue.is_translated(e)]),
        ("with other placeholders than the original", [e for e in live if catalogue.breaks_placeholders(e)]),
    ]


def main() -> None:
    found = [(kind, entries) for kind, entries in complaints() if entries]
    for kind, entries in found:
        print(f"{len(entries)} {kind}:")
        print("\n".join(describe(entry) for entry in entries[:SHOWN]))
    parts = sorted(path.name for path in (catalogue.ROOT / "locale" / "parts").glob("*.po"))
    if parts:
        print(f"Not merged yet: locale/parts/{', '.join(parts)}")
    if found or parts:
        sys.exit("Run `make messages`, then translate what is missing in locale/fr/LC_MESSAGES/django.po.")


if __name__ == "__main__":
    main()
