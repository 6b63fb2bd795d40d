"""Posts of a unit: how many places, and which roles come with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.model.command import command
from houqin.core.model.permission import CorePermission
from houqin.core.people.aggregates import (
    Basis,
    Establishment,
    Post,
    PostTitle,
    PostUnit,
    UsualRoles,
)
from houqin.core.people.organising import require_roles, require_unit
from houqin.core.people.tree import ACTIVE
from houqin.core.schema.errors import Refused
from houqin.core.schema.form import Form, RecordForm

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.model.context import Context
    from houqin.core.model.streams import Choosable

POST = "core.Post"


class RegisterPost(Form):
    """按编制登记单位的岗位；人员任职时不另选角色，就用岗位的通常角色。"""

    name: PostTitle
    department: PostUnit
    establishment: Establishment
    roles: UsualRoles = []  # noqa: RUF012 - pydantic copies it


class ChangePost(RecordForm):
    """变更不影响已经在岗人员的角色。"""

    name: PostTitle
    establishment: Establishment
    roles: UsualRoles = []  # noqa: RUF012 - pydantic copies it


class AbolishPost(RecordForm):
    """没有人在岗才能撤销。"""

    basis: Basis | None = None


@command(
    "core.register_post", "登记岗位", permission=CorePermission.ORGANISE,
    event=Post.Registered, menu=True, order=915,
)  # fmt: skip
def register_post(context: Context, form: RegisterPost) -> None:
    """Open a post in a unit."""
    require_unit(context, form.department)
    require_roles(context, form.roles)
    _require_new(context, form.department, form.name)
    context.create(Post, Post.Registered, **dict(form))


def _as_it_is(_context: Context, post: Any) -> dict[str, Any]:
    return {
        "name": post.name,
        "establishment": post.establishment,
        "roles": post.roles,
    }


def _in_use(_context: Context, post: Any) -> str | None:
    return None if post.state == ACTIVE else "岗位已经撤销"


@command(
    "core.change_post", "变更", permission=CorePermission.ORGANISE, on=Post,
    event=Post.Changed, style="default", starts=_as_it_is, may=_in_use, order=916,
)  # fmt: skip
def change_post(context: Context, form: ChangePost) -> None:
    """Change name, places and roles from here on."""
    post: Any = context.load(Post, form.record)
    if post.state != ACTIVE:
        raise Refused("岗位已经撤销，不能变更")
    require_roles(context, form.roles)
    if form.name != post.name:
        _require_new(context, post.department, form.name)
    values = {"name": form.name, "establishment": form.establishment}
    post.record(Post.Changed, **values, roles=form.roles)


@command(
    "core.abolish_post", "撤销岗位", permission=CorePermission.ORGANISE, on=Post,
    event=Post.Abolished, style="danger", order=917,
)  # fmt: skip
def abolish_post(context: Context, form: AbolishPost) -> None:
    """End a post that nobody holds."""
    held = [p for p in context.choosable("core.Person") if _holds(p, form.record)]
    if held:
        message = f"还有{len(held)}人在岗，不能撤销"
        raise Refused(message)
    context.load(Post, form.record).record(Post.Abolished, basis=form.basis)


def _holds(person: Choosable, post: UUID) -> bool:
    return person.state == ACTIVE and person.attributes.get("post") == str(post)


def posts_of(context: Context, unit: UUID) -> list[Choosable]:
    """The posts of a unit that are in use."""
    return [
        post
        for post in context.choosable(POST)
        if post.state == ACTIVE and post.attributes["department"] == str(unit)
    ]


def _require_new(context: Context, unit: UUID, name: str) -> None:
    if any(post.attributes["name"] == name for post in posts_of(context, unit)):
        message = f"这个单位已经有岗位“{name}”"
        raise Refused(message, "name")


def usual_roles(
    context: Context, post: UUID | None, unit: UUID, roles: list[str]
) -> list[str]:
    """The roles chosen, or else those of the post; the post must be the unit's.

    :raises Refused: when it is another unit's post, or no longer in use.
    """
    require_roles(context, roles)
    if post is None:
        return roles
    found = context.choose(POST, post, "post")
    if found.state != ACTIVE or found.attributes["department"] != str(unit):
        message = f"“{found.attributes['name']}”不是所选单位在用的岗位"
        raise Refused(message, "post")
    return roles or list(found.attributes.get("roles", ()))


ALL = (register_post, change_post, abolish_post)
