"""Personal values sealed under a key of each person's own (CONTRACTS §8).

The keys lie beside the log, wrapped by a key that lies outside the database. Who
deletes a person's key has erased what it sealed, in every copy.
"""

from __future__ import annotations

import hmac
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from houqin.core.schema.masks import ERASED

if TYPE_CHECKING:
    from pathlib import Path

    from houqin.events.store import Connection

ALGORITHM = "AES-256-GCM"
KEY_BYTES = 32
NONCE_BYTES = 12
#: More than the people of a county; opening one more costs little.
MOST_KEPT = 50_000

keyring_metadata = sa.MetaData()
sa.Table(
    "subject_key",
    keyring_metadata,
    sa.Column("subject", sa.LargeBinary, primary_key=True),
    sa.Column("wrapped", sa.LargeBinary, nullable=False),
)


def _text(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")


def _bytes(value: str) -> bytes:
    return urlsafe_b64decode(value + "=" * (-len(value) % 4))


class Keyring:
    """Seals and opens personal values of one site."""

    def __init__(self, site_key: bytes) -> None:
        self._wrapper = AESGCM(site_key)
        self._site_key = site_key
        self._epoch = 0
        self._opened: dict[tuple[UUID, str, str], str] = {}

    def digest(self, purpose: str, text: str) -> bytes:
        """A digest nobody can make, or try, without the site's key."""
        given = f"{purpose}\0{text}".encode()
        return hmac.digest(self._site_key, given, "sha256")

    def seal(
        self,
        connection: Connection,
        subject: UUID,
        name: str,
        text: str,
        stream: UUID | None = None,
    ) -> dict[str, Any]:
        """Encrypt; stream (the subject's own, if none is named) and field bind it."""
        key = self._key(connection, subject) or self._new_key(connection, subject)
        nonce = os.urandom(NONCE_BYTES)
        bound = _bound(stream or subject, name)
        sealed = AESGCM(key).encrypt(nonce, text.encode(), bound)
        return {
            "alg": ALGORITHM,
            "key": str(subject),
            "nonce": _text(nonce),
            "ct": _text(sealed),
        }

    def open(
        self,
        connection: Connection,
        stream: UUID,
        name: str,
        sealed: dict[str, Any],
        epoch: int = 0,
    ) -> str:
        """Decrypt; :data:`ERASED` when the key is gone or does not fit.

        :param epoch: the log's, as the reader's snapshot has it. An erasure raises
            it, in whatever process, and what was opened before it is forgotten.
        """
        opened, known = self._at(epoch), (stream, name, sealed.get("ct", ""))
        if known not in opened:
            opened[known] = self._open(connection, stream, name, sealed)
        return opened[known]

    def _at(self, epoch: int) -> dict[tuple[UUID, str, str], str]:
        if epoch < self._epoch:
            return {}
        if epoch > self._epoch or len(self._opened) > MOST_KEPT:
            self._epoch, self._opened = epoch, {}
        return self._opened

    def _open(
        self, connection: Connection, stream: UUID, name: str, sealed: dict[str, Any]
    ) -> str:
        key = self._key(connection, subject_of(sealed))
        if key is None:
            return ERASED
        nonce, ciphertext = _bytes(sealed["nonce"]), _bytes(sealed["ct"])
        try:
            opened = AESGCM(key).decrypt(nonce, ciphertext, _bound(stream, name))
        except InvalidTag:
            return ERASED
        return opened.decode()

    def _key(self, connection: Connection, subject: UUID) -> bytes | None:
        found = connection.execute(
            "SELECT wrapped FROM [subject_key] WHERE subject = ?", (subject.bytes,)
        )
        if not found:
            return None
        wrapped = bytes(found[0][0])
        nonce, sealed = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
        return self._wrapper.decrypt(nonce, sealed, subject.bytes)

    def _new_key(self, connection: Connection, subject: UUID) -> bytes:
        key, nonce = AESGCM.generate_key(bit_length=256), os.urandom(NONCE_BYTES)
        wrapped = nonce + self._wrapper.encrypt(nonce, key, subject.bytes)
        connection.run(
            "INSERT INTO [subject_key] (subject, wrapped) VALUES (?, ?)",
            (subject.bytes, wrapped),
        )
        return key


def _bound(stream: UUID, name: str) -> bytes:
    return stream.bytes + name.encode()


def subject_of(sealed: dict[str, Any]) -> UUID:
    """The person whose key seals the value."""
    return UUID(sealed["key"])


def new_site_key(path: Path) -> bytes:
    """Make the key that wraps the others, readable by its owner only."""
    key = os.urandom(KEY_BYTES)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    return key
