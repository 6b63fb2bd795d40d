"""What the home pages of the posts show of 公务用车."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from houqin.core.registry.declarations import Card, PluginPage
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right

if TYPE_CHECKING:
    from collections.abc import Callable


def _from(module: str, name: str) -> Callable[[Any], Any]:
    """A card's function, imported with the pages when one is first asked for."""

    def show(request: Any) -> Any:
        found = import_module(f"{__name__}.{module}")
        return getattr(found, name)(request)

    return show


_DISPATCHER = ("dispatcher",)
_DRIVER = ("driver",)
_LEADERS = ("director", "leader")
_AUDITORS = ("auditor", "audit_administrator")
_USERS = ("clerk", "reviewer")

ALL = (
    Card("vehicles.approving", "待我审批", _LEADERS, _from("leading", "approving"),
         "vehicles_approving.pt", 10, wide=True, instead="waiting"),
    Card("vehicles.today", "今日用车", _LEADERS, _from("leading", "today"),
         "vehicles_counts.pt", 20, wide=True),
    Card("vehicles.red", "红线", _LEADERS, _from("leading", "red_lines"),
         "vehicles_red.pt", 30, wide=True),
    Card("vehicles.buttons", "用车调度", _DISPATCHER, _from("dispatching", "buttons"),
         "vehicles_buttons.pt", 10, wide=True),
    Card("vehicles.waiting", "待派", _DISPATCHER, _from("dispatching", "waiting"),
         "vehicles_waiting.pt", 20),
    Card("vehicles.board", "今日用车情况", _DISPATCHER, _from("board", "show"),
         "vehicles_board.pt", 30),
    Card("vehicles.watch", "今日要看", _DISPATCHER, _from("dispatching", "watch"),
         "vehicles_counts.pt", 40, wide=True),
    Card("vehicles.tasks", "今日任务", _DRIVER, _from("driving", "tasks"),
         "vehicles_tasks.pt", 10, wide=True),
    Card("vehicles.my_month", "我的本月", _DRIVER, _from("driving", "month"),
         "vehicles_counts.pt", 20, wide=True),
    Card("vehicles.my_alerts", "到期提醒", _DRIVER, _from("driving", "due"),
         "vehicles_red.pt", 30, wide=True),
    Card("vehicles.my_meetings", "例会通知", _DRIVER, _from("driving", "meetings"),
         "vehicles_meetings.pt", 40, wide=True),
    Card("vehicles.ask", "我要用车", _USERS, _from("using", "ask"),
         "vehicles_ask.pt", 10, wide=True, instead="deeds"),
    Card("vehicles.mine", "我的申请", _USERS, _from("using", "mine"),
         "vehicles_mine.pt", 20),
    Card("vehicles.receipts", "待回执", _USERS, _from("using", "receipts"),
         "vehicles_receipts.pt", 30),
    Card("vehicles.findings", "疑点", _AUDITORS, _from("auditing", "findings"),
         "vehicles_findings.pt", 20),
    Card("vehicles.unit_month", "本单位本月", _USERS, _from("using", "month"),
         "vehicles_counts.pt", 40, wide=True),
)  # fmt: skip

PAGES = (
    PluginPage(
        "vehicles.gate",
        "出车回场登记",
        Right.DRIVE,
        _from("gate", "show"),
        "vehicles_gate.pt",
        (("plate", "车牌后四位"), ("do", "办理动作")),
    ),
    PluginPage(
        "vehicles.day",
        "当日派车表",
        Right.DISPATCH,
        _from("board", "sheet"),
        "vehicles_day.pt",
    ),
)  # fmt: skip
