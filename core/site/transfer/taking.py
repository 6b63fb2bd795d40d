"""A site read from its file: beside the others first, in place once all of it holds."""

from __future__ import annotations

import os
from contextlib import ExitStack
from itertools import groupby, islice
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any

from houqin.core.files.attachments import digest_of
from houqin.core.model.numbers import Serials
from houqin.core.people.keyring import KEY_BYTES
from houqin.core.schema.errors import Refused
from houqin.core.site.checking import guard_rows
from houqin.core.site.loading import placing
from houqin.core.site.log_problems import said
from houqin.core.site.signing import public_path
from houqin.core.site.tables import create_site_tables
from houqin.core.site.transfer.contents import (
    BATCH,
    BODY,
    EVENT,
    columns_of,
    tables,
)
from houqin.core.site.transfer.lines import FileBent, Sections
from houqin.events import verification
from houqin.events.errors import IntegrityRefused, NoteInvalid, StatementRefused
from houqin.events.examination import SIZE
from houqin.events.leaf import Seal
from houqin.events.note import checkpoint, open_note
from houqin.events.store import FORMAT
from houqin.events.tree import ALGORITHMS, Trees

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from houqin.core.site.directory import Directory
    from houqin.core.site.site import Site
    from houqin.events.store import Store
    from houqin.events.store.connection import Row
    from houqin.events.verification import Problem, SignedHead

    Progress = Callable[[str, int, int], None]

MOST_JOBS, MOST_NAMED = 8, 5
_IN_MEMORY = 2 * 1024 * 1024
_SET_HEAD = (
    "UPDATE [log_head] SET position = ?, recorded = ?, frontier_sha256 = ?,"
    " frontier_sm3 = ?"
)
_NODES = ("level", "number", "sha256", "sm3")
_CHECKPOINTS = "SELECT algorithm, position, note FROM [checkpoint] ORDER BY position"


def import_site(
    directory: Directory,
    path: Path,
    name: str,
    *,
    store_url: str | None = None,
    keys: Path | None = None,
    progress: Progress | None = None,
) -> Site:
    """Make a site of a file, whole or not at all.

    :param keys: the folder that holds ``key`` and ``signing``, when the file does not.
    :raises FileBent: when the file is not as it was written.
    :raises Refused: when its log does not hold, naming the positions.
    """
    tell = progress or (lambda _what, _done, _total: None)
    with path.open("rb") as file:
        sections = Sections(file)
        header = sections.header
        if header.get("log") != FORMAT or not isinstance(header.get("position"), int):
            found = header.get("log")
            raise FileBent(f"原始记录的格式是{found}，本程序只读写格式{FORMAT}")
        with placing(directory, name, store_url) as beside:
            arriving = _Arriving(beside, name, store_url, header, keys, tell)
            arriving.take(sections)
            try:
                _make_whole(arriving, header["position"], tell)
            finally:
                arriving.store.close()
    return directory.open(name)


class _Arriving:
    """The parts of the file as they come."""

    def __init__(
        self,
        beside: Directory,
        name: str,
        store_url: str | None,
        header: dict[str, Any],
        keys: Path | None,
        tell: Progress,
    ) -> None:
        self.beside = beside
        self.name = name
        self.header = header
        self.keys = keys
        self.tell = tell
        self.store: Store = beside.new_store(name, store_url)
        self.known = {f"{table.name}": columns_of(table) for table in tables()}

    def take(self, sections: Sections) -> None:
        self.store.create()
        with self.store.writing() as connection:
            create_site_tables(connection)
        for section, columns, rows in sections:
            if section == "keys":
                self._take_keys(dict(rows))
            elif section == "event" and columns == [*EVENT, *BODY]:
                self._take_events(rows)
            elif section == "file":
                self._take_files(rows)
            elif self.known.get(section) == columns:
                self._take_table(section, columns, rows)
            else:
                raise FileBent(f"站点导出文件中的“{section}”本程序不认识")

    def open(self) -> Site:
        return self.beside.opened_from(self.name, self.store)

    def _take_keys(self, given: dict[str, bytes]) -> None:
        if not all(isinstance(content, bytes) for content in given.values()):
            raise FileBent("站点导出文件中的密钥读不出来")
        for part in {"key", "signing"} - given.keys():
            if self.keys is None:
                raise Refused("文件中没有密钥，请用--keys指明密钥文件所在的目录")
            given[part] = (self.keys / part).read_bytes()
        if {len(given["key"]), len(given["signing"])} != {KEY_BYTES}:
            raise Refused("密钥文件不是本系统的密钥")
        signing = self.beside.signing_path(self.name)
        signing.parent.mkdir(parents=True, exist_ok=True)
        for path, part, mode in (
            (self.beside.key_path(self.name), "key", 0o600),
            (signing, "signing", 0o600),
            (public_path(signing), "public", 0o644),
        ):
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
            with os.fdopen(descriptor, "wb") as file:
                file.write(given[part])
                file.flush()
                os.fsync(file.fileno())

    def _take_events(self, rows: Iterator[Row]) -> None:
        trees, position, recorded = Trees(0, b"", b""), 0, 0
        width, total = len(EVENT), self.header["position"]
        while batch := list(islice(rows, BATCH)):
            for expected, row in enumerate(batch, position + 1):
                if row[0] != expected:
                    raise FileBent(f"登记序号{expected:,}处没有原始记录")
            trees.extend([Seal(*row[width - 4 : width]) for row in batch])
            stored = [row[:width] for row in batch]
            bodies = [
                (row[0], row[-3], row[-2].encode(), row[-1].encode())
                for row in batch
                if row[-3] is not None
            ]
            self._load("event", EVENT, stored)
            self._load("body", ("position", *BODY), bodies)
            self._load("tree_node", _NODES, trees.completed())
            trees.sha256.completed.clear()
            trees.sm3.completed.clear()
            position, recorded = batch[-1][0], batch[-1][EVENT.index("recorded")]
            self.tell("导入", position, total)
        with self.store.writing() as connection:
            connection.run(_SET_HEAD, (position, recorded, *trees.packed))

    def _take_table(self, name: str, columns: list[str], rows: Iterator[Row]) -> None:
        while batch := list(islice(rows, BATCH)):
            self._load(name, columns, batch)

    def _load(self, name: str, columns: Any, rows: list[Row]) -> None:
        if not rows:
            return
        try:
            with self.store.writing() as connection:
                connection.load(name, columns, rows)
        except (IntegrityRefused, StatementRefused, TypeError, ValueError) as error:
            place = (
                f"登记序号{rows[0][0]:,}至{rows[-1][0]:,}" if name == "event" else name
            )
            raise FileBent(f"站点导出文件中的{place}存不进去") from error

    def _take_files(self, rows: Iterator[Row]) -> None:
        """Contents, one after the other; each is what its digest says or is refused."""
        place = self.beside.places(self.name, self.store)[0]
        for digest, parts in groupby(rows, key=lambda row: row[0]):
            with SpooledTemporaryFile(max_size=_IN_MEMORY) as content:
                content.writelines(part for _digest, part in parts)
                if digest_of(content) != digest:  # type: ignore[arg-type]  # a file
                    raise FileBent(f"附件内容与校验码不符：{digest[:12]}")
                place.keep(digest, content)


def _require_sound(site: Site, position: int, tell: Progress) -> None:
    """The log is computed anew, and compared with what was signed of it.

    :raises Refused: naming the positions that do not hold.
    """
    with ExitStack() as stack:
        connection = stack.enter_context(site.store.reading())
        head = site.log.head(connection)[0]
        notes = connection.execute(_CHECKPOINTS)
        heads = [found for row in notes if (found := _signed(site, *row))]
        runner = None
        if head > 2 * SIZE:
            jobs = min(os.cpu_count() or 1, MOST_JOBS)
            runner = stack.enter_context(verification.several(site.store, jobs))
        done = verification.verify(
            connection,
            sizes=[each[1] for each in heads],
            commanded=True,
            runner=runner,
            progress=lambda reached: tell("核验", reached, head),
        )
    problems: list[Problem] = [*done.problems, *verification.against(done, heads)]
    problems += [
        verification.Problem("signature", place, place)
        for algorithm, place, _note in notes
        if not any(each[:2] == (algorithm, place) for each in heads)
    ]
    if head != position:
        problems.append(verification.Problem("cut", head + 1, position))
    if problems:
        named = "；".join(said(each) for each in problems[:MOST_NAMED])
        raise Refused(f"文件中的原始记录核验不通过，没有导入：{named}")


def _signed(site: Site, algorithm: str, position: int, note: str) -> SignedHead | None:
    (tree,) = [each for each in ALGORITHMS if each.name == algorithm]
    try:
        head = checkpoint(open_note(note, site.signing_keys.verifiers(tree)))
    except NoteInvalid:
        return None
    return (algorithm, head.size, head.root) if head.size == position else None


def _make_whole(arriving: _Arriving, position: int, tell: Progress) -> None:
    """The log is sound, and everything that is made of it is made of it."""
    site = arriving.open()
    _require_sound(site, position, tell)
    if _set_guards_right(site):
        # Which modules the site has is a guard as well.
        site = arriving.open()
        _set_guards_right(site)
    site.rebuild(progress=tell)


def _set_guards_right(site: Site) -> bool:
    """Let guards hold what the log says, and not the file; whether any did not."""
    with site.reader() as reader:
        wrong = [each for each in guard_rows(reader) if each.wanted != each.stored]
    with site.store.writing() as connection:
        for guard, wanted, stored in wrong:
            if isinstance(guard, Serials):
                # A number once drawn stays drawn.
                last = {year: number for _name, year, number in stored}
                for _name, year, number in wanted:
                    if (more := number - last.get(year, 0)) > 0:
                        guard.draw_many(connection, year, more)
                continue
            guard.remove(connection, stored - wanted)
            guard.insert(connection, wanted - stored)
    return bool(wrong)
