"""安全例会: who came, who did not, and the months without one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from houqin.core.schema.errors import FormErrors, NotPermitted
from houqin.core.site.offers import starting_values
from tests.office import refused

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office

ATTENDANCE = "vehicles.meeting_attendance"
FIRST, LAST = date(2023, 1, 1), date(2023, 12, 31)


def hold(
    office: Office, attended: list[UUID], by: UUID | None = None, **more: Any
) -> UUID:
    facts = {
        "subject": "雨季行车安全",
        "place": "中心会议室",
        "host": office.dispatcher,
        "content": "学习安全驾驶规定",
        "attended": attended,
    }
    by = by or office.dispatcher
    return office.made("vehicles.hold_meeting", by, **{**facts, **more})


def rows(office: Office, **filters: str) -> list[Any]:
    with office.site.reader() as reader:
        return list(reader.ledger(ATTENDANCE).rows(filters))


def test_each_driver_has_a_row_of_the_meeting(office: Office) -> None:
    came = [office.driver("陈师傅"), office.driver("褚师傅")]
    away = office.driver("魏师傅")
    meeting = hold(office, came, absent=[away], absent_reason="出车在外")
    found = {row.values["driver"]: row.values["attendance"] for row in rows(office)}
    assert found == {
        str(came[0]): "attended",
        str(came[1]): "attended",
        str(away): "absent",
    }
    value = {
        name: office.value(meeting, name, ledger="vehicles.safety_meetings")
        for name in ("expected", "present", "missing")
    }
    assert value == {"expected": 3, "present": 2, "missing": 1}
    office.assert_sound()


def test_attendance_follows_a_correction(office: Office) -> None:
    one, other = office.driver("陈师傅"), office.driver("褚师傅")
    meeting = hold(office, [one, other])
    office.correct(meeting, 1, attended=[str(one)])
    assert [row.values["driver"] for row in rows(office)] == [str(one)]
    assert office.kpi("attended") == 1
    office.assert_sound()


def test_a_voided_meeting_counts_nobody(office: Office, driver: UUID) -> None:
    meeting = hold(office, [driver])
    office.void(meeting)
    assert office.kpi("meetings") == 0
    assert office.kpi("attended") == 0
    assert [row.voided for row in rows(office)] == [True]
    office.assert_sound()


def test_nobody_is_listed_twice(office: Office, driver: UUID) -> None:
    with refused("同一名驾驶员只能登记一次", FormErrors):
        hold(office, [driver], absent=[driver], absent_reason="出车")


def test_who_is_absent_is_absent_for_a_reason(office: Office, driver: UUID) -> None:
    other = office.driver("褚师傅")
    with refused("请写明缺席原因", FormErrors):
        hold(office, [driver], absent=[other])


def test_a_correction_cannot_list_somebody_twice(office: Office, driver: UUID) -> None:
    meeting = hold(office, [driver])
    with refused("同一名驾驶员只能登记一次", FormErrors):
        office.correct(meeting, 1, attended=[str(driver), str(driver)])


def test_the_completion_rate_is_the_share_of_months_with_a_meeting(
    office: Office, driver: UUID
) -> None:
    hold(office, [driver])
    office.at("2023-05-10 09:00")
    hold(office, [driver])
    hold(office, [driver])
    # March and May of March to May.
    assert office.kpi("meeting_months", date(2023, 3, 1), date(2023, 5, 31)) == 667


def test_months_to_come_are_not_missing(office: Office, driver: UUID) -> None:
    hold(office, [driver])
    assert office.kpi("meeting_months", date(2023, 3, 1), LAST) == 1000
    assert office.kpi("meeting_months", date(2023, 4, 1), LAST) is None


def test_the_attendance_rate_counts_who_was_expected(office: Office) -> None:
    came, away = office.driver("陈师傅"), office.driver("褚师傅")
    hold(office, [came], absent=[away], absent_reason="病假")
    assert office.kpi("attendance_rate") == 500


def test_the_form_starts_with_every_driver_who_drives(
    office: Office, driver: UUID
) -> None:
    stopped = office.driver("褚师傅")
    office.do("vehicles.stop_driver", office.dispatcher, record=stopped, reason="病")
    with office.site.reader() as reader:
        spec = office.site.declarations.commands["vehicles.hold_meeting"]
        started = starting_values(reader, spec, None, office.dispatcher)
    assert started["attended"] == [str(driver)]


def test_a_driver_does_not_enter_meetings(office: Office, driver: UUID) -> None:
    person = office.person("褚师傅", "driver")
    with refused("没有“登记安全例会”的权限", NotPermitted):
        hold(office, [driver], by=person)
