"""Does everything work on both databases? Runs the whole suite on SQLite, then on PostgreSQL with Redis.

The second run leaves out what has no database at all, or cannot depend on which (tests/databases.py).

Arguments are pytest's; the tests share the cores unless `-n`, `-s` or `--pdb` is among them. `--only sqlite` or
`--only postgres` runs one of the two; `--coverage` measures one on SQLite.
"""

import os
import subprocess
import sys
import time

import compile_messages

RUNS = {"sqlite": "SQLite", "postgres": "PostgreSQL and Redis"}
# What the caller exported for a server of their own must not become the database that the tests empty.
FORGOTTEN = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "DATA_DIR", "DEMO", "SECRET_KEY", "GOVSOCIAL_TEST_SERVERS")
# With these a person watches one process.
ALONE = {"-n", "-n0", "-s", "--pdb"}


def run(database: str, arguments: list[str]) -> int:
    """Run pytest on one database; return its exit code."""
    environment = {name: value for name, value in os.environ.items() if name not in FORGOTTEN}
    environment["GOVSOCIAL_TEST_DB"] = database
    print(f"\n──── {RUNS[database]} ────", flush=True)
    started = time.monotonic()
    code = subprocess.run([sys.executable, "-m", "pytest", *arguments], check=False, env=environment).returncode
    print(
        f"──── {RUNS[database]}: {'passed' if code == 0 else f'FAILED (exit code {code})'}, "
        f"{time.monotonic() - started:.0f} s ────",
        flush=True,
    )
    return code


def main() -> None:
    arguments = sys.argv[1:]
    databases = list(RUNS)
    if "--only" in arguments:
        place = arguments.index("--only")
        databases = [arguments[place + 1]]
        del arguments[place : place + 2]
    if "--coverage" in arguments:
        arguments.remove("--coverage")
        databases, arguments = ["sqlite"], ["--cov", "--cov-report=term", *arguments]
    if not ALONE.intersection(arguments):
        # A file stays on one core (its shared data is made once), and the long files begin first (tests/conftest.py). A
        # process more than there are cores, since a journey waits for its browser a third of the time.
        processes = str(min(4, (os.cpu_count() or 2) + 1))
        share = ["-n", processes, "--dist", "loadfile", "--no-loadscope-reorder"]
        arguments = [*share, *arguments]
    compile_messages.compile_all()
    codes = [run(database, arguments) for database in databases]
    sys.exit(max(codes))


if __name__ == "__main__":
    main()
