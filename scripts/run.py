"""What does `make run` run? One web server and one worker with its clock, started, watched and stopped together.

With arguments it is `manage.py` with the settings of `make run`: `scripts/run.py doctor`.
Only the standard library: it must be able to say what is wrong when the rest is not there.
"""

import contextlib
import ctypes
import fcntl
import http.client
import os
import secrets
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parent.parent
READY_WITHIN = 60
STOP_WITHIN = 15
PORTS_TRIED = 50
RESTARTS = 5
PR_SET_PDEATHSIG = 1


class Stopped(Exception):
    """Somebody asked for the end: Ctrl-C, SIGTERM, or the terminal went away."""


def read_dotenv(path: Path) -> dict[str, str]:
    """Return the variables of a `.env` file; lines are NAME=value, quotes as in a shell, # opens a comment."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else []:
        name, separator, value = line.strip().removeprefix("export ").partition("=")
        if separator and not name.startswith("#"):
            words = shlex.split(value, comments=True)
            found[name.strip()] = words[0] if words else ""
    return found


def secret_key(folder: Path) -> Path:
    """Return a file with a key of this machine's own, made once: the sessions of a demo are nobody else's."""
    path = folder / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), encoding="utf-8")
    return path


def is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def choose_port(host: str, wanted: int) -> int:
    for port in range(wanted, min(wanted + PORTS_TRIED, 65536)):
        if is_free(host, port):
            if port != wanted:
                print(f"Port {wanted} is taken; using {port} instead (PORT=… chooses another).")
            return port
    sys.exit(f"No free port from {wanted} on. Choose one: PORT=9000 make run")


def environment() -> dict[str, str]:
    """Return the settings that every child gets: the caller's, then `.env`'s, then what a first run needs."""
    chosen = {**read_dotenv(ROOT / ".env"), **os.environ}
    folder = Path(chosen.setdefault("DATA_DIR", str(ROOT / ".run")))
    folder.mkdir(parents=True, exist_ok=True)
    chosen.setdefault("DEMO", "true")
    # The demo lets anyone sign in as anyone, so only this machine may reach it unless HOST says otherwise.
    chosen.setdefault("HOST", "127.0.0.1")
    if not chosen.get("SECRET_KEY") and not chosen.get("SECRET_KEY_FILE"):
        chosen.pop("SECRET_KEY", None)
        chosen["SECRET_KEY_FILE"] = str(secret_key(folder))
    return chosen


def with_address(env: dict[str, str]) -> dict[str, str]:
    """Return `env` with a port that is free and the address that people use."""
    wanted = env.get("PORT") or "8000"
    if not wanted.isdecimal():
        sys.exit(f"PORT must be a number, not {wanted!r}.")
    port = choose_port(env["HOST"], int(wanted))
    return {"SITE_URL": f"http://localhost:{port}", **env, "PORT": str(port)}


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the data folder: two workers on one folder would take each other's messages."""
    with (folder / "running").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            sys.exit(f"govsocial already runs from {folder} ({file.read().strip()}). Stop it, or set another DATA_DIR.")
        file.truncate(0)
        file.write(f"process {os.getpid()}")
        file.flush()
        yield


def die_with_parent() -> None:
    """Ask the kernel to stop this child if the supervisor is killed outright (Linux only; elsewhere nothing)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Child:
    """One long-running program, its log, and how often it may be started again."""

    def __init__(self, name: str, command: list[str], *, env: dict[str, str], folder: Path, restarts: int = 0) -> None:
        self.name, self.command, self.env, self.restarts = name, command, env, restarts
        self.log = folder / f"{name}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            # An own session: Ctrl-C reaches the supervisor alone, which then stops the children in order.
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509 -- this program has no threads
            )

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def signal(self, number: int) -> None:
        if self.process is not None and self.is_alive():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number) if number == signal.SIGKILL else self.process.send_signal(number)

    def last_words(self) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-15:])


def children(env: dict[str, str]) -> list[Child]:
    folder = Path(env["DATA_DIR"])
    web = ["gunicorn", "govsocial.wsgi:application", "--bind", f"{env['HOST']}:{env['PORT']}", "--workers", "2"]
    web += ["--threads", "4", "--graceful-timeout", "5", "--no-control-socket"]
    worker = ["celery", "--app", "govsocial", "worker", "--beat", "--concurrency", "1", "--loglevel", "WARNING"]
    return [
        Child("web", web, env=env, folder=folder),
        Child("worker", worker, env=env, folder=folder, restarts=RESTARTS),
    ]


def answers(env: dict[str, str]) -> bool:
    """Say whether our web server answers; any status will do, since reaching it is the question."""
    connection = http.client.HTTPConnection(env["HOST"].replace("0.0.0.0", "127.0.0.1"), int(env["PORT"]), timeout=5)
    try:
        connection.request("GET", "/", headers={"Host": "localhost"})
        # By name: another program may have taken the port between the look and the start.
        return "gunicorn" in connection.getresponse().getheader("Server", "")
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def await_ready(running: list[Child], env: dict[str, str]) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while not answers(env):
        watch(running)
        if time.monotonic() > deadline:
            sys.exit(f"The web server did not answer within {READY_WITHIN} s. Its log:\n{running[0].last_words()}")
        time.sleep(0.1)


def watch(running: list[Child]) -> None:
    """Start a worker that fell over again; a web server that falls over ends everything, with its last words."""
    for child in running:
        if child.is_alive():
            continue
        if not child.restarts:
            sys.exit(f"The {child.name} process ended by itself. The end of {child.log}:\n{child.last_words()}")
        child.restarts -= 1
        print(f"The {child.name} process ended; starting it again (see {child.log}).", flush=True)
        child.start()


def stop(running: list[Child]) -> None:
    for child in running:
        child.signal(signal.SIGTERM)
    deadline = time.monotonic() + STOP_WITHIN
    while any(child.is_alive() for child in running) and time.monotonic() < deadline:
        time.sleep(0.05)
    for child in running:
        child.signal(signal.SIGKILL)
        if child.process is not None:
            child.process.wait()


def greet(env: dict[str, str], people: subprocess.Popen[str]) -> None:
    """Say where to go and whom to be, as the last lines of all."""
    table, _ = people.communicate(timeout=READY_WITHIN)
    print(f"\ngovsocial runs. Logs: {env['DATA_DIR']}/web.log and worker.log; e-mail: {mailbox(env)}. Ctrl-C stops it.")
    if table.strip():
        print(f"\n{table.strip()}")
        print(f"Everybody else, in one click: {env['SITE_URL']}/en/demo/people/")
    print(f"\nOpen {env['SITE_URL']}/", flush=True)


def mailbox(env: dict[str, str]) -> str:
    return "sent as EMAIL_URL says" if env.get("EMAIL_URL") else f"files in {env['DATA_DIR']}/mail"


def demo_people(env: dict[str, str]) -> subprocess.Popen[str]:
    is_demo = env["DEMO"].lower() in {"1", "true", "yes", "on"}
    command = [sys.executable, "manage.py", "demo_people", "--short"] if is_demo else ["true"]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)


def interrupt(number: int, _frame: object) -> None:
    # A second Ctrl-C must not cut the stopping short and leave children behind.
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)
    raise Stopped(number)


def supervise(env: dict[str, str], out: TextIO = sys.stdout) -> None:
    if subprocess.run([sys.executable, "scripts/prepare.py"], cwd=ROOT, env=env, check=False).returncode:
        sys.exit(1)
    running = children(env)
    try:
        for child in running:
            child.start()
        people = demo_people(env)
        await_ready(running, env)
        greet(env, people)
        while True:
            watch(running)
            time.sleep(1)
    finally:
        # A running job may end, so this takes a few seconds.
        print("\nStopping …", file=out, flush=True)
        stop(running)
        print("govsocial stopped.", file=out, flush=True)


def main() -> None:
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, interrupt)
    with contextlib.suppress(Stopped):
        env = environment()
        if len(sys.argv) > 1:
            # `make manage`: a command on what `make run` runs on.
            os.execve(sys.executable, [sys.executable, str(ROOT / "manage.py"), *sys.argv[1:]], env)
        with alone(Path(env["DATA_DIR"])):
            supervise(with_address(env))


if __name__ == "__main__":
    main()
