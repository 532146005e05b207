"""Are the few programs and libraries that pip cannot give on this machine? If not, get them, with root or without.

`python3 scripts/system_packages.py pdf browser messages` checks each group and installs what is missing:
as root (or through a sudo that asks no password) with apt-get, otherwise by unpacking Debian's packages into
`.system/`, which nothing outside this folder notices. `.system/env.sh` then tells `scripts/in_env` where they are.
The exit code is 0 if everything asked for is there, 1 if not; what is missing is said either way.
SYSTEM_PACKAGES=private never touches the machine; SYSTEM_PACKAGES=skip only says what is missing.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".system"
TREE = HOME / "root"
ENV = HOME / "env.sh"

LIBRARIES = "libgobject-2.0.so.0 libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz-subset.so.0 libfontconfig.so.1"

CHROMIUM = '"${GOVSOCIAL_CHROMIUM:-$(command -v chromium || command -v chromium-browser)}"'


class Group(NamedTuple):
    """One need: how to see that it is met, the Debian packages that meet it, and what does not work without them."""

    test: str
    packages: tuple[str, ...]
    without: str


GROUPS = {
    "venv": Group(
        test=f"{sys.executable} -c 'import ensurepip, venv'",
        packages=("python3-venv",),
        without="no environment can be made for the Python packages",
    ),
    "pdf": Group(
        test=f"""{sys.executable} -c 'import ctypes; [ctypes.CDLL(name) for name in "{LIBRARIES}".split()]'""",
        packages=("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
        without="everything works except downloading PDFs",
    ),
    "browser": Group(
        # libatomic is for the program that drives the browser: playwright's own Node is linked against it.
        test=f"""{CHROMIUM} --version && {sys.executable} -c 'import ctypes; ctypes.CDLL("libatomic.so.1")'""",
        packages=("chromium", "libatomic1"),
        without="the browser tests and `make tour` cannot run",
    ),
    "messages": Group(
        test="command -v xgettext && xgettext --version && msgfmt --version",
        packages=("gettext",),
        without="translations can be neither extracted nor checked",
    ),
}


def is_met(group: Group) -> bool:
    """Run the test as `scripts/in_env` would run any command: with `.system/` on the paths, if it is there."""
    script = f'[ -f "{ENV}" ] && . "{ENV}"; {group.test}'
    return subprocess.run(["sh", "-c", script], check=False, capture_output=True, timeout=60).returncode == 0


def missing(names: list[str]) -> list[str]:
    return [name for name in names if not is_met(GROUPS[name])]


def packages(names: list[str]) -> list[str]:
    return sorted({package for name in names for package in GROUPS[name].packages})


def privilege() -> list[str] | None:
    """Return the prefix that makes a command root's, or None if nothing does without asking for a password."""
    if os.environ.get("SYSTEM_PACKAGES") == "private":
        return None
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


def apt(prefix: list[str], *arguments: str) -> bool:
    """Run apt-get; what it prints is shown only if it fails."""
    command = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", *arguments]
    result = subprocess.run(command, check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if result.returncode:
        print(f"  apt-get {arguments[-1]} said:\n{result.stdout}{result.stderr}".rstrip(), file=sys.stderr)
    return result.returncode == 0


def install_as_root(prefix: list[str], wanted: list[str]) -> bool:
    apt(prefix, "update")
    return apt(prefix, "install", "--yes", "--no-install-recommends", *wanted)


def install_privately(wanted: list[str]) -> bool:
    """Let apt-get resolve and download what this machine lacks into `.system/`, then unpack it there.

    The machine's own list of installed packages is read (so only what is missing comes), never written.
    """
    state, cache = HOME / "apt" / "state", HOME / "apt" / "cache"
    for folder in (state / "lists" / "partial", cache / "archives" / "partial", TREE):
        folder.mkdir(parents=True, exist_ok=True)
    options = {
        "Dir::State": state,
        "Dir::State::status": "/var/lib/dpkg/status",
        "Dir::Cache": cache,
        "Dir::Log": HOME / "apt",
        "Debug::NoLocking": "true",
        "APT::Sandbox::User": "",
        "Acquire::Languages": "none",
    }
    flags = [part for key, value in options.items() for part in ("-o", f"{key}={value}")]
    download = ("install", "--download-only", "--yes", "--no-install-recommends")
    if not apt([], *flags, "update") or not apt([], *flags, *download, *wanted):
        return False
    for archive in sorted((cache / "archives").glob("*.deb")):
        subprocess.run(["dpkg", "-x", archive, TREE], check=True)
    # Package lists are ten times the size of what was wanted.
    shutil.rmtree(HOME / "apt")
    write_fonts_conf()
    write_env()
    return True


def library_folders() -> list[Path]:
    """Return every folder of the unpacked tree that holds libraries, subfolders such as pulseaudio too."""
    found = [folder for base in ("usr/lib", "lib") for folder in TREE.glob(f"{base}/*-linux-gnu*")]
    inner = [path.parent for folder in found for path in folder.glob("*/lib*.so*")]
    return list(dict.fromkeys([*found, *sorted(inner)]))


def write_env() -> None:
    lines = [
        f'export PATH="$PATH:{TREE}/usr/bin"',
        f'export LD_LIBRARY_PATH="{":".join(map(str, library_folders()))}${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}"',
        f'export XDG_DATA_DIRS="{TREE}/usr/share:${{XDG_DATA_DIRS:-/usr/local/share:/usr/share}}"',
    ]
    if not Path("/etc/fonts/fonts.conf").is_file():
        lines.append(f'export FONTCONFIG_FILE="{HOME}/fonts.conf"')
    chromium = TREE / "usr/lib/chromium/chromium"
    if chromium.is_file():
        # Not usr/bin/chromium: that shell script reads /etc/chromium.d, which is not unpacked to /etc.
        lines.append(f'export GOVSOCIAL_CHROMIUM="{chromium}"')
    ENV.write_text("# Written by scripts/system_packages.py.\n" + "\n".join(lines) + "\n", encoding="utf-8")


def write_fonts_conf() -> None:
    """Write the fontconfig file that a Debian installation would have made after unpacking."""
    folders = "".join(f"<dir>{folder}</dir>" for folder in (TREE / "usr/share/fonts", "/usr/share/fonts"))
    (HOME / "fonts.conf").write_text(
        f'<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>{folders}'
        f"<cachedir>{HOME}/font-cache</cachedir></fontconfig>\n",
        encoding="utf-8",
    )


def get(names: list[str]) -> None:
    """Install what `names` lack by the first way that this machine allows."""
    wanted, prefix = packages(names), privilege()
    if prefix is not None:
        print(f"System packages: installing {' '.join(wanted)} with apt-get …", flush=True)
        if install_as_root(prefix, wanted):
            return
    print(f"System packages: unpacking {' '.join(wanted)} into .system/ (no root needed) …", flush=True)
    install_privately(wanted)


def report(names: list[str]) -> None:
    for name in names:
        group = GROUPS[name]
        print(f"Missing: {' '.join(group.packages)} — {group.without}.", file=sys.stderr)
    print(f"To get them: apt-get install --no-install-recommends {' '.join(packages(names))}", file=sys.stderr)


def main() -> None:
    names = sys.argv[1:]
    if not names or set(names) - set(GROUPS):
        sys.exit(f"usage: python3 scripts/system_packages.py {'|'.join(GROUPS)} …")
    absent = missing(names)
    if absent and os.environ.get("SYSTEM_PACKAGES") != "skip" and shutil.which("apt-get") and shutil.which("dpkg"):
        get(absent)
        absent = missing(absent)
    if absent:
        report(absent)
    sys.exit(1 if absent else 0)


if __name__ == "__main__":
    main()
