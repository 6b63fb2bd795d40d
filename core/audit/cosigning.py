"""Cosignatures of a head by somebody else, as c2sp.org/tlog-cosignature has them.

A witness that is a program signs the same text under its own name, with the time:

    — witness.example 1UgXTmDb...     key id, time as eight bytes, Ed25519
"""

from __future__ import annotations

import re
import struct
from base64 import b64decode
from binascii import Error as NotBase64
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from houqin.events.errors import NoteInvalid
from houqin.events.leaf import sha256
from houqin.events.note import KEY_ID_SIZE, parse

#: What a key that cosigns begins with, as the form of its signatures says.
COSIGNATURE = b"\x04"
_KEY = re.compile(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})")
_TIME = struct.Struct(">Q")
_PUBLIC = 32


class Cosigner(NamedTuple):
    """The public key of somebody who cosigns."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes that name the key."""
        named = self.name.encode() + b"\n" + COSIGNATURE + self.public
        return sha256(named)[:KEY_ID_SIZE]

    def holds(self, text: str, at: int, signature: bytes) -> bool:
        """Whether it signed that text as seen at a time, in seconds."""
        said = f"cosignature/v1\ntime {at}\n{text}".encode()
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, said)
        except InvalidSignature:
            return False
        return True


def cosigner(text: str) -> Cosigner:
    """Read a cosigner's key; NoteInvalid for any other text."""
    found = _KEY.fullmatch(text.strip())
    try:
        key = b64decode(found[3], validate=True) if found else b""
    except NotBase64:
        key = b""
    if not found or key[:1] != COSIGNATURE or len(key) != 1 + _PUBLIC:
        raise NoteInvalid("this is no cosigner's key")
    read = Cosigner(found[1], key[1:])
    if read.id.hex() != found[2]:
        raise NoteInvalid("the cosigner's key contradicts itself")
    return read


def cosigned(note: str, key: Cosigner) -> tuple[str, int]:
    """The text that a cosigner signed, and when, in seconds; NoteInvalid if none."""
    found = parse(note)
    for name, id_, content in found.signatures:
        if (name, id_) == (key.name, key.id):
            stamp, signature = content[: _TIME.size], content[_TIME.size :]
            if len(stamp) < _TIME.size:
                break
            (at,) = _TIME.unpack(stamp)
            if key.holds(found.text, at, signature):
                return found.text, at
            raise NoteInvalid(f"the signature of {key.name} does not hold")
    raise NoteInvalid(f"{key.name} has not cosigned this")
