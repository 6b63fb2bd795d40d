"""The key a site signs its 存证点 with, and the public keys it signed with before.

They lie beside the site's key, outside the database, as do the heads signed last: who
bends the database has those against him. A key that is replaced is
destroyed; what it signed is verified by its public half, which stays. Verification
needs the public halves alone.
"""

from __future__ import annotations

import json
import os
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from houqin.events.note import Signer, Verifier
from houqin.events.tree import SHA256, SM3

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from uuid import UUID

    from houqin.events.tree import Algorithm

KEY_BYTES = 32
DEMONSTRATION = "演示/"


class SigningKeyMissing(LookupError):
    """The key file is gone or is no key."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        super().__init__(f"存证密钥文件缺失或损坏：{path}")


def origin(site: UUID, algorithm: Algorithm, *, demonstration: bool) -> str:
    """Whose tree it is: the first line of every 存证点."""
    name = f"houqin/{DEMONSTRATION if demonstration else ''}{site}"
    return f"{name}/{SM3.name}" if algorithm is SM3 else name


class SigningKeys:
    """The keys of one site."""

    def __init__(self, path: Path, site: UUID, *, demonstration: bool) -> None:
        self.path = path
        self.origins = {
            algorithm.name: origin(site, algorithm, demonstration=demonstration)
            for algorithm in (SHA256, SM3)
        }

    def signer(self, algorithm: Algorithm) -> Signer:
        """What signs heads of a tree now.

        :raises SigningKeyMissing: when there is no key.
        """
        key = self.path.read_bytes() if self.path.is_file() else b""
        if len(key) != KEY_BYTES:
            raise SigningKeyMissing(self.path)
        return Signer(self.origins[algorithm.name], key)

    def verifiers(self, algorithm: Algorithm) -> list[Verifier]:
        """What verifies heads of a tree, whenever signed; the newest key first.

        :raises SigningKeyMissing: when no public key is kept.
        """
        known = public_path(self.path)
        lines = known.read_bytes().split() if known.is_file() else []
        if not lines:
            raise SigningKeyMissing(known)
        name = self.origins[algorithm.name]
        try:
            publics = dict.fromkeys(b64decode(line, validate=True) for line in lines)
        except ValueError:
            raise SigningKeyMissing(known) from None
        return [Verifier(name, public) for public in reversed(publics)]

    def last_head(self, algorithm: Algorithm) -> str | None:
        """The note signed here last, as it is kept out of the database's reach."""
        path = heads_path(self.path)
        kept = json.loads(path.read_bytes()) if path.is_file() else {}
        return kept.get(self.origins[algorithm.name])

    def keep_heads(self, notes: Mapping[str, str]) -> None:
        """Keep what was signed last, by the name of the algorithm."""
        path = heads_path(self.path)
        heads = {self.origins[name]: note for name, note in notes.items()}
        _put(path, json.dumps(heads, ensure_ascii=False).encode(), 0o644)

    def give_up_heads(self, now: str) -> dict[str, str]:
        """Keep them under another name, where no signature is held to them any more.

        :returns: the notes by whose tree they are; none when none were kept.
        """
        path = heads_path(self.path)
        if not path.is_file():
            return {}
        kept: dict[str, str] = json.loads(path.read_bytes())
        path.rename(path.with_name(f"{path.name}.{now}"))
        return kept

    def rotate(self) -> None:
        """Sign with a new key from now on, also where the last one was lost."""
        private = Ed25519PrivateKey.generate().private_bytes_raw()
        _publish(self.path, private)
        _put(self.path, private, 0o600)


def public_path(path: Path) -> Path:
    """Where the public halves of a site's keys lie, one a line, the newest last."""
    return path.with_suffix(".public")


def heads_path(path: Path) -> Path:
    """Where the heads lie that a site signed last.

    Who has the database alone cannot take them back. After an older backup was put
    in its place, whoever answers for that gives them up (`checkpoints.give_up`).
    """
    return path.with_suffix(".heads")


def new_signing_key(path: Path) -> None:
    """Make a site's first key; the private half is readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    private = Ed25519PrivateKey.generate().private_bytes_raw()
    _write(path, private, os.O_EXCL, 0o600)
    _publish(path, private)


def _publish(path: Path, private: bytes) -> None:
    key = Ed25519PrivateKey.from_private_bytes(private)
    line = b64encode(key.public_key().public_bytes_raw()) + b"\n"
    _write(public_path(path), line, os.O_APPEND, 0o644)


def _put(path: Path, content: bytes, mode: int) -> None:
    """Write a file anew, whole or not at all."""
    # Another process may be at it as well.
    beside = path.with_name(f"{path.name}.{uuid4().hex}.new")
    _write(beside, content, os.O_EXCL, mode)
    beside.replace(path)


def _write(path: Path, content: bytes, flag: int, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | flag, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
