"""What nobody can bend: 存证点 of the log, its verification, proofs for outsiders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from houqin.core.audit import finding_ledgers, findings, witness_ledgers, witnesses
from houqin.core.audit.checkpoints import tick
from houqin.core.model.permission import CorePermission
from houqin.core.model.tick import HOURLY, Tick
from houqin.core.schema import types
from houqin.core.schema.form import Form

if TYPE_CHECKING:
    from pyramid.config import Configurator


class CheckpointRules(Form):
    """定时存证；每月末另存一次。"""

    checkpoint_hours: Annotated[int, types.integer("小时")] = Field(
        24, ge=1, le=168, title="存证间隔",
        description="有新的登记时，最多隔这么久自动存证一次。",
    )  # fmt: skip


def includeme(config: Configurator) -> None:
    """Declare the parameters and the entry of 系统管理."""
    config.add_tick(Tick("core.checkpoints", "定时存证", HOURLY, tick))
    config.add_site_settings(
        "core", CheckpointRules, "存证", group="checkpoints", order=60
    )
    config.add_control(
        "audit", "历史与核验", "存证点的时间、登记序号和校验码，立即存证，下载留存。",
        CorePermission.VERIFY, section="安全与审计", order=400,
        parts="(sha256|sm3)-[1-9][0-9]{0,17}", icon="check",
    )  # fmt: skip
    config.add_aggregate(findings.Finding)
    config.add_guard(findings.serials)
    config.add_command(*findings.COMMANDS)
    config.add_ledger(*finding_ledgers.LEDGERS)
    config.add_printed_form(finding_ledgers.form)
    config.add_control(
        "findings", "取证单", "审计人员就台账记录提出的问题，说明和认定。",
        # Who has to answer one finds it in 待办.
        CorePermission.VERIFY, section="安全与审计", order=402,
        target="core/findings", icon="check",
    )  # fmt: skip
    config.add_aggregate(witnesses.Witness)
    config.add_aggregate(witnesses.CheckpointSlip)
    config.add_guard(*witnesses.GUARDS)
    config.add_command(*witnesses.COMMANDS)
    config.add_ledger(*witness_ledgers.LEDGERS)
    config.add_printed_form(witness_ledgers.form)
    config.add_control(
        "witnesses", "见证单位", "在本单位以外保存存证点的单位，送交的存证单和回执。",
        CorePermission.VERIFY, section="安全与审计", order=401,
        target="core/checkpoint_slips", icon="check",
    )  # fmt: skip
