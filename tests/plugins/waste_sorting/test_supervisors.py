"""督导员: nominated, in the roster, replaced; one at least for every unit."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uuid import UUID

    from tests.plugins.waste_sorting.working import Waste

YEAR = date(2023, 1, 1), date(2023, 12, 31)


def test_every_unit_has_at_least_one_supervisor(waste: Waste) -> None:
    unit = waste.unit()
    waste.when("waste_sorting.enrol_unit", record=unit)
    waste.then_refused("至少一名督导员")
    waste.supervisor(unit)
    waste.when("waste_sorting.enrol_unit", record=unit)
    waste.then("waste_sorting.SortingUnit.Enrolled")
    waste.then_row("waste_sorting.units", unit, state="enrolled", supervisors=1)


def test_a_unit_is_on_the_list_once(waste: Waste) -> None:
    waste.unit()
    department = waste.departments["县财政局"]
    waste.when("waste_sorting.list_unit", department=department, people=3)
    waste.then_refused("这个单位已在名录里")


def test_a_name_the_unit_knows_is_that_person(waste: Waste) -> None:
    unit = waste.unit()
    known = waste.person("张三", waste.departments["县财政局"])
    supervisor = waste.nominate(unit, "张三")
    waste.then_row("waste_sorting.supervisors", supervisor, person=known)
    assert len(waste.rows("core.people")) == 1


def test_a_name_nobody_bears_is_registered(waste: Waste) -> None:
    supervisor = waste.nominate(waste.unit(), "李四")
    row: Any = waste.row("waste_sorting.supervisors", supervisor)
    assert row.values["department"] == str(waste.departments["县财政局"])
    with waste.site.reader() as reader:
        assert reader.title("core.Person", row.values["person"]) == "李四"


def test_nobody_is_nominated_twice(waste: Waste) -> None:
    unit = waste.unit()
    waste.nominate(unit, "张三")
    given = {"unit": unit, "name": "张三", "sex": "male", "post": "科员"}
    waste.when("waste_sorting.nominate_supervisor", **given)
    waste.then_refused("这个人已经是督导员")


def test_the_telephone_is_masked(waste: Waste) -> None:
    supervisor = waste.nominate(waste.unit(), phone="13812345678")
    with waste.site.reader() as reader:
        ledger = reader.ledger("waste_sorting.supervisors")
        row = ledger.row(str(supervisor))
        assert row is not None
        column: Any = ledger.ledger.column("phone")
        assert reader.shown(ledger.ledger, row, column) == "138****5678"
    (event,) = waste.events(supervisor)
    assert "13812345678" not in str(event.payload)


def test_whoever_replaces_a_supervisor_is_nominated_with_it(waste: Waste) -> None:
    unit = waste.unit()
    before = waste.supervisor(unit)
    waste.when(
        "waste_sorting.replace_supervisor", record=before, reason="调离", name="李四",
        sex="female", post="副主任",
    )  # fmt: skip
    waste.then("core.Person.Registered")
    nominated = waste.then("waste_sorting.Supervisor.Nominated", replaces=before)
    waste.then("waste_sorting.Supervisor.Replaced", successor=nominated.stream)
    waste.then_row("waste_sorting.supervisors", before, state="replaced")
    waste.then_row("waste_sorting.units", unit, supervisors=1)
    _figures(waste, nominated=2, in_office=1, replaced=1)


def _figures(waste: Waste, **wanted: int) -> None:
    found = {name: waste.figure(f"waste_sorting.{name}", *YEAR) for name in wanted}
    assert found == wanted


def test_coverage_and_supervision_are_shares_of_the_list(waste: Waste) -> None:
    waste.enrolled("县财政局")
    waste.enrolled("县审计局")
    waste.unit("县统计局")
    waste.supervisor(waste.unit("县档案馆"), "档管员")
    _figures(waste, units_listed=4, units_enrolled=2, coverage=500, supervised=750)


def test_a_level_is_that_of_the_last_day(waste: Waste) -> None:
    waste.at("2023-03-01 09:00")
    waste.enrolled("县财政局", people=60)
    waste.at("2023-04-03 09:00")
    second = waste.enrolled("县审计局", people=40)
    march, april = date(2023, 3, 31), date(2023, 4, 30)
    start = date(2023, 1, 1)
    for name, then, now in (("people", 60, 100), ("units_supervised", 1, 2)):
        kpi = f"waste_sorting.{name}"
        assert waste.figure(kpi, start, march) == then
        assert waste.figure(kpi, start, april) == now
    waste.do("waste_sorting.remove_unit", record=second, reason="撤销")
    assert waste.figure("waste_sorting.people", start, april) == 60


def _session(waste: Waste, *names: str) -> tuple[UUID, dict[str, UUID]]:
    unit = waste.unit()
    known = {name: waste.supervisor(unit, name) for name in names}
    return waste.training(), known


def test_who_signed_in_is_trained_and_who_sent_somebody_is_not(waste: Waste) -> None:
    training, known = _session(waste, "甲", "乙", "丙")
    ticks = {str(known["甲"]): "present", str(known["乙"]): "deputy"}
    waste.signed(training, **ticks)
    states = {name: waste.state(record) for name, record in known.items()}
    assert states == {"甲": "trained", "乙": "active", "丙": "active"}
    _figures(waste, trainees=1, expected=3, sessions=1, trained_rate=333)
    waste.then_row("waste_sorting.trainings", training, expected=3, came=2, missing=1)


def test_a_sheet_that_is_taken_back_qualifies_nobody(waste: Waste) -> None:
    training, known = _session(waste, "甲")
    waste.signed(training, **{str(known["甲"]): "present"})
    version = waste.version(training, "Held")
    waste.do("core.void", record=training, target=version, reason="登错")
    assert waste.state(known["甲"]) == "active"
    _figures(waste, trainees=0, qualified=0)
    waste.signed(training, **{str(known["甲"]): "absent"})
    waste.assert_sound()


def test_only_the_untrained_are_expected_again(waste: Waste) -> None:
    training, known = _session(waste, "甲", "乙")
    waste.signed(training, **{str(known["甲"]): "present"})
    again = waste.training(scope="untrained", host=known_person(waste, known["甲"]))
    (event,) = waste.events(again)
    assert event.payload["expected"] == [str(known["乙"])]


def known_person(waste: Waste, supervisor: UUID) -> str:
    row: Any = waste.row("waste_sorting.supervisors", supervisor)
    return str(row.values["person"])
