"""Units and people out of a workbook: judged row by row, recorded whole or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4, uuid5

import pytest

from houqin.core.model.command import Act
from houqin.core.people.tree import Tree
from houqin.core.schema.errors import FormErrors, NotPermitted
from houqin.core.site.access import person_of_login
from houqin.core.site.importing import Trial, template, try_workbook
from tests.core.people.filling import PEOPLE, UNITS, filled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from houqin.core.model.command import Outcome
    from tests.office import Office

KINDS = "县直部门、乡镇、四大班子办公室、二层机构、本中心科室"
#: The office has 县财政局 and 县教育局.
NEW_UNITS = (
    ("县文旅局", "文旅局", "县直部门", None, 10),
    ("县图书馆", "图书馆", "二层机构", "文旅局", None),
)
NEW_PEOPLE = (
    ("韦国强", "文旅局", "单位经办人、单位审批人", "WL001", "weigq", "13800138000"),
    ("黄小兰", "县图书馆", None, None, None, None),
    ("农大山", "教育局", None, None, "nongds", None),
)


def tried(
    office: Office,
    units: Sequence[Sequence[Any]] = NEW_UNITS,
    people: Sequence[Sequence[Any]] = NEW_PEOPLE,
) -> Trial:
    with office.site.reader() as reader:
        content = filled(template(reader), units, people)
        return try_workbook(reader, office.administrator, content)


def imported(office: Office, trial: Trial, command: UUID | None = None) -> Outcome:
    act = Act(
        "core.import_organisation", dict(trial.given), office.administrator,
        command or uuid4(),
    )  # fmt: skip
    return office.site.act(act)


def told(trial: Trial) -> set[tuple[str, int, str, str]]:
    return {(p.sheet, p.row, p.column, p.message) for p in trial.errors}


def test_everything_right_is_imported_at_once(office: Office) -> None:
    trial = tried(office)
    assert trial.problems == ()
    assert (trial.ready, trial.counts) == (True, (2, 3))
    outcome = imported(office, trial)
    assert len(outcome.records) == 5
    with office.site.store.reading() as connection:
        tree = Tree.of(office.site.services, connection)
        by_short = {unit.short: unit for unit in tree.units.values()}
        weigq = person_of_login(connection, "WL001")
        assert weigq == person_of_login(connection, "weigq")
    assert by_short["图书馆"].parent == by_short["文旅局"].id
    assert by_short["文旅局"].order == 10
    assert weigq is not None
    facts = {f.label: f.text for f in office.view(weigq).facts}
    assert (facts["姓名"], facts["单位"], facts["角色"]) == (
        "韦国强", "文旅局", "单位经办人、单位审批人",
    )  # fmt: skip
    office.assert_sound()


def test_trying_records_nothing(office: Office) -> None:
    before = office.head()
    tried(office)
    assert office.head() == before


def test_ids_follow_from_the_command(office: Office) -> None:
    trial, command = tried(office), uuid4()
    outcome = imported(office, trial, command)
    assert outcome.records == tuple(uuid5(command, str(n)) for n in range(1, 6))
    assert imported(office, trial, command).repeated


def test_every_error_is_told_with_its_row_and_column(office: Office) -> None:
    units = (
        ("县财政局", "财政", "县直部门"),
        ("县文旅局", "文旅局", "别的类别"),
        ("县文旅局", "文旅二局", "乡镇", "没有的局"),
        ("县甲局", "甲局", "乡镇", "乙局"),
        ("县乙局", "乙局", "乡镇", "县甲局", "第一"),
        (None, "丙局", "乡镇"),
    )
    people = (
        ("甲", "没有的局", "国王、单位经办人"),
        ("乙", "教育局", None, "a1", "a1"),
        ("丙", "教育局", None, "A1", "WANG", "电话不详"),
        (None, "教育局"),
        ("丁", None, None, None, "wang2"),
    )
    office.person("已有", login="wang2")
    assert told(tried(office, units, people)) == {
        ("单位", 3, "名称", "单位“县财政局”已经登记过"),
        ("单位", 4, "名称", "单位“县文旅局”在表中重复"),
        ("单位", 4, "类别", f"没有类别“别的类别”，应为{KINDS}之一"),
        ("单位", 5, "名称", "单位“县文旅局”在表中重复"),
        ("单位", 5, "上级单位", "上级单位：没有单位“没有的局”"),
        ("单位", 6, "上级单位", "上下级循环，请检查上级单位"),
        ("单位", 7, "上级单位", "上下级循环，请检查上级单位"),
        ("单位", 7, "排序号", "排序号应为整数"),
        ("单位", 8, "名称", "名称必须填写"),
        ("人员", 3, "单位", "没有单位“没有的局”"),
        ("人员", 3, "角色", "没有角色“国王”"),
        ("人员", 4, "工号", "工号“a1”在表中重复"),
        ("人员", 4, "登录名", "登录名“a1”在表中重复"),
        ("人员", 5, "工号", "工号“A1”在表中重复"),
        ("人员", 5, "登录名", "登录名格式不正确"),
        ("人员", 5, "电话", "电话格式不正确"),
        ("人员", 6, "姓名", "姓名必须填写"),
        ("人员", 7, "单位", "单位必须填写"),
        ("人员", 7, "登录名", "登录名“wang2”已经登记过"),
    }  # fmt: skip


def test_one_wrong_row_keeps_all_out(office: Office) -> None:
    trial = tried(office, people=(*NEW_PEOPLE, ("甲", "没有的局")))
    assert not trial.ready
    before = office.head()
    with pytest.raises(FormErrors) as wrong:
        imported(office, trial)
    assert wrong.value.errors == {"people.3.unit": "没有单位“没有的局”"}
    assert office.head() == before


def test_a_short_name_that_two_units_share_is_asked_for_in_full(
    office: Office,
) -> None:
    units = (*NEW_UNITS, ("县文化和旅游局", "文旅局", "县直部门"))
    errors = told(tried(office, units))
    assert ("人员", 3, "单位", "有2个单位叫“文旅局”，请填全称") in errors


def test_the_same_name_in_one_unit_is_a_warning(office: Office) -> None:
    people = (
        ("周经办", "财政局"),
        ("甲", "教育局"),
        ("甲", "教育局"),
        ("甲", "文旅局"),
    )
    trial = tried(office, people=people)
    assert trial.ready
    assert {(p.row, p.message) for p in trial.warnings} == {
        (3, "这个单位已有一名“周经办”"),
        (4, "“甲”在这个单位出现2次"),
        (5, "“甲”在这个单位出现2次"),
    }
    imported(office, trial)


def test_people_imported_before_are_refused_row_by_row(office: Office) -> None:
    imported(office, tried(office))
    errors = told(tried(office, units=()))
    assert errors == {
        ("人员", 3, "工号", "工号“WL001”已经登记过"),
        ("人员", 3, "登录名", "登录名“weigq”已经登记过"),
        ("人员", 5, "登录名", "登录名“nongds”已经登记过"),
    }


def test_an_empty_file_is_not_imported(office: Office) -> None:
    trial = tried(office, (), ())
    assert (trial.errors, trial.ready) == ([], False)
    with pytest.raises(FormErrors, match="没有要导入的单位和人员"):
        imported(office, trial)


def test_a_unit_that_is_no_more_is_not_found(office: Office) -> None:
    office.do("core.close_department", record=office.other_unit)
    assert ("人员", 5, "单位", "没有单位“教育局”") in told(tried(office))


def test_only_who_organises_imports(office: Office) -> None:
    with pytest.raises(NotPermitted):
        office.do("core.import_organisation", office.director, **tried(office).given)


def test_a_county_of_two_thousand_is_imported_in_one_command(office: Office) -> None:
    units = [
        (f"第{n}局", f"{n}局", "县直部门", None if n < 20 else f"{n % 20}局")
        for n in range(200)
    ]
    people = [
        (f"人{n}", f"第{n % 200}局", "单位经办人", f"A{n:05d}", None, "13800138000")
        for n in range(2000)
    ]
    trial = tried(office, units, people)
    assert trial.errors == []
    outcome = imported(office, trial)
    assert len(outcome.records) == 2200
    with office.site.reader() as reader:
        assert reader.ledger("core.people").count({"number": "A"}) == 2000


def test_the_example_of_the_documentation_fits_an_empty_office(office: Office) -> None:
    units = [(f"新{name}", f"新{short}", *rest) for name, short, *rest in UNITS[::2]]
    people = [(name, "新财政局", *rest) for name, _unit, *rest in PEOPLE]
    assert tried(office, units, people).ready


def test_roles_that_one_person_may_not_have_are_told_by_row(office: Office) -> None:
    both = ("系统管理员、审计管理员", "审计管理员、系统管理员")
    people = [(f"甲{n}", "教育局", roles) for n, roles in enumerate(both)]
    errors = {
        (row, column) for _sheet, row, column, _m in told(tried(office, (), people))
    }
    assert errors == {(3, "角色"), (4, "角色")}
