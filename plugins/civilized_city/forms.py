"""督查整改通知书, set like an official letter, its 整改回执, and 志愿者签到表."""

from __future__ import annotations

from houqin.core.registry.printing import (
    Leaf,
    Letter,
    Listed,
    Part,
    Pictured,
    PrintedForm,
    place,
)
from houqin.plugins.civilized_city.notice import Notice
from houqin.plugins.civilized_city.volunteer_shift import VolunteerShift

_ITEMS, _BY = "civilized_city.rectifications", "notice"
_BEFORE = ("整改前", ("Opened.before", "FedBack.before"))
_AFTER = ("整改后", ("FedBack.after",))

_letter = Letter(
    office=("issuer.name", "issuer_name"),
    number="number",
    signatory="signatory",
    addressed="unit.name",
    opening=(
        "{inspector}于{inspected_at}检查{area}{spot}，发现以下问题。",
        "对应测评指标：{indicator}。",
    ),
    listed=Listed(_ITEMS, (), by=_BY),
    items="{number}. {matter}。{demand}。责任人：{person}；时限：{deadline}前。",
    closing=(
        "请于{deadline}前整改到位，逐项拍照反馈，并报送签字盖章的整改回执。",
        "依据：{basis}。",
        "联系人及电话：{contact}。",
    ),
    date="@Entered.when",
)
_signed_for = Part(
    "签收",
    (
        (
            place("签收人", "signed_by", span=8, lines=2),
            place("签收时间", "signed_at", span=9, lines=2),
            place("签收方式", "way", span=7, lines=2),
        ),
    ),
)
_photos = Part("整改前照片", (Pictured(_ITEMS, _BY, "matter", (_BEFORE,)),))
_answered = Part(
    "",
    (
        (
            place("对应文号", "number", span=12),
            place("签收时间", "signed_at", span=12),
        ),
        (
            place("整改单位", "unit.name", span=12),
            place("发文机关", "issuer.name", "issuer_name", span=12),
        ),
    ),
)
_done = Part(
    "逐项整改情况",
    (
        Listed(
            _ITEMS,
            ("number", "matter", "measures", "fed_back_at", "person", "in_time"),
            by=_BY,
        ),
    ),
)
_extended = Part(
    "延期和复核",
    (
        Listed(
            _ITEMS,
            ("number", "first_deadline", "deadline", "extended_at", "unfinished",
             "rechecked_at", "opinion"),
            by=_BY,
        ),
    ),
)  # fmt: skip
_compared = Part("整改前后照片", (Pictured(_ITEMS, _BY, "matter", (_BEFORE, _AFTER)),))
_closing = Part(
    "",
    (
        (place("说明", "@Replied.note", span=24, lines=2),),
        (
            place("经办人", "handler", span=8, lines=2),
            place("负责人签字", "head", span=8, lines=2),
            place("单位盖章", span=8, lines=2),
        ),
        (
            place("复核意见", span=8, lines=3, ticks=("合格", "不合格")),
            place("复核人时间", span=8, lines=3),
            place("发文机关章", span=8, lines=3),
        ),
        (
            place("是否按时", "in_time", span=12),
            place("销号时间", "closed_at", span=12),
        ),
    ),
)

notice_paper = PrintedForm(
    "civilized_city.notice_paper",
    "督查整改通知书",
    Notice,
    "表号：文明创建 01",
    (
        Leaf(
            "notice", "督查整改通知书", (_signed_for, _photos), ("",),
            ("entered", "open"), letter=_letter, named=True,
        ),
        Leaf(
            "reply", "整改回执",
            (_answered, _done, _extended, _compared, _closing), ("",),
            ("open", "replied", "closed"), named=True,
        ),
    ),
    paper="a4",
)  # fmt: skip

_shift = Part(
    "",
    (
        (place("服务内容", "service", span=14), place("执勤点位", "post", span=10)),
        (place("开始时间", "starts", span=12), place("结束时间", "ends", span=12)),
        (
            place("带班人", "head", span=10),
            place("应到", "expected", span=7),
            place("实到", "came", span=7),
        ),
    ),
)
_WHO = ("person", "person.department", "person.phone")
_foot = (
    place("登记人签字", span=8, lines=2),
    place("带班人签字", span=8, lines=2),
    place("单位（盖章）", span=8, lines=2),
)
to_sign = Listed(
    "civilized_city.expected", _WHO, numbered=True,
    by_hand=("签名", "代签", "到岗时间", "离岗时间"),
)  # fmt: skip
served = Listed(
    "civilized_city.volunteer_hours", (*_WHO, "tick", "hours"), numbered=True
)
shift_sheet = PrintedForm(
    "civilized_city.shift_sheet",
    "志愿者签到表",
    VolunteerShift,
    "表号：文明创建 02",
    (
        Leaf("sign", "", (_shift, Part("", (to_sign, _foot))), original=("planned",)),
        Leaf("ticks", "服务时长", (_shift, Part("", (served, _foot))),
             original=("done",)),
    ),
    paper="a4",
)  # fmt: skip

ALL = (notice_paper, shift_sheet)
