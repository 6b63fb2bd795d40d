"""Rooms given, vacated, and above the standard: what happened to them in the year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import uuid5

from houqin.core.demonstration.clock import HOUR, MINUTE, at, text
from houqin.core.demonstration.county import clerk_of, read_county, reviewer_of
from houqin.core.demonstration.identities import (
    command_id,
    department_id,
    person_id,
    record_of,
)
from houqin.core.demonstration.parts import Handed, Timed, done

from .estate import KEEPER, RoomOfYear, rooms_of_year
from .papers import photo
from .people import PLANTED, Sitting, head_of, moving, rank, sittings, staff_of

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Wish:
    """An application: of whom, for how many rooms, when, and how far it came."""

    unit: str
    rooms: int
    day: date
    why: str
    function: str = "staff_office"
    ends: str = "in_use"

    @property
    def id(self) -> str:
        """Its record."""
        return str(record_of("buildings.request_rooms", self.unit, self.day))


SECOND = Wish("县政府办公室", 1, date(2023, 2, 6), "督查专班办公", "leader_office")
VACATED = Wish("县林业局", 2, date(2023, 3, 13), "林长制专班办公", ends="archived")
WISHES = (
    Wish("县审计局", 2, date(2023, 1, 12), "经济责任审计组办公"),
    SECOND,
    Wish("县财政局", 3, date(2023, 2, 20), "国库集中支付中心调整"),
    VACATED,
    Wish("县民政局", 2, date(2023, 4, 11), "社会救助中心办公"),
    Wish("县水利局", 2, date(2023, 4, 24), "河长制办公室办公", ends="refused"),
    Wish("县司法局", 1, date(2023, 5, 15), "行政复议办公"),
    Wish("县水利局", 3, date(2023, 6, 5), "防汛抗旱值守"),
    Wish("县商务局", 2, date(2023, 7, 17), "电商服务中心办公"),
    Wish("县自然资源局", 2, date(2023, 8, 7), "测绘资料整理", ends="withdrawn"),
    Wish("县教育局", 2, date(2023, 9, 11), "校外培训监管办公"),
    Wish("县应急管理局", 2, date(2023, 10, 16), "应急指挥中心办公"),
    Wish("县统计局", 1, date(2023, 11, 6), "经济普查办公"),
    Wish("县卫生健康局", 3, date(2023, 11, 27), "疾控机构改革"),
    Wish("县市场监督管理局", 2, date(2023, 12, 20), "检验检测中心办公", ends="planned"),
    Wish("县农业农村局", 1, date(2023, 12, 27), "种业中心办公", ends="reviewed"),
)
#: How far an application goes before it stops.
_STEPS = (
    "requested", "reviewed", "assessed", "planned", "approved", "agreed", "certified",
    "in_use",
)  # fmt: skip


def _workday(day: date, later: int) -> date:
    for _ in range(later):
        day = read_county().workdays.next_after(day)
    return day


def allocations() -> Iterator[Timed]:
    """Every application, each given the next rooms that nobody has."""
    idle = [room for room in rooms_of_year() if room.unit is None]
    free = {
        function: [room for room in idle if room.function == function]
        for function in ("staff_office", "leader_office")
    }
    for wish in WISHES:
        rooms: list[RoomOfYear] = []
        if wish.ends in {"in_use", "archived", "planned"}:
            rooms = [free[wish.function].pop(0) for _ in range(wish.rooms)]
        yield from _of_wish(wish, rooms)


def given_to(wanted: Wish) -> list[RoomOfYear]:
    """The rooms an application led to."""
    free = [r for r in rooms_of_year() if r.unit is None]
    rooms = [r for r in free if r.function == wanted.function]
    for wish in WISHES:
        if wish is wanted:
            break
        if wish.function == wanted.function and wish.ends not in {
            "refused", "withdrawn", "reviewed",
        }:  # fmt: skip
            rooms = rooms[wish.rooms :]
    return rooms[: wanted.rooms]


def _of_wish(wish: Wish, rooms: list[RoomOfYear]) -> Iterator[Timed]:
    key, record = (wish.unit, wish.day), {"record": wish.id}
    area, persons = (
        sum(room.area for room in rooms) or wish.rooms * 2_700,
        wish.rooms * 2,
    )
    unit, clerk = str(department_id(wish.unit)), clerk_of(wish.unit)
    yield done(
        at(wish.day, 9 * 60 + 30), "buildings.request_rooms", clerk, *key, unit=unit,
        purpose=wish.why, function=wish.function, persons=persons,
        wanted_rooms=wish.rooms, wanted_area=area,
    )  # fmt: skip
    later = [at(_workday(wish.day, n), 10 * 60) for n in range(8)]
    if wish.ends in {"refused", "withdrawn"}:
        yield _stopped(wish, later[1])
        return
    steps: tuple[tuple[int, str, str, dict[str, Any]], ...] = (
        (later[1] - HOUR, "core.agree", reviewer_of(wish.unit), {}),
        (later[2], "buildings.assess_request", KEEPER,
         {"persons": persons, "assessed_area": area}),
        (later[2] + 4 * HOUR, "buildings.plan_rooms", KEEPER,
         {"method": "adjust", "rooms": [str(room.id) for room in rooms]}),
        (later[3], "core.agree", "director", {"comment": "同意"}),
        (later[5], "buildings.sign_agreement", KEEPER,
         {"agreement": f"X房协〔2023〕{WISHES.index(wish) + 1:02d}号",
          "signed_on": str(_workday(wish.day, 5))}),
        (later[5] + MINUTE, "buildings.issue_certificate", KEEPER, {}),
        (later[6], "buildings.hand_over_rooms", KEEPER, _handed(wish)),
    )  # fmt: skip
    ends = "in_use" if wish.ends == "archived" else wish.ends
    for recorded, command, by, given in steps[: _STEPS.index(ends)]:
        yield done(recorded, command, by, *key, by, **record, **given)


def _stopped(wish: Wish, recorded: int) -> Timed:
    """Refused by the unit's own reviewer, or taken back by who applied."""
    refused = wish.ends == "refused"
    command = "core.refuse" if refused else "core.withdraw"
    by = reviewer_of(wish.unit) if refused else clerk_of(wish.unit)
    said = "现有用房可以调剂" if refused else "改在原办公室整理"
    return done(
        recorded, command, by, wish.unit, wish.day, record=wish.id, comment=said
    )


def _handed(wish: Wish) -> dict[str, Any]:
    desks = wish.rooms * 2
    return {
        "keys": desks,
        "furniture": f"办公桌 {desks} 张\n办公椅 {desks} 把\n文件柜 {wish.rooms} 个\n"
        f"空调 {wish.rooms} 台",
        "taken_by": str(person_id(clerk_of(wish.unit))),
        "handed_on": str(_workday(wish.day, 6)),
        "condition": "墙面、门窗完好，水电正常",
    }  # fmt: skip


def vacatings() -> Iterator[Timed]:
    """A task force is dissolved: its rooms come back, one by one."""
    key, day = (VACATED.unit, "vacated"), date(2023, 8, 15)
    yield done(
        at(day, 10 * 60), "buildings.vacate_rooms", KEEPER, *key, record=VACATED.id,
        reason="专班撤销", vacated_on=str(day), receiver=str(person_id(KEEPER)),
    )  # fmt: skip
    for number, room in enumerate(given_to(VACATED)):
        yield done(
            at(day, 15 * 60) + number * MINUTE, "buildings.accept_room", KEEPER, *key,
            number, record=str(room.id), remark="钥匙、家具清点无误",
        )  # fmt: skip
    yield done(
        at(day, 16 * 60), "buildings.archive_allocation", KEEPER, *key,
        record=VACATED.id, archive="2023-房-004",
    )  # fmt: skip


# People


def _sitting(key: str) -> Sitting:
    return next(one for one in sittings() if one.people[0] == key)


#: Who retired on which day, told when; the second one still sits there.
RETIRED = (
    ("县教育局", date(2023, 6, 30), date(2023, 7, 3)),
    ("县财政局", date(2023, 11, 15), date(2023, 11, 17)),
)
LEFT = date(2023, 7, 21)
DEMOTED = ("县科学技术局", date(2023, 4, 10))


def changes() -> Iterator[Timed]:
    """A second office, two who retire, and one who is no head any more."""
    room = given_to(SECOND)[0]
    one = Sitting(SECOND.unit, room, "正科级领导", (head_of(SECOND.unit),))
    given = moving(one, "2023-02-20", place="second", until="2023-12-31",
                   approval="X机管〔2023〕9号", approved_area=1_800)  # fmt: skip
    yield done(at(date(2023, 2, 20), 11 * 60), "buildings.occupy", KEEPER, "second",
               **given)  # fmt: skip
    yield done(
        at(date(2023, 12, 26), 11 * 60), "buildings.extend_second", KEEPER, "second",
        record=str(record_of("buildings.occupy", "second")),
        approval="X机管〔2023〕41号", until="2024-06-30",
    )  # fmt: skip
    for unit, day, told in RETIRED:
        yield done(
            at(told, 9 * 60), "buildings.change_staff", KEEPER, unit,
            person=str(person_id(staff_of(unit))), kind="retired", on=str(day),
            document=f"X人社退〔2023〕{day.month:02d}号",
        )  # fmt: skip
    unit, day = DEMOTED
    yield done(
        at(day, 9 * 60), "buildings.change_staff", KEEPER, unit,
        person=str(person_id(head_of(unit))), kind="reranked", on=str(day),
        rank=rank("副科级领导"), document="X组干〔2023〕15号", over_reason="待调换",
    )  # fmt: skip


def left() -> Timed:
    """The first of those who retired is out within the month."""
    unit = RETIRED[0][0]
    people = next(s.people for s in sittings() if staff_of(unit) in s.people)
    record = third_of(people)
    return done(
        at(LEFT, 10 * 60), "buildings.leave_room", KEEPER, unit, record=record,
        reason="退休", vacated_on=str(LEFT),
    )  # fmt: skip


def third_of(people: tuple[str, ...]) -> str:
    """The occupancy of the third who moved in together."""
    return str(uuid5(command_id("buildings.occupy", *people), "3"))


# Above the standard

#: When the rooms were checked, and until when what was found is to be put right.
CHECKS = (
    (date(2023, 3, 20), date(2023, 5, 31)),
    (date(2023, 6, 12), date(2023, 12, 20)),
    (date(2023, 11, 20), date(2024, 1, 31)),
)
_FILED = date(2023, 5, 18)
_SAT_DOWN = date(2023, 10, 16)


def finding(number: int) -> str:
    """What a check found: one room each."""
    return str(record_of("buildings.check_standards", CHECKS[number][0]))


def _before() -> Handed:
    return Handed(clerk_of("县教育局"), "超标用房整改前.png", photo(90))


def _after() -> Handed:
    return Handed(clerk_of("县教育局"), "超标用房整改后.png", photo(190))


def files() -> list[Handed]:
    """What these acts name."""
    return [_before(), _after()]


def oversight() -> Iterator[Timed]:
    """Three checks, one room found each time; the first one is filed as it stands."""
    for day, deadline in CHECKS:
        yield done(
            at(day, 16 * 60), "buildings.check_standards", KEEPER, day,
            deadline=text(at(deadline, 18 * 60)),
        )  # fmt: skip
    yield done(
        at(_SAT_DOWN, 9 * 60), "buildings.occupy", KEEPER, *PLANTED[1].people,
        **moving(PLANTED[1], str(_SAT_DOWN)),
    )  # fmt: skip
    yield from _chosen(
        0, "县教育局", "filed", "房间为承重墙围合，不宜分隔，备案后继续使用",
        filing="X机管备〔2023〕1号",
    )  # fmt: skip
    yield from _chosen(1, DEMOTED[0], "exchange", "年底前调换到标准面积内的办公室")
    clerk = clerk_of("县教育局")
    yield done(
        at(_FILED, 9 * 60), "core.feed_back", clerk, "filed", record=finding(0),
        measures="经鉴定不宜分隔，已备案", before=[_before().reference],
        after=[_after().reference],
    )  # fmt: skip
    yield done(
        at(_FILED, 16 * 60), "core.recheck", KEEPER, "filed", record=finding(0),
        verdict="passed", opinion="现场核实，同意备案",
    )  # fmt: skip


def _chosen(
    number: int, unit: str, way: str, plan: str, **more: str
) -> Iterator[Timed]:
    """The unit's clerk takes it over and says how."""
    begun, clerk = at(_workday(CHECKS[number][0], 1), 9 * 60), clerk_of(unit)
    yield done(
        begun, "core.assign_item", clerk, way, record=finding(number),
        person=str(person_id(clerk)),
    )  # fmt: skip
    yield done(
        begun + HOUR, "buildings.choose_way", clerk, way, record=finding(number),
        way=way, plan=plan, **more,
    )  # fmt: skip


def of_year() -> list[Timed]:
    """List all of it."""
    return [*allocations(), *vacatings(), *changes(), left(), *oversight()]
