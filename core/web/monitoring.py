"""For machines that watch: ``/-/health`` and ``/-/metrics``; every request measured.

Both answer on this machine, or to whoever brings ``houqin.monitor_token`` of the ini
file as ``Authorization: Bearer``. Neither tells anything of a person.
"""

from __future__ import annotations

import hmac
import logging
import time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.tweens import INGRESS

from houqin.core.site import condition, followers
from houqin.core.site.log_lines import about
from houqin.core.web.acts import browser_of
from houqin.core.web.metrics import CONTENT_TYPE, Requests, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger("houqin.access")

FORBIDDEN = "只能在本机查看，或者出示监控口令。\n"
#: Set by whoever asks in the name of another.
_PROXIED = ("X-Forwarded-For", "X-Forwarded-Host", "Forwarded")


def measuring(handler: Callable[[Any], Any], registry: Any) -> Callable[[Any], Any]:
    """Measure every request, and name it to whatever is logged meanwhile."""

    def measured(request: Any) -> Any:
        number, begun = uuid4().hex[:16], time.perf_counter()
        with about(request=number):
            response = handler(request)
            seconds = time.perf_counter() - begun
            status = response.status_int
            registry.houqin_requests.count(request.method, status, seconds)
            _log(request, status, seconds)
        response.headers["X-Request-Id"] = number
        return response

    return measured


def _log(request: Any, status: int, seconds: float) -> None:
    """What was typed into a search box is nobody's business: no query."""
    path = request.environ.get("PATH_INFO", "")
    facts = {
        "method": request.method,
        "path": path,
        "status": status,
        "milliseconds": round(seconds * 1000, 1),
    }
    log.info("%s %s %s", request.method, path, status, extra={"houqin": facts})


def _may_watch(request: Any) -> bool:
    token = request.registry.settings.get("houqin.monitor_token", "")
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(given.encode(), token.encode()):
        return True
    proxied = any(name in request.headers for name in _PROXIED)
    return browser_of(request).local and not proxied


def _watched(view: Callable[[Any], Response]) -> Callable[[Any], Response]:
    def asked(request: Any) -> Response:
        if _may_watch(request):
            return view(request)
        return Response(FORBIDDEN, status=403, content_type="text/plain")

    return asked


def show_health(request: Any) -> Response:
    """Whether every site can be read and written; 503 where one cannot."""
    directory = request.registry.houqin_directory
    sites = [_health(directory, name) for name in directory.awake()]
    good = all(site["ok"] for site in sites)
    version = condition.program()["houqin"]
    return Response(
        json_body={"ok": good, "version": version, "sites": sites},
        status=200 if good else 503,
    )


def _health(directory: Any, name: str) -> dict[str, Any]:
    try:
        site = directory.open(name)
        with site.reader() as reader:
            position = reader.position
            pointers = site.projections.pointers(reader.connection)
            followed = followers.standings(reader)
    except Exception:
        log.exception("health of %s", name)
        return {"site": name, "ok": False}
    stopped = [n for n, p in sorted(pointers.items()) if p.stopped_at is not None]
    return {
        "site": name,
        "ok": site.store.fault is None,
        "position": position,
        "writable": site.store.fault is None,
        "stopped_ledgers": stopped,
        "parked": sum(len(each.parked) for each in followed),
    }


def show_metrics(request: Any) -> Response:
    """Figures for Prometheus."""
    registry = request.registry
    text = text_of(registry.houqin_directory, registry.houqin_requests)
    return Response(text.encode(), headers={"Content-Type": CONTENT_TYPE})


def includeme(config: Any) -> None:
    """Register both addresses, and stand around everything."""
    config.registry.houqin_requests = Requests()
    config.add_tween("houqin.core.web.monitoring.measuring", under=INGRESS)
    for name, view in (("health", show_health), ("metrics", show_metrics)):
        config.add_route(f"monitoring_{name}", f"/-/{name}", request_method="GET")
        config.add_view(
            _watched(view), route_name=f"monitoring_{name}",
            permission=NO_PERMISSION_REQUIRED,
        )  # fmt: skip
