"""Themes (界面风格): folders with a ``theme.cfg``, each with its parent.

They lie in ``themes/``, or a distribution announces its package as one in the entry
point group ``houqin.themes``, under the theme's name.
"""

from __future__ import annotations

from configparser import ConfigParser
from configparser import Error as NotReadable
from dataclasses import dataclass
from importlib.metadata import entry_points
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from houqin.core.site.theme_values import fits

#: Where a site's theme is not there, and what every theme ends in.
DEFAULT = "zhengwu"
GROUP = "houqin.themes"
_ABOUT = "theme.cfg"


class ThemeMissing(LookupError):
    """A site names a theme that is not there."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"没有名为“{name}”的界面风格")


class ThemeBroken(ValueError):
    """A ``theme.cfg`` that cannot be used; the message names it."""


@dataclass(frozen=True)
class Theme:
    """One look.

    :param folders: name and folder of itself, then of its parents.
    :param parameters: names and values, its own where its parents have them too.
    :param site: names and titles of the parameters a site may set for itself.
    :param preview: a picture among its static files, or nothing.
    """

    name: str
    title: str
    folders: tuple[tuple[str, Path], ...]
    parameters: tuple[tuple[str, str], ...] = ()
    site: tuple[tuple[str, str], ...] = ()
    preview: str = ""

    @property
    def templates(self) -> tuple[str, ...]:
        """Where its templates are looked for, in this order."""
        found = (folder / "templates" for _name, folder in self.folders)
        return tuple(str(folder) for folder in found if folder.is_dir())

    def static(self, path: str) -> tuple[str, Path] | None:
        """Whose static file of that path it shows, and the file."""
        for name, folder in self.folders:
            file = folder / "static" / path
            if file.is_file():
                return name, file
        return None

    def values(self, given: dict[str, str]) -> dict[str, str]:
        """Every parameter's value on a site that sets some itself."""
        own = {n: v for n, v in given.items() if not self.wrong(n, v)}
        return dict(self.parameters) | own

    def wrong(self, name: str, value: str) -> str:
        """Why a site may not give a parameter that value; nothing if it may."""
        title = dict(self.site).get(name)
        if title is None:
            return f"界面风格“{self.title}”没有可设的参数“{name}”"
        default = dict(self.parameters)[name]
        said = fits(name, value, default, lambda path: self.static(path) is not None)
        return f"{title}{said}" if said else ""


@dataclass(frozen=True)
class Themes:
    """The themes that can be used, and why others cannot, each by name."""

    known: dict[str, Theme]
    broken: dict[str, str]


def themes_folder() -> Path:
    """Where the themes that come with the program lie."""
    return Path(str(files("houqin.themes")))


def theme_folders() -> dict[str, Path]:
    """Every theme's folder, wherever it comes from; the program's own names win."""
    bundled = {p.parent.name: p.parent for p in themes_folder().glob(f"*/{_ABOUT}")}
    return _announced() | bundled


def _announced() -> dict[str, Path]:
    """The folders of the packages that distributions announce."""
    found: dict[str, Path] = {}
    for entry in entry_points(group=GROUP):
        try:
            spec = find_spec(entry.value)
        except Exception:  # noqa: BLE001 - somebody else's package fails as it likes
            spec = None
        places = list(spec.submodule_search_locations or ()) if spec else []
        found[entry.name] = Path(places[0] if places else entry.value)
    return found


def find_theme(name: str, folders: dict[str, Path] | None = None) -> Theme:
    """Read a theme and its parents.

    :raises ThemeMissing: for a name without a folder that has a ``theme.cfg``.
    :raises ThemeBroken: when that file says what cannot be.
    """
    known = theme_folders() if folders is None else folders
    chain: list[tuple[str, Path, ConfigParser]] = []
    wanted = name
    while wanted or not chain:
        if wanted in {link[0] for link in chain}:
            message = f"界面风格“{wanted}”的上级又是它自己"
            raise ThemeBroken(message)
        folder = known.get(wanted)
        if folder is None or not (folder / _ABOUT).is_file():
            raise ThemeMissing(wanted)
        about = _read(wanted, folder / _ABOUT)
        chain.append((wanted, folder, about))
        wanted = about["theme"].get("parent", "")
    return _checked(_assembled(chain))


def _read(name: str, file: Path) -> ConfigParser:
    """The file's sections; both are there afterwards."""
    about = ConfigParser(interpolation=None)
    try:
        about.read_string(file.read_text(encoding="utf-8"))
    except (NotReadable, ValueError) as error:
        message = f"界面风格“{name}”的theme.cfg不能读取：{error}"
        raise ThemeBroken(message) from error
    if not about.get("theme", "title", fallback=""):
        message = f"界面风格“{name}”的theme.cfg没有[theme]一节的title"
        raise ThemeBroken(message)
    if not about.has_section("parameters"):
        about.add_section("parameters")
    return about


def _assembled(chain: list[tuple[str, Path, ConfigParser]]) -> Theme:
    parameters: dict[str, str] = {}
    for _name, _folder, about in reversed(chain):
        parameters |= dict(about["parameters"])
    own = chain[0][2]["theme"]
    said = (about for _name, _folder, about in chain if about.has_section("site"))
    site = next(said, None)
    return Theme(
        chain[0][0],
        own["title"],
        tuple((name, folder) for name, folder, _about in chain),
        tuple(sorted(parameters.items())),
        tuple(site["site"].items()) if site else (),
        own.get("preview", ""),
    )


def _checked(theme: Theme) -> Theme:
    """The theme, each of its values being what its name stands for."""
    values = dict(theme.parameters)
    for name, value in values.items():
        if said := fits(name, value, value, lambda path: bool(theme.static(path))):
            message = f"界面风格“{theme.name}”的{name}{said}"
            raise ThemeBroken(message)
    if unknown := [name for name, _title in theme.site if name not in values]:
        message = f"界面风格“{theme.name}”没有参数{'、'.join(unknown)}"
        raise ThemeBroken(message)
    return theme


def read_themes() -> Themes:
    """Read every theme there is."""
    folders = theme_folders()
    themes = Themes({}, {})
    for name in sorted(folders):
        try:
            themes.known[name] = find_theme(name, folders)
        except (ThemeMissing, ThemeBroken) as error:
            themes.broken[name] = str(error)
    return themes
