"""One drawing of a floor is in force."""

from __future__ import annotations

from houqin.core.model.guards import Claims
from houqin.core.projection.sources import field
from houqin.plugins.buildings.drawing import CURRENT, Drawing


class Current(Claims):
    """The floor a drawing stands for."""

    def refusal(self, value: str) -> str:  # noqa: ARG002 - a floor's id
        """Nobody reads ids."""
        return "这一层已有现行图纸，须先作废或由新图纸替换"


current = Current(
    CURRENT, [Drawing], "现行图纸", released=["uploaded", "returned", "superseded"],
    field="floor",
)  # fmt: skip
current.on(Drawing.Uploaded, value=field("floor"))

ALL = (current,)
