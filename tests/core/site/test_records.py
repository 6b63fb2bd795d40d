"""A record's page: facts, stages, who is waited for, what may be done."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from houqin.core.model.case import Case
from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors, RecordMissing
from houqin.core.site import offers
from houqin.core.site.site import Site
from tests.core.sample import Meter
from tests.office import KEY, declared, refused, when

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.site.records import Stage
    from tests.core.works import Works
    from tests.office import Office


def told(stages: tuple[Stage, ...]) -> list[tuple[str, str, str]]:
    return [(stage.title, stage.state, stage.who) for stage in stages]


def test_stages_show_the_way_gone_and_the_way_to_go(office: Office) -> None:
    request = office.request()
    assert told(office.view(request).progress) == [
        ("已申请", "current", "周经办"),
        ("单位已审核", "todo", ""),
        ("已批准", "todo", ""),
        ("已安排", "todo", ""),
    ]
    office.review(request)
    office.approve(request)
    view = office.view(request)
    assert told(view.progress)[1:3] == [
        ("单位已审核", "done", "吴审核"),
        ("已批准", "current", "郑主任"),
    ]
    assert (view.waiting_for, view.state_title) == ("车辆调度员派车", "已批准")
    assert view.waiting_since == office.last(request).occurred
    assert (view.title, view.kind, view.ledger) == (
        "申2023-00001", "用车申请", "vehicles.requests",
    )  # fmt: skip


def test_stages_end_where_a_record_was_left_aside(office: Office) -> None:
    request = office.request()
    office.do("core.refuse", office.reviewer, record=request, comment="不属公务")
    view = office.view(request)
    assert told(view.progress) == [
        ("已申请", "done", "周经办"),
        ("不同意", "current", "吴审核"),
    ]
    assert (view.waiting_for, view.waiting_since) == (None, None)


def test_a_record_without_stages_or_workflow_shows_none(
    office: Office, works: Works
) -> None:
    assert office.view(office.car()).progress == ()
    meeting = works.made("sample.hold", name="例会", people=[{"who": "甲"}])
    view = works.view(meeting)
    assert (view.ledger, view.facts, view.progress) == ("", (), ())
    department = works.view(works.unit)
    assert [(f.label, f.text) for f in department.facts][:2] == [
        ("名称", "县机关事务中心"),
        ("简称", "机关中心"),
    ]


def test_facts_say_units_and_lead_to_what_they_name(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.driven(car, driver, 1010, 1070)
    office.cost(trip, {"kind": "toll", "amount": 123456})
    facts = {fact.label: fact for fact in office.view(trip).facts}
    assert facts["公里"].text == "60 公里"
    assert facts["过路费"].text == "1,234.56 元"
    assert facts["能源"].text == "汽油"
    assert facts["出车时刻"].text == "2023-03-06 09:00"
    assert (facts["车号"].text, facts["车号"].reference) == (
        "桂X·00001", ("vehicles.Vehicle", str(car)),
    )  # fmt: skip
    assert "派车响应" not in facts
    vehicle = {fact.label: fact.text for fact in office.view(car).facts}
    assert (vehicle["车龄"], vehicle["购置价"]) == ("4 年", "116,000.00 元")


def test_a_missing_record_is_missing(office: Office) -> None:
    missing = uuid4()
    with pytest.raises(RecordMissing, match="没有这份单据或档案"):
        office.view(missing)
    with office.site.reader() as reader:
        assert offers.actions(reader, missing, office.director) == []
        assert reader.title_of(missing) == str(missing)[:8]
        assert reader.title("vehicles.Vehicle", missing) == str(missing)[:8]


def test_a_voided_record_offers_nothing_and_waits_for_nobody(office: Office) -> None:
    request = office.request()
    office.void(request)
    view = office.view(request)
    assert (view.voided, view.waiting_for) == (True, None)
    with office.site.reader() as reader:
        assert offers.actions(reader, request, office.reviewer) == []
        assert reader.waiting(office.reviewer) == []


def test_actions_are_those_of_the_state_and_the_person(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.trip(car, driver)

    def offered(person: UUID) -> list[str]:
        with office.site.reader() as reader:
            found = offers.actions(reader, trip, person)
            return [spec.title for spec in found if spec.on is not Case]

    waiting = ["改派", "出车前检查", "出车登记", "费用登记", "取消派车"]
    assert offered(office.dispatcher) == waiting
    assert offered(office.clerk) == []
    office.depart(trip, 1010)
    assert {"回场登记", "费用登记"} <= set(offered(office.dispatcher))
    assert not set(waiting[:2]) & set(offered(office.dispatcher))


def test_what_can_be_begun_follows_rights(office: Office) -> None:
    with office.site.reader() as reader:
        begun = {
            who: [spec.title for spec in offers.creatable(reader, person)]
            for who, person in (
                ("clerk", office.clerk),
                ("dispatcher", office.dispatcher),
                ("administrator", office.administrator),
                ("nobody", uuid4()),
            )
        }
    assert begun["nobody"] == []
    assert "我要用车" in begun["clerk"]
    assert not {"登记车辆", "登记单位"} & set(begun["clerk"])
    assert begun["dispatcher"][0] == "我要用车"
    assert {"登记车辆", "登记驾驶员"} <= set(begun["dispatcher"])
    assert {"登记单位", "登记岗位", "登记人员", "授予角色"} <= set(
        begun["administrator"]
    )
    assert "我要用车" not in begun["administrator"]


def test_who_refers_to_a_record_is_listed(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.trip(car, driver)
    with office.site.reader() as reader:
        assert offers.referring(reader, car) == [(str(trip), "派车单派2023-00001")]
        assert offers.referring(reader, trip) == []


def test_a_form_without_starting_values_starts_with_its_defaults(
    office: Office,
) -> None:
    spec = office.site.declarations.commands["vehicles.cancel_trip"]
    with office.site.reader() as reader:
        values = offers.starting_values(reader, spec, None, office.dispatcher)
    assert values == {"reopen": False}


def test_choices_leave_out_who_has_left(office: Office) -> None:
    spec = office.site.declarations.commands["vehicles.register_driver"]
    field = next(f for f in spec.fields if f.name == "person")

    def names() -> set[str]:
        with office.site.reader() as reader:
            return {label for _id, label, _hint in reader.choices(field)}

    assert "周经办" in names()
    office.do("core.leave", record=office.clerk)
    assert "周经办" not in names()


def test_values_of_every_kind_are_shown(works: Works) -> None:
    meter = works.meter(keeper=works.clerk, public=True)
    with works.site.reader() as reader:
        display = reader.display
        ledger = reader.ledger("sample.meters")
        (row,) = ledger.page()
        display.prefetch(ledger.ledger, [row])
        shown = dict(
            zip(
                [c.title for c in ledger.ledger.columns],
                display.cells(ledger.ledger, row),
                strict=True,
            )
        )
        assert (shown["管理人"], shown["公用"], shown["状态"]) == (
            "周经办",
            "是",
            "在用",
        )
        assert (shown["读数"], shown["抄表次数"]) == ("", "")
        people = [str(works.clerk), str(works.dispatcher)]
        both = display.value(types.refs("core.Person"), people)
        assert both == "周经办、王调度"
        assert display.value(types.refs("core.Person"), []) == ""
        assert display.value(types.boolean(), 0) == "否"
        assert display.value(types.text(), "字") == "字"
        assert display.value(types.roles(), ["clerk", "ghost"]) == "单位经办人、ghost"
        assert display.value(types.quantity("度", 1), 125) == "12.5"
        assert display.value(types.instant(), when("2023-03-06 09:00")) == (
            "2023-03-06 09:00"
        )
        assert display.opened(works.clerk, "name", None) == ""
        # A kind of record that has no ledger has no titles.
        assert reader.ids_like("sample.Meeting", "例会") == []
        assert reader.ids_like("sample.Meter", "一号") == [str(meter)]
        assert reader.title("sample.Meeting", meter) == str(meter)[:8]


def test_personal_columns_open_on_a_list(office: Office) -> None:
    with office.site.reader() as reader:
        ledger = reader.ledger("core.people")
        column = ledger.ledger.column("name")
        assert column is not None
        names = {reader.shown(ledger.ledger, row, column) for row in ledger.page()}
    assert {"周经办", "吴审核", "郑主任"} <= names


def test_a_record_of_a_module_that_is_gone_stays_readable(works: Works) -> None:
    meter = works.meter("一号楼")
    works.read(meter, 125)
    works.correct(meter, 2, value=130)
    without = Site("without", works.site.store, declared(), KEY)
    with without.reader() as reader:
        view = reader.record(meter)
        assert (view.aggregate, view.ledger, view.facts) == ("sample.Meter", "", ())
        assert view.kind == works.site.declarations.aggregates["sample.Meter"].title
        steps = reader.history(meter)
        assert [step.title for step in steps] == ["安装", "抄表", "更正：抄表"]
        assert steps[1].changes == (("读数", "", "13.0 度"),)
        assert steps[2].changes == (("读数", "12.5 度", "13.0 度"),)
        assert not steps[1].correctable
        assert offers.actions(reader, meter, works.dispatcher) == []
        assert offers.correction_fields(reader, meter, 2) == []
    other = type(works).__new__(type(works))
    other.site, other.dispatcher = without, works.dispatcher
    with pytest.raises(RecordMissing):
        other.correct(meter, 2, value=140)
    other.assert_sound()


def test_a_reason_chosen_from_a_list_is_told_as_a_fact(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.trip(car, driver)
    (dispatched,) = office.history(trip)
    assert ("未派新能源车理由", "", "正在充电或电量不足") in dispatched.changes
    assert dispatched.reason == ""
    office.reassign(trip, office.car(), driver)
    assert office.history(trip)[-1].reason == "车辆故障"


def test_history_tells_who_typed_for_whom_and_how_late(office: Office) -> None:
    office.at("2023-03-08 09:00")
    request = office.request(
        by=office.dispatcher, behalf=office.clerk, at="2023-03-06 09:00"
    )
    (step,) = office.history(request)
    assert (step.actor_name, step.on_behalf_name, step.late_days) == (
        "王调度", "周经办", 2,
    )  # fmt: skip
    assert (step.voidable, step.amendment, step.restorable) == (True, False, False)


def test_an_aggregate_stands_on_its_own_without_a_unit_of_work() -> None:
    meter = Meter._create(
        Meter.Installed,
        id=uuid4(),
        place="一号楼",
        since=None,
        keeper=None,
        public=None,
        keeper_unit=None,
    )
    meter.record(Meter.Moved, place="二号楼")
    assert (meter.stream, meter.place) == (meter.id, "二号楼")  # type: ignore[attr-defined]
    assert [type(e) for e in meter.pending_events] == [Meter.Installed, Meter.Moved]


def test_what_canonical_json_does_not_have_is_refused(works: Works) -> None:
    for wrong in (1.5, 2**60, "a\x00"):
        with pytest.raises(FormErrors):
            works.do("sample.hold", name="例会", people=[{"who": wrong}])
    with pytest.raises(FormErrors, match="1970年至2199年"):
        works.meter(at="1969-01-01 08:00")


def test_an_undone_restoration_frees_and_checks_again(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.trip(car, driver)
    office.void(trip)
    office.restore(trip)
    # The undoing undone: voided once more, the request waits again.
    office.restore(trip)
    row = office.row("vehicles.trips", trip)
    assert row is not None
    assert row.voided
    office.void(car)
    with refused("已作废"):
        office.restore(trip)
    office.assert_sound()


def test_steps_are_put_back_only_in_their_place(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.driven(car, driver, 1010, 1070)
    departed, returned = (office.version(trip, n) for n in ("Departed", "Returned"))
    office.void(trip, returned)
    first = office.last(trip).version
    office.void(trip, departed)
    with refused("派车单当前为“已派车”，不能恢复“回场”"):
        office.restore(trip, first)
    office.restore(trip)
    office.restore(trip, first)
    assert office.state(trip) == "returned"
    office.assert_sound()
