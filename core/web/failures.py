"""Whatever cannot be done becomes one clear Chinese page with the right status."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from pyramid.exceptions import BadCSRFOrigin, BadCSRFToken, PredicateMismatch
from pyramid.httpexceptions import (
    HTTPException,
    HTTPForbidden,
    HTTPSeeOther,
    HTTPUnauthorized,
)

from houqin.core.files.attachments import AttachmentUnreadable
from houqin.core.projection.conditions import UnknownColumn
from houqin.core.schema.errors import FormErrors, NotPermitted, RecordMissing, Refused
from houqin.core.site.directory import SiteKeyMissing
from houqin.core.site.system_log import Kind
from houqin.core.web.addresses import with_query
from houqin.core.web.asking import told_in_json, wants_json
from houqin.core.web.entering import CARRIED, login_page
from houqin.core.web.guard import log_fault
from houqin.core.web.horizons import BadAddress
from houqin.core.web.uploads import LOST, UploadTooLarge, has_uploads
from houqin.core.web.views.account import first_of
from houqin.core.web.views.attachment import AttachmentErased
from houqin.core.web.views.shared import carried_page
from houqin.events import errors as log_errors


@dataclass(frozen=True, slots=True)
class Message:
    """What the page says, and where its one link leads."""

    text: str
    url: str
    link: str
    number: str = ""


def show(
    request: Any,
    status: int,
    title: str,
    text: str,
    *,
    number: str = "",
    apart: bool = False,
) -> dict[str, Any]:
    """The values of ``message.pt``, with its status set.

    :param apart: without menu and person, for when the database cannot be asked.
    """
    request.response.status_int = status
    if wants_json(request):
        return told_in_json(request, title, text)
    logged_in = bool(not apart and request.site and request.identity)
    shared = request.templates.shared
    home = request.page.home
    return {
        "title": title,
        "site_title": request.page.site_title,
        "page_layout": shared["layout" if logged_in else "alone"]["page"],
        "message": Message(
            text, home, "回到工作台" if logged_in else "回到首页", number
        ),
    }


def bad_address(error: BadAddress, request: Any) -> dict[str, Any]:
    return show(request, 400, "地址有误", f"{error.message}。")


def bad_filter(error: FormErrors, request: Any) -> dict[str, Any]:
    if wants_json(request) and request.method == "POST":
        request.response.status_int = 422
        return told_in_json(request, "填写有误", str(error), error.errors)
    return show(request, 400, "填写有误", f"{error}。")


def unknown_column(error: UnknownColumn, request: Any) -> dict[str, Any]:
    return show(request, 400, "地址有误", f"{error}。")


def refused(error: Refused, request: Any) -> dict[str, Any]:
    return show(request, 409, "不能办理", error.message)


def _note_denied(request: Any) -> None:
    request.note(Kind.DENIED, f"{request.method} {request.path}", request.identity.id)


def not_permitted(error: NotPermitted, request: Any) -> dict[str, Any]:
    if request.site and request.identity:
        _note_denied(request)
    return show(request, 403, "没有权限", error.message)


def record_missing(error: RecordMissing, request: Any) -> dict[str, Any]:  # noqa: ARG001 - Pyramid passes both
    within = "在所选的截至日期内" if request.typed_horizon.text else ""
    return show(request, 404, "没有找到", f"{within}没有这份单据或档案，请核对地址。")


def not_found(error: Exception, request: Any) -> dict[str, Any]:
    """No such page; or there is one, and not for this method."""
    if isinstance(error, PredicateMismatch):
        return show(
            request, 405, "不支持这种访问方式", "请通过页面上的链接和按钮操作。"
        )
    text = "没有这个页面。可能是地址有误，或者这项业务没有启用。"
    return show(request, 404, "没有找到", text)


def csrf(error: Exception, request: Any) -> dict[str, Any]:  # noqa: ARG001 - Pyramid passes both
    text = (
        "页面打开太久或者登录状态已变化，为安全起见没有提交。请返回上一页刷新后再提交。"
    )
    return show(request, 400, "没有提交", text)


def too_large(error: UploadTooLarge, request: Any) -> dict[str, Any]:
    return show(request, 413, "文件过大", error.message)


def unreadable(error: AttachmentUnreadable, request: Any) -> dict[str, Any]:
    text = f"{error.message}。请联系系统管理员从备份恢复，或者找原件重新上传。"
    return show(request, 503, "附件不能打开", text)


def erased(error: AttachmentErased, request: Any) -> dict[str, Any]:
    return show(request, 410, "附件已清除", error.message)


def client_fault(error: HTTPException, request: Any) -> dict[str, Any]:
    return show(
        request,
        error.status_int,
        "请求有误",
        "服务器不能理解这次请求，请从页面重新操作。",
    )


_UNSURE = (
    "读写磁盘时出错，不能确定这次是否已经登记。请稍后重新提交：同一张表单不会重复登记。"
)


def store_unavailable(error: Exception, request: Any) -> dict[str, Any]:
    """A locked, missing, foreign or damaged database: said, and changed by nothing."""
    text = f"{_store_text(error)}本次操作没有改变任何记录。"
    if type(error) is log_errors.StoreFaulty:
        # Nobody knows what the disk has kept; the form's own id makes it safe.
        text = _UNSURE
    return show(request, 503, "数据库暂时不能使用", text, apart=True)


def _store_text(error: Exception) -> str:
    for kind, text in _STORE_TEXTS:
        if isinstance(error, kind):
            return text
    return "数据库没有正常应答，请稍后再试；如持续出现请联系系统管理员。"


_STORE_TEXTS: tuple[tuple[type[Exception], str], ...] = (
    (SiteKeyMissing, "站点密钥文件缺失或损坏，请联系系统管理员。"),
    (log_errors.StoreLocked, "另一项操作正占用数据库，请稍后再试。"),
    (log_errors.StoreMissing, "没有找到本站点的数据库文件，请联系系统管理员。"),
    (log_errors.OldFormat, "数据库由另一版本的程序建立，请系统管理员用原版本打开。"),
    (log_errors.ForeignStore, "数据库文件不是本系统的，请联系系统管理员核对配置。"),
    (
        log_errors.LogClosedAfterFault,
        "读写磁盘时出过错，正在重新打开并核验数据库，核验前不再登记，请稍后再试。",
    ),
    (log_errors.StoreFull, "服务器磁盘已满，请系统管理员清理磁盘。"),
    (
        log_errors.ClockBehind,
        "服务器时间比最近一次登记的时间早，请系统管理员校准时间后再登记。",
    ),
    (log_errors.ClockJumped, "服务器时间突然提前过多，需要系统管理员确认后才能登记。"),
    (log_errors.PositionConflict, "有人同时登记了同一份单据，请刷新后再试。"),
)


def not_logged_in(error: HTTPForbidden, request: Any) -> Any:  # noqa: ARG001 - Pyramid passes both
    """Ask to log in, and come back to where one wanted to go."""
    ticket = request.ticket
    if request.identity is not None and ticket.stage:
        return HTTPSeeOther(first_of(request, ticket.stage))
    if request.identity is not None:
        _note_denied(request)
        return show(
            request, 403, "没有权限", "您的岗位没有这项权限，请联系系统管理员。"
        )
    if wants_json(request):
        return show(request, 401, "没有登录", "请先登录。")
    if request.headers.get("HX-Request"):
        return HTTPUnauthorized(text="登录已过期，请刷新页面。")
    if request.method == "POST":
        return _carried_through_login(request)
    target = request.path_qs
    return HTTPSeeOther(with_query(f"{request.to.home}login", [("next", target)]))


def _carried_through_login(request: Any) -> dict[str, Any]:
    """What was typed before the login ran out is not lost."""
    posted = [(n, v) for n, v in request.POST.items() if n != "csrf_token"]
    typed = [(CARRIED + n, v) for n, v in posted if isinstance(v, str)]
    if has_uploads(request):
        typed.append((CARRIED + LOST, "1"))
    request.override_renderer = "login.pt"
    request.response.status_int = 403
    notice = "登录已过期。重新登录后可以继续提交，已填写的内容不会丢失。"
    if any(getattr(value, "filename", "") for _name, value in posted):
        notice += "选择的文件需要重新选择。"
    shown = {"next": request.path_qs, "notice": notice, "carried": typed}
    return carried_page(request, **shown) or login_page(request, **shown)


def fault(error: Exception, request: Any) -> dict[str, Any]:
    """A bug: logged whole, shown as a number."""
    path = request.environ.get("PATH_INFO", "")
    number = log_fault(path, error)
    request.note(Kind.FAULT, f"问题编号{number}：{type(error).__name__}（{path}）")
    text = "系统遇到了没有预料到的问题，本次操作没有完成。"
    return show(request, 500, "系统出现问题", text, number=number, apart=True)


def includeme(config: Any) -> None:
    """Register one view for each kind of failure."""
    for context, view in (
        (BadAddress, bad_address),
        (FormErrors, bad_filter),
        (UnknownColumn, unknown_column),
        (Refused, refused),
        (NotPermitted, not_permitted),
        (RecordMissing, record_missing),
        (BadCSRFToken, csrf),
        (BadCSRFOrigin, csrf),
        (log_errors.LogError, store_unavailable),
        (sqlite3.Error, store_unavailable),
        (SiteKeyMissing, store_unavailable),
        (UploadTooLarge, too_large),
        (AttachmentUnreadable, unreadable),
        (AttachmentErased, erased),
        (HTTPException, client_fault),
        (Exception, fault),
    ):
        config.add_exception_view(view, context=context, renderer="message.pt")
    config.add_notfound_view(not_found, renderer="message.pt")
    config.add_forbidden_view(not_logged_in, renderer="message.pt")
