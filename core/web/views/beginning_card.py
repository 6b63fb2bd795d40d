"""开始使用: what the first administrator of an empty site does, in order."""

from __future__ import annotations

from typing import Any

from houqin.core.model.permission import CorePermission
from houqin.core.registry.declarations import Card
from houqin.core.site import offers
from houqin.core.web.page import Link

_FIRST = (
    ("core.register_department", "先登记来办事的各单位"),
    ("core.register_post", "再登记岗位和编制"),
    ("core.register_person", "然后登记人员，给每个人角色"),
)


def begin(request: Any) -> dict[str, Any] | None:
    """The steps, as long as there is nobody else."""
    people = request.snapshot.live.ledger("core.people")
    if CorePermission.ORGANISE not in request.rights or people.count() > 1:
        return None
    declared = request.declared
    may = {spec.name for spec in offers.beginnings(declared, request.rights)}
    steps = [
        (Link(declared.commands[name].title, request.to.command(name)), why)
        for name, why in _FIRST
        if name in may
    ]
    return {"steps": steps, "import_url": request.to.page("admin/import")}


def includeme(config: Any) -> None:
    """Declare the card."""
    config.add_card(
        Card(
            "core.begin",
            "开始使用",
            ("administrator",),
            begin,
            "home_begin.pt",
            1,
            wide=True,
        )
    )
