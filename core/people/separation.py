"""三员分立: system, security and audit administrators are separate people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.model.permission import CorePermission
from houqin.core.people.roles import ADMINISTRATORS, LETTER
from houqin.core.projection.horizon import local_day
from houqin.core.schema.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from houqin.core.model.context import Context


def roles_of(context: Context, person: UUID) -> set[str]:
    """Roles a person has by post, or is granted now or later; letters aside."""
    found = context.find("core.Person", person)
    by_post = set(found.attributes.get("roles", [])) if found else set()
    reach = context.catalogue.reach_of
    own = {role for role in by_post if reach(role) != LETTER}
    return own | granted_roles(context, person)


def granted_roles(context: Context, person: UUID) -> set[str]:
    """Roles a person is granted now or later beside the post."""
    granted = context.connection.execute(
        "SELECT role FROM [guard_holding]"
        " WHERE person = ? AND kind = 'core.Grant' AND until >= ?",
        (str(person), local_day(context.now, context.zone).isoformat()),
    )
    return {row[0] for row in granted}


def require_separate(context: Context, roles: Iterable[str], field: str) -> None:
    """No person is two of the three administrators.

    :raises Refused: naming the two.
    """
    held = sorted(ADMINISTRATORS & set(roles))
    if len(held) > 1:
        titles = "和".join(context.catalogue.roles[code].title for code in held[:2])
        message = f"{titles}不能由同一人担任"
        raise Refused(message, field)


def require_known_roles(context: Context, roles: Iterable[str], field: str) -> None:
    """Only declared roles can be given.

    :raises Refused: naming those that are not.
    """
    unknown = sorted(set(roles) - set(context.catalogue.roles))
    if unknown:
        message = f"没有这个角色：{'、'.join(unknown)}"
        raise Refused(message, field)


def require_giving(context: Context, roles: Iterable[str], person: UUID | None) -> None:
    """Roles of a post must be one person's to have, and this person's to give.

    :raises Refused: when they are not.
    """
    given = set(roles)
    granted = granted_roles(context, person) if person else set()
    require_separate(context, granted | given, "roles")
    if context.actor == context.services.system_actor:
        return
    new = given - (roles_of(context, person) if person else set())
    if new and CorePermission.GRANT not in context.rights(context.acting):
        message = "角色由安全管理员授予，请先不填"
        raise Refused(message, "roles")
