"""What is too much for one answer: made part by part while people go on.

Papers of a year (成批打印), 迎检材料, 取证包. Each batch is a folder with its parts and
a line that says how far it is, so that another process of this machine shows it too. It
belongs to whoever asked for it and is gone after a day.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid4

from houqin.core.printing.typesetting import PATIENCE, CannotTypeset
from houqin.core.schema.errors import NotPermitted, Refused
from houqin.core.site.signing import SigningKeyMissing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

#: Papers in one file: a folder of slips as it is filed.
PART = 200
_KEPT = 24 * 3600
#: What makes no progress for so long has ended with its process.
_SILENT = 3 * PATIENCE
_STATE = "state.json"
#: One batch of a process is set at a time; people who wait for one paper go first.
TURNS = BoundedSemaphore(1)

#: Told how much of a part is done.
Progress = Callable[[int], None]


class Part(NamedTuple):
    """One file: how many papers it holds, and what writes it to a path."""

    papers: int
    write: Callable[[Path, Progress], object]


@dataclass(frozen=True, slots=True)
class Batch:
    """How far a batch is; ``parts`` says how many papers each finished file holds.

    :param unit: what is counted: 份, 条.
    :param ending: of its files.
    """

    person: str
    title: str
    total: int
    unit: str = "份"
    ending: str = "pdf"
    id: str = field(default_factory=lambda: str(uuid4()))
    parts: tuple[int, ...] = ()
    under_way: int = 0
    seen: float = 0
    failed: str = ""

    @property
    def done(self) -> int:
        """How much is there."""
        return sum(self.parts) + self.under_way

    @property
    def finished(self) -> bool:
        """Whether all of it is there."""
        return sum(self.parts) >= self.total

    @property
    def running(self) -> bool:
        """Whether more is to come."""
        return not self.failed and not self.finished and not self.broken

    @property
    def broken(self) -> bool:
        """Whether its process has ended before it was done."""
        silent = time.time() - self.seen > _SILENT
        return not self.failed and not self.finished and silent

    def name_of(self, number: int, first: int, last: int) -> str:
        """What a finished file is called."""
        if number == 1 and self.finished and len(self.parts) == 1:
            return f"下载{self.title}" if self.ending == "zip" else self.title
        return f"第{first:,}–{last:,}{self.unit}"


class Batches:
    """The batches of every site, below one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def begin(self, site: str, batch: Batch) -> Batch:
        """Make room for a new one; old ones are cleared away."""
        self._clear(site)
        self._home(site, batch.id).mkdir(parents=True)
        self._tell(site, batch)
        return batch

    def found(self, site: str, batch: UUID, person: UUID) -> Batch | None:
        """A batch of that person's."""
        try:
            text = (self._home(site, str(batch)) / _STATE).read_text("utf-8")
        except FileNotFoundError:
            return None
        told = json.loads(text)
        known = Batch(**{**told, "parts": tuple(told["parts"])})
        return known if known.person == str(person) else None

    def part(self, site: str, batch: Batch, number: int) -> Path:
        """The file of a part, counted from 1."""
        return self._home(site, batch.id) / f"{number}.{batch.ending}"

    def make(self, site: str, batch: Batch, parts: Sequence[Part]) -> None:
        """Make one part after the other."""
        for number, part in enumerate(parts, 1):
            path = self.part(site, batch, number)
            aside = path.with_suffix(".new")
            try:
                part.write(aside, self._teller(site, batch))
            except (CannotTypeset, NotPermitted, Refused) as error:
                self._tell(site, replace(batch, failed=error.message))
                return
            except SigningKeyMissing as error:
                self._tell(site, replace(batch, failed=str(error)))
                return
            except Exception:
                self._tell(site, replace(batch, failed="没能生成，请重试"))
                raise
            aside.replace(path)
            batch = replace(batch, parts=(*batch.parts, part.papers))
            self._tell(site, batch)

    def _teller(self, site: str, batch: Batch) -> Progress:
        return lambda done: self._tell(site, replace(batch, under_way=done))

    def _tell(self, site: str, batch: Batch) -> None:
        """Written aside first: who reads sees a whole line."""
        home = self._home(site, batch.id)
        aside = home / f"{_STATE}.new"
        told = asdict(replace(batch, seen=time.time()))
        aside.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
        aside.replace(home / _STATE)

    def _home(self, site: str, batch: str) -> Path:
        return self._folder / site / batch

    def _clear(self, site: str) -> None:
        if not (self._folder / site).exists():
            return
        for home in (self._folder / site).iterdir():
            if time.time() - home.stat().st_mtime > _KEPT:
                shutil.rmtree(home, ignore_errors=True)
