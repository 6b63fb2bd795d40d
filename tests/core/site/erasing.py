"""个人信息清除 of whatever text there is, at any time between the other rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from houqin.core.projection.horizon import LIVE, Horizon
from tests.core.site.acting import PICK
from tests.core.site.amending import Amending
from tests.core.site.naive_events import ERASED, as_erased, is_amendment

if TYPE_CHECKING:
    from tests.core.site.naive_events import Event

TEXTS = {
    "vehicles.VehicleRequest.Requested": (
        "purpose", "origin", "destination", "contact",
    ),
    "vehicles.VehicleRequest.Revised": ("purpose", "destination", "contact"),
    "vehicles.VehicleRequest.SentBack": ("comment",),
    "vehicles.Trip.Dispatched": ("purpose", "origin", "destination"),
    "vehicles.Trip.Reassigned": ("reason",),
    "vehicles.Trip.Returned": ("route", "place"),
    "vehicles.Trip.CostRecorded": ("voucher",),
    "vehicles.Trip.Closed": ("remark",),
    "vehicles.Trip.Cancelled": ("reason",),
    "vehicles.Vehicle.Registered": ("model", "special_case"),
    "vehicles.Vehicle.Updated": ("model",),
}  # fmt: skip


class Erasing(Amending):
    """Rules that take texts away for ever."""

    def _erasable(self, event: Event) -> bool:
        return event["topic"] in TEXTS

    @precondition(lambda self: any(map(self._erasable, self.log)))
    @rule(pick=st.integers(0, 30), fields=st.data(), given=st.booleans())
    def erase(self, pick: int, fields: st.DataObject, given: bool) -> None:  # noqa: FBT001 - drawn
        """Counts stay, and everything read later agrees with the naive model."""
        found = [e for e in self.log if self._erasable(e)]
        event = found[-1 - pick % len(found)]
        names = fields.draw(
            st.lists(st.sampled_from(TEXTS[event["topic"]]), min_size=1, unique=True),
            label="fields",
        )
        texts = {names[0]: "另有说明"} if given else {}
        middle = Horizon(position=max(1, self.head() // 2))
        before = self._counted(LIVE), self._counted(middle)
        done = self.give(
            "core.erase_payload", "system", record=event["stream"],
            target=event["version"], fields=names, texts=texts, basis="consent",
            document="某函〔2023〕1号", reason="本人申请",
        )  # fmt: skip
        assert (self._counted(LIVE), self._counted(middle)) == before
        if done:
            assert self.log[(done.first or 1) - 1]["topic"] == ERASED
            self.agree_log()

    @precondition(lambda self: any(e["topic"] == ERASED for e in self.log))
    @rule(pick=PICK)
    def erase_again(self, pick: int) -> None:
        """The same event once more, or one of its amendments, which is refused."""
        found = [e for e in self.log if e["topic"] == ERASED]
        event = found[-1 - pick % len(found)]
        target = event["payload"]["target"] if pick % 3 else event["version"]
        self.give(
            "core.erase_payload", "system", record=event["stream"], target=target,
            fields=event["payload"]["fields"], basis="period",
            document="某函〔2023〕2号", reason="本人申请",
        )  # fmt: skip
        self.agree_log()

    def _counted(self, horizon: Horizon) -> list[int]:
        """Rows of every ledger but the list of erasures."""
        names = [n for n in self.site.declarations.ledgers if n != "core.erasures"]
        with self.site.reader(horizon) as reader:
            return [reader.ledger(name).count() for name in names]

    def agree_log(self) -> None:
        """What was remembered, with what was erased since, is what is read."""
        with self.site.store.reading() as connection:
            read = [
                (e.topic, e.payload, e.metadata, is_amendment({"topic": e.topic}))
                for e in self.site.log.read(connection)
            ]
            assert self.site.log.verify(connection) == []
        assert read == [
            (e["topic"], e["payload"], e["metadata"], is_amendment(e))
            for e in as_erased(self.log)
        ]
