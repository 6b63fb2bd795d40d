"""导入单位和人员: template, upload, trial, import.

The rows that were tried travel in the trial's own form, packed; no server keeps names
of people in a file, and any process may answer the next request.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from binascii import Error as BadBase64
from typing import Any
from urllib.parse import quote

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from houqin.core.files.workbook import BadWorkbook
from houqin.core.people.importing.command import IMPORT
from houqin.core.schema.errors import FormErrors
from houqin.core.site.importing import Trial, template, try_workbook
from houqin.core.web.acts import act_of
from houqin.core.web.page import Link
from houqin.core.web.tree import ControlNode
from houqin.core.web.views.command import REPEATED, perform, posted_id
from houqin.events.errors import CommandReused

CODE = "import"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Unpacked rows of five thousand people are far less.
MOST_BYTES = 8_000_000
#: Errors a page lists; a file with more is put right in steps.
SHOWN = 300
_LOST = "试导入的内容不完整，请重新上传文件"


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
        "packed": _pack(trial) if trial and trial.ready else "",
        "command_id": str(posted_id(request)),
    }


def download_template(context: ControlNode, request: Any) -> Response:
    """The workbook with this site's roles and units in its lists."""
    response = Response(template(request.reader), content_type=XLSX)
    name = quote(f"{context.control.title}模板.xlsx")
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"template.xlsx\"; filename*=UTF-8''{name}"
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
        given = _unpack(request.POST["rows"])
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


def _pack(trial: Trial) -> str:
    kept = json.dumps(trial.given, ensure_ascii=False).encode()
    return b64encode(zlib.compress(kept)).decode()


def _unpack(packed: object) -> dict[str, Any]:
    """The rows as they were tried; the command judges them again.

    :raises FormErrors: when they are none.
    """
    try:
        inflate = zlib.decompressobj()
        kept = inflate.decompress(b64decode(str(packed), validate=True), MOST_BYTES)
        found = json.loads(kept)
    except (BadBase64, zlib.error, ValueError, RecursionError) as error:
        raise FormErrors({"": _LOST}) from error
    if not isinstance(found, dict) or not inflate.eof:
        raise FormErrors({"": _LOST})
    return found


def includeme(config: Any) -> None:
    """Register the import."""
    place = {"context": ControlNode, "control": CODE}
    page = {**place, "renderer": "import.pt"}
    config.add_view(show_import, request_method="GET", **page)
    config.add_view(upload, request_method="POST", **page)
    config.add_view(
        download_template, name="template.xlsx", request_method="GET", **place
    )
