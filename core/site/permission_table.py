"""The permission map as a table people read: rights down, roles across."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from houqin.core.model.rights import Holding, Part, Standing

if TYPE_CHECKING:
    from houqin.core.registry.declarations import Declarations

WHOLE, UNIT, OWN, NONE = "全站", "本单位", "本人", "—"
LEVELS = (2, 3)
#: Stands for the departments a role of a unit was granted for.
_UNITS = frozenset({"unit"})


class Line(NamedTuple):
    """One right: its module, its title, its code, and what each role reaches."""

    module: str
    title: str
    code: str
    cells: dict[str, str]


def permission_table(declared: Declarations) -> list[Line]:
    """Every right of core and of the modules, in the order of their maps."""
    return [
        Line(
            declared.plugins[code.partition(".")[0]].title,
            right.title,
            code,
            {role: _cell(declared, role, code) for role in declared.roles},
        )
        for code, right in declared.rights.items()
    ]


def _cell(declared: Declarations, role: str, permission: str) -> str:
    """What a role reaches by itself, and on which level if that matters."""
    found = {level: _reach(declared, role, permission, level) for level in LEVELS}
    if len(set(found.values())) == 1:
        return found[LEVELS[0]]
    return "，".join(
        f"{reach}（{'二三'[level - 2]}级）"
        for level, reach in found.items()
        if reach != NONE
    )


def _reach(declared: Declarations, role: str, permission: str, level: int) -> str:
    units = _UNITS if declared.reach_of(role) == "unit" else None
    letter = UUID(int=1) if declared.reach_of(role) == "letter" else None
    holding = Holding(role, units, letter)
    standing = Standing(UUID(int=0), [holding], declared.permissions, level, letter)
    parts = standing.extent(permission).parts
    if Part() in parts:
        return WHOLE
    if any(part.units and not part.own for part in parts):
        return UNIT
    return OWN if parts else NONE


def markdown(declared: Declarations) -> str:
    """The page ``docs/permissions.md``."""
    titles = [role.title for role in declared.roles.values()]
    own = [role for role in declared.roles.values() if "." in role.code]
    lines = [
        "# Permissions",
        "",
        "Printed by `make docs` from the permission maps of core and of every module.",
        "A test compares what pages, JSON and command line allow with this table.",
        "",
        f"{WHOLE}: the whole site. {UNIT}: records of the departments the role was",
        f"granted for, with those below. {OWN}: records that name the person.",
        f"{NONE}: denied. A role granted for a department never reaches beyond it.",
        "An outside auditor (审计人员) reads under a letter and does nothing.",
        "二级, 三级: on sites of that protection level.",
        "",
        "Roles that come with a module:",
        "",
        *(f"- {role.title}: `{role.code}`" for role in own),
        "",
        f"| module | right | code | {' | '.join(titles)} |",
        f"| --- | --- | --- | {' | '.join('---' for _ in titles)} |",
    ]
    lines += [
        f"| {line.module} | {line.title} | `{line.code}` "
        f"| {' | '.join(line.cells.values())} |"
        for line in permission_table(declared)
    ]
    return "\n".join([*lines, ""])
