"""督查整改通知书 in both directions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from houqin.core.schema.errors import FormErrors, NotPermitted, Refused
from houqin.core.testing.acting import when
from tests.plugins.civilized_city.city import DUE, LATER

if TYPE_CHECKING:
    from tests.plugins.civilized_city.city import City

_NOTICES, _ITEMS = "civilized_city.notices", "civilized_city.rectifications"


def test_a_notice_on_paper_needs_its_number(city: City) -> None:
    with pytest.raises(FormErrors, match="纸质来文请填写文号"):
        city.received(number=None)


def test_a_notice_names_who_issued_it(city: City) -> None:
    with pytest.raises(FormErrors, match="发文单位或发文机关"):
        city.received(issuer=None)
    notice, _item = city.received(issuer=None, issuer_name="市创建办")
    city.then_row(_NOTICES, notice, issuer_name="市创建办", state="open")


def test_a_notice_told_on_the_phone_gets_its_number_later(city: City) -> None:
    notice, _item = city.received(came_by="phone", number=None)
    city.then_row(_NOTICES, notice, label="文号待补", number=None, way="phone")
    city.do("civilized_city.number_notice", city.keeper, record=notice,
            number="创城督〔2023〕9号")  # fmt: skip
    city.then_row(_NOTICES, notice, label="创城督〔2023〕9号")
    with pytest.raises(Refused, match="已有文号"):
        city.do("civilized_city.number_notice", city.keeper, record=notice, number="X")


def test_a_notice_of_our_own_is_numbered(city: City) -> None:
    numbers = [city.issued()[0] for _ in range(2)]
    for number, notice in enumerate(numbers, 1):
        city.then_row(_NOTICES, notice, label=f"创督〔2023〕{number}号",
                      direction="issued", state="entered")  # fmt: skip


def test_no_number_is_given_twice(city: City) -> None:
    city.received()
    with pytest.raises(Refused, match="文号“创城督〔2023〕5号”已经登记过"):
        city.received()


def test_a_number_typed_by_others_moves_none_of_ours(city: City) -> None:
    city.received(number="创督〔2023〕40号")
    notice, _item = city.issued()
    city.then_row(_NOTICES, notice, label="创督〔2023〕1号")
    city.assert_sound()


def test_every_item_has_its_deadline_by_hour(city: City) -> None:
    own = "2023-03-08T12:00:00+08:00"
    items = [{"matter": "甲"}, {"matter": "乙", "deadline": own}]
    notice, one, two = city.received(items=items)
    signed = city.events(notice)[-1].occurred
    city.then_row(_ITEMS, one, number=1, deadline=when("2023-03-10 17:00"),
                  notice=str(notice), signed_at=signed)  # fmt: skip
    city.then_row(_ITEMS, two, number=2, deadline=when("2023-03-08 12:00"))


def test_photos_of_before_and_after_are_needed(city: City) -> None:
    _notice, item = city.received()
    said = {"record": item, "measures": "已清理"}
    with pytest.raises(FormErrors, match="整改前照片"):
        city.do("core.feed_back", city.mender, **said,
                after=city.photos(city.mender))  # fmt: skip
    with pytest.raises(FormErrors, match="整改后照片"):
        city.do("core.feed_back", city.mender, **said,
                before=city.photos(city.mender))  # fmt: skip
    with pytest.raises(FormErrors, match="请上传整改前照片"):
        city.issued(items=[{"matter": "甲"}])


def test_the_liaison_is_not_the_person_responsible(city: City) -> None:
    with pytest.raises(FormErrors, match="联络员不能是整改责任人"):
        city.received(liaison=city.mender)


def test_only_the_issuers_account_or_the_liaison_verifies(city: City) -> None:
    _notice, item = city.received()
    city.fed_back(item)
    for other in (city.director, city.other, city.clerk):
        with pytest.raises(NotPermitted, match="由发出单位或指定的联络员办理"):
            city.do("core.recheck", other, record=item, verdict="passed")
    city.do("core.recheck", city.inspector, record=item, verdict="passed")
    assert city.state(item) == "passed"


def test_who_rectified_never_verifies(city: City) -> None:
    _notice, item = city.received()
    city.fed_back(item, by=city.keeper)
    with pytest.raises(NotPermitted, match="整改人不能复核自己的整改"):
        city.verified(item)


def test_the_liaison_verifies_with_the_stamped_receipt_only(city: City) -> None:
    _notice, item = city.received()
    city.fed_back(item)
    with pytest.raises(FormErrors, match="盖章的回执扫描件"):
        city.verified(item, scan=None)
    city.verified(item)
    assert city.state(item) == "passed"


def test_an_extension_is_asked_before_the_deadline(city: City) -> None:
    _notice, item = city.received()
    asked = {"record": item, "reason": "下雨", "until": LATER}
    city.do("core.ask_extension", city.mender, **asked)
    city.do("core.grant_extension", city.keeper, record=item, deadline=LATER,
            scan=city.scan(city.keeper))  # fmt: skip
    city.at("2023-03-13 17:00")
    with pytest.raises(Refused, match="已过，不能申请延期"):
        city.do("core.ask_extension", city.mender,
                **asked | {"until": "2023-03-20T17:00:00+08:00"})  # fmt: skip


def test_two_rechecks_close_a_notice(city: City) -> None:
    notice, one, two = city.received("甲", "乙")
    for item in (one, two):
        city.fed_back(item)
    city.verified(one)
    city.verified(two, "failed", opinion="仍有杂物")
    city.then_row(_NOTICES, notice, state="open", items=2, passed=1)
    city.fed_back(two)
    city.verified(two)
    city.then_row(_NOTICES, notice, state="closed", passed=2, punctual=2)
    city.then_row(_ITEMS, two, rechecks=2, in_time="yes")


def test_a_receipt_is_sent_when_every_item_is_fed_back(city: City) -> None:
    notice, one, two = city.received("甲", "乙")
    city.fed_back(one)
    given = {"record": notice, "handler": city.keeper, "head": "主任"}
    with pytest.raises(Refused, match="第2项还没有反馈"):
        city.do("civilized_city.reply", city.keeper, **given)
    city.fed_back(two)
    city.do("civilized_city.reply", city.keeper, **given)
    city.then_row(_NOTICES, notice, state="replied", head="主任")


def test_the_addressee_signs_for_a_notice_and_puts_it_right(city: City) -> None:
    notice, item = city.issued()
    signed = {"record": notice, "signed_by": city.clerk, "way": "paper"}
    with pytest.raises(NotPermitted):
        city.do("civilized_city.sign_for", city.inspector, **signed)
    city.do("civilized_city.sign_for", city.clerk, **signed)
    city.do("core.assign_item", city.clerk, record=item, person=city.clerk)
    city.fed_back(item, by=city.clerk)
    with pytest.raises(NotPermitted, match="不能复核自己的整改"):
        city.do("core.recheck", city.clerk, record=item, verdict="passed")
    city.do("core.recheck", city.director, record=item, verdict="passed")
    city.then_row(_NOTICES, notice, state="closed", direction="issued")


def test_nobody_issues_a_notice_to_himself(city: City) -> None:
    with pytest.raises(FormErrors, match="主送单位不能是发文单位"):
        city.issued(unit=city.centre)


def test_a_notice_is_late_when_one_item_is(city: City) -> None:
    notice, item = city.received()
    city.at("2023-03-10 17:30")
    city.fed_back(item)
    city.verified(item)
    city.then_row(_NOTICES, notice, state="closed", passed=1, punctual=0)
    with city.site.reader() as reader:
        ledger = reader.ledger(_NOTICES).ledger
        row = reader.ledger(_NOTICES).row(str(notice))
        shown = reader.display.cell(ledger, row, ledger.column("in_time"))
    assert shown == "逾期"


def test_units_see_their_own_notices_only(city: City) -> None:
    own, _item = city.issued()
    foreign, _item = city.received()
    with city.site.reader() as reader:
        seen = reader.seen_by(reader.standing_of(city.clerk))
        rows = {row.stream for row in seen.ledger(_NOTICES).rows()}
    assert own in rows
    assert foreign not in rows


def test_a_deadline_in_the_past_is_refused(city: City) -> None:
    city.at("2023-03-10 17:00")
    with pytest.raises(FormErrors, match="时限必须晚于发生时间"):
        city.received(deadline=DUE)
