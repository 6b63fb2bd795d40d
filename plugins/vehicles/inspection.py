"""出车前检查: the eight things looked at before a car leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from houqin.core.schema.fields import Yes

if TYPE_CHECKING:
    from collections.abc import Mapping

EngineOil = Annotated[Yes, Field(title="机油")]
Coolant = Annotated[Yes, Field(title="冷却液")]
Brakes = Annotated[Yes, Field(title="制动")]
Tyres = Annotated[Yes, Field(title="轮胎")]
Lights = Annotated[Yes, Field(title="灯光")]
Instruments = Annotated[Yes, Field(title="仪表")]
Papers = Annotated[Yes, Field(title="证件和保险标志")]
Tools = Annotated[Yes, Field(title="车容和随车工具")]

TICKS = {
    "engine_oil": "机油",
    "coolant": "冷却液",
    "brakes": "制动",
    "tyres": "轮胎",
    "lights": "灯光",
    "instruments": "仪表",
    "papers": "证件和保险标志",
    "tools": "车容和随车工具",
}


def faults(values: Mapping[str, object]) -> list[str]:
    """The titles of what was not in order."""
    return [title for name, title in TICKS.items() if values.get(name) is False]
