"""Rectangles on a picture, each standing for a record.

Places and sides are shares of the picture, in ten-thousandths of its width or height:
they hold however large it is shown, and can be typed as percent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.form import Form
from houqin.core.schema.plain import plain
from houqin.core.schema.types import Fixed

if TYPE_CHECKING:
    from collections.abc import Sequence

WHOLE = 10_000
#: Smaller ones cannot be hit with a finger: half a percent.
LEAST = 50
SIDES = ("left", "top", "wide", "high")

_percent = types.quantity("%", 2)
Left = Annotated[int, Field(title="左边距", ge=0, le=WHOLE), _percent]
Top = Annotated[int, Field(title="上边距", ge=0, le=WHOLE), _percent]
Wide = Annotated[int, Field(title="宽", ge=LEAST, le=WHOLE), _percent]
High = Annotated[int, Field(title="高", ge=LEAST, le=WHOLE), _percent]
#: The rectangles as an event holds them; who wants others draws them anew.
Drawn = Annotated[list[dict[str, Any]], Fixed()]


class Region(Form):
    """One rectangle; a module's own adds the field that names its record.

    A line without any number is a record that stands nowhere yet.
    """

    left: Left | None = None
    top: Top | None = None
    wide: Wide | None = None
    high: High | None = None

    @classmethod
    def __pydantic_init_subclass__(cls, **_given: Any) -> None:
        """What stands there comes in front of where."""
        known = cls.__pydantic_fields__
        own = {name: each for name, each in known.items() if name not in SIDES}
        cls.__pydantic_fields__ = own | {name: known[name] for name in SIDES}


def drawn(field: str, lines: Sequence[Region]) -> list[dict[str, Any]]:
    """The rectangles of a form as an event holds them, in the order they were typed.

    :param field: the form's field of lines.
    :raises FormErrors: naming the line that is unfinished or leaves the picture.
    """
    wrong: dict[str, str] = {}
    found: list[dict[str, Any]] = []
    for number, line in enumerate(lines):
        if all(getattr(line, side) is None for side in SIDES):
            continue
        for side, message in _faults(line).items():
            wrong[f"{field}.{number}.{side}"] = message
        found.append({n: plain(v) for n, v in line if v is not None})
    if wrong:
        raise FormErrors(wrong)
    return found


def _faults(line: Region) -> dict[str, str]:
    missing = [side for side in SIDES if getattr(line, side) is None]
    if missing:
        return dict.fromkeys(missing, "左边距、上边距、宽、高须填全")
    # All four are there.
    left, top, wide, high = (int(getattr(line, side)) for side in SIDES)
    found = {}
    if left + wide > WHOLE:
        found["wide"] = "左边距加宽超过100%，超出图的右边"
    if top + high > WHOLE:
        found["high"] = "上边距加高超过100%，超出图的下边"
    return found
