"""The file of a site as lines: JSON, compressed, counted and summed at the end.

The first line describes the file, the last one closes it. Between them stand sections:
a line that names one and its columns, then a line for each row.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec

from houqin.core.schema.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from houqin.events.store.connection import Row

KIND, VERSION = "houqin site", 1
#: Bytes of a line: a part of an attachment has fewer.
LONGEST = 64 * 1024 * 1024
#: As fast as the disk; the best is a tenth smaller and takes four times as long.
_LEVEL = 6

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode


class FileBent(Refused):
    """The file is none of ours, or is not as it was written."""


class Lines:
    """Writes a file; what it is given alike comes out alike, byte for byte."""

    def __init__(self, file: BinaryIO, header: dict[str, Any]) -> None:
        self._file = gzip.GzipFile(
            filename="", mode="wb", compresslevel=_LEVEL, fileobj=file, mtime=0
        )
        self._sum = hashlib.sha256()
        self._count = 0
        self._write({"kind": KIND, "version": VERSION, **header})

    def section(self, name: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Write one section."""
        self._write({"section": f"{name}", "columns": [f"{each}" for each in columns]})
        for row in rows:
            self._write([_packed(value) for value in row])

    def close(self) -> None:
        """Write the last line."""
        self._write({"lines": self._count, "sha256": self._sum.hexdigest()})
        self._file.close()

    def _write(self, content: Any) -> None:
        line = _encode(content) + b"\n"
        self._sum.update(line)
        self._count += 1
        self._file.write(line)


class Sections:
    """Reads a file once, from its beginning to its end."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = gzip.GzipFile(fileobj=file, mode="rb")
        self._sum = hashlib.sha256()
        self._count = 0
        self._next: Any = None
        self.header = self._read()
        known = isinstance(self.header, dict) and self.header.get("kind") == KIND
        if not known:
            raise FileBent("这不是站点导出文件")
        if self.header.get("version") != VERSION:
            raise FileBent("站点导出文件由另一版本的程序写成，请用相同版本的程序导入")
        self._next = self._read()

    def __iter__(self) -> Iterator[tuple[str, list[str], Iterator[Row]]]:
        """Name, columns and rows of each section; its rows are read before the next.

        :raises FileBent: at the first line that is not as it was written.
        """
        while "section" in self._next:
            name, columns = self._next["section"], self._next["columns"]
            yield name, columns, self._rows(len(columns))
        if not self._closed or self._file.read(1):
            raise FileBent("站点导出文件不完整或者被改动过")

    def _rows(self, width: int) -> Iterator[Row]:
        while True:
            self._next = self._read()
            if isinstance(self._next, dict):
                return
            if len(self._next) != width:
                raise self._bent()
            try:
                row = tuple(_unpacked(value) for value in self._next)
            except (ValueError, KeyError, TypeError):
                raise self._bent() from None
            yield row

    def _read(self) -> Any:
        before = self._count, self._sum.hexdigest()
        try:
            line = self._file.readline(LONGEST)
            found = _decode(line)
        except (OSError, EOFError, zlib.error, msgspec.DecodeError, ValueError):
            raise self._bent() from None
        if not isinstance(found, dict | list):
            raise self._bent()
        self._closed = isinstance(found, dict) and before == (
            found.get("lines"), found.get("sha256"),
        )  # fmt: skip
        self._sum.update(line)
        self._count += 1
        return found

    def _bent(self) -> FileBent:
        if not self._count:
            return FileBent("这不是站点导出文件")
        return FileBent(f"站点导出文件第{self._count + 1:,}行读不出来")


def _packed(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return {"b": b64encode(value).decode()}
    return value


def _unpacked(value: Any) -> Any:
    return b64decode(value["b"]) if isinstance(value, dict) else value
