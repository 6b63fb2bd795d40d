"""The lists of logins, and of what was looked at."""

from __future__ import annotations

from houqin.core.people.sessions import Ending, Method, Session
from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.sources import field, occurred_at
from houqin.core.schema import types

sessions = Ledger(
    "core.sessions",
    "登录记录",
    per=Session,
    columns=[
        Column("person", "人员", types.ref("core.Person"), filter=True, primary=True),
        Column("opened_at", "登录时间", types.instant(), filter=True, primary=True),
        Column("method", "登录方式", types.choice(Method), filter=True, primary=True),
        Column("status", "状态", types.state(), filter=True),
        Column("closed_at", "结束时间", types.instant()),
        Column("how", "结束方式", types.choice(Ending), filter=True),
    ],
    period="opened_at",
    title_column="person",
)
sessions.on(Session.Opened, "person", "method", opened_at=occurred_at)
sessions.on(Session.Closed, "how", closed_at=occurred_at)

looks = Ledger(
    "core.looks",
    "查阅记录",
    per=Session,
    kind="event",
    columns=[
        Column("person", "查阅人", types.ref("core.Person"), filter=True, primary=True),
        Column("looked_at", "查阅时间", types.instant(), filter=True, primary=True),
        Column("what", "查阅内容", types.text(), filter=True, primary=True),
        Column("record", "查阅对象", types.anything(), primary=True),
        Column("fields", "查阅项目", types.text(), filter=True),
        Column("reason", "查阅理由", types.text(), filter=True),
    ],
    period="looked_at",
    title_column="what",
)
looks.carry(Session.Opened, "person")
looks.on(
    Session.Looked, "what", "fields", "reason", record=field("subject"),
    looked_at=occurred_at,
)  # fmt: skip
