r"""The bytes a log stands for (CONTRACTS §2) and their two hashes.

    S    = salt (16) · u32 length of payload · payload · metadata
    leaf = "HQ1\n" · header · SHA-256(S) · SM3(S)

Big-endian, absent = zeros. A leaf's hash is H(0x00 · leaf) as in RFC 6962.
"""

from __future__ import annotations

import hashlib
import struct
from typing import NamedTuple

MAGIC = b"HQ1\n"
SALT_SIZE = 16
HASH_SIZE = 32
LEAF_PREFIX = b"\x00"

_LENGTH = struct.Struct(">I")
_FIRST = struct.Struct(">4sQ16sIHH")
_REST = struct.Struct(">qq16s16s16s16sQ")


class Header(NamedTuple):
    """An event's header as stored: identities are their sixteen bytes."""

    position: int
    originator_id: bytes
    originator_version: int
    class_version: int
    topic: str
    occurred: int
    recorded: int
    actor: bytes
    on_behalf_of: bytes
    command: bytes
    correlation: bytes
    causing: int


class Seal(NamedTuple):
    """The four hashes kept beside a header."""

    body_sha256: bytes
    body_sm3: bytes
    leaf_sha256: bytes
    leaf_sm3: bytes


def sha256(content: bytes) -> bytes:
    """Return the SHA-256 of some bytes."""
    return hashlib.sha256(content).digest()


def _sm3_of_openssl(content: bytes) -> bytes:
    # Copying a prepared state is a third cheaper than asking OpenSSL by name.
    state = _SM3.copy()
    state.update(content)
    return state.digest()


def _sm3_of_cryptography(content: bytes) -> bytes:
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 - fallback only

    state = hashes.Hash(hashes.SM3())
    state.update(content)
    return state.finalize()


try:
    _SM3 = hashlib.new("sm3")
    sm3 = _sm3_of_openssl
except ValueError:  # an interpreter whose OpenSSL was built without SM3
    sm3 = _sm3_of_cryptography


def body_bytes(salt: bytes, payload: bytes, metadata: bytes) -> bytes:
    """Return S, what the two body hashes are taken of."""
    return salt + _LENGTH.pack(len(payload)) + payload + metadata


def leaf_bytes(header: Header, body_sha256: bytes, body_sm3: bytes) -> bytes:
    """Return the leaf of an event."""
    position, stream, version, class_version, topic, *rest = header
    name = topic.encode()
    return b"".join(
        (
            _FIRST.pack(MAGIC, position, stream, version, class_version, len(name)),
            name,
            _REST.pack(*rest),
            body_sha256,
            body_sm3,
        )
    )


def read_leaf(leaf: bytes) -> tuple[Header, bytes, bytes]:
    """Take a leaf apart into header and body hashes; ValueError if it is none."""
    try:
        magic, position, stream, version, class_version, length = _FIRST.unpack_from(
            leaf
        )
        name = leaf[_FIRST.size : _FIRST.size + length].decode()
        rest = _REST.unpack_from(leaf, _FIRST.size + length)
    except struct.error as error:
        raise ValueError("too short for a leaf") from error
    body = leaf[_FIRST.size + length + _REST.size :]
    if magic != MAGIC or len(body) != 2 * HASH_SIZE:
        raise ValueError("no leaf of this format")
    header = Header(position, stream, version, class_version, name, *rest)
    return header, body[:HASH_SIZE], body[HASH_SIZE:]


def leaf_hashes(leaf: bytes) -> tuple[bytes, bytes]:
    """Return SHA-256 and SM3 of a leaf, each over 0x00 and the leaf."""
    prefixed = LEAF_PREFIX + leaf
    return sha256(prefixed), sm3(prefixed)


def seal(header: Header, body: bytes) -> Seal:
    """Return the four hashes of a header and its S."""
    body_sha256, body_sm3 = sha256(body), sm3(body)
    leaf = leaf_bytes(header, body_sha256, body_sm3)
    return Seal(body_sha256, body_sm3, *leaf_hashes(leaf))
