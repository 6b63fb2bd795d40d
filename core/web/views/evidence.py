"""取证包 of chosen rows: what goes in is shown, then it is made in the background."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther

from houqin.core.audit.bundle import MOST_ROWS, Asking, Wanted, write_bundle
from houqin.core.model.permission import CorePermission
from houqin.core.printing.batches import Batch, Part
from houqin.core.schema.errors import Refused
from houqin.core.site.system_log import Kind
from houqin.core.web import durations, making
from houqin.core.web.page import Link
from houqin.core.web.tree import LedgerNode
from houqin.core.web.views.ledger import Asked
from houqin.core.web.views.printing import said_of

if TYPE_CHECKING:
    from collections.abc import Sequence


def show(context: LedgerNode, request: Any) -> dict[str, Any]:
    """Before: how many rows. After: how far it is."""
    asked = _asked(context, request)
    request.page.crumbs = [Link(asked.ledger.title, asked.url())]
    batch = making.asked_batch(request)
    if batch is not None:
        page, files = asked.url("evidence"), asked.url("evidence.zip")
        return making.shown(request, batch, page, files)
    reading = request.reader.opened(asked.ledger.name)
    count = _count(asked, reading)
    return {
        "title": f"{asked.ledger.title}取证",
        "said": said_of(asked) or "全部",
        "count": count,
        "most": MOST_ROWS,
        "action": asked.url("evidence", *_one(request)),
    }


def _asked(context: LedgerNode, request: Any) -> Asked:
    if context.ledger.kind == "rollup":
        raise HTTPNotFound
    return Asked(context, request)


def _one(request: Any) -> list[tuple[str, str]]:
    """The one row that the address names, if it does."""
    return [("row", key)] if (key := request.GET.get("row", "")) else []


def _count(asked: Asked, reading: Any) -> int:
    if _one(asked.request):
        return 1
    return int(reading.count(asked.filters, **asked.choosing))


def keys_of(asked: Asked) -> tuple[str, ...]:
    """The keys of the rows that the address names.

    :raises Refused: when there is none, or there are too many.
    """
    if one := _one(asked.request):
        return (one[0][1],)
    reading = asked.request.reader.opened(asked.ledger.name)
    if _count(asked, reading) > MOST_ROWS:
        raise Refused(f"一个取证包最多{MOST_ROWS:,}条，请用时间范围或筛选条件缩小")
    rows = reading.rows(asked.filters, asked.sort or None, **asked.choosing)
    found = tuple(row.key for row in rows)
    if not found:
        raise Refused("没有符合条件的记录")
    return found


def start(context: LedgerNode, request: Any) -> HTTPSeeOther:
    """Begin."""
    asked = _asked(context, request)
    wanted = [Wanted(asked.ledger.name, keys_of(asked))]
    said = {"台账": asked.ledger.title, "范围": said_of(asked)}
    batch = begin(request, f"{asked.ledger.title}取证包", wanted, said)
    return HTTPSeeOther(asked.url("evidence", ("batch", str(batch))))


def begin(
    request: Any, title: str, wanted: Sequence[Wanted], said: dict[str, str]
) -> Any:
    """Take rows in evidence, in the background."""
    count = sum(len(each.keys) for each in wanted)
    site, person = request.site, request.identity
    told = {
        "取证时间": durations.minute_text(site.now(), request.zone),
        "取证人": person.name,
        **{name: text for name, text in said.items() if text},
        "截至": request.typed_horizon.text or "取证时",
    }
    asking = Asking(wanted, request.horizon, request.standing, told, person.id)
    part = Part(count, partial(write_bundle, site, asking))
    request.note(Kind.AUDIT, f"取证：{title}，{count}条", person.id)
    batch = Batch(str(person.id), title, count, "条", "zip")
    return making.begin(request, batch, [part])


def includeme(config: Any) -> None:
    """Register the page, for who verifies."""
    node = {"context": LedgerNode, "permission": str(CorePermission.VERIFY)}
    config.add_view(
        show, name="evidence", request_method="GET", renderer="evidence.pt", **node
    )
    config.add_view(start, name="evidence", request_method="POST", **node)
    config.add_view(making.open_part, name="evidence.zip", request_method="GET", **node)
