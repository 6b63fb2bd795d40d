"""Around every request: browsers we cannot serve, headers, and the very last resort."""

from __future__ import annotations

import html
import logging
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from pyramid.response import Response
from pyramid.tweens import EXCVIEW

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)

_ADVICE = "请改用360浏览器的极速模式、Edge、Chrome，或统信、麒麟系统自带的浏览器。"
#: More than any form of ours holds.
MOST_BYTES = 4_000_000
_POLICY = (
    "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none';"
    " form-action 'self'"
)
METHODS = ("GET", "HEAD", "POST")
_INTERNET_EXPLORER = ("MSIE ", "Trident/")
_BARE = (
    '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">'
    "<title>{title}</title>"
    '</head><body style="font-family:sans-serif;max-width:36em;margin:4em auto">'
    "<h1>{title}</h1><p>{text}</p>"
    "<p>本系统为非涉密系统，严禁存储、处理国家秘密</p></body></html>"
)


def bare_page(title: str, text: str, status: int) -> Response:
    """A page that needs neither theme nor site."""
    body = _BARE.format(title=html.escape(title), text=html.escape(text))
    return Response(body, status=status, content_type="text/html", charset="utf-8")


def log_fault(path: str, error: BaseException) -> str:
    """Write down what went wrong, under a number that the page shows."""
    number = uuid4().hex[:8].upper()
    log.error("fault %s at %r", number, path, exc_info=error)
    return number


def _readable(request: Any) -> bool:
    """Whether address, query and body can be read at all.

    A large body is left for whoever knows what it is for (uploads.py).
    """
    if (request.content_length or 0) > MOST_BYTES:
        return request.content_type == "multipart/form-data" and _addressed(request)
    # Kept in memory: a temporary file would stay open until it is collected.
    request.request_body_tempfile_limit = MOST_BYTES
    try:
        return _addressed(request) and request.POST is not None
    except Exception:  # noqa: BLE001 - whatever webob and cgi find wrong with it
        return False


def _addressed(request: Any) -> bool:
    try:
        return request.path is not None and request.GET is not None
    except UnicodeDecodeError:
        return False


def _protect(response: Any) -> None:
    headers = response.headers
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers["Referrer-Policy"] = "same-origin"
    if response.content_type != "text/html":
        return
    headers["Cache-Control"] = "no-store"
    headers["Content-Security-Policy"] = _POLICY


def guard(handler: Callable[[Any], Any], registry: Any) -> Callable[[Any], Any]:  # noqa: ARG001 - a tween factory has it
    """Answer something clear whatever happens inside."""

    def guarded(request: Any) -> Any:
        if any(name in str(request.user_agent) for name in _INTERNET_EXPLORER):
            return bare_page("此浏览器无法打开本系统", _ADVICE, 200)
        if request.method not in METHODS:
            answer = bare_page(
                "不支持这种访问方式", "请通过页面上的链接和按钮操作。", 405
            )
            answer.allow = METHODS
            return answer
        if not _readable(request):
            text = "地址或提交的内容无法识别，请从页面重新操作。"
            return bare_page("请求有误", text, 400)
        try:
            response = handler(request)
        except Exception as error:  # noqa: BLE001 - the last resort
            number = log_fault(request.environ.get("PATH_INFO", ""), error)
            return bare_page(
                "系统出现问题", f"问题编号：{number}，请告知系统管理员。", 500
            )
        _protect(response)
        return response

    return guarded


def includeme(config: Any) -> None:
    """Stand outside everything else."""
    config.add_tween(
        "houqin.core.web.guard.guard",
        under="houqin.core.web.monitoring.measuring",
        over=EXCVIEW,
    )
