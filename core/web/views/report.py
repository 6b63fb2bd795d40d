"""工作总结 of a module: its sentences for a period, to be copied or taken as Word."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response

from houqin.core.web import sentences
from houqin.core.web.addresses import with_query
from houqin.core.web.asking import WANTED
from houqin.core.web.page import Link
from houqin.core.web.periods import TITLES
from houqin.core.web.tree import PluginNode
from houqin.core.web.views.indicator import asked_period

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _plugin(context: PluginNode, request: Any) -> Any:
    """The module, which must declare a sentence.

    :raises HTTPNotFound: when it declares none.
    """
    if not sentences.sections_of(request, context.__name__):
        raise HTTPNotFound
    return request.declared.plugins[context.__name__]


def show_report(context: PluginNode, request: Any) -> dict[str, Any]:
    """The sentences, and each of their figures with its definition."""
    plugin, period = _plugin(context, request), asked_period(request)
    summary = sentences.summary_of(request, plugin, period)
    request.page.crumbs = [Link(plugin.title, request.to.plugin(plugin.name))]
    path = f"{request.to.plugin(plugin.name)}report"
    kept = request.typed_horizon.pairs
    return {
        "title": f"{plugin.title}工作总结",
        "partial": summary.partial,
        "period_text": f"{summary.start} 至 {summary.end}",
        "periods": [
            Link(
                title, with_query(path, kept, [("period", code)]),
                current="true" if period.code == code else None,
            )
            for code, title in TITLES.items()
        ],
        "action": path,
        "from_": str(period.first),
        "to": str(period.last),
        "horizon": request.typed_horizon,
        "within": summary.within,
        "sentences": sentences.shown(request, summary),
        "word_url": with_query(f"{path}.docx", kept, period.pairs),
    }  # fmt: skip


def report_in_word(context: PluginNode, request: Any) -> Response:
    """The same as a Word document."""
    from houqin.core.report.document import word_document  # noqa: PLC0415 - slow to load

    plugin, period = _plugin(context, request), asked_period(request)
    summary = sentences.summary_of(request, plugin, period)
    response = Response(word_document(summary), content_type=_WORD)
    name = quote(f"{summary.heading} {summary.start} 至 {summary.end}.docx")
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"report.docx\"; filename*=UTF-8''{name}"
    )
    return response


def report_in_json(context: PluginNode, request: Any) -> dict[str, Any]:
    """The same for programs, every figure exactly."""
    plugin, period = _plugin(context, request), asked_period(request)
    return sentences.summary_of(request, plugin, period).as_json()


def includeme(config: Any) -> None:
    """Register the summary of a module."""
    get = {"context": PluginNode, "request_method": "GET"}
    config.add_view(show_report, name="report", renderer="report.pt", **get)
    config.add_view(report_in_word, name="report.docx", **get)
    config.add_view(report_in_json, name="report", renderer="json", **get, **WANTED)
