"""What every directive does: a name of a kind is claimed once, and can be listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyramid.config import Configurator

    from houqin.core.registry.declarations import Declarations


#: What people call each kind of declaration.
KINDS = {
    "aggregate": "单据和档案",
    "alert": "提醒",
    "blueprint": "单位模板",
    "blueprint part": "单位模板的模块",
    "book": "成册台账",
    "card": "工作台卡片",
    "command": "办理事项",
    "control": "系统管理入口",
    "demonstration": "演示数据",
    "follower": "后续任务",
    "guard": "业务规则数据",
    "identity provider": "统一身份认证",
    "import": "导入",
    "kpi": "指标",
    "ledger": "台账",
    "ledger column": "台账增加的列",
    "menu item": "菜单",
    "page": "页面",
    "permission": "权限",
    "plugin": "模块",
    "printed form": "打印单据",
    "record tab": "单据标签页",
    "report section": "工作总结语句",
    "role": "角色",
    "setting": "参数",
    "settings": "参数组",
    "slip": "补录单",
    "tick": "定时任务",
    "upgrade step": "升级步骤",
    "worklist source": "待办来源",
}


class DeclarationError(ValueError):
    """A plugin declares something that cannot be."""


def declared_in(config: Configurator) -> Declarations:
    found: Declarations = config.registry.houqin
    return found


def declare(
    config: Configurator,
    kind: str,
    name: str,
    declared: object,
    register: Callable[[], None],
) -> None:
    """One name of one kind, claimed once."""
    shown = config.introspectable(f"houqin {kind}", name, repr(declared), kind)
    shown["declared"] = declared
    config.action(("houqin", kind, name), register, introspectables=(shown,))


def setter(where: dict[str, Any], name: str, value: object) -> Callable[[], None]:
    return lambda: where.update({name: value})
