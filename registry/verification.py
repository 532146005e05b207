"""Is this account official? Reads an address, an @handle or a word as people paste it, and looks in the public index.

Only what is listed is ever looked at, so an answer can tell nothing about an account that is not. Anything doubtful in
an address (another host behind an @, a backslash, letters that imitate others) is answered on the safe side: no.
"""

import unicodedata
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import SplitResult, quote, unquote, urlsplit

from accounts.models import OfficialAccount
from registry.listing import SHOWN_WITH
from risk.models import Platform

LONGEST = 500
PREFIXES = ("www.", "m.", "mobile.")
ORDINARY = "œŒæÆ’·"
# What may stand behind a username and still be that account's own page.
TABS = {
    "", "about", "albums", "community", "featured", "home", "info", "media", "photos", "playlists", "posts", "reels",
    "shorts", "streams", "tagged", "videos", "with_replies", "_created", "_saved",
}  # fmt: skip
# Letters of other alphabets that are drawn like Latin ones; NFKD takes care of full-width and mathematical letters.
IMITATED = {
    "a": "аАαΑɑ", "b": "ВΒЬ", "c": "сСϲ", "d": "ԁ", "e": "еЕεΕ", "g": "ɡ", "h": "һНΗ", "i": "іІιΙı", "j": "јЈ",
    "k": "кКκΚ", "l": "ӏℓ", "m": "мМΜ", "n": "пηΝ", "o": "оОοΟ", "p": "рРρΡ", "q": "ԛ", "s": "ѕЅ", "t": "тТτΤ",
    "u": "υ", "v": "νѵ", "w": "ԝω", "x": "хХχΧ", "y": "уУүҮγΥ", "z": "Ζ",
}  # fmt: skip
IMITATIONS = {ord(drawn): letter for letter, drawings in IMITATED.items() for drawn in drawings}

Answer = Literal["yes", "was", "no", "unknown"]
Why = Literal["", "not_listed", "platform_not_listed", "platform_unknown", "no_username", "unsafe"]


@dataclass(frozen=True)
class Asked:
    """What somebody typed, read: a username, what it seems at a glance, and the platform that an address names."""

    text: str
    handle: str = ""
    seems: str = ""
    platform: Platform | None = None
    why: Why = ""
    is_word: bool = False
    strange: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """The answer, the accounts that it rests on, and those that somebody may have meant instead."""

    answer: Answer
    asked: Asked
    accounts: list[OfficialAccount] = field(default_factory=list)
    near: list[OfficialAccount] = field(default_factory=list)
    why: Why = ""

    @property
    def account(self) -> OfficialAccount | None:
        return self.accounts[0] if self.accounts else None


def verify(text: str) -> Verdict:
    """Answer whether `text` (an address in any spelling, an @handle, a word) is a listed official account."""
    asked = read(text)
    found = _with_username(_key(asked.handle), _key(asked.seems))
    exact = [account for account in found if _is_asked(account, asked)]
    near = [account for account in found if account not in exact]
    if exact:
        return Verdict("yes" if any(a.state != "closed" for a in exact) else "was", asked, exact, near)
    if asked.why in {"", "platform_not_listed"}:
        return Verdict("no", asked, near=near, why=asked.why or "not_listed")
    return Verdict("unknown", asked, near=near, why=asked.why)


def _key(handle: str) -> str:
    return unicodedata.normalize("NFC", handle).strip().lstrip("@").casefold()


def _is_asked(account: OfficialAccount, asked: Asked) -> bool:
    if not asked.handle or asked.platform not in (None, account.platform):
        return False
    if asked.strange:
        # Lower case turns some imitations (the Kelvin sign) into Latin letters: only an account written with the very
        # same letters will do, as one in Inuktitut syllabics may be.
        return asked.strange == strange_letters(account.handle) and account.handle.lstrip("@") == asked.handle
    return account.handle_key == account.platform.handle_key(asked.handle)


def _with_username(*keys: str) -> list[OfficialAccount]:
    """Return listed accounts with one of these usernames, one a platform: a living account before a closed one."""
    wanted = [key for key in keys if key]
    rows = OfficialAccount.objects.listed().filter(handle_key__in=wanted).select_related(*SHOWN_WITH) if wanted else []
    best: dict[int, OfficialAccount] = {}
    for account in sorted(rows, key=_living_then_latest):
        best.setdefault(account.platform_id, account)
    return list(best.values())


def _living_then_latest(account: OfficialAccount) -> tuple[bool, str, int]:
    return account.state == "closed", account.platform.name, -account.pk


# --- reading what was typed ----------------------------------------------------------------------------------------


def read(text: str) -> Asked:
    """Return what `text` asks about; never raises, whatever was pasted."""
    text = _trim(text)
    if not text or len(text) > LONGEST:
        return Asked(text[:LONGEST], why="no_username")
    if text.startswith("@") and "/" not in text:
        return _handle(text, text.removeprefix("@"))
    if any(c.isspace() for c in text):
        return Asked(text, is_word=True)
    if "/" not in text and "." not in text:
        return _handle(text, text, is_word=True)
    parts = _split(text)
    if parts is None:
        return Asked(text, why="unsafe", strange=strange_letters(text))
    known = _platform_of(parts, list(Platform.objects.all()))
    return _elsewhere(text, parts) if known is None else _in_address(text, parts, known)


def _trim(text: str) -> str:
    """Cut spaces and invisible marks at both ends: copying from a page brings them along."""
    edges = {c for c in text if c.isspace() or unicodedata.category(c) == "Cf"}
    return text.strip("".join(edges))


def _split(text: str) -> SplitResult | None:
    """Return the parts of an address; None when browsers and we might read different hosts in it."""
    try:
        parts = urlsplit(text if "://" in text else f"//{text.lstrip('/')}")
        host, _port = parts.hostname, parts.port
    except ValueError:
        return None
    unsafe = "\\" in text or "@" in parts.netloc or parts.scheme not in {"", "http", "https"}
    return None if unsafe or not host or _has_controls(unquote(parts.path)) else parts


def _has_controls(text: str) -> bool:
    return any(unicodedata.category(c) == "Cc" for c in text)


def _bare(host: str) -> str:
    host = host.rstrip(".").casefold()
    for prefix in PREFIXES:
        host = host.removeprefix(prefix)
    return host


def _platform_of(parts: SplitResult, platforms: list[Platform]) -> Platform | None:
    host = parts.hostname or ""
    if not host.isascii():
        return None
    return next((one for one in platforms if _bare(host) in {_bare(name) for name in one.hosts}), None)


def _elsewhere(text: str, parts: SplitResult) -> Asked:
    """Read an address of no known platform; without a path it may be a username that has periods."""
    last = unquote(parts.path).rstrip("/").rpartition("/")[2]
    return Asked(
        text,
        handle="" if "/" in text else text,
        seems=plain(last),
        why="platform_unknown",
        strange=strange_letters(unquote(parts.netloc) + last),
    )


def _in_address(text: str, parts: SplitResult, platform: Platform) -> Asked:
    path = unquote(parts.path)
    looks, strange = plain(path), strange_letters(path)
    handle = _handle_at(platform, path, parts.query)
    seems = plain(handle) or _handle_at(platform, looks, parts.query) or _handle_at(platform, _first_step(looks))
    if not platform.is_pre_reviewed:
        return Asked(text, seems=seems, platform=platform, why="platform_not_listed", strange=strange)
    if not seems or not _is_own_page(path if handle else looks, handle or seems):
        return Asked(text, seems=seems, platform=platform, why="no_username", strange=strange)
    return Asked(text, handle=handle, seems=seems, platform=platform, strange=strange)


def _handle_at(platform: Platform, path: str, query: str = "") -> str:
    return platform.handle_in(f"https://{platform.hosts[0]}{quote(path)}" + (f"?{query}" if query else ""))


def _first_step(path: str) -> str:
    return f"/{path.strip('/').partition('/')[0]}"


def _is_own_page(path: str, handle: str) -> bool:
    """Say whether the address is the account's own page or one of its tabs.

    The page of one post names an account too, but platforms show the post whatever name stands before its number.
    """
    _before, _name, after = unicodedata.normalize("NFC", path).partition(handle)
    return after.strip("/").casefold() in TABS


def _handle(text: str, handle: str, *, is_word: bool = False) -> Asked:
    return Asked(text, handle=handle, seems=plain(handle), is_word=is_word, strange=strange_letters(handle))


def strange_letters(text: str) -> tuple[str, ...]:
    """Return the characters of `text` that are neither ASCII nor Latin with an accent, each with its code point."""
    strange = dict.fromkeys(c for c in text if not _is_ordinary(c))
    return tuple(f"{c if c.isprintable() else ''} (U+{ord(c):04X})".strip() for c in strange)


def _is_ordinary(c: str) -> bool:
    letter, _space, accent = unicodedata.decomposition(c).partition(" ")
    has_accent = bool(accent) and not letter.startswith("<") and int(letter, 16) < 128
    return c.isascii() or has_accent or c in ORDINARY or "\u0300" <= c <= "\u036f"


def plain(text: str) -> str:
    """Return `text` as it looks at a glance: accents off, imitating letters replaced, invisible marks gone."""
    drawn = unicodedata.normalize("NFKD", text).translate(IMITATIONS)
    return "".join(c for c in drawn if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
