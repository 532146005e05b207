"""Does `make run` start everything, say where, and leave nothing running behind?"""

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

import run as supervisor  # noqa: E402 -- a program beside the packages, importable once its folder is on the path


@pytest.fixture
def taken() -> Iterator[socket.socket]:
    """Return a port that another program listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


def test_dotenv_is_read_as_a_shell_would(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text("# note\nA=1\nexport B='two words'\nC=three # why\n\nD=\nno assignment\n", encoding="utf-8")

    assert supervisor.read_dotenv(path) == {"A": "1", "B": "two words", "C": "three", "D": ""}


def test_a_taken_port_gives_way_to_the_next_free_one(taken: socket.socket, capsys: pytest.CaptureFixture[str]) -> None:
    port = taken.getsockname()[1]

    chosen = supervisor.choose_port("127.0.0.1", port)

    assert port < chosen <= port + supervisor.PORTS_TRIED
    assert f"Port {port} is taken" in capsys.readouterr().out


def test_a_port_that_is_no_number_is_refused() -> None:
    with pytest.raises(SystemExit, match="PORT must be a number"):
        supervisor.with_address({"HOST": "127.0.0.1", "PORT": "eight"})


def test_a_first_run_makes_a_key_that_only_its_owner_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SECRET_KEY", "")
    monkeypatch.delenv("SECRET_KEY_FILE", raising=False)

    first, second = supervisor.environment(), supervisor.environment()

    path = Path(first["SECRET_KEY_FILE"])
    assert first["SECRET_KEY_FILE"] == second["SECRET_KEY_FILE"]
    assert len(path.read_text(encoding="utf-8")) > 50
    assert path.stat().st_mode & 0o077 == 0
    assert "SECRET_KEY" not in first


@pytest.mark.slow
@pytest.mark.skipif(
    os.environ.get("GOVSOCIAL_TEST_DB") == "postgres", reason="a first run has neither PostgreSQL nor Redis"
)
@pytest.mark.slow
def test_everything_starts_answers_and_stops(tmp_path: Path) -> None:
    env = {**os.environ, "DATA_DIR": str(tmp_path), "PORT": "8650", "DEMO": "false", "SECURE": "false"}
    env |= {"DATABASE_URL": f"sqlite:///{tmp_path}/run.sqlite3", "DJANGO_SETTINGS_MODULE": "govsocial.settings"}
    env.pop("REDIS_URL", None)
    with subprocess.Popen(
        [sys.executable, "scripts/run.py"],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            said.append(line)
            if line.startswith("Open "):
                break
        assert said[-1].startswith("Open "), "".join(said)
        address = said[-1].split()[1]
        connection = http.client.HTTPConnection("127.0.0.1", int(address.rstrip("/").rpartition(":")[2]), timeout=10)
        connection.request("GET", "/")
        status = connection.getresponse().status
        connection.close()
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()

    assert status < 500
    assert process.returncode == 0
    assert "govsocial stopped." in rest
    assert "ended" not in "".join(said) + rest
    assert workers_of(tmp_path) == []


def workers_of(folder: Path) -> list[str]:
    """Return the command lines of processes that were given this data folder."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"DATA_DIR={folder}\0".encode() in path.read_bytes():
                found.append((path.parent / "cmdline").read_text(encoding="utf-8").replace("\0", " "))
        except OSError:
            continue
    return found
