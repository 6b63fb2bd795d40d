"""更正, 作废 and 撤销 for any record (CONTRACTS §4)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from houqin.core.projection.horizon import Horizon
from houqin.core.schema.errors import FormErrors
from houqin.core.site import offers
from tests.office import refused

if TYPE_CHECKING:
    from tests.core.works import Works
    from tests.office import Office


def test_of_several_corrections_the_last_wins_per_field(works: Works) -> None:
    meter = works.meter("一号楼", "2022-01-01")
    works.correct(meter, 1, place="二号楼")
    works.correct(meter, 1, since="2022-02-02")
    works.correct(meter, 1, place="三号楼")
    (row,) = works.rows("meters")
    assert (row.values["place"], row.values["since"]) == ("三号楼", "2022-02-02")
    # The last one undone, the one before it counts again.
    works.restore(meter)
    assert works.column("meters", "place") == ["二号楼"]
    works.restore(meter, 2)
    assert works.column("meters", "place") == ["一号楼"]
    assert works.column("meters", "since") == ["2022-02-02"]
    works.assert_sound()


def test_an_undoing_can_be_undone(works: Works) -> None:
    meter = works.meter()
    works.read(meter, 5)
    works.void(meter, 2)
    assert works.column("meters", "value") == [None]
    works.restore(meter)
    assert works.column("meters", "value") == [5]
    works.restore(meter)
    assert works.column("meters", "value") == [None]
    assert [s.title for s in works.history(meter)] == [
        "安装", "抄表", "作废：抄表", "撤销：作废", "撤销：作废",
    ]  # fmt: skip
    works.assert_sound()


def test_an_amendment_is_undone_once(works: Works) -> None:
    meter = works.meter()
    works.void(meter)
    works.restore(meter, 2)
    with refused("这一条已经撤销过"):
        works.restore(meter, 2)
    with refused("只能撤销更正或作废"):
        works.restore(meter, 1)
    with refused("没有第9条业务记录"):
        works.restore(meter, 9)


def test_amendments_are_not_corrected_nor_voided_but_undone(works: Works) -> None:
    meter = works.meter()
    works.correct(meter, 1, place="二号楼")
    with refused("更正和作废本身不能更正，可以撤销"):
        works.correct(meter, 2, reason="别的")
    with refused("更正和作废请用“撤销”"):
        works.void(meter, 2)


def test_what_is_voided_is_not_corrected_nor_voided_again(works: Works) -> None:
    meter = works.meter()
    works.read(meter, 5)
    works.void(meter, 2)
    with refused("这一条业务记录已作废，不能更正"):
        works.correct(meter, 2, value=6)
    with refused("这一条业务记录已作废"):
        works.void(meter, 2)
    works.void(meter)
    with refused("单据已作废，不能更正"):
        works.correct(meter, 1, place="二号楼")
    with refused("这份计量表已作废"):
        works.void(meter)


def test_voiding_the_first_event_is_voiding_the_record(works: Works) -> None:
    meter = works.meter()
    works.void(meter, 1)
    assert [row.voided for row in works.rows("meters")] == [True]
    assert works.last(meter).payload["target"] == 0


def test_a_correction_that_changes_nothing_is_no_correction(works: Works) -> None:
    meter = works.meter("一号楼")
    with pytest.raises(FormErrors, match="没有改动任何一项"):
        works.correct(meter, 1, place="一号楼")


def test_wrong_values_of_a_correction_are_named(works: Works) -> None:
    meter = works.meter()
    works.read(meter, 5)
    with pytest.raises(FormErrors) as wrong:
        works.correct(meter, 2, value=-1)
    assert list(wrong.value.errors.values()) == ["读数不能小于0度"]
    with pytest.raises(FormErrors) as wrong:
        works.correct(meter, 1, place=None)
    assert list(wrong.value.errors.values()) == ["必须填写"]


def test_an_optional_field_is_taken_away_by_a_correction(works: Works) -> None:
    meter = works.meter(keeper=works.clerk)
    works.correct(meter, 1, keeper=None)
    assert works.column("meters", "keeper") == [None]
    works.assert_sound()


def test_a_copied_field_follows_what_it_is_copied_from(works: Works) -> None:
    stranger = works.person("外单位", unit=works.department("县财政局", "财政局"))
    meter = works.meter(keeper=works.clerk)
    assert works.column("meters", "keeper_unit") == [str(works.unit)]
    works.correct(meter, 1, keeper=stranger)
    (unit,) = works.column("meters", "keeper_unit")
    assert unit not in {None, str(works.unit)}
    works.restore(meter)
    assert works.column("meters", "keeper_unit") == [str(works.unit)]


def test_a_correction_names_what_is_there(works: Works) -> None:
    meter = works.meter(keeper=works.clerk)
    with refused("没有这个人员") as wrong:
        works.correct(meter, 1, keeper=uuid4())
    assert wrong.value.field == "payload.keeper"


def test_a_corrected_moment_lies_between_beginning_and_recording(works: Works) -> None:
    works.at("09:00")
    meter = works.meter()
    works.at("10:00")
    works.read(meter, 5)

    def moved(to: str) -> dict[str, str]:
        return {"occurred": f"2023-03-06T{to}:00+08:00"}

    with refused("发生时间不能晚于登记时间2023-03-06 10:00"):
        works.correct(meter, 2, header=moved("10:01"))
    with refused("发生时间不能早于单据开始.*2023-03-06 09:00"):
        works.correct(meter, 2, header=moved("08:59"))
    works.correct(meter, 2, header=moved("09:30"))
    works.correct(meter, 1, header=moved("08:00"))
    works.correct(meter, 2, header=moved("08:30"))
    assert [row.values["read_at"] for row in works.rows("readings")] == [
        works.events(meter)[0].recorded - 30 * 60_000_000
    ]
    works.assert_sound()


def test_a_record_does_not_begin_after_what_happened_to_it(works: Works) -> None:
    works.at("10:00")
    meter = works.meter(at="2023-03-06 08:00")
    works.read(meter, 5, at="2023-03-06 08:30")
    later = {"occurred": "2023-03-06T08:31:00+08:00"}
    with refused("发生时间不能早于单据开始：2023-03-06 08:30早于2023-03-06 08:31"):
        works.correct(meter, 1, header=later)
    works.correct(meter, 1, header={"occurred": "2023-03-06T08:30:00+08:00"})
    works.assert_sound()


def test_the_header_tells_who_how_and_how_exactly(works: Works) -> None:
    works.at("09:00")
    meter = works.meter()
    works.correct(
        meter,
        1,
        header={
            "on_behalf_of": str(works.clerk),
            "channel": "paper",
            "precision": "day",
        },
    )
    installed, corrected = works.history(meter)
    assert (installed.on_behalf_name, installed.channel_title) == ("周经办", "纸质")
    assert installed.precision == "day"
    assert installed.corrected
    assert set(corrected.changes) == {
        ("当事人", "系统", "周经办"),
        ("方式", "系统", "纸质"),
        ("精确到", "", "day"),
    }
    assert works.column("meters", "told_by") == [str(works.clerk)]
    with refused("没有这个人员"):
        works.correct(meter, 1, header={"on_behalf_of": str(uuid4())})
    # By its day now, it lets an earlier hour of that day in.
    works.read(meter, 5, at="2023-03-06 07:00")


def test_history_says_what_changed_from_what_and_why(works: Works) -> None:
    works.at("08:00")
    meter = works.meter("一号楼")
    works.at("09:00")
    works.read(meter, 125)
    works.correct(meter, 2, value=130)
    works.correct(meter, 2, header={"occurred": "2023-03-06T08:30:00+08:00"})
    steps = works.history(meter)
    assert steps[1].changes == (("读数", "", "13.0 度"),)
    assert steps[2].changes == (("读数", "12.5 度", "13.0 度"),)
    assert (steps[2].title, steps[2].reason) == ("更正：抄表", "填错")
    assert steps[3].changes[0][0] == "发生时间"
    assert (steps[1].correctable, steps[1].voidable) == (True, True)
    assert (steps[2].correctable, steps[2].restorable) == (False, True)


def test_a_correction_starts_with_the_values_now(works: Works) -> None:
    meter = works.meter("一号楼")
    works.correct(meter, 1, place="二号楼")
    with works.site.reader() as reader:
        found = offers.correction_fields(reader, meter, 1)
        assert [(spec.name, value) for spec, value in found] == [
            ("place", "二号楼"), ("since", "2022-01-01"), ("keeper", None),
            ("public", None),
        ]  # fmt: skip
        with pytest.raises(LookupError):
            offers.correction_fields(reader, meter, 2)


def test_personal_values_are_sealed_again_when_corrected(works: Works) -> None:
    works.do(
        "core.correct",
        record=works.clerk,
        target=1,
        payload={"name": "周更名"},
        reason="更名",
    )
    sealed = works.last(works.clerk).payload["payload"]["name"]
    assert set(sealed) == {"alg", "key", "nonce", "ct"}
    with works.site.reader() as reader:
        assert reader.person_name(works.clerk) == "周更名"
        found = offers.correction_fields(reader, works.clerk, 1)
        fields = {spec.name: value for spec, value in found}
        assert fields["name"] == "周更名"
        changes = reader.history(works.clerk)[-1].changes
    assert changes == (("姓名", "周经办", "周更名"),)


def test_guards_follow_an_amendment(works: Works) -> None:
    """Rows are removed, refolded, then checked."""
    meter = works.meter("一号楼")
    works.correct(meter, 1, place="二号楼")
    other = works.meter("一号楼")
    with refused("位置“一号楼”已经登记过"):
        works.restore(meter)
    works.void(other)
    works.restore(meter)
    assert works.column("meters", "place", sort="place") == ["一号楼", "一号楼"]
    with refused("位置“一号楼”已经登记过"):
        works.restore(other)
    works.assert_sound()


def test_two_names_are_exchanged_in_two_steps_only(works: Works) -> None:
    first, second = works.meter("一号楼"), works.meter("二号楼")
    with refused("位置“二号楼”已经登记过，不能重复"):
        works.do("sample.move", record=first, place="二号楼")
    works.do("sample.move", record=first, place="仓库")
    works.do("sample.move", record=second, place="一号楼")
    works.do("sample.move", record=first, place="二号楼")
    works.assert_sound()


def test_a_state_of_latest_follows_business_time(works: Works) -> None:
    works.at("08:00")
    meter = works.meter()
    works.at("12:00")
    works.do("sample.off", record=meter)
    works.at("13:00")
    works.do("sample.on", record=meter, at="2023-03-06 12:30")
    assert works.rows("meters")[0].state == "on"
    # The switching on turns out to have been before the switching off.
    works.correct(meter, 3, header={"occurred": "2023-03-06T11:00:00+08:00"})
    assert works.rows("meters")[0].state == "off"
    with refused("计量表当前为“停用”，不能停用"):
        works.do("sample.off", record=meter)
    works.assert_sound()


def test_a_column_of_latest_follows_business_time(works: Works) -> None:
    works.at("08:00")
    meter = works.meter()
    works.at("12:00")
    works.read(meter, 50)
    works.read(meter, 30, at="2023-03-06 10:00")
    assert works.column("meters", "value") == [50]
    assert works.column("meters", "last_reading") == [50]
    assert works.column("meters", "all_readings") == [80]
    assert works.column("meters", "times") == [2]
    works.assert_sound()


def test_a_voided_event_is_left_out_of_every_fold(works: Works) -> None:
    works.at("08:00")
    meter = works.meter()
    works.at("09:00")
    works.read(meter, 50)
    works.read(meter, 999)
    works.void(meter, 3)
    works.read(meter, 60)
    assert works.last(meter).version == 5
    assert works.column("meters", "value") == [60]
    assert sorted((r.values["value"], r.voided) for r in works.rows("readings")) == [
        (50, False), (60, False), (999, True),
    ]  # fmt: skip
    assert works.figure("readings_taken", date(2023, 3, 6), date(2023, 3, 6)) == 2
    assert works.figure("consumption", date(2023, 3, 6), date(2023, 3, 6)) == 110
    works.assert_sound()


def test_an_amendment_known_later_is_not_in_an_earlier_view(works: Works) -> None:
    works.at("2023-03-06 09:00")
    meter = works.meter("一号楼")
    works.at("2023-03-08 09:00")
    works.correct(meter, 1, place="二号楼")
    before = Horizon(recorded_by=date(2023, 3, 7))
    assert works.column("meters", "place", horizon=before) == ["一号楼"]
    # Corrections have no business time of their own.
    early = Horizon(as_of=date(2023, 3, 6))
    assert works.column("meters", "place", horizon=early) == ["二号楼"]


def test_voiding_a_set_needs_the_whole_set(office: Office) -> None:
    car, driver = office.car(), office.driver()
    trip = office.trip(car, driver)
    head = office.head()
    with refused("还有单据引用它"):
        office.void(car, others=[driver])
    assert office.head() == head
    office.void(car, others=[trip, driver])
    office.assert_sound()
