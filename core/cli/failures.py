"""Every failure as one Chinese line, and its exit code: 1 refused, 2 misused."""

from __future__ import annotations

import os
import traceback
from typing import TYPE_CHECKING, Any

import click

from houqin.core.cli.failed import Failed
from houqin.core.projection.rebuild import GivenUp
from houqin.core.projection.rebuild_part import ReducerFailed
from houqin.core.projection.rebuild_process import ProcessFailed
from houqin.core.projection.rebuild_state import Superseded
from houqin.core.schema.errors import FormErrors, NotPermitted, Refused
from houqin.core.site.directory import SiteExists, SiteKeyLeft, SiteNameInvalid
from houqin.core.site.opening import NotASite
from houqin.events import errors as log_errors
from houqin.events.instants import to_text

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Failed", "exit_code", "line"]

REFUSED, MISUSED = 1, 2


def exit_code(error: Exception) -> int:
    """2 for words that are no command, 1 for what was refused or went wrong."""
    return MISUSED if isinstance(error, click.UsageError) else REFUSED


def line(error: Exception) -> str:
    """The error in one line."""
    for kind, said in _SAID:
        if isinstance(error, kind):
            return " ".join(said(error).split())
    return " ".join(_unexpected(error).split())


def _unexpected(error: Exception) -> str:
    """A bug is said in one line too; who looks for it sets HOUQIN_TRACEBACK."""
    if os.environ.get("HOUQIN_TRACEBACK"):
        traceback.print_exception(error)
    said = f"{type(error).__name__}: {error}"
    return f"程序内部出错（{said}）；设环境变量HOUQIN_TRACEBACK=1可看详情"


def _usage(error: Any) -> str:
    return f"{_misuse(error)}（用法见 {_path(error)} --help）"


def _path(error: click.UsageError) -> str:
    return error.ctx.command_path if error.ctx else "houqin"


def _misuse(error: click.UsageError) -> str:
    if isinstance(error, click.MissingParameter):
        return f"缺少{_named(error)}"
    if isinstance(error, click.BadParameter):
        return f"{_named(error)}不对：{error.message}"
    if isinstance(error, click.NoSuchOption):
        return f"没有选项{error.option_name}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项{error.option_name}缺少取值或者不该有取值"
    return _worded(error)


def _worded(error: click.UsageError) -> str:
    """What click says in words only."""
    quoted = error.message.partition("'")[2].partition("'")[0]
    if error.message.startswith("No such command"):
        return f"没有命令“{quoted}”"
    if "unexpected extra argument" in error.message:
        return f"多出了参数{error.message.partition('(')[2].rstrip(')')}"
    return error.message


def _named(error: click.BadParameter) -> str:
    """The option or argument as it is typed."""
    parameter = error.param
    if parameter is None:
        return str(error.param_hint or "参数")
    if isinstance(parameter, click.Option):
        return f"选项{parameter.opts[0]}"
    return (
        f"参数{parameter.make_metavar(error.ctx or click.Context(click.Command('')))}"
    )


def _form(error: Any) -> str:
    wrong = [f"{name}：{said}" if name else said for name, said in error.errors.items()]
    return f"填写有误：{'；'.join(wrong)}"


def _own(error: Exception) -> str:
    return str(error)


def _file(error: Any) -> str:
    known = {FileNotFoundError: "没有这个文件", PermissionError: "没有读写权限"}
    why = known.get(type(error), error.strerror or str(error))
    return f"{error.filename}：{why}" if error.filename else f"读写出错：{why}"


def _clock(error: Any) -> str:
    return f"时钟为{to_text(error.now)}，最近一次登记在{to_text(error.last)}"


def _store(text: str) -> Callable[[Any], str]:
    """A text about a store: its name in front, the database's words behind."""

    def said(error: Any) -> str:
        why = f"（{error.why}）" if getattr(error, "why", "") else ""
        return f"数据库{error.name}{text}{why}"

    return said


def _lookup(error: Any) -> str:
    """Core's own say in Chinese what is missing; any other is a bug."""
    if isinstance(error, KeyError | IndexError):
        return _unexpected(error)
    return str(error)


#: The first class that fits speaks; narrower ones stand before wider ones.
_SAID: tuple[tuple[type[BaseException], Callable[[Any], str]], ...] = (
    (Failed, _own),
    (click.UsageError, _usage),
    (click.ClickException, lambda e: e.format_message()),
    (click.Abort, lambda _: "已中断，没有办理"),
    (SiteExists, _own),
    (SiteNameInvalid, _own),
    (SiteKeyLeft, _own),
    (FormErrors, _form),
    (Refused, lambda e: e.message),
    (NotPermitted, lambda e: e.message),
    (GivenUp, lambda _: "已取消，没有改动"),
    (ReducerFailed, lambda e: f"不能处理{e}"),
    (Superseded, lambda _: "另一个进程已接手重新生成"),
    (ProcessFailed, lambda _: "重新生成中断，可以再次生成，已完成的部分不会重做"),
    (NotASite, lambda e: f"数据库{e}不是站点：第一条原始记录不是开通记录"),
    (log_errors.StoreLocked, lambda e: (
        f"数据库{e.name}正被另一项操作占用，等了{e.waited:g}秒，请稍后再试"
    )),
    (log_errors.StoreMissing, _store("不存在")),
    (log_errors.StoreExists, _store("已经存在")),
    (log_errors.OldFormat, lambda e: (
        f"数据库{e.name}由另一版本的程序建立（格式{e.found}），"
        f"本程序只读写格式{e.known}；请用原版本打开，或重新建立站点"
    )),
    (log_errors.ForeignStore, _store("不是本系统的数据库")),
    (log_errors.StoreCorrupt, _store("已损坏")),
    (log_errors.StoreUnreachable, _store("连接不上或打不开")),
    (log_errors.StoreFull, _store("所在的磁盘已满，没有登记")),
    (log_errors.StoreFaulty, _store("读写出错")),
    (log_errors.LogClosedAfterFault, _store("出过读写错误，核验前不再登记")),
    (log_errors.StoreError, _store("不能使用")),
    (log_errors.ClockBehind, lambda e: f"{_clock(e)}，请先校准时间"),
    (log_errors.ClockJumped, lambda e: (
        f"{_clock(e)}，相隔超过24小时；时间无误时先运行 houqin site confirm-clock"
    )),
    (log_errors.CommandReused, lambda e: f"编号{e.id}的办理已登记过，内容与这次不同"),
    (log_errors.PositionConflict, lambda _: "有人同时登记了同一份单据，请再试一次"),
    (log_errors.LogError, lambda e: f"数据库没有正常应答：{e}"),
    (LookupError, _lookup),
    (OSError, _file),
)  # fmt: skip
