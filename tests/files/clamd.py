"""A small virus scanner that speaks as ClamAV's daemon does, on a socket of its own, in a thread."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


class Clamd:
    """Finds whatever is in `signatures`; `most` is its StreamMaxLength; `scanned` counts what it looked at."""

    def __init__(self) -> None:
        self.signatures = {EICAR: "Win.Test.EICAR_HDB-1"}
        self.most = 25 << 20
        self.scanned = 0
        self.is_open = True
        self.door = socket.create_server(("127.0.0.1", 0))
        self.address = f"clamd://127.0.0.1:{self.door.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while self.is_open:
            try:
                link, _peer = self.door.accept()
            except OSError:
                return
            with link:
                link.sendall(self._answer(link) + b"\0")

    def _answer(self, link: socket.socket) -> bytes:
        command = bytearray()
        while not command.endswith(b"\0"):
            command += link.recv(1)
        if command == b"zVERSION\0":
            return b"ClamAV 1.4.1/27500/Sat Nov 21 2026"
        if command != b"zINSTREAM\0":
            return b"UNKNOWN COMMAND"
        data = bytearray()
        while size := struct.unpack("!L", self._exactly(link, 4))[0]:
            data += self._exactly(link, size)
            if len(data) > self.most:
                return b"INSTREAM size limit exceeded. ERROR"
        self.scanned += 1
        found = [name for signature, name in self.signatures.items() if signature in data]
        return f"stream: {found[0]} FOUND".encode() if found else b"stream: OK"

    def _exactly(self, link: socket.socket, size: int) -> bytes:
        data = bytearray()
        while len(data) < size:
            data += link.recv(size - len(data))
        return bytes(data)


@contextmanager
def running() -> Iterator[Clamd]:
    scanner = Clamd()
    yield scanner
    scanner.is_open = False
    scanner.door.close()
