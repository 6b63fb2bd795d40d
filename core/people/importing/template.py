"""The template of units and people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.files import template
from houqin.core.people.aggregates import DepartmentKind
from houqin.core.people.importing.sheets import LAYOUT

if TYPE_CHECKING:
    from collections.abc import Sequence


class Template(template.Template):
    """One workbook to be filled in.

    :param roles: titles of the roles that can be given.
    :param units: names of the units that are there already.
    """

    def __init__(self, roles: Sequence[str], units: Sequence[str]) -> None:
        kinds = [kind.title for kind in DepartmentKind]
        super().__init__(LAYOUT, {"kinds": kinds, "roles": roles, "units": units})
