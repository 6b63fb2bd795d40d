"""整改: items with person, deadline and photos, fed back, extended, re-checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.schema.errors import FormErrors, NotPermitted, Refused
from houqin.core.testing import Bench, PluginConformance
from houqin.core.testing.acting import when
from tests.filing import handed_in, pdf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from uuid import UUID

DUE = "2023-03-10T17:00:00+08:00"
LATER = "2023-03-13T17:00:00+08:00"


class Mending(Bench):
    """An office that issues, a unit that mends, and a liaison between them."""

    def __init__(self, site: Any) -> None:
        super().__init__(site)
        self.issuer = self.department("县创建办")
        self.unit = self.department("后勤中心")
        self.inspector = self.person("检查员", self.issuer, "reviewer")
        self.chief = self.person("主任", self.unit, "director")
        self.clerk = self.person("经办", self.unit, "clerk")
        self.mender = self.person("责任人", self.unit)
        self.liaison = self.person("联络员", self.unit)
        self.other = self.person("旁人", self.unit)

    def inspected(self, *items: dict[str, Any], **more: Any) -> list[UUID]:
        """The visit and its items."""
        items = items or ({"matter": "楼道堆物"},)
        lines = [{"person": str(self.mender)} | item for item in items]
        given = {"unit": self.unit, "deadline": DUE, "issuer": self.issuer} | more
        outcome = self.do("mending.inspect", name="三月检查", items=lines, **given)
        return list(outcome.records)

    def photo(self, by: UUID) -> list[dict[str, Any]]:
        return [handed_in(self.site, by)]

    def fed_back(self, item: UUID, by: UUID | None = None, **more: Any) -> None:
        by = by or self.mender
        given = {"before": self.photo(by), "after": self.photo(by)} | more
        self.do("core.feed_back", by, record=item, measures="已清理", **given)

    def rechecked(
        self, item: UUID, verdict: str = "passed", by: UUID | None = None, **more: Any
    ) -> None:
        self.do("core.recheck", by or self.inspector, record=item, verdict=verdict,
                **more)  # fmt: skip

    def scan(self, by: UUID | None = None) -> list[dict[str, Any]]:
        who = by or self.liaison
        return [handed_in(self.site, who, pdf("整改回执"), "回执.pdf")]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Mending]:
    office = Mending.of(tmp_path, "tests.core.model.mending")
    office.at("2023-03-06 09:00")
    yield office
    office.close()


class TestMending(PluginConformance):
    plugin, module = "mending", "tests.core.model.mending"

    def story(self, bench: Bench) -> None:
        office = Mending(bench.site)
        office.at("2023-03-06 09:00")
        _visit, item, other = office.inspected({"matter": "甲"}, {"matter": "乙"})
        office.do("core.ask_extension", office.mender, record=item, reason="雨天",
                  until=LATER)  # fmt: skip
        office.do("core.grant_extension", office.inspector, record=item, deadline=LATER)
        for each in (item, other):
            office.fed_back(each)
            office.rechecked(each)


def test_every_item_has_number_person_and_deadline(office: Mending) -> None:
    hour = "2023-03-08T12:00:00+08:00"
    visit, one, two = office.inspected(
        {"matter": "甲"}, {"matter": "乙", "deadline": hour, "person": None}
    )
    mender, noon = str(office.mender), when("2023-03-08 12:00")
    office.then_row("mending.defects", one, number=1, state="assigned", person=mender,
                    deadline=when("2023-03-10 17:00"))  # fmt: skip
    office.then_row("mending.defects", two, number=2, state="opened", deadline=noon,
                    visit=str(visit))  # fmt: skip


@pytest.mark.parametrize(
    ("missing", "said"), [("unit", "责任单位"), ("deadline", "整改时限")]
)
def test_an_item_without_unit_or_deadline_is_refused(
    office: Mending, missing: str, said: str
) -> None:
    with pytest.raises(FormErrors, match=f"第1项没有写明{said}"):
        office.inspected(**{missing: None})


def test_a_deadline_that_has_passed_is_refused(office: Mending) -> None:
    past = {"matter": "甲", "deadline": "2023-03-06T08:00:00+08:00"}
    with pytest.raises(FormErrors, match="时限必须晚于发生时间"):
        office.inspected(past)


def test_photos_of_before_and_after_are_asked_for(office: Mending) -> None:
    _visit, item = office.inspected()
    with pytest.raises(FormErrors, match="请上传整改前照片"):
        office.fed_back(item, before=None)
    with pytest.raises(FormErrors, match="请上传整改后照片"):
        office.fed_back(item, after=None)
    office.fed_back(item)
    office.then_row("mending.defects", item, before=1, after=1, state="fed_back")


def test_only_the_person_or_the_unit_feeds_back(office: Mending) -> None:
    _visit, item = office.inspected()
    with pytest.raises(NotPermitted, match="责任人或责任单位"):
        office.fed_back(item, by=office.other)
    office.fed_back(item, by=office.clerk)
    assert office.state(item) == "fed_back"


def test_an_item_may_be_given_to_somebody_else(office: Mending) -> None:
    _visit, item = office.inspected()
    with pytest.raises(NotPermitted, match="责任单位办理"):
        office.do("core.assign_item", office.other, record=item, person=office.clerk)
    office.do("core.assign_item", office.clerk, record=item, person=office.other)
    office.fed_back(item, by=office.other)
    office.then_row("mending.defects", item, person=str(office.other))


def test_two_cycles_of_recheck_settle_an_item_in_time(office: Mending) -> None:
    visit, item = office.inspected()
    office.fed_back(item)
    office.rechecked(item, "failed", opinion="仍有杂物", deadline=LATER)
    assert office.state(item) == "failed"
    office.at("2023-03-12 10:00")
    office.fed_back(item)
    office.at("2023-03-14 10:00")
    office.rechecked(item)
    office.then_row("mending.defects", item, state="passed", rechecks=2, after=2,
                    in_time="yes", deadline=when("2023-03-13 17:00"))  # fmt: skip
    office.then_row("mending.visits", visit, state="done", items=1, in_time=1)


def test_what_was_fed_back_late_is_not_in_time(office: Mending) -> None:
    visit, item = office.inspected()
    office.at("2023-03-10 17:01")
    office.fed_back(item)
    office.rechecked(item)
    office.then_row("mending.defects", item, in_time="no", passed_in_time=None)
    office.then_row("mending.visits", visit, items=1, in_time=0)


def test_who_rectified_does_not_verify(office: Mending) -> None:
    _visit, item = office.inspected({"matter": "甲", "person": str(office.liaison)},
                                    liaison=office.liaison)  # fmt: skip
    office.fed_back(item, by=office.liaison)
    with pytest.raises(NotPermitted, match="整改人不能复核自己的整改"):
        office.rechecked(item, by=office.liaison, scan=office.scan())
    _visit, item = office.inspected(issuer=office.unit)
    office.fed_back(item, by=office.clerk)
    with pytest.raises(NotPermitted, match="整改人不能复核自己的整改"):
        office.rechecked(item, by=office.clerk)
    office.rechecked(item, by=office.chief)


def test_the_liaison_verifies_with_a_stamped_scan_only(office: Mending) -> None:
    _visit, item = office.inspected(liaison=office.liaison)
    office.fed_back(item)
    with pytest.raises(FormErrors, match="盖章的回执扫描件"):
        office.rechecked(item, by=office.liaison)
    office.rechecked(item, by=office.liaison, scan=office.scan())
    assert office.state(item) == "passed"


@pytest.mark.parametrize("who", ["chief", "other", "clerk"])
def test_nobody_else_speaks_for_the_issuer(office: Mending, who: str) -> None:
    _visit, item = office.inspected(liaison=office.liaison)
    office.fed_back(item)
    by = getattr(office, who)
    with pytest.raises(NotPermitted, match="由发出单位或指定的联络员办理"):
        office.rechecked(item, by=by, scan=office.scan(by))


def test_the_issuers_account_may_belong_to_a_section_of_it(office: Mending) -> None:
    section = office.department("督查股", parent=office.issuer)
    inspector = office.person("股长", section, "reviewer")
    _visit, item = office.inspected()
    office.fed_back(item)
    office.rechecked(item, by=inspector)
    assert office.state(item) == "passed"


def test_an_extension_is_asked_and_granted_before_the_deadline(office: Mending) -> None:
    _visit, item = office.inspected()
    asked = {"record": item, "reason": "连日下雨", "until": LATER}
    with pytest.raises(FormErrors, match="必须晚于原时限"):
        office.do("core.ask_extension", office.mender, **asked | {"until": DUE})
    office.do("core.ask_extension", office.mender, **asked)
    assert office.state(item) == "asked"
    with pytest.raises(NotPermitted):
        office.do("core.grant_extension", office.mender, record=item, deadline=LATER)
    office.do("core.grant_extension", office.inspector, record=item, deadline=LATER)
    office.then_row("mending.defects", item, state="assigned",
                    deadline=when("2023-03-13 17:00"),
                    first_deadline=when("2023-03-10 17:00"))  # fmt: skip


@pytest.mark.parametrize("command", ["ask", "grant"])
def test_no_extension_is_asked_or_granted_after_the_deadline(
    office: Mending, command: str
) -> None:
    _visit, item = office.inspected()
    asked = {"record": item, "reason": "下雨", "until": LATER}
    if command == "grant":
        office.do("core.ask_extension", office.mender, **asked)
    office.at("2023-03-10 17:00")
    with pytest.raises(Refused, match="2023-03-10 17:00已过"):
        if command == "ask":
            office.do("core.ask_extension", office.mender, **asked)
        else:
            office.do("core.grant_extension", office.inspector, record=item,
                      deadline=LATER)  # fmt: skip


def test_an_extension_may_be_refused(office: Mending) -> None:
    _visit, item = office.inspected()
    office.do("core.ask_extension", office.mender, record=item, reason="忙",
              until=LATER)  # fmt: skip
    office.do("core.refuse_extension", office.inspector, record=item, refusal="不批")
    office.then_row("mending.defects", item, state="assigned",
                    deadline=when("2023-03-10 17:00"))  # fmt: skip


def test_the_source_is_settled_with_its_last_item(office: Mending) -> None:
    visit, one, two = office.inspected({"matter": "甲"}, {"matter": "乙"})
    for item, state in ((one, "open"), (two, "done")):
        office.fed_back(item)
        office.rechecked(item)
        assert office.state(visit) == state


def test_a_recheck_taken_back_opens_the_source_again(office: Mending) -> None:
    visit, item = office.inspected()
    office.fed_back(item)
    office.rechecked(item)
    target = office.version(item, "Rechecked")
    office.do("core.void", record=item, target=target, reason="错")
    assert (office.state(item), office.state(visit)) == ("fed_back", "open")
    office.do("core.restore", record=item, target=target + 1, reason="没错")
    assert (office.state(item), office.state(visit)) == ("passed", "done")
    office.assert_sound()


def test_voiding_a_recheck_is_no_settling_twice(office: Mending) -> None:
    visit, item = office.inspected()
    office.fed_back(item)
    office.rechecked(item, "failed")
    target = office.version(item, "Rechecked")
    office.do("core.void", record=item, target=target, reason="错")
    office.rechecked(item)
    settled = [e for e in office.events(visit) if e.topic.endswith("ettled")]
    assert len(settled) == 1


def _alerts(office: Mending, moment: str) -> list[tuple[str, str]]:
    office.at(moment)
    with office.site.reader() as reader:
        return [(found.alert.name.rpartition("_")[2], found.level)
                for found in reader.alerts.mine()]  # fmt: skip


@pytest.mark.parametrize(
    ("moment", "raised"),
    [
        ("2023-03-07 16:59", []),
        ("2023-03-07 17:00", [("3d", "yellow")]),
        ("2023-03-09 17:00", [("1d", "yellow")]),
        ("2023-03-10 17:00", [("overdue", "red")]),
    ],
)
def test_an_item_warns_three_days_one_day_and_when_overdue(
    office: Mending, moment: str, raised: list[tuple[str, str]]
) -> None:
    office.inspected()
    assert _alerts(office, moment) == raised


def test_what_is_fed_back_warns_no_more(office: Mending) -> None:
    _visit, item = office.inspected()
    office.fed_back(item)
    assert _alerts(office, "2023-03-20 08:00") == []
