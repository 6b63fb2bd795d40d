"""Which versions of other plugins a plugin needs: PEP 440, as distributions say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packaging.requirements import InvalidRequirement, Requirement
from packaging.version import InvalidVersion, Version

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def unreadable(version: str, requires: Iterable[str]) -> str:
    """What is wrong with a version or a requirement; empty when nothing is."""
    try:
        Version(version)
        for each in requires:
            Requirement(each)
    except (InvalidVersion, InvalidRequirement) as error:
        return str(error).partition("\n")[0]
    return ""


def needed(requires: Iterable[str]) -> list[str]:
    """The names of what is required."""
    return [Requirement(each).name for each in requires]


def unmet(requires: Iterable[str], versions: Mapping[str, str]) -> list[str]:
    """The requirements that these versions do not meet."""
    return [each for each in requires if not _met(Requirement(each), versions)]


def _met(requirement: Requirement, versions: Mapping[str, str]) -> bool:
    found = versions.get(requirement.name)
    return found is not None and requirement.specifier.contains(found, prereleases=True)


def newer(version: str, than: str) -> bool:
    """Whether a version comes after another."""
    return Version(version) > Version(than)
