"""Units are renamed, moved, merged and closed; and all of it can be undone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from houqin.core.people.tree import Tree
from houqin.core.projection.horizon import Horizon
from houqin.core.schema.errors import FormErrors, NotPermitted
from houqin.core.schema.form import FieldSpec
from houqin.core.schema.types import ref
from tests.office import refused

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office

UNIT = FieldSpec("unit", "单位", ref("core.Department"), required=True)


def rename(office: Office, unit: UUID, name: str, short: str, **more: Any) -> None:
    office.do("core.rename_department", record=unit, name=name, short=short, **more)


def move(office: Office, unit: UUID, parent: UUID | None, **more: Any) -> None:
    office.do("core.move_department", record=unit, parent=parent, **more)


def merge(office: Office, unit: UUID, into: UUID, **more: Any) -> None:
    office.do("core.merge_department", record=unit, into=into, **more)


def close(office: Office, unit: UUID) -> None:
    office.do("core.close_department", record=unit)


def void(office: Office, record: UUID, target: int = 0) -> None:
    office.do("core.void", record=record, target=target, reason="文件撤回")


def restore(office: Office, record: UUID, target: int | None = None) -> None:
    named = target or office.last(record).version
    office.do("core.restore", record=record, target=named, reason="文件仍有效")


def units(office: Office) -> Tree:
    with office.site.store.reading() as connection:
        return Tree.of(office.site.services, connection)


def unit_of(office: Office, person: UUID) -> str:
    row = office.row("core.people", person)
    assert row is not None
    return str(row.values["department"])


def offered(office: Office) -> list[str]:
    with office.site.reader() as reader:
        return [title for _id, title, _hint in reader.choices(UNIT)]


@pytest.fixture
def section(office: Office) -> UUID:
    """A section of the finance bureau."""
    return office.department("县财政局国库科", "国库科", parent=office.unit)


def test_a_unit_is_called_otherwise_from_a_day_on(office: Office) -> None:
    office.at("2023-04-03 09:00")
    rename(office, office.unit, "县财政和国资局", "财政国资局", basis="县编〔2023〕7号")
    assert offered(office) == ["教育局", "财政国资局"]
    with office.site.reader(Horizon(as_of=date.fromisoformat("2023-04-02"))) as reader:
        assert reader.title("core.Department", office.unit) == "财政局"
    changes = office.history(office.unit)[-1].changes
    assert ("依据", "", "县编〔2023〕7号") in changes
    office.assert_sound()


def test_a_late_renaming_does_not_undo_a_newer_one(office: Office) -> None:
    office.at("2023-04-03 09:00")
    rename(office, office.unit, "县财政国资局", "财政国资局")
    rename(office, office.unit, "县财税局", "财税局", at="2023-03-20 09:00")
    assert offered(office) == ["教育局", "财政国资局"]


def test_names_of_units_in_use_are_unique(office: Office) -> None:
    with refused("单位名称“县教育局”已经登记过，不能重复"):
        office.department("县教育局", "教育")
    with refused("单位名称“县教育局”已经登记过，不能重复"):
        rename(office, office.unit, "县教育局", "教育局")
    merge(office, office.other_unit, office.unit)
    # The name of a merged unit is free again.
    rename(office, office.unit, "县教育局", "教育局")


def test_a_unit_is_put_below_another_and_back_to_the_top(office: Office) -> None:
    move(office, office.other_unit, office.unit, order=3)
    tree = units(office)
    assert tree.children(office.unit) == (str(office.other_unit),)
    move(office, office.other_unit, None)
    assert len(units(office).children()) == 2
    office.assert_sound()


def test_order_numbers_say_who_comes_first(office: Office) -> None:
    move(office, office.unit, None, order=2)
    move(office, office.other_unit, None, order=1)
    assert units(office).children() == (str(office.other_unit), str(office.unit))


def test_no_unit_stands_below_itself(office: Office, section: UUID) -> None:
    for parent in (office.unit, section):
        with refused("上级单位不能是本单位或者它的下级单位") as wrong:
            move(office, office.unit, parent)
        assert wrong.value.field == "parent"


def test_a_correction_cannot_close_a_circle(office: Office, section: UUID) -> None:
    with refused("不能循环：县财政局→县财政局国库科→县财政局|不能循环：县财政局国库科"):
        office.do(
            "core.correct", record=office.unit, target=1,
            payload={"parent": str(section)}, reason="填错",
        )  # fmt: skip


def test_nobody_goes_below_a_unit_that_is_no_more(
    office: Office, section: UUID
) -> None:
    close(office, section)
    with refused("已经撤并，请选择在用的单位"):
        move(office, office.other_unit, section)
    with refused("已经撤并，请选择在用的单位"):
        office.person("新来的", unit=section)
    with refused("当前为“已撤销”，不能变更"):
        rename(office, section, "国库股", "国库股")


def test_a_merger_takes_people_and_units_below_along(
    office: Office, section: UUID
) -> None:
    merge(office, office.unit, office.other_unit, basis="县编〔2023〕9号")
    assert offered(office) == ["国库科", "教育局"]
    assert unit_of(office, office.clerk) == str(office.other_unit)
    tree = units(office)
    assert tree.children(office.other_unit) == (str(section),)
    assert tree.subtree(office.other_unit) == {
        str(office.unit), str(office.other_unit), str(section),
    }  # fmt: skip
    row = office.row("core.departments", office.unit)
    assert row is not None
    assert (row.state, row.values["successor"]) == ("merged", str(office.other_unit))
    office.assert_sound()


def test_roles_stay_what_they_were_through_a_merger(office: Office) -> None:
    merge(office, office.unit, office.other_unit)
    with office.site.reader() as reader:
        assert reader.may(office.reviewer, "vehicles.review")


def test_a_late_merger_takes_who_came_since(office: Office) -> None:
    office.at("2023-04-03 09:00")
    newcomer = office.person("新来的", "clerk")
    office.at("2023-04-10 09:00")
    merge(office, office.unit, office.other_unit, at="2023-03-20 09:00")
    assert unit_of(office, newcomer) == str(office.other_unit)
    with office.site.reader(Horizon(as_of=date.fromisoformat("2023-03-21"))) as reader:
        row = reader.ledger("core.people").row(str(office.clerk))
        assert row is not None
        assert row.values["department"] == str(office.other_unit)
    with office.site.reader(Horizon(as_of=date.fromisoformat("2023-03-19"))) as reader:
        row = reader.ledger("core.departments").row(str(office.unit))
        assert row is not None
        assert row.state == "active"


def test_no_unit_merges_into_itself_or_below(office: Office, section: UUID) -> None:
    for into in (office.unit, section):
        with refused("并入单位不能是本单位或者它的下级单位"):
            merge(office, office.unit, into)


def test_a_merger_that_is_voided_brings_everybody_back(
    office: Office, section: UUID
) -> None:
    merge(office, office.unit, office.other_unit)
    merged = office.last(office.unit).version
    void(office, office.unit, merged)
    assert unit_of(office, office.clerk) == str(office.unit)
    assert units(office).children(office.unit) == (str(section),)
    assert "财政局" in offered(office)
    restore(office, office.unit)
    assert unit_of(office, office.clerk) == str(office.other_unit)
    assert units(office).children(office.other_unit) == (str(section),)
    # And once more: undoing the undoing.
    restore(office, office.unit)
    assert unit_of(office, office.clerk) == str(office.unit)
    restore(office, office.unit)
    assert unit_of(office, office.clerk) == str(office.other_unit)
    office.assert_sound()


def test_who_was_moved_since_stays_where_he_is(office: Office) -> None:
    third = office.department("县文旅局", "文旅局")
    merge(office, office.unit, office.other_unit)
    merged = office.last(office.unit).version
    office.do("core.assign_person", record=office.clerk, department=third, roles=[])
    void(office, office.unit, merged)
    assert unit_of(office, office.clerk) == str(third)
    assert unit_of(office, office.reviewer) == str(office.unit)


def test_two_mergers_that_undo_each_other_are_refused(office: Office) -> None:
    merge(office, office.unit, office.other_unit)
    void(office, office.unit, office.last(office.unit).version)
    voiding = office.last(office.unit).version
    merge(office, office.other_unit, office.unit)
    with refused("不能循环"):
        restore(office, office.unit, voiding)


def test_a_successor_is_not_voided(office: Office) -> None:
    merge(office, office.unit, office.other_unit)
    with refused("还有单据引用它，不能作废"):
        void(office, office.other_unit)


def test_a_unit_with_people_or_units_below_is_not_closed(
    office: Office, section: UUID
) -> None:
    with refused("还有下级单位，不能撤销：县财政局国库科"):
        close(office, office.unit)
    close(office, section)
    with refused("还有5名在职人员，不能撤销"):
        close(office, office.unit)
    close(office, office.other_unit)
    assert offered(office) == ["财政局"]
    void(office, office.other_unit, office.last(office.other_unit).version)
    assert "教育局" in offered(office)
    office.assert_sound()


def test_a_successor_is_not_closed(office: Office) -> None:
    merge(office, office.other_unit, office.unit)
    third = office.department("县文旅局", "文旅局")
    merge(office, third, office.unit)
    empty = office.department("县档案馆", "档案馆")
    last = office.department("县方志办", "方志办")
    merge(office, last, empty)
    with refused("已并入“县档案馆”，“县档案馆”不能撤销"):
        close(office, empty)


def test_only_who_organises_changes_units(office: Office) -> None:
    for command, given in (
        ("core.rename_department", {"name": "某局", "short": "某局"}),
        ("core.move_department", {}),
        ("core.merge_department", {"into": office.other_unit}),
        ("core.close_department", {}),
    ):
        with pytest.raises(NotPermitted):
            office.do(command, office.director, record=office.unit, **given)


def test_a_wrong_successor_is_voided_and_never_corrected(office: Office) -> None:
    third = office.department("县文旅局", "文旅局")
    merge(office, office.unit, office.other_unit)
    merged = office.last(office.unit).version
    with pytest.raises(FormErrors):
        office.do(
            "core.correct", record=office.unit, target=merged,
            payload={"into": str(third)}, reason="填错",
        )  # fmt: skip
    void(office, office.unit, merged)
    merge(office, office.unit, third)
    assert unit_of(office, office.clerk) == str(third)
    # The first merger holds no more, so it cannot come back beside the second.
    with refused("其后还有“合并”"):
        restore(office, office.unit, merged + 1)
    office.assert_sound()


def test_a_unit_comes_back_only_while_its_name_is_free(office: Office) -> None:
    merge(office, office.unit, office.other_unit)
    office.department("县财政局", "新财政局")
    with refused("单位名称“县财政局”已经登记过，不能重复"):
        void(office, office.unit, office.last(office.unit).version)


def test_what_is_done_twice_is_done_once(office: Office) -> None:
    command = uuid4()
    for _time in range(2):
        merge(office, office.unit, office.other_unit, id=command)
    assert len(office.events(office.clerk)) == 2
