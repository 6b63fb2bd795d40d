"""What happens to the cars beside their trips: insured, washed, sealed, repaired.

Nothing here takes a car from a trip: a car is sealed or repaired only while the plan
has nothing for it, from the moment it is dispatched until its return is recorded.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from houqin.core.demonstration.clock import (
    DAY,
    FIRST_DAY,
    HOUR,
    LAST_DAY,
    MINUTE,
    YEAR,
    at,
    day_of,
    text,
)
from houqin.core.demonstration.identities import (
    command_id,
    created_by,
    person_id,
)
from houqin.core.demonstration.parts import Timed
from houqin.core.demonstration.spread import between, evenly
from houqin.core.model.command import Act

from .acts import trip_of
from .identities import request_id, vehicle_id
from .timing import dispatcher_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from .county import County
    from .year import Journey, Request, Trip, Vehicle, Year

POINTS = (
    ("park", "机关大院停车场", "行政中心院内"),
    ("wash", "城南定点洗车行", "城南大道12号"),
    ("repair", "县第一汽车修理厂", "工业大道8号"),
    ("repair", "县新能源汽车服务站", "环城北路66号"),
    ("fuel", "城北加油站", "环城北路1号"),
    ("wash", "城东洗车点", "东环路3号"),
)
ENDED_POINT = "城东洗车点"
HOLIDAYS = (
    ("春节封存", date(YEAR, 1, 21), date(YEAR, 1, 27)),
    ("清明节封存", date(YEAR, 4, 5), date(YEAR, 4, 5)),
    ("劳动节封存", date(YEAR, 4, 29), date(YEAR, 5, 3)),
    ("端午节封存", date(YEAR, 6, 22), date(YEAR, 6, 24)),
    ("中秋国庆封存", date(YEAR, 9, 29), date(YEAR, 10, 6)),
)
RENEWED_BEFORE, INSPECTED_BEFORE = 12, 15
VIOLATIONS, INSPECTED_TRIPS, CONFIRMED = 8, 360, 310
COACH = 10
CHANGED_ODOMETER = "桂X·00016"
CHEAPEST, DEAREST, OLDEST = 180_000, 1_450_000, 13
"""What a new car and the oldest one cost in repairs a year, in fen; years of age."""
MORNING, EVENING = 8 * 60, 18 * 60
SEALED_AT, UNSEALED_AT = 18 * 60 + 30, 7 * 60


class Standing(NamedTuple):
    """What the plan has for one car: when it is taken, what its odometer shows."""

    taken: list[tuple[int, int]]
    readings: list[tuple[int, int]]

    def free(self, start: int, end: int) -> bool:
        return all(e <= start or s >= end for s, e in self.taken)

    def reading(self, instant: int, otherwise: int) -> int:
        return max((km for t, km in self.readings if t < instant), default=otherwise)


def point_id(name: str) -> UUID:
    return created_by(command_id("point", name))


def garage_of(car: Vehicle) -> UUID:
    """Where a car is repaired."""
    return point_id(POINTS[3 if car.energy == "electric" else 2][1])


def keeping(year: Year, county: County) -> list[Timed]:
    """List all of it; the caller sorts."""
    standing = _standing(year)
    return [
        *_points(),
        *(act for car in year.vehicles for act in _kept(car)),
        *_sealings(year, county, standing),
        *_odometer(year, standing),
        *_violations(year),
        *_repairs(year, county, standing),
        *_checked(year),
    ]


def _standing(year: Year) -> dict[str, Standing]:
    found = {car.plate: Standing([], []) for car in year.vehicles}
    for request in year.requests:
        if not (trip := request.trip):
            continue
        end = max(_over(trip), request.planned_end)
        for plate in {trip.vehicle, trip.vehicle_gone}:
            found[plate].taken.append((trip.dispatched.recorded, end))
        if journey := trip.journey:
            shown = (journey.returned.occurred, journey.odometer_in)
            found[trip.vehicle_gone].readings.append(shown)
    return found


def _over(trip: Trip) -> int:
    if trip.journey:
        return trip.journey.returned.recorded
    return trip.cancelled.moment.recorded if trip.cancelled else 0


def _act(instant: int, command: str, actor: str, *key: object, **given: Any) -> Timed:
    act = Act(f"vehicles.{command}", given, person_id(actor), command_id(command, *key))
    return Timed(instant, act)


def _by_dispatcher(instant: int, command: str, *key: object, **given: Any) -> Timed:
    return _act(instant, command, dispatcher_on(instant), *key, **given)


def _points() -> Iterator[Timed]:
    """Where cars are parked, washed and repaired."""
    opened = at(FIRST_DAY, 8 * 60 + 40)
    for number, (kind, name, address) in enumerate(POINTS, 1):
        act = Act(
            "vehicles.register_point",
            {
                "kind": kind,
                "name": name,
                "address": address,
                "contract": f"X机管定〔2022〕{number}号",
            },
            person_id("administrator"),
            command_id("point", name),
        )
        yield Timed(opened, act)
    ended = {"record": str(point_id(ENDED_POINT)), "reason": "定点协议期满，不再续签"}
    yield _act(at(date(YEAR, 3, 1), 570), "end_point", "administrator", ENDED_POINT,
               **ended)  # fmt: skip


def _kept(car: Vehicle) -> Iterator[Timed]:
    """Parked at New Year, insured and inspected once, washed every month."""
    record = str(vehicle_id(car.plate))
    yield _by_dispatcher(
        at(FIRST_DAY, 9 * 60), "park_vehicle", car.plate, record=record,
        point=str(point_id(POINTS[0][1])),
    )  # fmt: skip
    until = insured_until(car)
    yield _by_dispatcher(
        at(until - timedelta(RENEWED_BEFORE), 10 * 60), "buy_insurance", car.plate,
        record=record, insurer="人保财险X县支公司",
        policy=f"PDAA{YEAR}{between(100000, 999999, car.plate, 'policy')}",
        coverage="交强险、商业险", since=until.isoformat(),
        insured_until=until.replace(year=YEAR + 1).isoformat(),
        premium=260_000 + car.price * 8 // 1000,
    )  # fmt: skip
    due = inspected_until(car)
    yield _by_dispatcher(
        at(due - timedelta(INSPECTED_BEFORE), 15 * 60), "pass_inspection", car.plate,
        record=record, station="X县机动车检测站",
        inspected_until=due.replace(year=YEAR + 1).isoformat(), fee=28_000,
    )  # fmt: skip
    for month in range(1, 13):
        day = date(YEAR, month, between(3, 25, car.plate, month, "washed"))
        yield _by_dispatcher(
            at(day, 17 * 60 + 30), "wash_vehicle", car.plate, month, record=record,
            point=str(point_id(POINTS[1][1])), paid_on=day.isoformat(),
            amount=600 * car.seats if car.seats < COACH else 15_000,
            voucher=f"X{between(10_000_000, 99_999_999, car.plate, month, 'receipt')}",
        )  # fmt: skip


def insured_until(car: Vehicle) -> date:
    """The day of the year on which it was registered."""
    return car.registered_on.replace(year=YEAR)


def inspected_until(car: Vehicle) -> date:
    """The end of the month in which it was registered."""
    month = car.registered_on.month
    return date(YEAR, month, monthrange(YEAR, month)[1])


def _sealings(
    year: Year, county: County, standing: dict[str, Standing]
) -> Iterator[Timed]:
    """Before each holiday the cars that nobody needs in it."""
    for occasion, first, last in HOLIDAYS:
        sealed, unsealed = at(first, 0) - DAY, at(last, 0) + DAY
        start, end = sealed + SEALED_AT * MINUTE, unsealed + UNSEALED_AT * MINUTE
        away = _detached(county, first, last)
        idle = [
            str(vehicle_id(car.plate))
            for car in year.vehicles
            if car.plate not in away and standing[car.plate].free(start, end)
        ]
        if not idle:
            continue
        yield _by_dispatcher(
            start, "seal_vehicles", occasion, vehicles=idle, occasion=occasion,
            place="机关大院停车场",
        )  # fmt: skip
        yield _by_dispatcher(
            end, "unseal_vehicles", occasion, vehicles=idle, reason="节后恢复使用"
        )


def _detached(county: County, first: date, last: date) -> frozenset[str]:
    """The cars that a special duty has, then or on a day beside."""
    beside = timedelta(2)
    return frozenset().union(
        *(
            duty.vehicles
            for duty in county.duties
            if duty.first - beside <= last and duty.last + beside >= first
        )
    )


def _odometer(year: Year, standing: dict[str, Standing]) -> Iterator[Timed]:
    """One car gets another odometer, set to what the old one showed."""
    car = next(c for c in year.vehicles if c.plate == CHANGED_ODOMETER)
    known = standing[car.plate]
    for day in range(10, 29):
        instant = at(date(YEAR, 6, day), 22 * 60)
        if known.free(instant - HOUR, instant + HOUR):
            shown = known.reading(instant, car.odometer_km)
            yield _by_dispatcher(
                instant, "replace_odometer", car.plate,
                record=str(vehicle_id(car.plate)), old_reading=shown,
                new_reading=shown, reason="里程表不显示，新表按旧表读数设定",
            )  # fmt: skip
            return


def _violations(year: Year) -> Iterator[Timed]:
    """Told by the traffic police two weeks later, handled after some days more."""
    last = at(date(YEAR, 11, 25), 0)
    journeys = [j for j in year.journeys() if j[2].returned.occurred < last]
    for number, (_request, trip, journey) in enumerate(evenly(journeys, VIOLATIONS), 1):
        record = str(vehicle_id(trip.vehicle_gone))
        document = f"4500{YEAR}{number:05d}"
        half = (journey.departed.occurred + journey.returned.occurred) // 2
        told = at(day_of(half) + timedelta(14), 9 * 60 + 10)
        yield _by_dispatcher(
            told, "record_violation", document, record=record, document=document,
            happened_at=text(half - half % MINUTE), spot="环城大道与民生路口",
            conduct="违反禁止标线指示", penalty_points=1, fine=10_000,
        )  # fmt: skip
        yield _by_dispatcher(
            told + 10 * DAY, "handle_violation", document, record=record,
            document=document, outcome="罚款由驾驶员本人缴清，已批评教育",
        )  # fmt: skip


class Repair(NamedTuple):
    """One order: what for, how much, in which month it is due."""

    kind: str
    fault: str
    amount: int
    month: int


def cost_at(age: int) -> int:
    """Repairs of a car of that age in one year, in fen."""
    return CHEAPEST + (DEAREST - CHEAPEST) * min(age, OLDEST) // OLDEST


def repairs_of(car: Vehicle) -> list[Repair]:
    """Old cars cost more; a new one is only serviced."""
    age = YEAR - car.registered_on.year
    whole = cost_at(age)
    spring, autumn = between(2, 5, car.plate, "up"), between(8, 10, car.plate, "up")
    if age < 2:  # noqa: PLR2004 - within its guarantee
        return [Repair("upkeep", "按里程保养", whole, autumn)]
    upkeep = whole * 15 // 100
    rest = whole - 2 * upkeep
    fault = ("更换轮胎和刹车片", "空调不制冷", "更换电瓶和减震器")[age % 3]
    return [
        Repair("upkeep", "更换机油机滤，常规保养", upkeep, spring),
        Repair("repair", fault, rest, between(6, 7, car.plate, "repair")),
        Repair("upkeep", "更换机油机滤，常规保养", upkeep, autumn),
    ]


def _repairs(
    year: Year, county: County, standing: dict[str, Standing]
) -> Iterator[Timed]:
    for car in year.vehicles:
        known = standing[car.plate]
        for number, repair in enumerate(repairs_of(car)):
            day = _free_day(county, known, date(YEAR, repair.month, 4))
            yield from _repair(car, known, repair, day, number)


def _free_day(county: County, known: Standing, wanted: date) -> date:
    """The first working day from then on that the plan leaves the car alone."""
    day = wanted
    while day not in county.workdays or not known.free(
        at(day, MORNING), at(day, EVENING)
    ):
        day += timedelta(1)
    return day


def _repair(
    car: Vehicle, known: Standing, repair: Repair, day: date, number: int
) -> Iterator[Timed]:
    key = (car.plate, number)
    record = str(created_by(command_id("request_repair", *key)))
    asked, back = at(day - timedelta(2), 9 * 60), at(day, 17 * 60 + 30)
    garage = garage_of(car)
    paid = min(day + timedelta(8), LAST_DAY - timedelta(2))
    yield _by_dispatcher(
        asked, "request_repair", *key, vehicle=str(vehicle_id(car.plate)),
        kind=repair.kind, fault=repair.fault, estimate=repair.amount // 1000 * 1000,
    )  # fmt: skip
    yield _act(asked + 6 * HOUR, "approve_repair", "director", *key, record=record)
    yield _by_dispatcher(
        at(day, MORNING + 5), "send_for_repair", *key, record=record,
        point=str(garage),
    )  # fmt: skip
    yield _by_dispatcher(
        back, "accept_repair", *key, record=record, result="试车正常",
        reading=known.reading(back, car.odometer_km), parts="见结算清单",
    )  # fmt: skip
    yield _by_dispatcher(
        at(paid, 10 * 60), "pay_repair", *key, record=record, amount=repair.amount,
        invoice=f"{between(10_000_000, 99_999_999, *key)}", paid_on=paid.isoformat(),
    )  # fmt: skip


def _checked(year: Year) -> Iterator[Timed]:
    """Some cars are looked at before they leave, some slips are confirmed after."""
    journeys = year.journeys()
    for request, trip, journey in evenly(journeys, INSPECTED_TRIPS):
        if _at_the_car(trip, journey):
            yield _inspected(request, trip, journey)
    for request, _trip, journey in evenly(journeys, CONFIRMED):
        instant = journey.returned.recorded + 20 * MINUTE
        if instant < at(LAST_DAY, 23 * 60):
            yield _act(
                instant, "confirm_use", request.user, request.number,
                record=str(request_id(request.number)), rating="good",
            )  # fmt: skip


def _at_the_car(trip: Trip, journey: Journey) -> bool:
    """Typed where it happened, and not in a hurry."""
    departed = journey.departed
    hurried = departed.recorded - trip.dispatched.recorded < 6 * MINUTE
    return departed.occurred == departed.recorded and not hurried


def _inspected(request: Request, trip: Trip, journey: Journey) -> Timed:
    ticks = (
        "engine_oil", "coolant", "brakes", "tyres", "lights", "instruments", "papers",
        "tools",
    )  # fmt: skip
    # In order once it has been put right.
    low = request.number % 40 == 0
    said: dict[str, Any] = dict.fromkeys(ticks, True)
    said |= {"note": "左后轮胎气压偏低，已补气后检查合格"} if low else {}
    return _act(
        journey.departed.recorded - 2 * MINUTE, "inspect_trip", trip.driver_gone,
        request.number, record=str(trip_of(request)), **said,
    )  # fmt: skip
