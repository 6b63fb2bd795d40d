"""How every module stands: 可安装, 已启用, 可升级, 有故障, 程序缺失."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from houqin.core.registry.requirements import newer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from houqin.core.model.plugins import Installed
    from houqin.core.registry.declarations import Declarations
    from houqin.core.site.site import Site


class State(StrEnum):
    """A module's state in a site; its value is what programs are told."""

    AVAILABLE = "available"
    INSTALLED = "installed"
    UPGRADABLE = "upgradable"
    BROKEN = "broken"
    ORPHANED = "orphaned"


TITLES = {
    State.AVAILABLE: "可安装",
    State.INSTALLED: "已启用",
    State.UPGRADABLE: "可升级",
    State.BROKEN: "有故障",
    State.ORPHANED: "程序缺失（数据保留）",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """One module in one site.

    :param installed: the version the site has, if it has one.
    :param available: the version this process could import, if it could.
    :param note: what is to be known of it: an error, what is unfinished.
    :param places: lines of code that the error is about.
    """

    name: str
    title: str
    state: State
    installed: str = ""
    available: str = ""
    note: str = ""
    places: tuple[str, ...] = ()
    uninstalled: bool = False

    @property
    def trouble(self) -> bool:
        """Whether the site has it and cannot work with it."""
        wrong = self.state in {State.BROKEN, State.ORPHANED, State.UPGRADABLE}
        return wrong and bool(self.installed)

    @property
    def said(self) -> str:
        """What is to be known of it, the lines of code included."""
        places = f"（{'；'.join(self.places)}）" if self.places else ""
        return f"{self.note}{places}"

    def in_json(self) -> dict[str, Any]:
        """As programs are told."""
        return asdict(self)


def standings(site: Site) -> list[Standing]:
    """Every module there is, was, or could be."""
    whole = site.declarations.available or site.declarations
    names = {*whole.parts, *whole.quarantined, *site.plugins}
    return [_standing(whole, site.plugins.get(name), name) for name in sorted(names)]


def _standing(whole: Declarations, there: Installed | None, name: str) -> Standing:
    part, broken = whole.parts.get(name), whole.quarantined.get(name)
    spec = part.spec if part else None
    title = spec.title if spec else there.title if there else name
    version = there.version if there and there.there else ""
    gone = there is not None and not there.there
    if broken:
        return Standing(
            name, title, State.BROKEN, version, "", broken.error, broken.places, gone
        )
    if spec is None:
        note = "" if gone else "记录和台账保留，只能查看"
        return Standing(name, title, State.ORPHANED, version, "", note, (), gone)
    note = reason_of(whole, there) if there else ""
    state = State.INSTALLED if version else State.AVAILABLE
    if there and there.under_way:
        state = State.UPGRADABLE if version else State.AVAILABLE
    elif version and newer(spec.version, version):
        state = State.UPGRADABLE
    elif version and spec.version != version:
        state = State.BROKEN
    return Standing(name, title, state, version, spec.version, note, (), gone)


def reason_of(whole: Declarations, there: Installed) -> str:
    """Why nothing may be recorded for a module now; empty when it may."""
    part = whole.parts.get(there.name)
    if part is None or not there.there or there.writes(part.spec.version):
        return ""
    if there.under_way:
        done = f"，已完成{len(there.done)}步" if there.done else ""
        return f"{there.title}正在升级到{there.to}{done}，完成以前只能查看"
    return (
        f"{there.title}在本站点是{there.version}版，程序中是{part.spec.version}版，"
        "升级以前只能查看"
    )


def frozen_of(
    declared: Declarations, plugins: Mapping[str, Installed]
) -> dict[str, str]:
    """The modules nothing may be recorded for, and why."""
    whole = declared.available or declared
    reasons = {name: reason_of(whole, there) for name, there in plugins.items()}
    return {name: reason for name, reason in reasons.items() if reason}
