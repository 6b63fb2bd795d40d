"""What plugins declare, through Pyramid directives with conflict detection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.registry import directives
from houqin.core.registry.blueprints import add_blueprint, add_to_blueprint
from houqin.core.registry.declarations import Declarations
from houqin.core.registry.well_known import add_modules

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Add the directives and the object they fill."""
    config.registry.houqin = Declarations()
    for directive in (*directives.ALL, add_blueprint, add_to_blueprint, add_modules):
        config.add_directive(directive.__name__, directive)
