"""导入单位和人员: template, upload, trial, import."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from houqin.core.files.workbook import BadWorkbook
from houqin.core.people.importing.command import IMPORT
from houqin.core.schema.errors import FormErrors
from houqin.core.site.importing import Trial, template, try_workbook
from houqin.core.web.acts import act_of
from houqin.core.web.packed import pack, unpack
from houqin.core.web.page import Link
from houqin.core.web.tree import ControlNode
from houqin.core.web.views.command import REPEATED, perform, posted_id
from houqin.events.errors import CommandReused

CODE = "import"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Errors a page lists; a file with more is put right in steps.
SHOWN = 300
_ABOUT = (
    "有“单位”和“人员”两张表；带 * 的栏目必须填写，“示例”行不导入。栏目可以换位置，"
    "不要增减工作表，不要合并单元格，不要写公式。"
)
_RECORDING = (
    "全部正确后一次导入；有一行不对就都不导入。已登记的人员（工号或登录名相同）"
    "不重复导入。导入的人员还没有密码，请到“人员”成批打印登录凭条。"
)


def show_import(context: ControlNode, request: Any) -> dict[str, Any]:
    """How it goes, and where the file is chosen."""
    return _page(context, request)


def _page(
    context: ControlNode,
    request: Any,
    *,
    trial: Trial | None = None,
    messages: tuple[str, ...] = (),
) -> dict[str, Any]:
    if messages or (trial and not trial.ready):
        request.response.status_int = 422
    index = request.to.control(context.control)
    request.page.crumbs = [Link("系统管理", request.to.page("admin/"))]
    units, people = trial.counts if trial else (0, 0)
    return {
        "title": context.control.title,
        "action": index,
        "template_url": f"{index}/template.xlsx",
        "messages": messages,
        "trial": trial,
        "problems": trial.problems[:SHOWN] if trial else (),
        "counted": f"{units} 个单位、{people} 名人员",
        "packed": pack(trial.given) if trial and trial.ready else "",
        "command_id": str(posted_id(request)),
        "batches_url": "",
        "about_template": _ABOUT,
        "about_recording": _RECORDING,
    }


def download_template(context: ControlNode, request: Any) -> Response:
    """The workbook with this site's roles and units in its lists."""
    content = template(request.reader)
    return attached(content, f"{context.control.title}模板.xlsx", "template.xlsx")


def attached(content: bytes, name: str, plain: str) -> Response:
    """A workbook to be kept.

    :param plain: its name where a browser knows no other than plain letters.
    """
    response = Response(content, content_type=XLSX)
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    )
    return response


def upload(context: ControlNode, request: Any) -> Any:
    """Try a file, or import what was tried."""
    if "rows" in request.POST:
        return _record(context, request)
    file = request.POST.get("file")
    if not hasattr(file, "file"):
        return _page(context, request, messages=("请选择填好的模板文件",))
    try:
        trial = try_workbook(request.reader, request.identity.id, file.file.read())
    except BadWorkbook as bad:
        return _page(context, request, messages=bad.messages)
    if not trial.errors and not trial.ready:
        return _page(context, request, messages=("文件里没有要导入的行",))
    return _page(context, request, trial=trial)


def _record(context: ControlNode, request: Any) -> Any:
    try:
        given = unpack(request.POST["rows"])
        act = act_of(request, IMPORT, given, posted_id(request))
        outcome = perform(request, act)
    except FormErrors as wrong:
        said = tuple(wrong.errors.values())[:SHOWN]
        lead = "上传之后有了变化或者内容不对，没有导入，请重新上传文件"
        return _page(context, request, messages=(lead, *said))
    except CommandReused:
        return _page(context, request, messages=(REPEATED,))
    units, people = len(given.get("units", ())), len(given.get("people", ()))
    told = f"已导入 {units} 个单位、{people} 名人员"
    said = ("late", REPEATED) if outcome.repeated else ("good", told)
    request.session.flash(said)
    code = "people" if people else "organisation"
    return HTTPSeeOther(request.to.control(context.declarations.controls[code]))


def includeme(config: Any) -> None:
    """Register the import."""
    place = {"context": ControlNode, "control": CODE}
    page = {**place, "renderer": "import.pt"}
    config.add_view(show_import, request_method="GET", **page)
    config.add_view(upload, request_method="POST", **page)
    config.add_view(
        download_template, name="template.xlsx", request_method="GET", **place
    )
