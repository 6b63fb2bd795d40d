"""授权, 授权代理, 审计授权: who holds which role beside the post, and how long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import sqlalchemy as sa
from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.guards import Guard, guard_metadata
from houqin.core.model.permission import CorePermission
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.fields import Day, DepartmentId, Line, Note, PersonId

if TYPE_CHECKING:
    from houqin.core.model.guards import GuardRow
    from houqin.core.projection.effective import Effective

Holder = Annotated[PersonId, Field(title="人员")]
RoleCode = Annotated[str, Field(title="角色"), types.role()]
Scope = Annotated[
    DepartmentId, Field(title="范围", description="含下级单位；不填为全站")
]
Since = Annotated[Day, Field(title="开始日期")]
Until = Annotated[Day, Field(title="截止日期", description="当日仍有效")]
Basis = Annotated[Line, Field(title="依据")]
Principal = Annotated[PersonId, Field(title="被代理人")]
Deputing = Annotated[PersonId, Field(title="代理人")]
Auditor = Annotated[PersonId, Field(title="审计人员")]
LetterNumber = Annotated[Line, Field(title="授权文号")]
Reason = Annotated[Note, Field(title="理由")]

#: The end of what has none.
FOR_EVER = "9999-12-31"


def _workflow(opening: str, current: str, ended: str) -> Workflow:
    return Workflow(
        [State("active", current, stage=False), State("ended", ended, stage=False)],
        [
            Transition(opening, (), "active"),
            Transition("Ended", ("active",), "ended"),
        ],
        latest=True,
    )


class Timed:
    """Fields of an event that holds from one day to another."""

    def check(self) -> None:
        """The last day is not before the first.

        :raises FormErrors: naming the field.
        """
        since, until = vars(self)["since"], vars(self).get("until")
        if until is not None and str(until) < str(since):
            raise FormErrors({"until": "截止日期早于开始日期"})


class Grant(Aggregate):
    """A role held beside the post, on a department subtree, for a period."""

    topic = "core.Grant"
    title = "角色授权"
    amended_by = CorePermission.GRANT
    seen_by = CorePermission.SEE_GRANTS
    shapes_rights = True
    of_people = ("person",)
    workflow = _workflow("Granted", "有效", "已收回")

    class Granted(Timed, Aggregate.Created):
        """Holds the role from that day on."""

        title = "授权"
        person: Holder
        role: RoleCode
        since: Since
        scope: Scope | None = None
        until: Until | None = None
        basis: Basis | None = None

    class Ended(Aggregate.Event):
        """Does not hold it any more."""

        title = "收回"
        reason: Reason | None = None


class Deputy(Aggregate):
    """During an absence another person may do what the absent one may."""

    topic = "core.Deputy"
    title = "授权代理"
    amended_by = CorePermission.GRANT
    seen_by = CorePermission.SEE_PEOPLE
    shapes_rights = True
    of_people = ("principal", "deputy")
    workflow = _workflow("Appointed", "有效", "已结束")

    class Appointed(Timed, Aggregate.Created):
        """Stands in for the principal from that day on."""

        title = "授权代理"
        principal: Principal
        deputy: Deputing
        since: Since
        until: Until
        reason: Reason | None = None

    class Ended(Aggregate.Event):
        """Does not stand in any more."""

        title = "结束代理"
        reason: Reason | None = None


class Letter(Aggregate):
    """The letter under which an outside auditor reads."""

    topic = "core.Letter"
    title = "审计授权"
    amended_by = CorePermission.AUTHORISE
    seen_by = CorePermission.SEE_GRANTS
    shapes_rights = True
    of_people = ("person",)
    workflow = _workflow("Authorised", "有效", "已终止")

    class Authorised(Timed, Aggregate.Created):
        """May read from that day on."""

        title = "授权查阅"
        person: Auditor
        number: LetterNumber
        since: Since
        until: Until
        scope: Scope | None = None

    class Ended(Aggregate.Event):
        """May not read any more."""

        title = "终止授权"
        reason: Reason | None = None


class Holdings(Guard):
    """Who holds what beside the post: one row an unvoided grant, deputy or letter."""

    table = "guard_holding"
    columns = (
        "guard", "person", "stream", "kind", "role", "scope", "principal", "number",
        "since", "until",
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__("core.holdings", (Grant, Deputy, Letter))

    def rows(self, aggregate: str, effective: Effective) -> frozenset[GuardRow]:
        """The row of one stream while it is not ended."""
        ended = any(e.topic.endswith(".Ended") for e in effective.events)
        if effective.voided or ended:
            return frozenset()
        first = effective.first
        return frozenset({(self.name, *_row(aggregate, first.stream, first.payload))})


def _row(aggregate: str, stream: Any, given: dict[str, Any]) -> tuple[Any, ...]:
    holder = given.get("deputy") or given["person"]
    return (
        holder,
        stream.bytes,
        aggregate,
        given.get("role", ""),
        given.get("scope", ""),
        given.get("principal", ""),
        given.get("number", ""),
        given["since"],
        given.get("until", FOR_EVER),
    )


_holding = sa.Table(
    "guard_holding",
    guard_metadata,
    sa.Column("stream", sa.LargeBinary, primary_key=True),
    sa.Column("person", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("scope", sa.Text, nullable=False),
    sa.Column("principal", sa.Text, nullable=False),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("since", sa.Text, nullable=False),
    sa.Column("until", sa.Text, nullable=False),
    # Behind the key: SQLite 3.40 finds a table without rowid damaged otherwise.
    sa.Column("guard", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)
sa.Index("guard_holding_person", _holding.c.person)
