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


def notify(office: Office, invited: list[UUID], **more: Any) -> UUID:
    facts = {
        "subject": "防汛行车安全",
        "meets_at": "2023-03-08T15:00:00+08:00",
        "place": "中心会议室",
        "invited": invited,
    }
    return office.made("vehicles.notify_meeting", office.dispatcher, **facts | more)


def held_at(office: Office, notice: UUID) -> Any:
    """What the notice's row looks up."""
    with office.site.reader() as reader:
        row = reader.ledger("vehicles.meeting_notices").row(str(notice))
    return row.values["held_at"]


def test_a_notice_becomes_one_meeting_and_says_when(
    office: Office, driver: UUID
) -> None:
    notice = notify(office, [driver])
    assert held_at(office, notice) is None
    assert office.kpi("meetings") == 0
    office.at("2023-03-08 16:00")
    spec = office.site.declarations.commands["vehicles.hold_noticed"]
    with office.site.reader() as reader:
        started = starting_values(reader, spec, notice, office.dispatcher)
    assert started["subject"] == "防汛行车安全"
    assert started["attended"] == [str(driver)]
    given = {**started, "record": notice, "content": "学习防汛要求"}
    (meeting,) = office.do("vehicles.hold_noticed", office.dispatcher, **given).records
    assert held_at(office, notice) is not None
    assert office.kpi("meetings") == 1
    with refused("例会通知"):
        office.do("vehicles.hold_noticed", office.dispatcher, **given)
    # What was entered wrongly is voided, and the notice waits again.
    office.void(meeting)
    assert held_at(office, notice) is None
    office.do("vehicles.hold_noticed", office.dispatcher, **given)
    office.assert_sound()


def test_a_notice_is_of_a_meeting_to_come(office: Office, driver: UUID) -> None:
    with refused("开会时间必须晚于通知时间", FormErrors):
        notify(office, [driver], meets_at="2023-02-01T15:00:00+08:00")


def test_only_who_assesses_drivers_sends_notices(office: Office, driver: UUID) -> None:
    person = office.person("褚师傅", "driver")
    notice = {"subject": "安全", "meets_at": "2023-03-08T15:00:00+08:00",
              "place": "会议室", "invited": [driver]}  # fmt: skip
    with refused("没有“通知例会”的权限", NotPermitted):
        office.do("vehicles.notify_meeting", person, **notice)
