"""In which order modules are installed, and what stands in the way of one."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from houqin.core.registry.requirements import needed, unmet
from houqin.core.schema.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from houqin.core.model.plugins import Installed
    from houqin.core.registry.declarations import Declarations, Part, PluginSpec


class PluginRefused(Refused):
    """A module cannot be installed, upgraded or uninstalled; the message says why."""

    def __init__(self, message: str) -> None:
        super().__init__(message, "plugin")


def part_named(declared: Declarations, name: str) -> Part:
    """A module that this process could import.

    :raises PluginRefused: when it could not, or nobody announced it.
    """
    whole = declared.available or declared
    if name in whole.parts:
        return whole.parts[name]
    if broken := whole.quarantined.get(name):
        raise PluginRefused(f"业务模块“{name}”有故障，不能启用：{broken.error}")
    known = "、".join(sorted(whole.parts))
    raise PluginRefused(f"没有业务模块“{name}”，程序中有：{known}")


def to_install(
    declared: Declarations, names: Iterable[str] | None = None
) -> list[PluginSpec]:
    """Modules with all they need, what is needed first.

    :param names: by default those that come with the program.
    :raises PluginRefused: when one is not there or of another version.
    """
    parts = (declared.available or declared).parts
    if names is None:
        names = [name for name, part in parts.items() if part.bundled]
    found: dict[str, PluginSpec] = {}
    for name in names:
        _gather(declared, name, found, ())
    return list(found.values())


def at_opening(declared: Declarations, specs: Iterable[PluginSpec]) -> list[PluginSpec]:
    """Those that are there with position 1, up to the first that has steps to run."""
    parts = (declared.available or declared).parts
    return list(takewhile(lambda spec: not parts[spec.name].steps_from(""), specs))


def _gather(
    declared: Declarations,
    name: str,
    found: dict[str, PluginSpec],
    asking: tuple[str, ...],
) -> None:
    if name in asking:
        raise PluginRefused(f"业务模块互相依赖：{'、'.join((*asking, name))}")
    if name in found:
        return
    spec = part_named(declared, name).spec
    for each in needed(spec.requires):
        _gather(declared, each, found, (*asking, name))
    versions = {each.name: each.version for each in found.values()}
    if missing := unmet(spec.requires, versions):
        raise PluginRefused(f"{spec.title}需要{'、'.join(missing)}")
    found[name] = spec


def require_met(
    declared: Declarations, known: Mapping[str, Installed], part: Part
) -> None:
    """Ask that what a module needs is installed, and that it breaks no other's need.

    :raises PluginRefused: naming what is missing or in the way.
    """
    versions = {n: each.version for n, each in known.items() if each.there}
    if missing := unmet(part.spec.requires, versions):
        raise PluginRefused(f"{part.spec.title}需要{'、'.join(missing)}")
    versions[part.spec.name] = part.spec.version
    parts = (declared.available or declared).parts
    for name in versions.keys() & parts.keys() - {part.spec.name}:
        spec = parts[name].spec
        asked = [r for r in spec.requires if needed([r]) == [part.spec.name]]
        if broken := unmet(asked, versions):
            raise PluginRefused(f"{spec.title}需要{'、'.join(broken)}")


def dependents(
    declared: Declarations, known: Mapping[str, Installed], name: str
) -> list[str]:
    """The titles of installed modules that need this one."""
    parts = (declared.available or declared).parts
    return [
        each.title
        for other, each in sorted(known.items())
        if each.there and other in parts and name in needed(parts[other].spec.requires)
    ]
