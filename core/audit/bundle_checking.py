"""核验 of a 取证包 without its log: files, events, rows, heads."""

from __future__ import annotations

import json
from base64 import b64decode
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import BadZipFile, ZipFile

from houqin.core.audit.bundle import FORMAT
from houqin.core.schema.errors import Refused
from houqin.events import proofs
from houqin.events.errors import LogError
from houqin.events.leaf import body_bytes, leaf_hashes, read_leaf, sm3
from houqin.events.note import checkpoint, open_note, parse, verifier
from houqin.events.tree import ALGORITHMS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from houqin.events.note import Checkpoint, Verifier
    from houqin.events.tree import Algorithm

#: Bytes of one file that are read; an attachment has far fewer.
_LARGEST = 1_000_000_000


class Found(NamedTuple):
    """What a bundle that holds says."""

    unit: str
    said: dict[str, str]
    rows: int
    events: int
    erased: int
    attachments: int
    earlier: int
    heads: dict[str, Checkpoint]
    #: Whether keys kept elsewhere were used, not those of the bundle.
    brought: bool


def check_bundle(path: Path, known: Sequence[Verifier] = ()) -> Found:
    """Check everything in a bundle.

    :param known: public keys kept elsewhere, instead of the bundle's own.
    :raises Refused: naming the first thing that does not hold.
    """
    try:
        with ZipFile(path) as kept:
            return _Checking(kept, known).found()
    except (BadZipFile, KeyError, UnicodeDecodeError, json.JSONDecodeError):
        raise Refused("这不是审计取证包，或者文件不完整") from None
    except (LogError, ValueError, TypeError) as error:
        raise Refused(f"取证包不成立（{error}）") from None


class _Checking:
    """One bundle while it is checked."""

    def __init__(self, kept: ZipFile, known: Sequence[Verifier]) -> None:
        self._kept, self._brought = kept, bool(known)
        lines = [] if known else self._text("keys.txt").split()
        self._known = list(known) or [verifier(line) for line in lines]
        self._heads = dict(filter(None, map(self._head, ALGORITHMS)))
        if not self._heads:
            raise Refused("取证包中的存证点不是用所给公钥签的")
        self._erased = 0

    def found(self) -> Found:
        """Check it all."""
        manifest = self._manifest()
        attachments = self._files(manifest["files"])
        events, rows = self._lines("events.jsonl"), self._lines("rows.jsonl")
        for event in events:
            self._event(event)
        for row in rows:
            if sha256(row["canonical"].encode() + b"\n").hexdigest() != row["digest"]:
                raise Refused(f"台账记录与校验码不符：{row['record']}")
        earlier = [self._earlier(each) for each in self._lines("consistency.jsonl")]
        return Found(
            manifest["unit"], manifest["said"], len(rows), len(events), self._erased,
            attachments, sum(earlier), self._heads, self._brought,
        )  # fmt: skip

    def _bytes(self, name: str) -> bytes:
        if self._kept.getinfo(name).file_size > _LARGEST:
            raise Refused(f"文件过大：{name}")
        return self._kept.read(name)

    def _text(self, name: str) -> str:
        return self._bytes(name).decode()

    def _lines(self, name: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self._text(name).splitlines()]

    def _head(self, algorithm: Algorithm) -> tuple[str, Checkpoint] | None:
        """A covering head; one whose tree no given key signs for is passed over."""
        note = self._text(f"checkpoint-{algorithm.name}.txt")
        named = note.partition("\n")[0]
        keys = [key for key in self._known if key.name == named]
        return (algorithm.name, checkpoint(open_note(note, keys))) if keys else None

    def _manifest(self) -> dict[str, Any]:
        listed = self._bytes("manifest.json")
        said = open_note(self._text("manifest.note"), self._known)
        if said != f"{FORMAT}\n{sha256(listed).hexdigest()}\n":
            raise Refused("manifest.json与数字签名不符")
        manifest: dict[str, Any] = json.loads(listed)
        return manifest

    def _files(self, listed: dict[str, str]) -> int:
        """Every file is as listed, and no other is there; how many attachments."""
        signed = {"manifest.json", "manifest.note"}
        if others := set(self._kept.namelist()) - set(listed) - signed:
            raise Refused(f"取证包中多出文件：{min(others)}")
        for name, digest in listed.items():
            if sha256(self._bytes(name)).hexdigest() != digest:
                raise Refused(f"文件被改动：{name}")
        return sum(name.startswith("attachments/") for name in listed)

    def _event(self, event: dict[str, Any]) -> None:
        leaf = b64decode(event["leaf"], validate=True)
        header, *digests = read_leaf(leaf)
        if event["payload"] is None:
            self._erased += 1
        else:
            salt, texts = event["salt"], (event["payload"], event["metadata"])
            body = body_bytes(b64decode(salt), *(text.encode() for text in texts))
            if digests != [sha256(body).digest(), sm3(body)]:
                raise Refused(f"登记序号{header.position}的正文被改动")
        hashes = dict(zip(("sha256", "sm3"), leaf_hashes(leaf), strict=True))
        for algorithm in ALGORITHMS:
            if head := self._heads.get(algorithm.name):
                path = [b64decode(each) for each in event["proof"][algorithm.name]]
                proofs.check_inclusion(
                    algorithm, hashes[algorithm.name], header.position - 1, head.size,
                    path, head.root,
                )  # fmt: skip

    def _earlier(self, each: dict[str, Any]) -> bool:
        """Whether the tree goes on from an earlier head of a tree that is checked."""
        name = each["algorithm"]
        if name not in self._heads:
            return False
        head = self._heads[name]
        # Whoever kept it compares it word by word; who signed it then is no matter.
        before = checkpoint(parse(each["note"]).text)
        algorithm = next(a for a in ALGORITHMS if a.name == name)
        path = [b64decode(step) for step in each["proof"]]
        proofs.check_consistency(
            algorithm, before.size, head.size, path, before.root, head.root
        )
        return True
