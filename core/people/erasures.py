"""个人信息清除记录, and the commands that lead to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.model.erasing import erase_payload
from houqin.core.model.erasures import Erasure, Extent
from houqin.core.model.lawful import LegalBasis
from houqin.core.model.permission import CorePermission
from houqin.core.people.erasing import erase_person
from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.sources import acting, field, occurred_at
from houqin.core.schema import types

if TYPE_CHECKING:
    from pyramid.config import Configurator

erasures = Ledger(
    "core.erasures",
    "个人信息清除记录",
    per=Erasure,
    columns=[
        Column("document", "文号", types.text(), filter=True, primary=True),
        Column("erased_at", "清除时间", types.instant(), filter=True, primary=True),
        Column("extent", "清除范围", types.choice(Extent), filter=True, primary=True),
        Column("record", "人员或单据", types.anything(), primary=True),
        Column("basis", "法律依据", types.choice(LegalBasis), filter=True),
        Column("basis_text", "其他依据", types.text()),
        Column("reason", "清除理由", types.text()),
        Column("by", "办理人", types.ref("core.Person"), filter=True),
    ],
    period="erased_at",
    title_column="document",
)
erasures.on(
    Erasure.Recorded, "document", "extent", "basis", "basis_text", "reason",
    record=field("subject"), erased_at=occurred_at, by=acting,
)  # fmt: skip


def includeme(config: Configurator) -> None:
    """Declare the list of erasures and what leads to it."""
    config.add_aggregate(Erasure)
    config.add_ledger(erasures)
    config.add_command(erase_person, erase_payload)
    config.add_control(
        "erasures", "个人信息清除记录",
        "依法清除过的个人信息：依据、文号、办理人；不含被清除的内容。",
        CorePermission.SEE_ERASURES, section="安全与审计", order=420,
        target="core/erasures", icon="core",
    )  # fmt: skip
