"""Are the compiled translations as new as their sources? Compiles them, without gettext installed."""

import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent


def compile_all() -> list[Path]:
    """Compile every catalogue that is newer than its compiled form; return those compiled."""
    compiled = []
    for source in sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        # Written beside and renamed: a server that starts meanwhile never reads half a file.
        draft = target.with_suffix(".mo.new")
        polib.pofile(str(source)).save_as_mofile(str(draft))
        draft.replace(target)
        compiled.append(target)
    return compiled


if __name__ == "__main__":
    try:
        compile_all()
    except (OSError, UnicodeDecodeError) as error:
        sys.exit(f"A translation file cannot be read: {error}")
