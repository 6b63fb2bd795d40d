"""Sentences of the work summary (工作总结) as a plugin declares them.

A clause is a text with figures in it: ``共调度{vehicles.trips_dispatched:多}车次``, a
KPI's name and the style of its figure (:mod:`houqin.core.schema.number_styles`).
``{vehicles.special_trips:列duty}`` names what the figure counts, by one of its
dimensions, the largest first.
``{period}`` says what was counted: 截至 the last day of a year begun, or both days.
"""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter
from typing import NamedTuple

from houqin.core.schema.number_styles import is_style

PERIOD = "period"
LISTED = "列"


class Slot(NamedTuple):
    """A text, and the figure behind it: a KPI's name and a style, or nothing."""

    text: str
    kpi: str = ""
    style: str = ""

    @property
    def listed(self) -> str:
        """The dimension whose values it names; nothing where it says a figure."""
        return self.style[1:] if self.style.startswith(LISTED) else ""


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence; it is left out whole when one of its figures is not there.

    :param opens: what stands between it and the clause before.
    :param none_of: KPIs that must be there and be zero: 未发生责任事故. The text of a
        clause without another figure leads to the first of them.
    :param some_of: KPIs that must be there and be more than zero.
    """

    slots: tuple[Slot, ...]
    opens: str = "，"
    none_of: tuple[str, ...] = ()
    some_of: tuple[str, ...] = ()

    @property
    def kpis(self) -> tuple[str, ...]:
        """Every KPI it says or depends on."""
        said = tuple(slot.kpi for slot in self.slots if slot.kpi not in {"", PERIOD})
        return (*said, *self.none_of, *self.some_of)


def clause(
    text: str,
    *,
    opens: str = "，",
    none_of: tuple[str, ...] = (),
    some_of: tuple[str, ...] = (),
) -> Clause:
    """A clause from its text.

    :raises ValueError: for a style that does not exist.
    """
    slots = []
    for literal, name, style, _conversion in Formatter().parse(text):
        slot = Slot(literal, name or "", style or "")
        if not slot.listed and not is_style(slot.style):
            raise ValueError(f"{text}: no number style {style}")
        slots.append(slot)
    return Clause(tuple(slots), opens, none_of, some_of)


@dataclass(frozen=True, slots=True)
class ReportSection:
    """One sentence of the work summary; the first clause opens it.

    :param name: ``<plugin>.<section>``, for ever.
    """

    name: str
    title: str
    clauses: tuple[Clause, ...]
    order: int = 100

    @property
    def plugin(self) -> str:
        """The plugin that declares it."""
        return self.name.partition(".")[0]
