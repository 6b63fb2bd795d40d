"""存证凭证: one event's leaf with the way to a signed head, checked without the log.

The text is that of c2sp.org/tlog-proof: the leaf in `extra`, its index, the hashes of
the way, an empty line and the 存证点. What was written in the form stays out; its
digest is in the leaf.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from typing import TYPE_CHECKING, NamedTuple

from houqin.core.audit.checkpoints import one
from houqin.core.schema.errors import Refused
from houqin.events import proofs
from houqin.events.errors import LogError
from houqin.events.leaf import Header, leaf_bytes, leaf_hashes, read_leaf
from houqin.events.note import checkpoint, open_note
from houqin.events.rows import EVENT_COLUMNS
from houqin.events.tree import SHA256
from houqin.events.tree_nodes import StoredTree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from houqin.core.site.site import Site
    from houqin.events.note import Checkpoint, Verifier
    from houqin.events.store import Connection

MAGIC = "c2sp.org/tlog-proof@v1"
_EVENT = (
    f"SELECT {EVENT_COLUMNS}, e.body_sha256, e.body_sm3"  # noqa: S608 - constants
    " FROM [event] AS e WHERE e.position = ?"
)
_NEXT = "SELECT min(position) FROM [checkpoint] WHERE algorithm = ? AND position >= ?"
_TEXT = re.compile(
    rf"{re.escape(MAGIC)}\nextra (.+)\nindex (0|[1-9][0-9]{{0,18}})\n((?:.+\n)*)\n"
    r"([\s\S]+)"
)


class Proven(NamedTuple):
    """What a proof says of one event."""

    header: Header
    head: Checkpoint


def prove(site: Site, position: int) -> str:
    """The proof of one event, towards the first 存证点 that covers it.

    :raises Refused: when there is no such event, or nothing has been signed since.
    """
    with site.store.reading() as connection:
        found = connection.execute(_EVENT, (position,))
        if not found:
            raise Refused(f"没有登记序号{position}")
        ((covering,),) = connection.execute(_NEXT, (SHA256.name, position))
        if covering is None:
            raise Refused(f"登记序号{position}之后还没有存证，请先存证")
        signed = one(connection, SHA256.name, covering)
        assert signed is not None  # noqa: S101 - read in one snapshot
        path = _path(connection, position - 1, covering)
        *header, body_sha256, body_sm3 = found[0]
    leaf = leaf_bytes(Header(*header), bytes(body_sha256), bytes(body_sm3))
    lines = [MAGIC, f"extra {_text(leaf)}", f"index {position - 1}", *map(_text, path)]
    return "\n".join(lines) + f"\n\n{signed.note}"


def _path(connection: Connection, index: int, size: int) -> list[bytes]:
    try:
        return proofs.inclusion(StoredTree(connection, SHA256), index, size)
    except LogError:
        raise Refused("存证树与原始记录不符，请先核验") from None


def check(text: str, known: Sequence[Verifier]) -> Proven:
    """Read a proof without its log.

    :raises Refused: when it is none, or proves nothing to who knows these keys.
    """
    found = _TEXT.fullmatch(text)
    if found is None:
        raise Refused("这不是存证凭证")
    extra, index, path, signed = found.groups()
    try:
        leaf = b64decode(extra, validate=True)
        hashes = [b64decode(line, validate=True) for line in path.split()]
        head = checkpoint(open_note(signed, known))
        header = read_leaf(leaf)[0]
        proofs.check_inclusion(
            SHA256, leaf_hashes(leaf)[0], int(index), head.size, hashes, head.root
        )
    except (LogError, NotBase64, ValueError) as error:
        raise Refused(f"存证凭证不成立（{error}）") from None
    if header.position != int(index) + 1:
        raise Refused("存证凭证不成立（登记序号不符）")
    return Proven(header, head)


def _text(content: bytes) -> str:
    return b64encode(content).decode()
