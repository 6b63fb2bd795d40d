"""What a rebuild counts by the batch is what commands count row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from houqin.core.projection.kpi import Equals, Given, count, total
from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.tally import Tally
from houqin.core.projection.writing import BaseLedger, WriteSet
from houqin.core.schema import types
from tests.core.sample import Meter

if TYPE_CHECKING:
    from houqin.core.projection.ledger import LedgerRow

FEES = Ledger(
    "sample.fees",
    "费用",
    per=Meter,
    columns=[
        Column("at", "时间", types.instant()),
        Column("on", "日期", types.day()),
        Column("kind", "类别", types.text()),
        Column("lift", "有电梯", types.boolean()),
        Column("amount", "金额", types.money()),
    ],
)
KPIS = [
    count(
        "sample.fees_taken", "笔数", over=FEES, at="at", unit="笔", meaning="费用数。",
        dimensions=("kind", "lift"),
    ),
    total(
        "sample.fee_total", "金额", over=FEES, at="on", column="amount", unit="元",
        meaning="金额之和。", dimensions=("kind",),
    ),
    count(
        "sample.fees_named", "有类别的笔数", over=FEES, at="at", unit="笔",
        meaning="有金额的水费。", where=(Equals("kind", ("水",)), Given("amount")),
    ),
]  # fmt: skip
# Both changed their time in these years, one of them in the middle of a day.
ZONES = [ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")]

_row = st.tuples(
    st.just("key"),
    st.just("stream"),
    st.sampled_from([0, 0, 0, 1]),
    st.none(),
    st.none(),
    st.none() | st.integers(515_000_000_000_000, 690_000_000_000_000),
    st.none() | st.dates().map(str),
    st.sampled_from([None, "", "水", "电"]),
    st.sampled_from([None, 0, 1]),
    st.none() | st.integers(-5, 5),
)


@given(st.lists(_row, max_size=40), st.sampled_from(ZONES), st.integers(1, 5))
@settings(max_examples=60, deadline=None)
def test_batches_come_to_the_cells_of_single_rows(
    rows: list[LedgerRow], zone: ZoneInfo, size: int
) -> None:
    base = BaseLedger(FEES, KPIS, zone)
    changes = WriteSet(base)
    changes.replace({}, {str(number): row for number, row in enumerate(rows)})
    here, there = Tally(base), Tally(base)
    for number, first in enumerate(range(0, len(rows), size)):
        (there if number % 2 else here).add(rows[first : first + size])
    here.merge(there.counted())
    found: list[Any] = list(here.cells())
    assert {cell[:4]: cell[4] for cell in found} == {
        tuple(cell): amount for cell, amount in changes.cells.items() if amount
    }
    assert found == sorted(found)
