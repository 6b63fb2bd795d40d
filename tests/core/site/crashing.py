"""Processes that die while they give a command, and writers that come too late."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID, uuid4

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import rule

from houqin.core.model.command import Act, Outcome
from houqin.events.entry import NewEvent
from houqin.events.errors import PositionConflict
from tests.core.site.acting import MINUTE, PICK
from tests.core.site.auditing import Auditing
from tests.core.site.dying import Fate

if TYPE_CHECKING:
    from collections.abc import Iterator

DYING = Path(__file__).with_name("dying.py")


@contextmanager
def mortals() -> Iterator[subprocess.Popen[str]]:
    """What gives commands and dies of it, loaded once for a whole run."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE_")}
    with subprocess.Popen(
        [sys.executable, DYING],
        env=kept | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.communicate()


class Crashing(Auditing):
    """Rules of those whose process ends, and of those who know no better."""

    mortals: ClassVar[subprocess.Popen[str]]

    @rule(milliseconds=st.none() | st.integers(0, 90))
    def crash(self, milliseconds: int | None) -> None:
        """Killed at some moment of a command; given again, it happens once.

        Without milliseconds it dies between the commit and its answer.
        """
        self.now += MINUTE
        values = {"unit": str(self.people["财政局"]), **self._asked(2, 2, 2)}
        act = Act("vehicles.request_vehicle", values, self.people["clerk"], uuid4())
        before = self.head()
        seconds = None if milliseconds is None else milliseconds / 1000
        self._die(Fate(self.var, self.name, self.now, act, seconds))
        there = self.head()
        self.set_clock()
        given = self.site.act(act)
        # A server may still have been at the commit when its client was dead.
        assert given.repeated or there == before
        assert given.repeated or milliseconds is not None
        assert (given.first, given.last) == (before + 1, self.head())
        self.read_on()
        outcome = Outcome(given.first, given.last, given.records)
        self.done.append((act, outcome))
        self.agree_live(outcome)

    def _die(self, fate: Fate) -> None:
        mortals = self.mortals
        assert mortals.stdin is not None
        assert mortals.stdout is not None
        mortals.stdin.write(fate.line())
        mortals.stdin.flush()
        assert mortals.stdout.readline() == "killed\n"

    @rule(pick=PICK)
    def conflict(self, pick: int) -> None:
        """Somebody appends a version that another has written meanwhile."""
        self.set_clock()
        event = self.log[-1 - pick % len(self.log)]
        new = NewEvent(
            UUID(event["stream"]), event["version"], event["topic"], {}, self.now
        )
        before = self.head()
        with (
            pytest.raises(PositionConflict),
            self.site.log.transaction(self.site.author()) as transaction,
        ):
            transaction.append([new])
        assert self.head() == before
