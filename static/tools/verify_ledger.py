#!/usr/bin/env python3
"""Is this copy of the ledger the one that govsocial signed? A verifier that needs nothing but Python 3.9 or later.

    python3 verify_ledger.py ledger.jsonl checkpoints.json [--key FINGERPRINT] [--version FILE …]

`ledger.jsonl` is what an auditor downloads, one line of JSON a line of the ledger. `checkpoints.json` is what the
public site publishes every day; keep your own copies of it: what you kept yourself, nobody can rewrite. `--key` is the
fingerprint of the public key, from a source other than the site (a letter, a printed PDF). `--version` is the JSON of
a version of a document, as it is attached to the PDF of that version.

It shares no code with the program that it checks. It proves:
  1. every line is there, from 1 to the last, in order, and each holds the hash of the one before it;
  2. no line was changed: its hash is computed again from its content; so is the digest of its names and words, unless
     these were erased by law, which is told and is no fault;
  3. every checkpoint carries a valid signature (Ed25519, RFC 8032) and names the one before it;
  4. the ledger has the very line, with the very hash, that each checkpoint names, and is no shorter than the last one;
  5. each version that you bring is one that the ledger names by its hash, and what was decided about it.
Exit code 0: whole. 1: faults, one a line. 2: the files cannot be read.
"""

import argparse
import base64
import hashlib
import json
import sys

GENESIS = "0" * 64
LINE_KEYS = {
    "seq", "at", "verb", "actor", "organization", "subject", "before", "after", "version", "details", "personal_digest",
    "prev", "hash", "personal",
}  # fmt: skip
PERSONAL_KEYS = ("actor_name", "actor_role", "on_behalf_of", "subject_label", "reason")


# ---------------------------------------------------------------- hashes


def canonical(value):
    """JSON as RFC 8785 writes it, for the texts, whole numbers, lists and objects that a ledger holds."""
    return json.dumps(_sorted(value), ensure_ascii=False, separators=(",", ":")).encode()


def _sorted(value):
    if isinstance(value, dict):
        # RFC 8785 sorts keys by UTF-16 code units.
        return {key: _sorted(value[key]) for key in sorted(value, key=lambda key: key.encode("utf-16-be"))}
    return [_sorted(one) for one in value] if isinstance(value, list) else value


def sha256(value):
    return hashlib.sha256(canonical(value)).hexdigest()


def line_hash(line):
    """The hash that a line must have, from everything else that it says."""
    names = ("at", "verb", "actor", "organization", "subject", "before", "after", "version", "details", "prev")
    said = {name: line[name] for name in names}
    return sha256({**said, "seq": str(line["seq"]), "personal": line["personal_digest"]})


def personal_digest(personal):
    return sha256({"salt": personal["salt"], **{name: personal[name] for name in PERSONAL_KEYS}})


def checkpoint_text(point):
    """The bytes that a checkpoint's signature is of."""
    parts = [
        "govsocial ledger checkpoint 1",
        point["origin"],
        point["number"],
        point["seq"],
        point["hash"],
        point["at"],
    ]
    return ("\n".join(map(str, [*parts, point["previous"]])) + "\n").encode()


# ---------------------------------------------------------------- Ed25519, as RFC 8032, section 6, explains it

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def _x_of(y, sign):
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if y >= P or (x2 == 0 and sign):
        return None
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * ROOT % P
    if (x * x - x2) % P:
        return None
    return P - x if x & 1 != sign else x


def _point(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = _x_of(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def _add(a, b):
    m, n = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    c, d = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = n - m, d - c, d + c, n + m
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _times(number, point):
    total = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = _add(total, point)
        point, number = _add(point, point), number >> 1
    return total


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (_x_of(BASE_Y, 0), BASE_Y, 1, _x_of(BASE_Y, 0) * BASE_Y % P)


def is_signed(public, message, signature):
    """Whether `signature` (64 bytes) is that of `message` by the holder of the key `public` (32 bytes)."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, commitment, answer = _point(public), _point(signature[:32]), int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or answer >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    left, right = _times(answer, BASE), _add(commitment, _times(challenge, key))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


def fingerprint(public):
    """A key's name, short enough to read over the telephone: the first 32 hex digits of its SHA-256."""
    return hashlib.sha256(public).hexdigest()[:32]


# ---------------------------------------------------------------- the five proofs


def line_faults(lines):
    """Faults of the lines by themselves, and {number: hash} of what was found."""
    faults, hashes, expected, previous = [], {}, 1, GENESIS
    for line in lines:
        if set(line) != LINE_KEYS:
            faults.append("line {}: does not have the parts that a line has".format(line.get("seq", "?")))
            continue
        number = line["seq"]
        if number != expected:
            faults.append(f"line {expected}: expected here, but line {number} stands here")
        if line["prev"] != previous:
            faults.append(f"line {number}: does not follow from the line before it")
        if line_hash(line) != line["hash"]:
            faults.append(f"line {number}: was changed after it was written")
        if line["personal"] is not None and personal_digest(line["personal"]) != line["personal_digest"]:
            faults.append(f"line {number}: its names or words were changed")
        hashes[number], expected, previous = line["hash"], number + 1, line["hash"]
    return faults, hashes


def checkpoint_faults(points, hashes, key=None):
    """Faults of the checkpoints, and of the ledger when held against them."""
    faults, previous, last = [], GENESIS, (0, 0)
    if not points:
        return ["there is no checkpoint: nothing shows that the ledger is the one that was published"]
    for point in sorted(points, key=lambda point: point["number"]):
        name = "checkpoint {}".format(point["number"])
        public, signature = base64.b64decode(point["key"]), base64.b64decode(point["signature"])
        if not is_signed(public, checkpoint_text(point), signature):
            faults.append(f"{name}: its signature is not valid")
        if key and fingerprint(public) != key:
            faults.append(f"{name}: is signed with another key ({fingerprint(public)})")
        if point["number"] != last[0] + 1 or point["previous"] != previous or point["seq"] < last[1]:
            faults.append(f"{name}: does not follow from the checkpoint before it")
        if point["seq"] and hashes.get(point["seq"]) != point["hash"]:
            told = "is not what was published then" if point["seq"] in hashes else "is missing"
            faults.append("line {}: {} ({} of {})".format(point["seq"], told, name, point["at"]))
        previous = hashlib.sha256(checkpoint_text(point)).hexdigest()
        last = (point["number"], point["seq"])
    return faults


def version_hashes(data):
    """The hashes by which the ledger may name this version: of the very bytes, and of the same JSON written anew."""
    return {hashlib.sha256(data).hexdigest(), sha256(json.loads(data))}


def version_told(name, data, lines):
    """(faults, sentences) about a version: the lines that name it."""
    hashes = version_hashes(data)
    naming = [line for line in lines if line["version"] in hashes]
    if not naming:
        return [f"{name}: no line of the ledger names a version with this content"], []
    said = ["line {} {} of {}".format(line["seq"], line["verb"], line["subject"]) for line in naming if line["after"]]
    return [], ["{}: {} ({})".format(name, naming[0]["version"], "; ".join(said) or "no decision")]


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("ledger")
    parser.add_argument("checkpoints")
    parser.add_argument("--key", help="fingerprint of the public key, from a source that you trust")
    parser.add_argument("--version", nargs="+", default=[], help="JSON of versions, as attached to their PDFs")
    asked = parser.parse_args(arguments)
    try:
        with open(asked.ledger, encoding="utf-8") as file:
            lines = [json.loads(line) for line in file if line.strip()]
        with open(asked.checkpoints, encoding="utf-8") as file:
            points = json.load(file)["checkpoints"]
        faults, hashes = line_faults(lines)
        faults += checkpoint_faults(points, hashes, asked.key)
        told = []
        for name in asked.version:
            with open(name, "rb") as file:
                wrong, right = version_told(name, file.read(), lines)
            faults, told = faults + wrong, told + right
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"cannot be read: {error!r}")
        return 2
    print("\n".join(faults) or f"whole: {len(lines)} lines, {len(points)} checkpoints")
    if told:
        print("\n".join(told))
    erased = sum(line.get("personal") is None for line in lines)
    if erased:
        print(f"names and words are not in this copy for {erased} lines: erased by law, or not for this reader")
    if not faults and not asked.key:
        found = fingerprint(base64.b64decode(points[-1]["key"]))
        print(f"key: {found} (compare it with the one that you were given)")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
