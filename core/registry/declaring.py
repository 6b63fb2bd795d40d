"""What every directive does: a name of a kind is claimed once, and can be listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyramid.config import Configurator

    from houqin.core.registry.declarations import Declarations


class DeclarationError(ValueError):
    """A plugin declares something that cannot be."""


def declared_in(config: Configurator) -> Declarations:
    found: Declarations = config.registry.houqin
    return found


def declare(
    config: Configurator,
    kind: str,
    name: str,
    declared: object,
    register: Callable[[], None],
) -> None:
    """One name of one kind, claimed once."""
    shown = config.introspectable(f"houqin {kind}", name, repr(declared), kind)
    shown["declared"] = declared
    config.action(("houqin", kind, name), register, introspectables=(shown,))


def setter(where: dict[str, Any], name: str, value: object) -> Callable[[], None]:
    return lambda: where.update({name: value})
