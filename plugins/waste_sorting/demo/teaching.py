"""The training of 28 July, the plan and the polls."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from houqin.core.demonstration.clock import at, text
from houqin.core.demonstration.identities import person_id, record_of
from houqin.core.demonstration.parts import done

from .supervising import in_office
from .texts import OFFICER, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.demonstration.parts import Timed

TRAINED_ON, TRAINED, DEPUTIES = date(2023, 7, 28), 213, 2
_POLLED_ON = (
    date(2023, 3, 30), date(2023, 6, 29), date(2023, 9, 27), date(2023, 12, 21),
)  # fmt: skip
_PLAN = "waste_sorting.plan_training"


def teaching() -> Iterator[Timed]:
    """实施方案, 培训, 知晓率调查."""
    yield done(
        at(date(2023, 3, 1), 16 * 60), "waste_sorting.issue_plan", OFFICER, "plan",
        **told()["plan"],
    )  # fmt: skip
    yield done(
        at(date(2023, 7, 20), 10 * 60), _PLAN, OFFICER, "training",
        name="X县公共机构生活垃圾分类督导员培训会",
        planned_for=text(at(TRAINED_ON, 9 * 60)), place="行政中心九楼会议室",
        host=str(person_id("director")),
        content="国家标准四类分法、督导员职责、现场检查要点",
    )  # fmt: skip
    yield _held()
    for number, (day, poll) in enumerate(zip(_POLLED_ON, told()["polls"], strict=True)):
        place, asked, aware = poll
        yield done(
            at(day, 11 * 60), "waste_sorting.record_poll", OFFICER, number,
            polled_on=day.isoformat(), place=place, asked=asked, aware=aware,
        )  # fmt: skip


def _held() -> Timed:
    """213 signed in themselves, two sent somebody, the others did not come."""
    ticks = ["present"] * TRAINED + ["deputy"] * DEPUTIES
    expected = in_office(TRAINED_ON)
    ticks += ["absent"] * (len(expected) - len(ticks))
    listed = [
        {"who": str(each.record), "tick": tick}
        for each, tick in zip(expected, ticks, strict=True)
    ]
    return done(
        at(TRAINED_ON, 11 * 60 + 30), "waste_sorting.hold_training", OFFICER, "held",
        record=str(record_of(_PLAN, "training")), ticks=listed,
    )  # fmt: skip
