"""运行状况: what the system stands on, and what an administrator should see to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from houqin.core.site import condition, installed
from houqin.core.site.backups import last_backup
from houqin.core.site.condition import size_text
from houqin.core.web import durations
from houqin.core.web.page import Link
from houqin.core.web.tree import ControlNode

if TYPE_CHECKING:
    from collections.abc import Iterator

CODE = "health"
_MOST_FONTS = 2


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact; ``wrong`` where somebody should see to it."""

    label: str
    text: str
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Facts under one heading."""

    title: str
    facts: list[Fact]


def show_health(context: ControlNode, request: Any) -> dict[str, Any]:
    """Everything at a glance, what is wrong on top."""
    parts = [
        Part("程序", list(_program(request))),
        Part("数据库", list(_database(request))),
        Part("服务器", list(_machine(request))),
    ]
    request.page.crumbs = [Link("系统管理", request.to.page("admin/"))]
    directory = request.registry.houqin_directory
    return {
        "title": context.control.title,
        "parts": parts,
        "wrong": [f for part in parts for f in part.facts if f.wrong],
        "sites": condition.sites_of(directory),
        "libraries": sorted(installed.libraries().items()),
        "functions": installed.functions(request.declared),
    }


def _program(request: Any) -> Iterator[Fact]:
    found, declared = condition.program(), request.declared
    yield Fact("后勤管理平台", found["houqin"])
    for plugin in declared.plugins.values():
        if plugin.name != "core":
            yield Fact(f"业务模块 {plugin.title}", plugin.version)
    for name, built in installed.themes().items():
        yield Fact(f"界面风格 {name}", "已生成" if built else "没有生成", not built)
    yield Fact("Python", found["python"])
    missing = [name for name, v in installed.libraries().items() if v is None]
    if missing:
        yield Fact("没有安装", "、".join(missing), wrong=True)


def _database(request: Any) -> Iterator[Fact]:
    site, reader = request.site, request.snapshot.live
    found = condition.database_of(site)
    yield Fact("类型", found.kind)
    yield Fact("位置", found.place)
    yield Fact("大小", size_text(found.size))
    yield Fact("最新登记序号", f"{reader.position:,}")
    clock = condition.clock_of(site, reader.connection)
    yield Fact("最近登记时间", durations.minute_text(clock.recorded, request.zone))
    stopped = condition.stopped_of(site)
    titles = [site.declarations.ledgers[s["ledger"]].title for s in stopped]
    said = f"{'、'.join(titles)}已停止" if titles else "正常"
    yield Fact("台账与指标生成", said, bool(titles))
    made = last_backup(reader.connection)
    said = durations.minute_text(made, request.zone) if made else "没有记录"
    yield Fact("最近备份", said)


def _machine(request: Any) -> Iterator[Fact]:
    clock = condition.clock_of(request.site, request.snapshot.live.connection)
    wall = durations.minute_text(clock.wall, request.zone)
    said = f"{wall}，早于最近登记时间，请校准" if clock.behind else wall
    yield Fact("服务器时间", said, clock.behind)
    if clock.stepping:
        yield Fact("演示时间", durations.minute_text(clock.now, request.zone))
    disk = condition.disk_of(request.registry.houqin_directory.var)
    room = f"剩余 {size_text(disk.free)}，共 {size_text(disk.total)}"
    yield Fact("磁盘", f"{room}，请清理" if disk.scarce else room, disk.scarce)
    fonts = installed.chinese_fonts()
    named = "、".join(fonts[:_MOST_FONTS])
    named += f"等 {len(fonts)} 种" if len(fonts) > _MOST_FONTS else ""
    yield Fact("中文字体", named or "没有检测到，打印和导出会缺字", not fonts)
    yield Fact("操作系统", condition.program()["system"])


def includeme(config: Any) -> None:
    """Register 运行状况."""
    config.add_view(
        show_health, context=ControlNode, control=CODE, renderer="health.pt",
        request_method="GET",
    )  # fmt: skip
