"""Is the Python environment what the lock says? If not, make it so: `python3 scripts/environment.py runtime|dev`."""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {"runtime": ROOT / "requirements.txt", "dev": ROOT / "requirements-dev.txt"}
OLDEST = (3, 11)


def digest(kind: str) -> str:
    """Return what the stamp of `kind` must hold: the hash of the lock that was installed."""
    return hashlib.sha256(LOCKS[kind].read_bytes()).hexdigest()


def stamp(kind: str) -> Path:
    return VENV / f".installed-{kind}"


def is_installed(kind: str) -> bool:
    """Say whether the environment holds `kind`; every development environment holds the runtime too."""
    if not works():
        return False
    return stamp(kind).is_file() and stamp(kind).read_text() == digest(kind)


def works() -> bool:
    if not PYTHON.exists():
        return False
    return subprocess.run([PYTHON, "-c", ""], check=False, stderr=subprocess.DEVNULL).returncode == 0


def create() -> None:
    """Make an empty environment; a broken one (moved folder, other Python) is replaced."""
    result = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", VENV], check=False, capture_output=True, text=True
    )
    if result.returncode == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    # Debian ships venv without ensurepip until python3-venv is installed.
    subprocess.run([sys.executable, ROOT / "scripts" / "system_packages.py", "venv"], check=False)
    result = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", VENV], check=False, capture_output=True, text=True
    )
    if result.returncode:
        sys.exit(f"{result.stdout}{result.stderr}\nNo environment can be made. On Debian: apt-get install python3-venv")


def install(kind: str) -> None:
    """Install the lock with its hashes. The lock is complete, so pip has nothing to resolve (`--no-deps`)."""
    command = [PYTHON, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    command += ["--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", LOCKS[kind]]
    if subprocess.run(command, check=False, cwd=ROOT).returncode:
        sys.exit(f"Installing {LOCKS[kind].name} failed (see above). Is the package index reachable from this machine?")


def point_to_source() -> None:
    """Make the source importable by `pytest` and the like, which do not look in the folder they are called from."""
    for folder in VENV.glob("lib/python3.*/site-packages"):
        (folder / "govsocial-source.pth").write_text(f"{ROOT}\n", encoding="utf-8")


def ensure(kind: str) -> None:
    if is_installed(kind):
        return
    started = time.monotonic()
    print(f"Python packages: installing {LOCKS[kind].name} into .venv (about half a minute, once) …", flush=True)
    if not works():
        create()
    install(kind)
    point_to_source()
    for name in {kind, "runtime"}:
        stamp(name).write_text(digest(name))
    print(f"Python packages: ready in {time.monotonic() - started:.0f} s.", flush=True)


def main() -> None:
    if sys.version_info < OLDEST:
        sys.exit(f"govsocial needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    if len(sys.argv) != 2 or sys.argv[1] not in LOCKS:
        sys.exit("usage: python3 scripts/environment.py runtime|dev")
    # An activated environment elsewhere must not leak into this one.
    os.environ.pop("PYTHONHOME", None)
    ensure(sys.argv[1])


if __name__ == "__main__":
    main()
