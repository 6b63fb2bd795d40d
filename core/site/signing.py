"""The key a site signs its 存证点 with, and the public keys it signed with before.

They lie beside the site's key, outside the database. A key that is replaced is
destroyed; what it signed is verified by its public half, which stays.
"""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from houqin.events.note import Signer, Verifier
from houqin.events.tree import SHA256, SM3

if TYPE_CHECKING:
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

    @property
    def retired_path(self) -> Path:
        """Where the public halves of earlier keys lie, one a line."""
        return self.path.with_suffix(".retired")

    def signer(self, algorithm: Algorithm) -> Signer:
        """What signs heads of a tree now.

        :raises SigningKeyMissing: when there is no key.
        """
        return Signer(self.origins[algorithm.name], self._private())

    def verifiers(self, algorithm: Algorithm) -> list[Verifier]:
        """What verifies heads of a tree, whenever signed; the newest key first."""
        name = self.origins[algorithm.name]
        return [Verifier(name, public) for public in self._publics()]

    def rotate(self) -> None:
        """Sign with a new key from now on."""
        public = _public(self._private())
        with self.retired_path.open("ab") as file:
            file.write(b64encode(public) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        beside = self.path.with_name(self.path.name + ".new")
        beside.unlink(missing_ok=True)
        new_signing_key(beside)
        beside.replace(self.path)

    def _private(self) -> bytes:
        key = self.path.read_bytes() if self.path.is_file() else b""
        if len(key) != KEY_BYTES:
            raise SigningKeyMissing(self.path)
        return key

    def _publics(self) -> list[bytes]:
        retired = self.retired_path
        lines = retired.read_bytes().split() if retired.is_file() else []
        known = [b64decode(line) for line in reversed(lines)]
        return list(dict.fromkeys([_public(self._private()), *known]))


def _public(private: bytes) -> bytes:
    key = Ed25519PrivateKey.from_private_bytes(private)
    return key.public_key().public_bytes_raw()


def new_signing_key(path: Path) -> None:
    """Make a key, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(Ed25519PrivateKey.generate().private_bytes_raw())
        file.flush()
        os.fsync(file.fileno())
