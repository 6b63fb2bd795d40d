"""历史与核验: 存证点 listed, signed now and downloaded, and the log verified."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.response import Response

from houqin.core.audit import checkpoints, verifying
from houqin.core.audit.checkpoints import Occasion
from houqin.core.model.permission import CorePermission
from houqin.core.schema.errors import NotPermitted, Refused
from houqin.core.site.log_problems import UNCHANGED
from houqin.core.site.signing import SigningKeyMissing
from houqin.core.site.system_log import Kind
from houqin.core.site.upkeep import BROKEN, DONE, FAILED
from houqin.core.web import durations
from houqin.core.web.page import Link
from houqin.core.web.tree import ControlNode, ControlPart
from houqin.events.note import parse
from houqin.events.tree import ALGORITHMS

if TYPE_CHECKING:
    from houqin.core.audit.checkpoints import Signed
    from houqin.core.site.signing import SigningKeys

CODE = "audit"
MOST = 200
_TITLES = {each.name: each.title for each in ALGORITHMS}
_OCCASIONS = {each.value: each.title for each in Occasion}


@dataclass(frozen=True, slots=True)
class Line:
    """One 存证点 in words."""

    position: str
    signed: str
    occasion: str
    person: str
    algorithm: str
    root: str
    good: bool
    url: str


def show(context: ControlNode, request: Any) -> dict[str, Any]:
    """The newest 存证点, and how the last verification ended."""
    reader, site = request.snapshot.live, request.site
    request.page.crumbs = [Link("系统管理", request.to.page("admin/"))]
    work = site.upkeep.all(reader.connection).get(verifying.WORK)
    found = checkpoints.stored(reader.connection, MOST)
    keys = _keys(site)
    return {
        "title": context.control.title,
        "head": f"{reader.position:,}",
        "lines": [_line(each, keys, context, request) for each in found],
        "more": len(found) == MOST,
        "url": request.to.control(context.control),
        "may_sign": CorePermission.CHECKPOINT in request.rights,
        "witness_links": _witness_links(request),
        "keyless": keys is None,
        "running": bool(work and work.running),
        "verified": verified_text(work, request),
        "differs": bool(work and work.state == DONE and UNCHANGED not in work.said),
        "demonstration": site.demonstration,
    }


def _witness_links(request: Any) -> list[Link]:
    """Who keeps heads outside: the lists, and what is done there."""
    to = request.to
    links = [
        Link("存证单台账", to.ledger("core.checkpoint_slips")),
        Link("见证单位台账", to.ledger("core.witnesses")),
    ]
    if CorePermission.CHECKPOINT in request.rights:
        links += [
            Link("送交存证点", to.command("core.hand_checkpoint"), "do"),
            Link("登记见证单位", to.command("core.register_witness"), "do"),
        ]
    return links


def _keys(site: Any) -> SigningKeys | None:
    """The site's public keys, if it has them still."""
    try:
        keys: SigningKeys = site.signing_keys
        keys.verifiers(ALGORITHMS[0])
    except SigningKeyMissing:
        return None
    return keys


def _line(
    signed: Signed, keys: SigningKeys | None, context: ControlNode, request: Any
) -> Line:
    text = parse(signed.note).text.split("\n")
    person = request.reader.person_name(signed.person) if signed.person else ""
    part = f"{signed.algorithm}-{signed.position}"
    return Line(
        f"{signed.position:,}",
        durations.minute_text(signed.signed, request.zone),
        _OCCASIONS.get(signed.occasion, signed.occasion),
        person,
        _TITLES.get(signed.algorithm, signed.algorithm),
        text[2],
        keys is not None and verifying.signature_holds(keys, signed),
        request.to.control(context.control, part),
    )


def verified_text(work: Any, request: Any) -> str:
    """How the last verification ended, or how far it is."""
    if work is None:
        return "还没有核验过"
    if work.running:
        return f"正在核验（{work.done:,} / {work.total:,}）"
    when = durations.minute_text(work.seen, request.zone)
    said = {DONE: work.said, FAILED: f"没有成功：{work.said}", BROKEN: "核验中断"}
    return f"{when}　{said.get(work.state, work.said)}"


def sign(context: ControlNode, request: Any) -> HTTPSeeOther:
    """Sign both trees now."""
    if CorePermission.CHECKPOINT not in request.rights:
        raise NotPermitted("没有立即存证的权限")
    site, person = request.site, request.identity.id
    request.snapshot.close()
    try:
        signed = checkpoints.sign(site, person=person)
    except (Refused, SigningKeyMissing) as refusal:
        request.note(Kind.AUDIT, f"没有存证：{refusal}", person)
        return _back(context, request, "late", str(refusal))
    said = f"已存证：登记序号{signed[0].position:,}"
    request.note(Kind.AUDIT, said, person)
    return _back(context, request, "good", said)


def verify(context: ControlNode, request: Any) -> HTTPSeeOther:
    """Begin to compute the log anew."""
    site, person = request.site, request.identity.id
    request.snapshot.close()
    if _keys(site) is None:
        raise Refused("存证公钥文件缺失，不能核验")
    begun = verifying.begin_verification(site, person)
    request.registry.houqin_background.start(
        lambda: verifying.run_verification(site, begun, person)
    )
    return _back(context, request, "good", "已开始核验")


def _back(context: ControlNode, request: Any, kind: str, said: str) -> HTTPSeeOther:
    request.session.flash((kind, said))
    return HTTPSeeOther(request.to.control(context.control))


def download(context: ControlPart, request: Any) -> Response:
    """The text of one 存证点, to be kept where nobody of the site can change it."""
    algorithm, _, position = context.__name__.partition("-")
    found = checkpoints.one(request.snapshot.live.connection, algorithm, int(position))
    if found is None:
        raise HTTPNotFound
    response = Response(found.note.encode(), content_type="text/plain", charset="utf-8")
    name = f"checkpoint-{request.site.name}-{context.__name__}.txt"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def includeme(config: Any) -> None:
    """Register 历史与核验."""
    config.include("houqin.core.web.background")
    page = {"context": ControlNode, "control": CODE}
    config.add_view(show, renderer="audit.pt", request_method="GET", **page)
    config.add_view(sign, name="sign", request_method="POST", **page)
    config.add_view(verify, name="verify", request_method="POST", **page)
    config.add_view(download, context=ControlPart, control=CODE, request_method="GET")
