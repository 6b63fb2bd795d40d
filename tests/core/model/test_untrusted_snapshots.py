"""A snapshot that lies beside the log is believed by nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.projection.horizon import Horizon
from houqin.events.library import StoredEvent
from houqin.events.snapshots import SnapshotRecorder
from tests.office import refused

if TYPE_CHECKING:
    from tests.core.works import Works


def test_commands_amendments_and_audit_read_events_and_no_snapshot(
    works: Works,
) -> None:
    meter = works.meter("一号楼")
    works.read(meter, 5)
    lying = SnapshotRecorder(works.site.store)
    lying.create_table()
    state = b'{"place":"nowhere","state":"off","value":999}'
    lying.insert_events([StoredEvent(meter, 2, "sample.Meter.Snapshot", state)])
    works.read(meter, 7)
    works.do("sample.off", record=meter)
    with refused("停用"):
        works.do("sample.off", record=meter)
    works.correct(meter, 2, value=6)
    assert works.column("meters", "place") == ["一号楼"]
    assert works.column("readings", "value", sort="value") == [6, 7]
    assert works.digest("sample.readings") == works.digest(
        "sample.readings", Horizon(position=works.head())
    )
    with works.site.store.reading() as connection:
        assert works.site.log.verify(connection) == []
    works.assert_sound()
