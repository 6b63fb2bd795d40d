"""无任务出行 from 发现 to 销号, and 自查自纠."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.schema.errors import FormErrors, NotPermitted, Refused
from tests.office import hour, refused

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office

UNPLANNED, CHECKS = "vehicles.unplanned_trips", "vehicles.self_checks"


@dataclass
class Finding:
    """One car that moved, and who drove it."""

    office: Office
    car: UUID
    driver: UUID
    person: UUID
    record: UUID

    def do(self, command: str, by: UUID | None = None, **given: Any) -> None:
        by = by or self.office.dispatcher
        self.office.do(f"vehicles.{command}", by, record=self.record, **given)

    def prompt(self, **more: Any) -> None:
        facts = {
            "driver": self.driver, "prompt": "请说明周日用车情况",
            "explain_by": hour("2023-03-08 18:00"),
        }  # fmt: skip
        self.do("prompt_driver", **{**facts, **more})

    def explain(self, by: UUID | None = None) -> None:
        self.do("explain", by or self.person, explanation="送车保养未报备")

    def demand(self) -> None:
        self.do("demand_rectification", demand="写出检查，重学制度",
                rectify_by=hour("2023-03-10 18:00"))  # fmt: skip

    def rectify(self, by: UUID | None = None) -> None:
        self.do("rectify", by or self.person, rectification="已学习并保证不再发生")

    def close(self, by: UUID | None = None) -> None:
        self.do("close_unplanned_trip", by or self.office.director, opinion="属实")


def find(office: Office, car: UUID, **more: Any) -> UUID:
    facts = {
        "vehicle": car,
        "moved_at": hour("2023-03-05 10:20"),
        "place": "县城东路",
        "source": "platform",
        "distance": 12,
    }
    return office.made(
        "vehicles.find_unplanned_trip", office.dispatcher, **{**facts, **more}
    )


@pytest.fixture
def finding(office: Office, car: UUID) -> Finding:
    office.at("08:00")
    person = office.person("陈师傅", "driver")
    driver = office.made("vehicles.register_driver", person=person, licence="C1")
    return Finding(office, car, driver, person, find(office, car))


def test_it_goes_from_found_to_closed(finding: Finding) -> None:
    office, record = finding.office, finding.record
    states = [office.state(record)]
    for step in ("prompt", "explain", "demand", "rectify", "close"):
        getattr(finding, step)()
        states.append(office.state(record))
    assert states == [
        "found", "prompted", "explained", "rectifying", "rectified", "closed",
    ]  # fmt: skip
    assert office.kpi("unplanned_found") == 1
    assert office.kpi("unplanned_rate") == 1000
    office.assert_sound()


def test_its_row_says_all_that_was_said(finding: Finding) -> None:
    for step in ("prompt", "explain", "demand", "rectify", "close"):
        getattr(finding, step)()
    row = finding.office.row(UNPLANNED, finding.record)
    assert row is not None
    empty = [name for name, value in row.values.items() if value is None]
    assert empty == ["note"]
    assert row.values["serial"] == "督2023-00001"


def test_the_rectification_rate_counts_what_is_closed(
    finding: Finding, car: UUID
) -> None:
    find(finding.office, finding.office.car())
    assert finding.office.kpi("unplanned_rate") == 0
    for step in ("prompt", "explain", "demand", "rectify", "close"):
        getattr(finding, step)()
    assert finding.office.kpi("unplanned_rate") == 500


def test_a_trip_with_a_task_is_no_trip_without_one(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.at("08:00")
    office.trip(car, driver)
    office.at("13:00")
    with refused("在2023-03-06 10:00有派车任务，不是无任务出行"):
        find(office, car, moved_at=hour("10:00"))


def test_nothing_is_found_before_it_happened(office: Office, car: UUID) -> None:
    with refused("出行时间不能晚于发现时间", FormErrors):
        find(office, car, moved_at=hour("2023-03-05 10:20"))


def test_it_waits_for_the_driver_who_is_prompted(finding: Finding) -> None:
    finding.prompt()
    office = finding.office
    assert office.view(finding.record).waiting_for == "驾驶员陈师傅说明"
    with office.site.reader() as reader:
        mine = [item.record for item in reader.waiting(finding.person)]
        others = [item.record for item in reader.waiting(office.reviewer)]
    assert mine == [finding.record]
    assert others == []


def test_a_wrong_driver_is_prompted_anew(finding: Finding) -> None:
    office = finding.office
    finding.prompt(driver=office.driver("褚师傅"))
    finding.prompt()
    assert office.view(finding.record).waiting_for == "驾驶员陈师傅说明"


def test_another_driver_explains_nothing(finding: Finding) -> None:
    finding.prompt()
    other = finding.office.person("褚师傅", "driver")
    with refused("不在您的权限范围内", NotPermitted):
        finding.explain(other)


def test_no_deadline_lies_behind(finding: Finding) -> None:
    with refused("时限必须晚于发生时间", FormErrors):
        finding.prompt(explain_by=hour("2023-03-05 18:00"))


def test_nothing_is_closed_before_it_is_rectified(finding: Finding) -> None:
    finding.prompt()
    finding.explain()
    with refused("已说明", Exception):
        finding.close()


def test_a_director_who_drove_does_not_close_it(finding: Finding) -> None:
    office = finding.office
    driver = office.made(
        "vehicles.register_driver", person=office.director, licence="C1"
    )
    finding.prompt(driver=driver)
    finding.explain(office.dispatcher)
    finding.demand()
    finding.rectify(office.dispatcher)
    with refused("不能办理本人的事项", NotPermitted):
        finding.close(office.director)


def test_a_driver_sees_only_matters_of_his_own(finding: Finding) -> None:
    office = finding.office
    find(office, office.car())
    finding.prompt()
    with office.site.reader() as reader:
        seen = reader.seen_by(reader.standing_of(finding.person))
        assert seen.ledger(UNPLANNED).count() == 1


def test_a_voided_finding_counts_nothing(finding: Finding) -> None:
    finding.office.void(finding.record)
    assert finding.office.kpi("unplanned_found") == 0
    finding.office.assert_sound()


def check(office: Office, checker: UUID, **more: Any) -> UUID:
    facts = {
        "name": "公务用车自查",
        "scope": "派车审批、封存、费用",
        "checker": checker,
        "report_by": hour("2023-03-20 18:00"),
    }
    return office.made("vehicles.assign_check", office.director, **{**facts, **more})


def report(office: Office, record: UUID, by: UUID, problems: int) -> None:
    office.do("vehicles.report_check", by, record=record, problems=problems,
              findings="已逐项核对")  # fmt: skip


def test_a_self_check_is_reported_rectified_and_ended(office: Office) -> None:
    record = check(office, office.dispatcher)
    report(office, record, office.dispatcher, 2)
    office.do("vehicles.rectify_check", office.dispatcher, record=record,
              put_right=2, measures="补齐票据")  # fmt: skip
    office.do("vehicles.close_check", office.director, record=record)
    assert office.state(record) == "closed"
    assert office.kpi("check_problems") == 2
    assert office.kpi("check_rate") == 1000
    office.assert_sound()


def test_a_self_check_without_a_problem_ends_at_once(office: Office) -> None:
    record = check(office, office.dispatcher)
    report(office, record, office.dispatcher, 0)
    office.do("vehicles.close_check", office.director, record=record)
    assert office.state(record) == "closed"
    assert office.kpi("check_rate") is None


def test_a_self_check_does_not_end_with_a_problem_left(office: Office) -> None:
    record = check(office, office.dispatcher)
    report(office, record, office.dispatcher, 3)
    office.do("vehicles.rectify_check", office.dispatcher, record=record,
              put_right=2, measures="补齐票据")  # fmt: skip
    with refused("还有1个问题没有整改", Refused):
        office.do("vehicles.close_check", office.director, record=record)


def test_no_more_is_put_right_than_was_found(office: Office) -> None:
    record = check(office, office.dispatcher)
    report(office, record, office.dispatcher, 1)
    with refused("上报的问题只有1个", FormErrors):
        office.do("vehicles.rectify_check", office.dispatcher, record=record,
                  put_right=2, measures="补齐票据")  # fmt: skip


def test_only_the_named_person_reports_a_self_check(office: Office) -> None:
    record = check(office, office.dispatcher)
    with refused("只能由责任人办理", NotPermitted):
        report(office, record, office.director, 0)


def test_who_checked_does_not_end_the_check(office: Office) -> None:
    record = check(office, office.director)
    report(office, record, office.director, 0)
    with refused("不能办理本人的事项", NotPermitted):
        office.do("vehicles.close_check", office.director, record=record)
