"""Which versions do requirements*.in mean today? Writes requirements*.txt with hashes and without any address."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
QUIET = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}


def index() -> dict[str, str]:
    """Tell uv the package index that pip uses on this machine: uv reads none of pip's configuration."""
    asked = subprocess.run([sys.executable, "-m", "pip", "config", "get", "global.index-url"], check=False, **QUIET)
    address = os.environ.get("PIP_INDEX_URL") or asked.stdout.strip()
    return {"UV_DEFAULT_INDEX": address} if address else {}


def compile_lock(name: str, arguments: list[str]) -> None:
    """Compile one lock; what is already in it stays unless `--upgrade` is among the arguments."""
    command = ["uv", "pip", "compile", f"{name}.in", "--output-file", f"{name}.txt", "--quiet", "--no-header"]
    command += ["--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--python-version", "3.11"]
    if subprocess.run([*command, *arguments], check=False, cwd=ROOT, env={**os.environ, **index()}).returncode:
        sys.exit(f"{name}.in could not be resolved (see above).")


if __name__ == "__main__":
    for lock in ("requirements", "requirements-dev"):
        compile_lock(lock, sys.argv[1:])
    print("requirements.txt and requirements-dev.txt are up to date.")
