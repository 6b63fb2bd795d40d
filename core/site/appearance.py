"""界面风格 of a site: a group of settings, so that choosing one is an event."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from houqin.core.schema import types
from houqin.core.schema.fields import Line
from houqin.core.schema.form import Form
from houqin.core.site.themes import DEFAULT, read_themes

GROUP = "core.appearance"
THEME, PARAMETERS = "core.theme", "core.theme_parameters"


class Appearance(Form):
    """各页面的颜色、标志和版式；选用前可以先预览。"""

    theme: Annotated[Line, Field(title="界面风格")] = DEFAULT
    theme_parameters: Annotated[str, types.text()] = Field(
        "", max_length=500, title="本站点的参数",
        description="空格隔开，例如：accent=#1a53a8 round=4px。",
    )  # fmt: skip

    @model_validator(mode="after")
    def _there(self) -> Appearance:
        """The theme can be used, and takes every parameter that is given."""
        themes = read_themes()
        theme = themes.known.get(self.theme)
        if theme is None:
            message = themes.broken.get(self.theme)
            raise ValueError(message or f"没有名为“{self.theme}”的界面风格")
        for name, value in parameters_of(self.theme_parameters).items():
            if said := theme.wrong(name, value):
                raise ValueError(said)
        return self


def parameters_of(text: str) -> dict[str, str]:
    """``accent=#1a53a8 round=4px`` by name."""
    pairs = (part.partition("=") for part in text.split())
    return {name: value for name, _, value in pairs}


def text_of(parameters: dict[str, str]) -> str:
    """The same as one line, what is empty left out."""
    return " ".join(f"{name}={value}" for name, value in parameters.items() if value)
