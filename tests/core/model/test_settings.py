"""参数设置: dated values of declared parameters, on both databases."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.config import configure
from houqin.core.model.settings import SettingsRecord, value_on
from houqin.core.projection.horizon import Horizon
from houqin.core.registry.declaring import DeclarationError
from houqin.core.schema.errors import FormErrors, NotPermitted
from houqin.core.schema.form import Form
from houqin.core.site.site import Site
from houqin.events.clock import SteppingClock
from houqin.events.store import SQLiteStore
from tests.office import KEY, Office, declared, open_site, refused

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

LATE = "core.free_lateness_hours"
DAYS = "core.unconfirmed_days"


def change(office: Office, since: str | None = None, **values: Any) -> UUID:
    given = {"since": since} if since else {}
    return office.made(
        "core.change_settings", office.administrator, group="core.records",
        values=values, **given,
    )  # fmt: skip


def now(office: Office, name: str = LATE, day: date | None = None) -> Any:
    with office.site.reader() as reader:
        return reader.setting(name, day)


def test_a_parameter_nobody_changed_has_its_default(office: Office) -> None:
    assert (now(office), now(office, DAYS)) == (24, 3)


def test_a_changed_parameter_holds_at_once_and_the_others_stay(office: Office) -> None:
    change(office, free_lateness_hours=48)
    assert (now(office), now(office, DAYS)) == (48, 3)
    office.assert_sound()


def test_an_event_says_what_changed_what_it_was_and_since_when(office: Office) -> None:
    change(office, free_lateness_hours=48, unconfirmed_days=3)
    group = change(office, free_lateness_hours=12)
    assert office.last(group).payload == {
        "values": {"free_lateness_hours": 12},
        "before": {"free_lateness_hours": 48},
        "since": "2023-03-01",
    }


def test_a_later_day_takes_effect_by_itself(office: Office) -> None:
    change(office, "2023-04-01", unconfirmed_days=5)
    assert now(office, DAYS) == 3
    assert now(office, DAYS, date(2023, 3, 31)) == 3
    assert now(office, DAYS, date(2023, 4, 1)) == 5
    office.at("2023-04-01 08:00")
    assert now(office, DAYS) == 5


def test_before_that_day_another_change_is_compared_with_what_holds(
    office: Office,
) -> None:
    change(office, "2023-04-01", unconfirmed_days=5)
    change(office, "2023-03-15", unconfirmed_days=4)
    group = change(office, "2023-04-01", unconfirmed_days=6)
    assert office.last(group).payload["before"] == {"unconfirmed_days": 5}
    found = [now(office, DAYS, date(2023, m, d)) for m, d in ((3, 14), (3, 15), (4, 1))]
    assert found == [3, 4, 6]
    office.assert_sound()


def test_of_two_changes_for_one_day_the_later_one_holds(office: Office) -> None:
    change(office, free_lateness_hours=48)
    change(office, free_lateness_hours=24)
    assert now(office) == 24


def test_a_historical_view_sees_what_held_then(office: Office) -> None:
    change(office, "2023-03-03", free_lateness_hours=48)
    office.at("2023-03-10 08:00")
    change(office, free_lateness_hours=72)

    def seen(horizon: Horizon) -> Any:
        with office.site.reader(horizon) as reader:
            return reader.setting(LATE)

    assert seen(Horizon(as_of=date(2023, 3, 2))) == 24
    assert seen(Horizon(as_of=date(2023, 3, 5))) == 48
    assert seen(Horizon(recorded_by=date(2023, 3, 9))) == 48
    assert seen(Horizon(position=1)) == 24
    assert seen(Horizon(as_of=date(2023, 3, 10))) == 72


def test_a_rule_reads_the_value_of_the_day_it_happened(office: Office) -> None:
    office.at("2023-03-06 09:00")
    request = {
        "unit": office.unit, "user": office.reviewer, "purpose": "开会",
        "passengers": 1, "planned_start": "2023-03-07T09:00:00+08:00",
        "planned_end": "2023-03-07T10:00:00+08:00", "origin": "甲", "destination": "乙",
    }  # fmt: skip
    late = {"at": "2023-03-04 15:00", **request}
    with refused("没有补录一天以前的事项的权限", NotPermitted):
        office.do("vehicles.request_vehicle", office.reviewer, **late)
    # Set for that day already: an administrator may enter late.
    office.do(
        "core.change_settings", office.administrator, at="2023-03-04 08:00",
        group="core.records", values={"free_lateness_hours": 48},
    )  # fmt: skip
    office.do("vehicles.request_vehicle", office.reviewer, **late)


@pytest.mark.parametrize(
    ("values", "name", "message"),
    [
        ({"free_lateness_hours": -1}, "values.free_lateness_hours", "不能小于0"),
        ({"free_lateness_hours": "很久"}, "values.free_lateness_hours", "应为整数"),
        ({"office_hours": "8点到12点"}, "values.office_hours", "办公时间格式不正确"),
        ({"office_hours": "25:00-26:00"}, "values.office_hours", "办公时间填写有误"),
        ({"office_hours": "12:00-08:00"}, "values.office_hours", "办公时间填写有误"),
        ({"nonsense": 1}, "values.nonsense", "没有“nonsense”这一项"),
        ({}, "", "没有改动任何一项"),
        ({"free_lateness_hours": 24}, "", "没有改动任何一项"),
    ],
)
def test_a_bad_value_is_named_by_its_field(
    office: Office, values: dict[str, Any], name: str, message: str
) -> None:
    with pytest.raises(FormErrors) as wrong:
        change(office, **values)
    assert message in wrong.value.errors[name]


def test_an_unknown_group_and_a_day_gone_by_are_refused(office: Office) -> None:
    with pytest.raises(FormErrors, match="没有参数组"):
        office.do("core.change_settings", group="core.none", values={})
    with pytest.raises(FormErrors, match="生效日期不能早于2023-03-01"):
        change(office, "2023-02-28", unconfirmed_days=5)


def test_only_who_configures_changes_parameters(office: Office) -> None:
    with refused("没有“修改参数”的权限", NotPermitted):
        office.do(
            "core.change_settings", office.dispatcher, group="core.records",
            values={"unconfirmed_days": 5},
        )  # fmt: skip


def test_what_was_set_is_neither_corrected_nor_voided(office: Office) -> None:
    group = change(office, unconfirmed_days=5)
    for command, given in (
        ("core.void", {"target": 0}),
        ("core.correct", {"target": 2, "payload": {}}),
    ):
        with refused("没有更正和作废|没有改动", (NotPermitted, FormErrors)):  # type: ignore[arg-type]
            office.do(
                command, office.administrator, record=group, reason="填错", **given
            )


def test_another_process_reads_the_new_value_and_not_what_it_kept(
    office: Office,
) -> None:
    clock = office.site.log.clock
    assert isinstance(clock, SteppingClock)
    other = Site("office", office.site.store, declared(), KEY)
    other._use(clock)
    with other.reader() as reader:
        assert reader.setting(LATE) == 24
    change(office, free_lateness_hours=48)
    with other.reader() as reader:
        assert reader.setting(LATE) == 48
        assert other.setting(reader.connection, LATE) == 48
    with other.reader() as old:
        assert old.setting(DAYS) == 3
        change(office, unconfirmed_days=9)
        # An older snapshot keeps to what it saw, and teaches nobody.
        with other.reader() as new:
            assert new.setting(DAYS) == 9
        assert old.within(old.horizon).setting(DAYS) == 3
    with other.reader() as reader:
        assert reader.setting(DAYS) == 9


def test_a_refused_change_is_not_remembered(office: Office) -> None:
    assert now(office) == 24
    with refused("已经登记过"):
        office.do("core.register_person", name="甲", department=office.unit, login="a1")
        office.do("core.register_person", name="乙", department=office.unit, login="a1")
    assert now(office) == 24


def test_an_ordinary_command_leaves_the_epoch_alone(office: Office) -> None:
    def epoch() -> int:
        with office.site.store.reading() as connection:
            return office.site.log.head(connection)[2]

    office.request()
    before = epoch()
    office.request("14:00", "15:00")
    assert epoch() == before
    change(office, unconfirmed_days=5)
    assert epoch() > before


def test_the_history_tells_old_and_new_in_words(office: Office) -> None:
    group = change(office, unconfirmed_days=5)
    _opened, step = office.history(group)
    assert step.title == "修改参数"
    assert step.changes == (
        ("电话同意补签时限", "3 天", "5 天"),
        ("生效日期", "", "2023-03-01"),
    )
    row = office.row("core.settings", group)
    assert row is not None
    assert row.values["name"] == "办理规则"


def test_a_parameter_without_declaration_is_told_by_its_name(office: Office) -> None:
    payload = {"values": {"gone": 2}, "before": {"gone": 1}, "since": "2023-03-01"}
    told = SettingsRecord.Changed.told(
        declared(), {"group": "core.records"}, payload, lambda _kind, value: str(value)
    )
    assert told == [("gone", "1", "2"), ("生效日期", "", "2023-03-01")]


def test_values_are_found_by_day() -> None:
    valid = {"x": [("2023-01-01", 1), ("2023-02-01", 2)]}
    days = [date(2022, 12, 31), date(2023, 1, 1), date(2023, 1, 31), date(2023, 2, 1)]
    assert [value_on(valid, "x", day) for day in days] == [None, (1,), (1,), (2,)]
    assert value_on(valid, "y", days[0]) is None


def test_parameters_need_defaults_and_names_of_their_own() -> None:
    class Needy(Form):
        amount: int

    class Rival(Form):
        free_lateness_hours: int = 1

    config = configure({"houqin.plugins": "houqin.plugins.vehicles"}, web=False)
    with pytest.raises(DeclarationError, match="amount"):
        config.add_site_settings("vehicles", Needy, "用车")
    config.add_site_settings("core", Rival, "重名", group="rival")
    with pytest.raises(Exception, match="free_lateness_hours"):
        config.add_site_settings("core", Rival, "重名", group="rival2")
        config.commit()


def test_an_ordinary_command_asks_the_database_for_no_parameter(tmp_path: Path) -> None:
    store = SQLiteStore(tmp_path / "office.db")
    office = Office(open_site(store, declared()))
    first, second = (
        office.trip(office.car(), office.driver(name), "09:00", "11:00")
        for name in ("韩师傅", "卫师傅")
    )
    office.at("09:00")
    office.depart(first, 1010)
    asked: list[str] = []
    assert store._writer is not None
    store._writer.set_trace_callback(asked.append)
    office.depart(second, 1010)
    store._writer.set_trace_callback(None)
    store.close()
    assert any("INSERT INTO" in sql for sql in asked)
    assert [sql for sql in asked if "guard_dated" in sql] == []
