"""审计取证包: rows with their events, what proves them, and how to check it offline.

A zip of plain texts, for somebody who has neither the log nor this program:

    README.txt           what it is and how to check it, in Chinese
    verify.py            a program that shares no code with this one
    manifest.json        of what, by whom, within which limits; the digest of every file
    manifest.note        the digest of that, signed as a C2SP note
    keys.txt             the public keys of the site
    checkpoint-*.txt     the signed heads that cover all of it, one for each tree
    rows.jsonl           rows as they are digested, rows.csv as people read them
    events.jsonl         each event: leaf, salted text, the way to both heads
    consistency.jsonl    earlier heads, and that the covering ones go on from them
    attachments/         contents under their SHA-256
"""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from houqin.core.audit.checkpoints import Occasion, sign, stored
from houqin.core.audit.quoting import quoted
from houqin.core.audit.readme import README
from houqin.core.files.attachments import AttachmentUnreadable
from houqin.core.schema.errors import Refused
from houqin.core.schema.files import extension_of
from houqin.core.site.attached import attachments_of
from houqin.core.site.seeing import covered
from houqin.events import proofs
from houqin.events.leaf import Header, leaf_bytes
from houqin.events.note import checkpoint, parse
from houqin.events.rows import EVENT_COLUMNS
from houqin.events.tree import ALGORITHMS
from houqin.events.tree_nodes import StoredTree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from houqin.core.audit.checkpoints import Signed
    from houqin.core.audit.quoting import Quoted
    from houqin.core.model.rights import Standing
    from houqin.core.projection.horizon import Horizon
    from houqin.core.site.reader import Reader
    from houqin.core.site.site import Site
    from houqin.events.store import Connection

FORMAT = "houqin-evidence/1"
#: Rows of one bundle; what an auditor takes away is chosen.
MOST_ROWS = 1000
#: Earlier heads whose going on is proved: who keeps one of them compares.
_MOST_HEADS = 60
_EVENTS = (
    f"SELECT {EVENT_COLUMNS}, e.body_sha256, e.body_sm3, b.salt, b.payload,"  # noqa: S608 - constants
    " b.metadata FROM [event] AS e LEFT JOIN [body] AS b ON b.position = e.position"
    " WHERE e.originator_id = ? AND e.position <= ? ORDER BY e.position"
)


class Wanted(NamedTuple):
    """Rows of one ledger, by their keys."""

    ledger: str
    keys: tuple[str, ...]


class Asking(NamedTuple):
    """Who wants which rows, and what the bundle says of itself."""

    wanted: Sequence[Wanted]
    horizon: Horizon
    standing: Standing | None
    #: When, by whom, within which limits, for which 取证单: titles and texts.
    said: dict[str, str]
    person: UUID | None = None


def write_bundle(
    site: Site,
    asking: Asking,
    path: Path,
    progress: Callable[[int], None] = lambda _done: None,
) -> int:
    """Sign the log as it stands, then write everything asked for.

    :param progress: told how many records are in.
    :returns: how many events are in it.
    :raises Refused: when a row is not there, or not to be seen as it is.
    :raises SigningKeyMissing: without the key.
    """
    if sum(len(each.keys) for each in asking.wanted) > MOST_ROWS:
        raise Refused(f"一个取证包最多{MOST_ROWS:,}条")
    heads = sign(site, Occasion.EVIDENCE, asking.person)
    zipped = ZipFile(path, "w", ZIP_DEFLATED)
    with site.reader(asking.horizon) as reader, zipped as kept:
        seen = reader.seen_by(asking.standing) if asking.standing else reader
        writing = _Writing(site, seen, heads, kept)
        writing.rows(asking.wanted)
        writing.events(progress)
        writing.heads()
        writing.close(asking.said)
        return writing.count


class _Writing:
    """One bundle while it is written."""

    def __init__(
        self, site: Site, reader: Reader, heads: list[Signed], kept: ZipFile
    ) -> None:
        self._site, self._reader, self._heads, self._kept = site, reader, heads, kept
        self._size = heads[0].position
        self._trees = [(a, StoredTree(reader.connection, a)) for a in ALGORITHMS]
        self._digests: dict[str, str] = {}
        self._records: dict[UUID, None] = {}
        self._rows = 0
        self.count = 0

    def _put(self, name: str, content: bytes) -> None:
        self._digests[name] = sha256(content).hexdigest()
        self._kept.writestr(name, content)

    def _put_lines(self, name: str, lines: Iterator[dict[str, Any]]) -> None:
        told = (json.dumps(each, ensure_ascii=False) + "\n" for each in lines)
        self._put(name, "".join(told).encode())

    def rows(self, wanted: Sequence[Wanted]) -> None:
        """The rows, and which records they belong to."""
        found = [row for each in wanted for row in quoted(self._reader, *each)]
        self._records = dict.fromkeys(row.record for row in found)
        self._rows = len(found)
        for record in self._records:
            if covered(self._reader, record):
                title = self._reader.title_of(record)
                raise Refused(f"{title}含有您不能查看的内容，不能取证")
        self._put_lines("rows.jsonl", map(_row_line, found))
        self._put("rows.csv", "\ufeff".encode() + "".join(_csv(found)).encode())

    def events(self, progress: Callable[[int], None]) -> None:
        """Every event of those records up to the heads, and the contents they name."""
        self._put_lines("events.jsonl", self._each_event(progress))

    def _each_event(self, progress: Callable[[int], None]) -> Iterator[dict[str, Any]]:
        for done, record in enumerate(self._records, 1):
            chosen = (record.bytes, self._size)
            for row in self._reader.connection.execute(_EVENTS, chosen):
                self.count += 1
                yield self._event(row)
            self._attachments(record)
            progress(done)

    def _event(self, row: tuple[Any, ...]) -> dict[str, Any]:
        *header, body_sha256, body_sm3, salt, payload, metadata = row
        made = Header(*header)
        leaf = leaf_bytes(made, bytes(body_sha256), bytes(body_sm3))
        erased = payload is None
        return {
            "position": made.position,
            "record": str(UUID(bytes=bytes(made.originator_id))),
            "topic": made.topic,
            "leaf": _text(leaf),
            "salt": None if erased else _text(bytes(salt)),
            "payload": None if erased else bytes(payload).decode(),
            "metadata": None if erased else bytes(metadata).decode(),
            "proof": {
                algorithm.name: [
                    _text(each)
                    for each in proofs.inclusion(tree, made.position - 1, self._size)
                ]
                for algorithm, tree in self._trees
            },
        }

    def _attachments(self, record: UUID) -> None:
        for held in attachments_of(self._reader, record):
            name = f"attachments/{held.digest}.{extension_of(held.name)}"
            if held.erasure is not None or name in self._digests:
                continue
            try:
                with self._site.attachments.open(held.digest) as content:
                    self._put(name, content.read())
            except AttachmentUnreadable as error:
                raise Refused(error.message) from None

    def heads(self) -> None:
        """The covering heads, the keys, and that they go on from earlier ones."""
        keys, known = self._site.signing_keys, []
        for signed, algorithm in zip(self._heads, ALGORITHMS, strict=True):
            self._put(f"checkpoint-{algorithm.name}.txt", signed.note.encode())
            known += [str(each) for each in keys.verifiers(algorithm)]
        self._put("keys.txt", ("\n".join(known) + "\n").encode())
        self._put_lines("consistency.jsonl", self._earlier(self._reader.connection))

    def _earlier(self, connection: Connection) -> Iterator[dict[str, Any]]:
        trees = {algorithm.name: tree for algorithm, tree in self._trees}
        for signed in stored(connection, _MOST_HEADS):
            if signed.position < self._size:
                first = checkpoint(parse(signed.note).text).size
                path = proofs.consistency(trees[signed.algorithm], first, self._size)
                yield {
                    "algorithm": signed.algorithm,
                    "note": signed.note,
                    "proof": [_text(each) for each in path],
                }

    def close(self, said: dict[str, str]) -> None:
        """What says of all the rest what it is, signed."""
        program = files("houqin.core.audit") / "offline.py"
        self._put("verify.py", program.read_bytes())
        self._put("README.txt", README.encode())
        manifest = {
            "format": FORMAT,
            "site": str(self._site.id),
            "unit": self._site.title,
            "size": self._size,
            "rows": self._rows,
            "events": self.count,
            "said": said,
            "files": self._digests,
        }
        content = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        self._kept.writestr("manifest.json", content)
        signer = self._site.signing_keys.signer(ALGORITHMS[0])
        text = f"{FORMAT}\n{sha256(content).hexdigest()}\n"
        self._kept.writestr("manifest.note", signer.sign(text))


def _row_line(row: Quoted) -> dict[str, Any]:
    return {
        "ledger": row.ledger,
        "record": str(row.record),
        "digest": row.digest,
        "canonical": row.canonical.decode(),
        "shown": dict(row.shown),
    }


def _csv(found: Sequence[Quoted]) -> Iterator[str]:
    """Each ledger's rows below its own head; the digest last."""
    ledger = None
    for row in found:
        if row.ledger != ledger:
            ledger = row.ledger
            yield _csv_line([row.title, *(head for head, _ in row.shown), "校验码"])
        yield _csv_line([row.title, *(text for _, text in row.shown), row.digest])


def _csv_line(texts: list[str]) -> str:
    return ",".join('"' + text.replace('"', '""') + '"' for text in texts) + "\r\n"


def _text(content: bytes) -> str:
    return b64encode(content).decode()
