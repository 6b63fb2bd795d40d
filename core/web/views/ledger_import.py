"""导入 of a ledger: template, trial with every row's error, then all or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPForbidden, HTTPNotFound, HTTPSeeOther

from houqin.core.files.refusal import FileRefused
from houqin.core.files.workbook import BadWorkbook
from houqin.core.model.imports import MOST_FILES, import_rows
from houqin.core.schema.errors import FormErrors
from houqin.core.site.ledger_import import (
    importable,
    keep_originals,
    template_of,
    try_files,
)
from houqin.core.web.acts import act_of
from houqin.core.web.packed import pack, unpack
from houqin.core.web.page import Link
from houqin.core.web.tree import LedgerNode
from houqin.core.web.views.command import REPEATED, perform, posted_id
from houqin.core.web.views.organisation_import import SHOWN, attached
from houqin.events.errors import CommandReused

if TYPE_CHECKING:
    from pyramid.response import Response

    from houqin.core.model.imports import Import
    from houqin.core.site.ledger_import import HandedIn, Trial

NAME, TEMPLATE = "import", "import.xlsx"
_ABOUT = (
    "一行导入一条；带 * 的栏目必须填写，“示例”行不导入。栏目可以换位置，"
    "不要增减工作表，不要合并单元格，不要写公式。"
)
_STRICT = "全部正确后一次导入；有一行不对，所有文件都不导入。同一个文件不能导入两次。"
_BACKFILL = _STRICT + "历史台账补登：违反规则的只作提示，照样入账。"


def import_of(context: LedgerNode, request: Any) -> Import:
    """What is declared for the ledger, for who may do it.

    :raises HTTPNotFound: when the ledger is not filled from files.
    """
    spec = request.declared.imports.get(context.ledger.name)
    if spec is None:
        raise HTTPNotFound
    if not importable({"": spec}, request.rights):
        raise HTTPForbidden
    found: Import = spec
    return found


def show(context: LedgerNode, request: Any) -> dict[str, Any]:
    """How it goes, and where the file is chosen."""
    return _page(context, request, import_of(context, request))


def download(context: LedgerNode, request: Any) -> Response:
    """The template with this site's lists."""
    spec = import_of(context, request)
    content = template_of(request.reader, spec)
    return attached(content, f"导入{spec.title}模板.xlsx", "template.xlsx")


def submit(context: LedgerNode, request: Any) -> Any:
    """Try a file, or import what was tried."""
    spec = import_of(context, request)
    if "rows" in request.POST:
        return _record(context, request, spec)
    try:
        files = _handed_in(request)
        trial = try_files(request.reader, spec, request.identity.id, files)
    except BadWorkbook as bad:
        return _page(context, request, spec, messages=bad.messages)
    if trial.ready:
        # Keeping it needs a connection of its own.
        request.snapshot.close()
        try:
            keep_originals(request.site, trial, files, request.identity.id)
        except FileRefused as refusal:
            return _page(context, request, spec, messages=(refusal.message,))
    if not trial.errors and not trial.ready:
        return _page(context, request, spec, messages=("文件里没有要导入的行",))
    return _page(context, request, spec, trial=trial)


def _handed_in(request: Any) -> list[HandedIn]:
    """The chosen files.

    :raises BadWorkbook: when there is none, or more than one takes at once.
    """
    chosen = [each for each in request.POST.getall("file") if hasattr(each, "file")]
    if not chosen:
        raise BadWorkbook("请选择填好的模板文件")
    if len(chosen) > MOST_FILES:
        raise BadWorkbook(f"一次最多导入{MOST_FILES}个文件")
    return [(str(each.filename)[-100:], each.file.read()) for each in chosen]


def _record(context: LedgerNode, request: Any, spec: Import) -> Any:
    try:
        given = unpack(request.POST["rows"])
        act = act_of(request, import_rows.name, given, posted_id(request))
        outcome = perform(request, act)
    except FormErrors as wrong:
        said = tuple(wrong.errors.values())[:SHOWN]
        lead = "上传之后有了变化或者内容不对，没有导入，请重新上传文件"
        return _page(context, request, spec, messages=(lead, *said))
    except CommandReused:
        return _page(context, request, spec, messages=(REPEATED,))
    rows = given.get("rows")
    told = f"已导入 {len(rows) if isinstance(rows, list) else 0} 条{spec.title}"
    said = ("late", REPEATED) if outcome.repeated else ("good", told)
    request.session.flash(said)
    return HTTPSeeOther(request.to.ledger(context.ledger.name))


def _page(
    context: LedgerNode,
    request: Any,
    spec: Import,
    *,
    trial: Trial | None = None,
    messages: tuple[str, ...] = (),
) -> dict[str, Any]:
    if messages or (trial and not trial.ready):
        request.response.status_int = 422
    ledger = request.to.ledger(context.ledger.name)
    request.page.crumbs = [Link(context.ledger.title, ledger)]
    return {
        "title": f"导入{spec.title}",
        "action": f"{ledger}/{NAME}",
        "several": "multiple",
        "template_url": f"{ledger}/{TEMPLATE}",
        "messages": messages,
        "trial": trial,
        "problems": trial.problems[:SHOWN] if trial else (),
        "counted": _counted(trial, spec) if trial else "",
        "packed": pack(trial.given) if trial and trial.ready else "",
        "command_id": str(posted_id(request)),
        "batches_url": request.to.ledger("core.import_batches"),
        "about_template": _ABOUT,
        "about_recording": _BACKFILL if spec.backfill else _STRICT,
    }


def _counted(trial: Trial, spec: Import) -> str:
    """12 个文件、231 条人员."""
    files = len(trial.given.get("files", ()))
    rows = f"{trial.count} 条{spec.title}"
    return f"{files} 个文件、{rows}" if files else rows


def includeme(config: Any) -> None:
    """Register the import of every ledger that has one."""
    page = {"context": LedgerNode, "name": NAME, "renderer": "import.pt"}
    config.add_view(show, request_method="GET", **page)
    config.add_view(submit, request_method="POST", **page)
    config.add_view(download, context=LedgerNode, name=TEMPLATE, request_method="GET")
