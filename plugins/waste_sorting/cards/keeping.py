"""垃圾分类专管员: what is entered every day, what waits, who did badly last."""

from __future__ import annotations

from typing import Any

from houqin.core.projection.watching import Is
from houqin.core.site.alerts import moment_of
from houqin.core.web.addresses import with_query
from houqin.core.web.cards import Count
from houqin.core.web.page import Link

_MOST, _SHOWN = 500, 6
_BUTTONS = (
    ("登记清运", "record_load"), ("计划检查", "plan_inspections"),
    ("上报督导员", "nominate_supervisor"), ("安排培训会", "plan_training"),
    ("有害垃圾交接", "hand_over_hazardous"),
)  # fmt: skip


def buttons(request: Any) -> dict[str, Any]:
    """What is done most often, one press each."""
    links = [
        Link(title, request.to.command(f"waste_sorting.{name}"))
        for title, name in _BUTTONS
    ]
    links.append(Link("全部单位一览", request.to.page("waste_sorting/overview")))
    return {"buttons": links}


def today(request: Any) -> dict[str, Any]:
    """待检查, 待签字, 待复核, 待列入名册, 待更换, 待交接."""
    waiting = (
        ("待检查", "inspections", ("planned",)),
        ("待签字", "inspections", ("scored",)),
        ("待复核", "defects", ("fed_back",)),
        ("待列入名册", "supervisors", ("nominated",)),
        ("待更换督导员", "supervisors", ("left",)),
        ("待交接", "collections", ("weighed",)),
    )
    return {
        "counts": [_waiting(request, *each) for each in waiting],
        "more": Link("全部提醒", with_query(request.to.page("alerts"), [("all", "1")])),
    }


def _waiting(request: Any, title: str, ledger: str, states: tuple[str, ...]) -> Count:
    name, reader = f"waste_sorting.{ledger}", request.reader
    wanted = (Is("state", states),)
    found = reader.ledger(name).watched_keys(wanted, moment_of(reader), _MOST)
    url = with_query(request.to.ledger(name), [("f.state", states[0])])
    return Count(title, str(len(found)), url)


def scores(request: Any) -> dict[str, Any] | None:
    """The lowest of the newest bulletin, or nothing before the first."""
    reader = request.reader
    newest = reader.ledger("waste_sorting.bulletins").page(
        {"voided": "0"}, "-published_at", 1, 1
    )
    if not newest:
        return None
    ledger = "waste_sorting.ranking"
    rows = reader.ledger(ledger).of_stream(newest[0].stream)
    declared = reader.ledger_named(ledger)
    lines = [
        {
            name: reader.shown(declared, row, declared.column(name))
            for name in ("rank", "department", "score", "found")
        }
        for row in rows[-_SHOWN:]
    ]
    url = request.to.record("waste_sorting.bulletins", newest[0].stream)
    return {"lines": lines, "title": newest[0].values["name"], "url": url}
