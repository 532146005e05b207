"""Wrong files of every kind that we know, none of them accepted; and forty good ones, all of them accepted."""

import time
import zipfile
from io import BytesIO

from files.checking import Refused, look
from files.checking.refusal import REASONS
from tests.files import corpus as make
from tests.files.good import good
from tests.files.wrong import wrong


def judged(data: bytes) -> str:
    """Return the kind of a file that is accepted, or why it is refused."""
    try:
        return look(BytesIO(data)).code
    except Refused as refusal:
        return f"refused: {refusal.code}"


def test_good_files_are_accepted_for_what_they_are() -> None:
    corpus = good()
    assert len(corpus) >= 40
    assert {kind for kind, _data in corpus.values()} == {"pdf", "docx", "xlsx", "odt", "png", "jpg"}
    assert {name: judged(data) for name, (_kind, data) in corpus.items()} == {
        name: kind for name, (kind, _data) in corpus.items()
    }


def test_wrong_files_are_refused_and_for_the_right_reason() -> None:
    corpus = wrong()
    assert {name: judged(data) for name, (_why, data) in corpus.items()} == {
        name: f"refused: {why}" for name, (why, _data) in corpus.items()
    }
    # Every reason that a person may read is shown by a file; the size is counted before anybody looks inside.
    assert {why for why, _data in corpus.values()} == set(REASONS) - {"too_large"}


def test_twenty_megabytes_are_judged_quickly() -> None:
    noise = bytes(range(256)) * 4096
    parts = {**make.word(), **{f"word/media/{n}.bin": bytes([n]) + noise for n in range(19)}}
    data = make.package(parts, way=zipfile.ZIP_STORED)
    started = time.process_time()
    assert judged(data) == "docx"
    assert time.process_time() - started < 2
