"""Departments and people: who could do what, when, is part of the audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.model import (
    approval,
    asides,
    attaching,
    batch,
    correcting,
    imports,
    joint,
    rectification,
    ruling,
    signing,
    voiding,
)
from houqin.core.model.permission import CorePermission as Right
from houqin.core.model.phone import Unsigned
from houqin.core.model.routing import ApprovalChain
from houqin.core.model.to_sign import ToSign
from houqin.core.people import commands, granting, ledgers, permission_map
from houqin.core.people.aggregates import Department, Person, Post
from houqin.core.people.grants import Deputy, Grant, Letter
from houqin.core.people.importing.command import import_organisation
from houqin.core.people.roles import ROLES

if TYPE_CHECKING:
    from pyramid.config import Configurator

#: What the id of a record looks like in an address.
RECORD_ID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
#: Pages of the control panel that are ledgers.
CONTROLS = (
    ("grants", "角色授权", "岗位以外的角色，限定范围和期限。", Right.SEE_GRANTS, 120),
    ("deputies", "授权代理", "外出、休假期间由他人代为办理。", Right.SEE_GRANTS, 130),
    ("letters", "审计授权", "凭文件授权审计人员在期限内查阅。", Right.SEE_GRANTS, 140),
)


def includeme(config: Configurator) -> None:
    """Declare core's own module like any plugin's."""
    config.add_plugin("core", "组织与人员", "0.1.0", "单位、人员、角色")
    config.add_aggregate(Department)
    config.add_aggregate(Person)
    config.add_aggregate(Post)
    for granting_aggregate in (Grant, Deputy, Letter):
        config.add_aggregate(granting_aggregate)
    config.add_ledger(ledgers.departments, ledgers.people, ledgers.posts)
    config.add_ledger(ledgers.grants, ledgers.deputies, ledgers.letters)
    config.include("houqin.core.people.accounts")
    config.include("houqin.core.people.erasures")
    config.add_guard(*ledgers.GUARDS)
    config.add_command(*commands.ALL, *granting.ALL, import_organisation)
    config.add_command(
        approval.agree, approval.send_back, approval.refuse, approval.withdraw
    )
    config.add_aggregate(ApprovalChain)
    config.add_command(ruling.set_chain, *signing.ALL, joint.agree_together)
    config.add_guard(Unsigned(config.registry.houqin))
    config.add_worklist_source("core.unsigned", ToSign())
    config.add_command(*asides.ALL, *rectification.ALL)
    config.add_command(correcting.correct, voiding.void, voiding.restore)
    config.add_aggregate(imports.ImportBatch)
    config.add_aggregate(batch.EntryBatch)
    config.add_ledger(imports.batches, batch.batches)
    config.add_guard(imports.FILES)
    config.add_command(imports.import_rows)
    config.add_command(*attaching.ALL, batch.enter_batch)
    for role in ROLES:
        config.add_role(*role)
    config.add_permissions(permission_map.MAP)
    for code, title, explained, right, order in CONTROLS:
        config.add_control(
            code, title, explained, right, section="组织与权限", order=order,
            target=f"core/{code}", icon="core",
        )  # fmt: skip
    config.add_control(
        "organisation", "组织机构", "登记单位，更名、调整上级、合并和撤销。",
        Right.ORGANISE, section="组织与权限", order=100, parts=RECORD_ID,
        icon="core", ledger="core.departments",
    )  # fmt: skip
    config.add_control(
        "people", "人员", "登记和查找人员，调整单位、岗位和角色，办理离开和返岗。",
        Right.ORGANISE, section="组织与权限", order=110, icon="core",
        ledger="core.people",
    )  # fmt: skip
    config.add_control(
        "posts", "岗位编制", "各单位的岗位、编制数、在岗人数和空缺。",
        Right.ORGANISE, section="组织与权限", order=115,
        target="core/posts", icon="core",
    )  # fmt: skip
    config.add_control(
        "import", "导入单位和人员", "下载模板填写，检查无误后一次导入。",
        Right.ORGANISE, section="组织与权限", order=118, icon="download",
    )  # fmt: skip
