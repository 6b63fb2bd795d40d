"""Month bars as numbers for an SVG: they print, and need no JavaScript."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT = 760, 220
_FLOOR = 186
_HEAD = 26
_BAR = 0.62


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with the text above and below it."""

    x: float
    y: float
    width: float
    height: float
    text: str
    label: str
    css: str | None

    @property
    def middle(self) -> float:
        """Where its texts are centred."""
        return round(self.x + self.width / 2, 1)

    @property
    def text_y(self) -> float:
        """Just above the bar."""
        return round(self.y - 6, 1)


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars on a floor line."""

    title: str
    label: str
    bars: list[Bar]
    width: int = WIDTH
    height: int = HEIGHT
    floor: int = _FLOOR
    label_y: int = _FLOOR + 22


def month_bars(
    title: str, amounts: Sequence[tuple[str, int | None, str]], now: int = -1
) -> Chart:
    """Draw ``(label, amount, text)`` for each month; bar ``now`` is marked."""
    most = max([amount or 0 for _, amount, _ in amounts], default=0) or 1
    slot = WIDTH / max(len(amounts), 1)
    bars = []
    for index, (label, amount, text) in enumerate(amounts):
        height = round(max(amount or 0, 0) / most * (_FLOOR - _HEAD), 1)
        left = round(slot * index + slot * (1 - _BAR) / 2, 1)
        css = "now" if index == now else None
        wide = round(slot * _BAR, 1)
        bars.append(Bar(left, _FLOOR - height, wide, height, text, label, css))
    said = "，".join(f"{label}{text}" for label, _, text in amounts)
    return Chart(title, f"{title}：{said}", bars)
