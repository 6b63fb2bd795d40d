"""Figures of rooms for leaders, what waits for the keeper, a unit's own, findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.web.addresses import with_query
from houqin.core.web.cards import Count
from houqin.core.web.page import Link
from houqin.core.web.views.home import figure_of_year

if TYPE_CHECKING:
    from collections.abc import Iterable

_ROOMS, _ALLOCATIONS = "buildings.rooms", "buildings.allocations"
_PEOPLE, _FINDINGS = "buildings.occupancies", "buildings.over_standards"
#: What the keeper does next, by the state an application is in.
_NEXT = (
    ("reviewed", "待核定"), ("assessed", "待提方案"), ("approved", "待签协议"),
    ("agreed", "待发凭证"), ("certified", "待交接"),
)  # fmt: skip
_LEADING = ("over_rooms", "over_area", "idle_rate", "area_each", "allotted_rooms")


def figures(request: Any) -> dict[str, Any]:
    """超标, 闲置 and 人均 as they stand; 调配 of the year."""
    return {"counts": list(_figures(request, _LEADING)), "more": None}


def _figures(request: Any, names: Iterable[str]) -> Iterable[Count]:
    for name in names:
        urgent = name == "over_rooms"
        yield figure_of_year(request, f"buildings.{name}", urgent=urgent)


def buttons(request: Any) -> dict[str, Any]:
    """What the keeper begins most often."""
    named = (
        ("登记使用人", "buildings.occupy"),
        ("登记人事变动", "buildings.change_staff"),
        ("核查超标用房", "buildings.check_standards"),
        ("登记房间", "buildings.register_room"),
    )
    to = request.to
    found = [Link(title, to.command(name), "do") for title, name in named]
    return {"buttons": [*found, Link("核对房间", to.ledger("buildings.rooms"))]}


def waiting(request: Any) -> dict[str, Any]:
    """Applications by their next step, rooms to take back, people to leave."""
    counts = [
        _count(request, title, _ALLOCATIONS, state=state) for state, title in _NEXT
    ]
    counts += [
        _count(request, "待接收房间", _ROOMS, state="vacated"),
        _count(request, "应腾退", _PEOPLE, urgent=True, state="must_vacate"),
        _count(request, "超标房间", _ROOMS, urgent=True, is_over="yes"),
    ]
    return {"counts": counts, "more": None}


def _count(
    request: Any, title: str, ledger: str, *, urgent: bool = False, **filters: str
) -> Count:
    number = request.reader.ledger(ledger).count({**filters, "voided": "0"})
    pairs = [(f"f.{name}", value) for name, value in filters.items()]
    url = with_query(request.to.ledger(ledger), pairs)
    return Count(title, str(number), url, urgent=urgent and number > 0)


def own(request: Any) -> dict[str, Any]:
    """A unit's rooms and people, its applications that are under way."""
    going = ("requested", *(state for state, _title in _NEXT), "planned", "endorsed")
    number = sum(
        request.reader.ledger(_ALLOCATIONS).count({"state": state, "voided": "0"})
        for state in going
    )
    apply = Link("用房申请", request.to.command("buildings.request_rooms"), "do")
    url = request.to.ledger(_ALLOCATIONS)
    return {
        "counts": [
            _count(request, "本单位房间", _ROOMS, state="allocated"),
            Count("办理中的申请", str(number), url),
            _count(request, "应腾退", _PEOPLE, urgent=True, state="must_vacate"),
            _count(request, "超标待整改", _FINDINGS, urgent=True, state="assigned"),
        ],
        "more": apply,
    }


def findings(request: Any) -> dict[str, Any]:
    """What an auditor looks at: above the standard, second offices, still there."""
    counts = [
        _count(request, "超标房间", _ROOMS, urgent=True, is_over="yes"),
        _count(request, "另处办公用房", _PEOPLE, place="second", state="using"),
        _count(request, "应腾退未腾退", _PEOPLE, urgent=True, state="must_vacate"),
        _count(request, "超标整改已销号", _FINDINGS, state="passed"),
    ]
    return {"counts": counts, "more": None}
