"""Signed notes and checkpoints as c2sp.org/signed-note and /tlog-checkpoint have them.

    houqin/5b0c...          the origin: whose tree
    12345                   its size
    CsUYapGGPo4dkM...=      its root in base64
    (an empty line)
    — houqin/5b0c... Az3grlgtzPICa5OS8npV...=

The last line is a signature: who signed, and in base64 four bytes that name the key,
followed by Ed25519 over everything above the empty line.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from typing import TYPE_CHECKING, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from houqin.events.errors import NoteInvalid
from houqin.events.leaf import HASH_SIZE, sha256

if TYPE_CHECKING:
    from collections.abc import Iterable

ED25519 = b"\x01"
KEY_ID_SIZE = 4
MOST_SIGNATURES = 16
LARGEST = 100_000
"""Characters of a note that is looked at; ours have a few hundred."""

_NAME = re.compile(r"[^\s+]+")
_SIGNATURE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f]")
_CHECKPOINT = re.compile(r"(.+)\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/]+=)\n(?:.+\n)*")
_KEY = re.compile(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})")


class Verifier(NamedTuple):
    """A public key under the name it signs as; its text is what others are given."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes that name the key."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public)[:KEY_ID_SIZE]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{_text(ED25519 + self.public)}"

    def holds(self, text: str, signature: bytes) -> bool:
        """Whether this key signed the text."""
        key = Ed25519PublicKey.from_public_bytes(self.public)
        try:
            key.verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True


class Signer:
    """A private key under a name."""

    def __init__(self, name: str, private: bytes) -> None:
        """Take the 32 bytes of the key; a name has no spaces and no plus."""
        if not _NAME.fullmatch(name):
            raise NoteInvalid(f"no name of a key: {name!r}")
        self._key = Ed25519PrivateKey.from_private_bytes(private)
        self.verifier = Verifier(name, self._key.public_key().public_bytes_raw())

    def sign(self, text: str) -> str:
        """Return the text as a signed note."""
        signature = self._key.sign(text.encode())
        shown = _text(self.verifier.id + signature)
        return f"{text}\n— {self.verifier.name} {shown}\n"


class Note(NamedTuple):
    """A text and the lines that sign it: name, key id, signature."""

    text: str
    signatures: list[tuple[str, bytes, bytes]]


class Checkpoint(NamedTuple):
    """The head of a tree: whose, how large, which root."""

    origin: str
    size: int
    root: bytes

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{_text(self.root)}\n"


def verifier(text: str) -> Verifier:
    """Read a public key as `str` writes it; NoteInvalid for any other text."""
    found = _KEY.fullmatch(text.strip())
    key = _bytes(found[3]) if found else b""
    if not found or key[:1] != ED25519 or len(key) != 1 + HASH_SIZE:
        raise NoteInvalid("this is no verifier key of Ed25519")
    read = Verifier(found[1], key[1:])
    if read.id.hex() != found[2]:
        raise NoteInvalid("the verifier key contradicts itself")
    return read


def parse(note: str) -> Note:
    """Take a note apart; nothing in it is to be believed yet."""
    text, gap, signed = note.rpartition("\n\n")
    if not gap or not signed.endswith("\n") or _CONTROL.search(note):
        raise NoteInvalid("this is no signed note")
    lines = signed[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES or len(note) > LARGEST:
        raise NoteInvalid("the note is too long")
    return Note(text + "\n", [_signature(line) for line in lines])


def _signature(line: str) -> tuple[str, bytes, bytes]:
    found = _SIGNATURE.fullmatch(line)
    content = _bytes(found[2]) if found else b""
    if not found or len(content) <= KEY_ID_SIZE:
        raise NoteInvalid("a line below the note is no signature")
    return found[1], content[:KEY_ID_SIZE], content[KEY_ID_SIZE:]


def open_note(note: str, known: Iterable[Verifier]) -> str:
    """Return the text of a note; NoteInvalid unless a known key signed it.

    Signatures of unknown keys are passed over; one of a known key that does not hold
    spoils the note.
    """
    found = parse(note)
    keys = {(key.name, key.id): key for key in known}
    signers = [
        (keys[name, id_], signature)
        for name, id_, signature in found.signatures
        if (name, id_) in keys
    ]
    if not signers:
        raise NoteInvalid("no known key has signed this")
    for key, signature in signers:
        if not key.holds(found.text, signature):
            raise NoteInvalid(f"the signature of {key.name} does not hold")
    return found.text


def checkpoint(text: str) -> Checkpoint:
    """Read the text of a checkpoint; what follows the third line is passed over."""
    found = _CHECKPOINT.fullmatch(text)
    root = _bytes(found[3]) if found else b""
    if not found or len(root) != HASH_SIZE:
        raise NoteInvalid("this is no checkpoint")
    return Checkpoint(found[1], int(found[2]), root)


def _text(content: bytes) -> str:
    return b64encode(content).decode()


def _bytes(text: str) -> bytes:
    """Nothing for what is not base64, or not the one way in which it is written."""
    try:
        found = b64decode(text, validate=True)
    except (NotBase64, ValueError):
        return b""
    return found if _text(found) == text else b""
