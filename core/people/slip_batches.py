"""Slips for many people at once: an office's first day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from pydantic import Field

from houqin.core.model.command import command
from houqin.core.model.permission import CorePermission
from houqin.core.people.account_commands import let_in_once
from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.form import Form

if TYPE_CHECKING:
    from houqin.core.model.context import Context
    from houqin.events.store import Connection

#: So many are printed and cut in one go.
MOST = 200
#: A field of this kind is in no hash and no event.
Codes = Annotated[
    list[Annotated[str, Field(min_length=8, max_length=200)]],
    Field(title="一次性口令", max_length=MOST),
    types.secret(),
]


class IssueSlips(Form):
    """每人一张登录凭条，一次性口令只显示这一次。"""

    people: Annotated[
        list[UUID],
        Field(title="人员", min_length=1, max_length=MOST),
        types.refs("core.Person"),
    ]
    codes: Codes


@command(
    "core.issue_slips", "成批打印登录凭条", permission=CorePermission.ORGANISE,
    order=961,
)  # fmt: skip
def issue_slips(context: Context, form: IssueSlips) -> None:
    """A code for each person, in the same order."""
    if len(set(form.people)) != len(form.people) or len(form.people) != len(form.codes):
        raise FormErrors({"people": "每人只能有一张凭条"})
    for person, code in zip(form.people, form.codes, strict=True):
        let_in_once(context, person, code)


def with_password(connection: Connection) -> set[str]:
    """Ids of the people who have set a password."""
    found = connection.execute("SELECT person FROM [credential]")
    return {str(UUID(bytes=bytes(person))) for (person,) in found}
