"""Themes (界面风格): folders of templates and styles, each with its parent."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

DEFAULT = "zhengwu"

#: No site has this name: it is where the themes' files are served.
STATIC = "-"


class ThemeMissing(LookupError):
    """A site names a theme that is not there."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"没有名为“{name}”的界面风格")


@dataclass(frozen=True)
class Theme:
    """One look; ``folders`` are its own first, then its parents'."""

    name: str
    title: str
    folders: tuple[Path, ...]

    @property
    def templates(self) -> tuple[str, ...]:
        """Where its templates are looked for, in this order."""
        return tuple(str(folder / "templates") for folder in self.folders)

    def static_path(self, path: str) -> str:
        """Address of a static file, with its digest: it may be cached for ever."""
        for folder in self.folders:
            file = folder / "static" / path
            if file.is_file():
                changed = file.stat().st_mtime_ns
                return (
                    f"/{STATIC}/{folder.name}/{quote(path)}?v={_digest(file, changed)}"
                )
        return f"/{STATIC}/{self.name}/{quote(path)}"


@lru_cache(maxsize=1000)
def _digest(file: Path, changed: int) -> str:  # noqa: ARG001 - part of the cache's key
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]


def themes_folder() -> Path:
    """Where the themes that come with the program lie."""
    return Path(str(files("houqin.themes")))


def find_theme(name: str) -> Theme:
    """Read a theme and its parents.

    :raises ThemeMissing: for a name that is no folder with a ``theme.json``.
    """
    folders: list[Path] = []
    title, wanted = "", name
    while wanted or not folders:
        folder = themes_folder() / wanted
        described = folder / "theme.json"
        if not wanted.isidentifier() or not described.is_file() or folder in folders:
            raise ThemeMissing(wanted)
        about = json.loads(described.read_text(encoding="utf-8"))
        folders.append(folder)
        title = title or about["title"]
        wanted = about.get("parent")
    return Theme(name, title, tuple(folders))


def all_themes() -> list[Theme]:
    """Every theme there is."""
    names = sorted(path.parent.name for path in themes_folder().glob("*/theme.json"))
    return [find_theme(name) for name in names]
