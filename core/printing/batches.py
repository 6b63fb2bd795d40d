"""Papers too many for one answer (成批打印): made part by part while people go on.

Each batch is a folder with its parts and a line that says how far it is, so that
another process of this machine shows it too. It belongs to whoever asked for it and is
gone after a day.
"""

from __future__ import annotations

import json
import shutil
import time
from dataclasses import asdict, dataclass, replace
from threading import BoundedSemaphore
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from houqin.core.printing.typesetting import PATIENCE, CannotTypeset

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

#: Papers in one file: a folder of slips as it is filed.
PART = 200
_KEPT = 24 * 3600
#: What makes no progress for so long has ended with its process.
_SILENT = 3 * PATIENCE
_STATE = "state.json"
#: One batch of a process is set at a time; people who wait for one paper go first.
TURNS = BoundedSemaphore(1)


@dataclass(frozen=True, slots=True)
class Batch:
    """How far a batch is; ``parts`` says how many papers each finished file holds."""

    id: str
    person: str
    title: str
    total: int
    parts: tuple[int, ...] = ()
    seen: float = 0
    failed: str = ""

    @property
    def done(self) -> int:
        """Papers that are there."""
        return sum(self.parts)

    @property
    def running(self) -> bool:
        """Whether more are to come."""
        return not self.failed and self.done < self.total and not self.broken

    @property
    def broken(self) -> bool:
        """Whether its process has ended before it was done."""
        silent = time.time() - self.seen > _SILENT
        return not self.failed and self.done < self.total and silent


class Batches:
    """The batches of every site, below one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def begin(self, site: str, person: UUID, title: str, total: int) -> Batch:
        """A new one; old ones are cleared away."""
        self._clear(site)
        batch = Batch(str(uuid4()), str(person), title, total)
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
        return self._home(site, batch.id) / f"{number}.pdf"

    def make(
        self, site: str, batch: Batch, parts: Sequence[tuple[int, Callable[[], bytes]]]
    ) -> None:
        """Make one part after the other; each says how many papers it holds."""
        for number, (count, work) in enumerate(parts, 1):
            try:
                self.part(site, batch, number).write_bytes(work())
            except CannotTypeset as error:
                self._tell(site, replace(batch, failed=error.message))
                return
            except Exception:
                self._tell(site, replace(batch, failed="没能生成，请重试"))
                raise
            batch = replace(batch, parts=(*batch.parts, count))
            self._tell(site, batch)

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
