"""What a page looks like, and in which language: its theme's parameters and notices."""

from __future__ import annotations

from typing import Any, NamedTuple

from houqin.core.model.permission import CorePermission
from houqin.core.web.language import reads_english


class Notice(NamedTuple):
    """Something to know about the look, and where it is changed."""

    title: str
    url: str


class Look:
    """The part of a page that its request's theme and language decide."""

    def __init__(self, request: Any) -> None:
        self._request = request

    @property
    def parameters(self) -> str:
        """The theme's parameters, as a style sheet."""
        return str(self._request.worn.parameters)

    @property
    def logo(self) -> str:
        """A logo of the theme's or the site's own, or nothing."""
        return str(self._request.worn.logo)

    @property
    def previewing(self) -> Notice | None:
        """That only this browser sees the site so, and where that ends."""
        worn = self._request.worn
        said = f"正在预览界面风格“{worn.theme.title}”，只有这台电脑的这个浏览器看得到"
        return Notice(said, self._themes) if worn.previewed else None

    @property
    def theme_missing(self) -> Notice | None:
        """That the chosen theme is gone, for whoever can choose another."""
        worn = self._request.worn
        if not worn.missing or CorePermission.CONFIGURE not in self._request.rights:
            return None
        said = f"界面风格“{worn.missing}”的文件缺失，暂时显示为“{worn.theme.title}”"
        return Notice(said, self._themes)

    @property
    def _themes(self) -> str:
        """界面风格 of 系统管理."""
        return str(self._request.to.page("admin/themes"))

    @property
    def english(self) -> bool:
        """Whether this browser asked for English."""
        return reads_english(self._request)
