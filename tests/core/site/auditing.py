"""存证, 核验 and tampering at any time between the other rules."""

from __future__ import annotations

import random

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from houqin.core.audit.checkpoints import sign
from houqin.core.audit.verifying import verify_site
from houqin.events import verification
from houqin.events.note import checkpoint, parse
from tests.core.site.acting import PICK
from tests.core.site.erasing import Erasing
from tests.events.tampering import column_of_an_event, event_removed

CHANGES = (column_of_an_event, event_removed)


class Undone(Exception):
    """Takes a change back."""


class Keeper:
    """What the changes of `tampering` ask for."""

    def __init__(self, chance: random.Random, last: int) -> None:
        self.chance = chance
        self.last = last

    def some(self) -> int:
        """Any position that was signed."""
        return self.chance.randint(1, self.last)


class Auditing(Erasing):
    """Rules of somebody who keeps 存证点 outside."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[str] = []

    @rule()
    def sign(self) -> None:
        """A head is signed whatever has been done, and says where the log is."""
        signed = sign(self.site)
        assert [each.position for each in signed] == [self.head()] * 2
        self.kept += [each.note for each in signed]

    @precondition(lambda self: self.kept)
    @rule(pick=PICK)
    def verify(self, pick: int) -> None:
        """Nothing that commands do, erasures among them, contradicts what was kept."""
        found = verify_site(self.site, self.kept[-1 - pick % len(self.kept)])
        assert found.problems == []
        assert found.position == self.head()
        assert all(each.holds for each in found.judged)

    @precondition(lambda self: self.kept)
    @rule(change=st.sampled_from(CHANGES), seed=st.integers(0, 2**32))
    def tamper(self, change: object, seed: int) -> None:
        """What is done behind the log's back is found; then it is undone."""
        head = checkpoint(parse(self.kept[-2]).text)
        chance = random.Random(seed)  # noqa: S311 - a repeatable choice, no secret
        try:
            with self.site.store.writing() as connection:
                touched = change(Keeper(chance, head.size), connection)  # type: ignore[operator]
                done = verification.verify(connection, sizes=[head.size])
                signed = [("sha256", head.size, head.root)]
                found = [*done.problems, *verification.against(done, signed)]
                assert any(p.first <= at <= p.last for p in found for at in touched)
                raise Undone  # noqa: TRY301 - ends the transaction
        except Undone:
            pass
