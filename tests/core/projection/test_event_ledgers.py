"""Per-event ledgers: one row an event, and one an item where it lists several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.projection.horizon import Horizon

if TYPE_CHECKING:
    from tests.core.works import Works


def people(*names: str) -> list[dict[str, object]]:
    return [{"who": name, "seat": n} for n, name in enumerate(names, 1)]


def test_an_event_that_lists_several_gives_a_row_each(works: Works) -> None:
    meeting = works.made("sample.hold", name="例会", people=people("甲", "乙", "丙"))
    works.do("sample.join", record=meeting, people=people("丁"))
    rows = works.rows("sign_ins", sort="key")
    assert [row.key for row in rows] == [
        f"{meeting}:000001:0001",
        f"{meeting}:000001:0002",
        f"{meeting}:000001:0003",
        f"{meeting}:000002:0001",
    ]
    assert [row.values["who"] for row in rows] == ["甲", "乙", "丙", "丁"]
    # What an earlier event said is carried along.
    assert {row.values["meeting"] for row in rows} == {"例会"}
    works.assert_sound()


def test_a_correction_of_a_list_puts_and_drops_rows(works: Works) -> None:
    meeting = works.made("sample.hold", name="例会", people=people("甲", "乙", "丙"))
    works.correct(meeting, 1, people=people("甲", "戊"))
    assert sorted(works.column("sign_ins", "who")) == ["戊", "甲"]
    works.restore(meeting)
    assert len(works.rows("sign_ins")) == 3
    works.assert_sound()


def test_a_list_of_nobody_gives_no_row(works: Works) -> None:
    works.made("sample.hold", name="例会", people=[])
    assert works.rows("sign_ins") == []
    works.assert_sound()


def test_rows_of_a_voided_event_stay_marked(works: Works) -> None:
    meeting = works.made("sample.hold", name="例会", people=people("甲"))
    works.do("sample.join", record=meeting, people=people("乙", "丙"))
    works.void(meeting, 2)
    voided = {row.values["who"]: row.voided for row in works.rows("sign_ins")}
    assert voided == {"甲": False, "乙": True, "丙": True}
    with works.site.reader() as reader:
        assert reader.ledger("sample.sign_ins").totals() == {"seat": 1}
    works.void(meeting)
    assert all(row.voided for row in works.rows("sign_ins"))
    works.assert_sound()


def test_voided_rows_are_in_the_digest(works: Works) -> None:
    meeting = works.made("sample.hold", name="例会", people=people("甲"))
    works.do("sample.join", record=meeting, people=people("乙"))
    before = works.digest("sample.sign_ins")
    works.void(meeting, 2)
    assert works.digest("sample.sign_ins") != before


def test_a_row_tells_the_state_after_its_event(works: Works) -> None:
    meter = works.meter()
    works.read(meter, 5)
    works.do("sample.off", record=meter)
    works.read(meter, 6)
    states = [(r.values["value"], r.state) for r in works.rows("readings", sort="key")]
    assert states == [(5, "on"), (6, "off")]


def test_rows_of_a_record_are_found_by_it(works: Works) -> None:
    meter = works.meter("一号楼")
    works.read(works.meter("二号楼"), 1)
    works.read(meter, 5)
    with works.site.reader() as reader:
        (row,) = reader.ledger("sample.readings").of_stream(meter)
        assert row.values["value"] == 5
        by_meter = reader.ledger("sample.readings").referring("meter", str(meter))
        assert [r.key for r in by_meter] == [row.key]
        assert reader.ledger("sample.sign_ins").referring("who", "甲") == []
        assert reader.ledger("sample.sign_ins").of_stream(meter) == []
    with works.site.reader(Horizon(position=1)) as reader:
        assert reader.ledger("sample.readings").of_stream(meter) == []


def test_a_ledger_names_itself_and_its_plugin(works: Works) -> None:
    ledger = works.site.declarations.ledgers["sample.sign_ins"]
    assert repr(ledger) == "<Ledger sample.sign_ins 签到表>"
    assert ledger.plugin == "sample"
    assert works.site.declarations.kpis["sample.old"].plugin == "sample"
