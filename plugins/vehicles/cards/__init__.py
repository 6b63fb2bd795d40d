"""What the home pages of the posts show of 公务用车."""

from __future__ import annotations

from houqin.core.registry.declarations import Card, PluginPage
from houqin.plugins.vehicles.cards import board, dispatching, driving, gate, leading
from houqin.plugins.vehicles.cards import using as use
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right

_DISPATCHER = ("dispatcher",)
_DRIVER = ("driver",)
_LEADERS = ("director", "leader")
_USERS = ("clerk", "reviewer")

ALL = (
    Card("vehicles.approving", "待我审批", _LEADERS, leading.approving,
         "vehicles_approving.pt", 10, wide=True, instead="waiting"),
    Card("vehicles.today", "今日用车", _LEADERS, leading.today,
         "vehicles_counts.pt", 20),
    Card("vehicles.red", "红线", _LEADERS, leading.red_lines,
         "vehicles_red.pt", 30),
    Card("vehicles.buttons", "用车调度", _DISPATCHER, dispatching.buttons,
         "vehicles_buttons.pt", 10, wide=True),
    Card("vehicles.waiting", "待派", _DISPATCHER, dispatching.waiting,
         "vehicles_waiting.pt", 20),
    Card("vehicles.board", "今日用车情况", _DISPATCHER, board.show,
         "vehicles_board.pt", 30),
    Card("vehicles.watch", "今日要看", _DISPATCHER, dispatching.watch,
         "vehicles_counts.pt", 40, wide=True),
    Card("vehicles.tasks", "今日任务", _DRIVER, driving.tasks,
         "vehicles_tasks.pt", 10, wide=True),
    Card("vehicles.my_month", "我的本月", _DRIVER, driving.month,
         "vehicles_counts.pt", 20, wide=True),
    Card("vehicles.my_alerts", "到期提醒", _DRIVER, driving.due,
         "vehicles_red.pt", 30, wide=True),
    Card("vehicles.ask", "我要用车", _USERS, use.ask,
         "vehicles_buttons.pt", 10, wide=True, instead="deeds"),
    Card("vehicles.mine", "我的申请", _USERS, use.mine,
         "vehicles_mine.pt", 20),
    Card("vehicles.receipts", "待回执", _USERS, use.receipts,
         "vehicles_receipts.pt", 30),
    Card("vehicles.unit_month", "本单位本月", _USERS, use.month,
         "vehicles_counts.pt", 40, wide=True),
)  # fmt: skip

PAGES = (
    PluginPage(
        "vehicles.gate", "出车回场登记", Right.DRIVE, gate.show, "vehicles_gate.pt"
    ),
    PluginPage(
        "vehicles.day", "当日派车表", Right.DISPATCH, board.sheet, "vehicles_day.pt"
    ),
)
