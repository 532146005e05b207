"""What does the virus scanner say? Speaks with ClamAV's daemon, over the network or a socket of this machine."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, Literal
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

CHUNK = 1 << 16
PATIENCE = 60.0


class ScannerSilent(OSError):
    """The scanner cannot be reached, or says nothing that can be understood: ask again later."""


@dataclass(frozen=True)
class Verdict:
    """What the scanner says: "clean", "infected" (and by what), or "refused": it will not scan it."""

    outcome: Literal["clean", "infected", "refused"]
    finding: str = ""


def is_configured() -> bool:
    """Say whether there is a scanner at all."""
    return bool(settings.FILE_SCANNER)


def scan(file: BinaryIO) -> Verdict:
    """Return what the scanner says about `file`, read from its beginning; ScannerSilent when it cannot be asked."""
    with _connected() as link:
        file.seek(0)
        try:
            link.sendall(b"zINSTREAM\0")
            while chunk := file.read(CHUNK):
                link.sendall(struct.pack("!L", len(chunk)) + chunk)
            link.sendall(struct.pack("!L", 0))
        except ConnectionError:
            pass  # It hangs up on what is too large for it, after it has said so.
        return _understood(_answer(link))


def version() -> str:
    """Return the name and the age of the scanner's signatures; ScannerSilent when it cannot be asked."""
    with _connected() as link:
        link.sendall(b"zVERSION\0")
        return _answer(link)


def checked(address: str) -> str:
    """Return the setting FILE_SCANNER if it can be understood; ImproperlyConfigured otherwise."""
    parts = urlsplit(address)
    is_network = parts.scheme == "clamd" and parts.hostname
    is_socket = parts.scheme == "clamd+unix" and parts.path
    if address and not (is_network or is_socket):
        raise ImproperlyConfigured("FILE_SCANNER must be clamd://host:port or clamd+unix:///path/of/clamd.sock.")
    return address


@contextmanager
def _connected() -> Iterator[socket.socket]:
    parts = urlsplit(checked(settings.FILE_SCANNER))
    try:
        if parts.scheme == "clamd+unix":
            link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            link.settimeout(PATIENCE)
            link.connect(unquote(parts.path))
        else:
            link = socket.create_connection((parts.hostname, parts.port or 3310), timeout=PATIENCE)
        with link:
            yield link
    except OSError as error:
        raise ScannerSilent(str(error)) from error


def _answer(link: socket.socket) -> str:
    said = bytearray()
    while not said.endswith(b"\0") and len(said) < CHUNK:
        more = link.recv(4096)
        if not more:
            break
        said += more
    return said.rstrip(b"\0\n").decode("utf-8", "replace").strip()


def _understood(said: str) -> Verdict:
    """Return the verdict of "stream: OK", "stream: Eicar FOUND" or "INSTREAM size limit exceeded. ERROR"."""
    _stream, _colon, rest = said.partition(": ")
    if rest == "OK":
        return Verdict("clean")
    if rest.endswith(" FOUND"):
        return Verdict("infected", rest.removesuffix(" FOUND")[:200])
    if said.startswith("INSTREAM size limit exceeded"):
        return Verdict("refused", said.removesuffix(" ERROR")[:200])
    raise ScannerSilent(f"The scanner said: {said[:200] or 'nothing'}")
