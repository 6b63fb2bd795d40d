"""Taking plugins one by one: each is whole, or in quarantine with its error.

A plugin declares into a configuration of its own first. Only when that went well, and
no name in it is another's, does what it declared become available; so no plugin,
however broken, keeps the process or another plugin from starting.
"""

from __future__ import annotations

import logging
from importlib import import_module
from traceback import extract_tb
from typing import TYPE_CHECKING, Any

from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationConflictError
from pyramid.registry import Registry

from houqin.core.registry.declarations import Declarations, Part, Place, Quarantined
from houqin.core.registry.extending import misplaced

if TYPE_CHECKING:
    from collections.abc import Iterable

logger = logging.getLogger(__name__)

#: What directives are called by before their action's kind and name.
_OURS = "houqin"
Names = dict[tuple[str, str], Place]


class NoManifest(ValueError):
    """A module that calls no ``add_plugin``, or more than one."""


def take_plugin(
    config: Configurator, name: str, module: str, *, bundled: bool
) -> Part | None:
    """Make a plugin available, or put it into quarantine.

    :param name: what it is announced as, until it says its own name.
    :param bundled: see :class:`Part`.
    """
    available: Declarations = config.registry.houqin
    try:
        scratch = _declared_apart(config, module)
        part = Part(
            _manifest(scratch), module, scratch.registry.houqin, places_of(scratch),
            bundled, scratch.registry.houqin_views,
        )  # fmt: skip
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a plugin does
        _quarantine(available, Quarantined(name, told(error), _lines(error, module)))
        return None
    if twice := _taken(config, available, part):
        _quarantine(available, twice)
        return None
    available.take(part)
    return part


def settle(config: Configurator) -> None:
    """Once all are there: what one adds to another's ledgers must have its place."""
    available: Declarations = config.registry.houqin
    for name, part in list(available.parts.items()):
        for column in part.declared.ledger_columns:
            if said := misplaced(available, column):
                available.drop(name)
                line = part.declares["ledger column", column].line
                _quarantine(available, Quarantined(name, said, (line,)))
                break


def take_pages(config: Configurator) -> None:
    """Let the plugins that have views of their own add them, now that pages are there.

    What they declare is available already; this time it goes nowhere.
    """
    available: Declarations = config.registry.houqin
    for name, part in list(available.parts.items()):
        if not part.views:
            continue
        config.registry.houqin = Declarations()
        try:
            config.include(part.module)
            config.commit()
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a plugin does
            config.action_state.actions = []
            available.drop(name)
            lines = _lines(error, part.module)
            _quarantine(available, Quarantined(name, told(error), lines))
        finally:
            config.registry.houqin = available


def _declared_apart(config: Configurator, module: str) -> Configurator:
    registry = Registry(module)
    registry.settings = config.registry.settings
    scratch = Configurator(registry=registry, package=import_module(module))
    scratch.include("houqin.core.registry")
    scratch.commit()
    scratch.include(module)
    actions = scratch.action_state.actions
    # Views wait for the pages, which are not here.
    mine = [a for a in actions if _is_ours(a["discriminator"])]
    registry.houqin_views = len(mine) < len(actions)
    scratch.action_state.actions = mine
    scratch.commit()
    return scratch


def _is_ours(discriminator: Any) -> bool:
    return isinstance(discriminator, tuple) and discriminator[:1] == (_OURS,)


def _manifest(scratch: Configurator) -> Any:
    declared: Declarations = scratch.registry.houqin
    if len(declared.plugins) != 1:
        raise NoManifest("add_plugin应当正好调用一次")
    (spec,) = declared.plugins.values()
    return spec


def places_of(config: Configurator) -> Names:
    """Kind and name of everything that was declared, with the line that did."""
    found: Names = {}
    for category, entries in config.introspector.categorized():
        if not category.startswith(f"{_OURS} "):
            continue
        for entry in entries:
            shown = entry["introspectable"]
            kind = category.removeprefix(f"{_OURS} ")
            title = str(getattr(shown["declared"], "title", ""))
            line = _line(shown.action_info)
            found[kind, str(shown.discriminator)] = Place(line, title)
    return found


def _line(info: Any) -> str:
    return f"{info.file}:{info.line}" if info is not None else ""


def _taken(
    config: Configurator, available: Declarations, part: Part
) -> Quarantined | None:
    """The first name of it that core or another plugin has."""
    others: Iterable[Names] = (
        places_of(config), *(p.declares for p in available.parts.values())
    )  # fmt: skip
    for known in others:
        for key in sorted(part.declares.keys() & known.keys()):
            said = f"名称已被占用：{key[0]} {key[1]}"
            lines = (known[key].line, part.declares[key].line)
            return Quarantined(part.spec.name, said, lines)
    return None


def told(error: BaseException) -> str:
    """An error in one line."""
    if isinstance(error, ConfigurationConflictError):
        names = [" ".join(map(str, key[1:])) for key in error._conflicts]  # noqa: SLF001 - it offers nothing else
        return f"同一名称声明了两次：{'、'.join(names)}"
    first = str(error).strip().partition("\n")[0]
    return f"{type(error).__name__}: {first}"[:500]


def _lines(error: BaseException, module: str) -> tuple[str, ...]:
    """Where it went wrong: both places of a conflict, else the last line of its own."""
    if isinstance(error, ConfigurationConflictError):
        infos = [i for found in error._conflicts.values() for i in found]  # noqa: SLF001 - Pyramid keeps them there
        return tuple(map(_line, infos))
    frames = extract_tb(error.__traceback__)
    tail = module.replace(".", "/")
    own = [f for f in frames if tail in f.filename] or list(frames)
    return tuple(f"{frame.filename}:{frame.lineno}" for frame in own[-1:])


def _quarantine(available: Declarations, found: Quarantined) -> None:
    logger.error("plugin %s is in quarantine: %s", found.name, found.error)
    available.quarantined[found.name] = found
