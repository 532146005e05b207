"""What does the whole product look like? Walks the demo as each role, in both languages, wide and on a phone.

`make tour` makes a fresh demo of its own, serves it on a free port, and leaves numbered screenshots, PDFs and an
`index.html` with all of them in `.tour/`. `ARGS="--only head"` walks one part; `--language fr` one language;
`--keep` keeps the demo of the last tour.
"""

import argparse
import concurrent.futures
import contextlib
import html
import http.client
import io
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from run import choose_port, die_with_parent

TOUR = ROOT / ".tour"
DATA = TOUR / "data"
WIDE, PHONE = 1280, 360
LANGUAGES = ("en", "fr")
TALLEST = 6000
COLOURS = 128
READY_WITHIN = 60


def settle_environment() -> None:
    """Point the product at the tour's own database before Django reads its settings."""
    DATA.mkdir(parents=True, exist_ok=True)
    port = choose_port("127.0.0.1", 8700)
    os.environ |= {
        "DEMO": "true",
        "DEBUG": "false",
        "DATA_DIR": str(DATA),
        "DATABASE_URL": f"sqlite:///{DATA / 'tour.sqlite3'}",
        "EMAIL_URL": f"file://{DATA / 'mail'}",
        "REDIS_URL": "",
        "PORT": str(port),
        "SITE_URL": f"http://localhost:{port}",
        "DJANGO_SETTINGS_MODULE": "govsocial.settings",
        # Playwright's loop runs in the thread that asks the database where to go.
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
    }


@dataclass(frozen=True)
class Shot:
    """One page in one language at one width, and the files that show it."""

    number: int
    who: str
    what: str
    language: str
    width: int
    file: str
    status: int
    faults: list[str] = field(default_factory=list)


def prepare_demo(*, keep: bool) -> None:
    from prepare import prepare

    if not keep:
        for old in DATA.glob("tour.sqlite3*"):
            old.unlink()
    prepare()


@contextlib.contextmanager
def server() -> Iterator[str]:
    """Serve the demo, as `make run` does."""
    address = f"127.0.0.1:{os.environ['PORT']}"
    command = ["gunicorn", "govsocial.wsgi:application", "--bind", address, "--workers", "2", "--no-control-socket"]
    with (DATA / "web.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, preexec_fn=die_with_parent)  # noqa: PLW1509 -- no threads yet
    try:
        await_answer(address, process)
        yield os.environ["SITE_URL"]
    finally:
        process.terminate()
        process.wait(timeout=15)


def await_answer(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        connection = http.client.HTTPConnection(address, timeout=5)
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/", headers={"Host": "localhost"})
            connection.getresponse()
            return
        time.sleep(0.1)
    sys.exit(f"The server did not answer. Its log: {DATA / 'web.log'}")


class Walk:
    """One browser going through all stops, and the pictures that it brings home."""

    def __init__(self, browser, site: str, languages: tuple[str, ...]) -> None:
        self.browser, self.site, self.languages = browser, site, languages
        self.pool = concurrent.futures.ThreadPoolExecutor(1)
        self.shots: list[Shot] = []
        self.papers: list[tuple[str, str]] = []
        self.pending: list[concurrent.futures.Future] = []
        self.number = 0

    def part(self, part) -> None:
        """Show every page of one person."""
        context = self.browser.new_context(viewport={"width": WIDE, "height": 900})
        context.set_default_timeout(20_000)
        if part.person is not None:
            context.add_cookies([session(part.person, self.site)])
        page = context.new_page()
        for stop in part.stops:
            self.number += 1
            for language in self.languages:
                self.show(page, part, stop, language)
        for paper in part.papers:
            self.fetch(context, paper)
        context.close()

    def show(self, page, part, stop, language: str) -> None:
        answer = page.goto(self.site + stop.address(language), wait_until="load")
        status = answer.status if answer else 0
        for width in (WIDE, PHONE):
            page.set_viewport_size({"width": width, "height": 900 if width == WIDE else 780})
            name = f"{self.number:03}-{part.code}-{stop.slug}-{language}-{width}.png"
            faults = judge(page, status, stop.status)
            picture = photograph(page, width)
            self.pending.append(self.pool.submit(store, picture, TOUR / name))
            self.shots.append(Shot(self.number, part.title, stop.title, language, width, name, status, faults))

    def fetch(self, context, paper) -> None:
        for language in self.languages:
            answer = context.request.get(self.site + paper.address(language))
            name = f"{paper.slug}-{language}.pdf"
            (TOUR / name).write_bytes(answer.body())
            self.papers.append((name, f"{paper.title} ({language}), {len(answer.body()) // 1024} KB"))

    def finish(self) -> None:
        for one in self.pending:
            one.result()
        self.pool.shutdown()


def judge(page, status: int, expected: int) -> list[str]:
    """Return what a machine can see to be wrong."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    found = [f"answered {status}"] if status != expected else []
    return found + ([f"scrolls {wide} px sideways"] if wide > 0 else [])


def photograph(page, width: int) -> bytes:
    """Return the page as a picture, cut where it would be taller than anybody looks."""
    height = page.evaluate("document.documentElement.scrollHeight")
    if height <= TALLEST:
        return page.screenshot(full_page=True, animations="disabled")
    clip = {"x": 0, "y": 0, "width": width, "height": TALLEST}
    return page.screenshot(full_page=True, clip=clip, animations="disabled")


def store(picture: bytes, target: Path) -> None:
    """Write a picture with few colours, and its thumbnail."""
    from PIL import Image

    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(target)
    scale = 300 / image.width
    top = image.crop((0, 0, image.width, min(image.height, int(image.width * 1.6))))
    small = top.resize((300, max(1, int(top.height * scale))), Image.Resampling.BILINEAR)
    small.save(target.parent / "small" / f"{target.stem}.jpg", quality=70)


def session(person, site: str) -> dict[str, str]:
    """Return the cookie of a person who has signed in."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": site}


def write_index(walk: Walk, missing: list[str], seconds: float, page: Path) -> None:
    """Write the page that shows all pictures side by side."""
    rows, faults = [], []
    for number in sorted({shot.number for shot in walk.shots}):
        shots = [shot for shot in walk.shots if shot.number == number]
        cells = "".join(
            f'<a href="{shot.file}"><img loading="lazy" src="small/{Path(shot.file).stem}.jpg" alt="">'
            f"<small>{shot.language} {shot.width}{' ⚠ ' + html.escape('; '.join(shot.faults)) if shot.faults else ''}"
            "</small></a>"
            for shot in shots
        )
        title = f"{number:03} {html.escape(shots[0].who)}: {html.escape(shots[0].what)}"
        rows.append(f"<section><h2>{title}</h2><div>{cells}</div></section>")
        faults += [f"{shot.file}: {fault}" for shot in shots for fault in shot.faults]
    papers = "".join(f'<li><a href="{name}">{html.escape(words)}</a></li>' for name, words in walk.papers)
    notes = "".join(f"<li>{html.escape(one)}</li>" for one in [*faults, *missing])
    page.write_text(
        f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>govsocial: the tour</title><style>
body{{font:16px/1.5 sans-serif;margin:2rem;max-width:1400px}}section div{{display:flex;gap:1rem;align-items:start}}
img{{display:block;width:300px;border:1px solid #999}}h2{{font-size:1.1rem;margin:2rem 0 .5rem}}</style>
<h1>govsocial: the tour</h1><p>{len(walk.shots)} pictures in {seconds:.0f} s.</p>
<h2>PDFs</h2><ul>{papers}</ul><h2>What a machine found wrong</h2><ul>{notes or "<li>Nothing.</li>"}</ul>
{"".join(rows)}</html>""",
        encoding="utf-8",
    )
    for line in [*faults, *missing]:
        print(f"  {line}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", help="the code of one part: public, author, coordinator, …")
    parser.add_argument("--language", choices=LANGUAGES, help="one language")
    parser.add_argument("--keep", action="store_true", help="keep the demo of the last tour")
    return parser.parse_args()


def main() -> None:
    wanted, started = arguments(), time.monotonic()
    if not wanted.only:
        for old in [*TOUR.glob("*.png"), *TOUR.glob("*.pdf"), *TOUR.glob("small/*.jpg")]:
            old.unlink()
    settle_environment()
    (TOUR / "small").mkdir(parents=True, exist_ok=True)
    prepare_demo(keep=wanted.keep)
    from tour_stops import parts

    from tests.browser import chromium, program

    if program() is None:
        sys.exit("No Chromium here: python3 scripts/system_packages.py browser")
    languages = (wanted.language,) if wanted.language else LANGUAGES
    itinerary, missing = parts()
    with server() as site, chromium() as browser:
        walk = Walk(browser, site, languages)
        for part in itinerary:
            if wanted.only in {None, part.code}:
                walk.part(part)
            else:
                walk.number += len(part.stops)
        walk.finish()
    page = TOUR / f"{wanted.only or 'index'}.html"
    write_index(walk, missing, time.monotonic() - started, page)
    size = sum(one.stat().st_size for one in TOUR.glob("*.png")) / 1_000_000
    print(f"{len(walk.shots)} pictures, {size:.0f} MB, {time.monotonic() - started:.0f} s. Open {page}")
    shutil.rmtree(DATA / "mail", ignore_errors=True)


if __name__ == "__main__":
    main()
