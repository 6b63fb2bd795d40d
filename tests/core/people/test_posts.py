"""Posts: places of a unit, who holds them, and the roles that come with them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.projection.horizon import LIVE, Horizon
from houqin.core.schema.errors import FormErrors, NotPermitted
from houqin.core.schema.form import FieldSpec
from houqin.core.schema.types import ref
from houqin.core.site.access import person
from tests.office import refused

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office


def new_post(office: Office, name: str = "经办员", **more: Any) -> UUID:
    values = {"establishment": 2, "roles": ["clerk"], "department": office.unit}
    return office.made("core.register_post", name=name, **(values | more))


def shown(office: Office, post: UUID, horizon: Horizon = LIVE) -> dict[str, str]:
    """The post's row as people read it."""
    with office.site.reader(horizon) as reader:
        ledger = reader.ledger("core.posts")
        row = ledger.row(str(post))
        assert row is not None
        cells = reader.display.cells(ledger.ledger, row)
    return dict(zip((c.title for c in ledger.ledger.columns), cells, strict=True))


def roles_of(office: Office, someone: UUID) -> tuple[str, ...]:
    with office.site.reader() as reader:
        known = person(reader, someone)
        assert known is not None
        return known.roles


@pytest.fixture
def post(office: Office) -> UUID:
    """A clerk's post of the finance bureau, with two places."""
    return new_post(office)


def test_a_post_says_how_many_places_are_held_and_free(
    office: Office, post: UUID
) -> None:
    office.person("甲", post=post)
    row = shown(office, post)
    assert (row["岗位"], row["单位"], row["通常角色"]) == (
        "经办员",
        "财政局",
        "单位经办人",
    )
    assert (row["编制数"], row["在岗人数"], row["空缺"]) == ("2", "1", "1")
    office.person("乙", post=post)
    office.person("丙", post=post)
    # More people than places is a fact, not a mistake.
    assert shown(office, post)["空缺"] == "-1"
    office.assert_sound()


def test_who_has_left_holds_no_post(office: Office, post: UUID) -> None:
    someone = office.person("甲", post=post)
    office.at("2023-04-03 09:00")
    office.do("core.leave", record=someone)
    assert shown(office, post)["在岗人数"] == "0"
    earlier = Horizon(as_of=date(2023, 4, 2))
    assert shown(office, post, earlier)["在岗人数"] == "1"
    office.do("core.rejoin", record=someone, department=office.unit, post=post)
    assert shown(office, post)["在岗人数"] == "1"


def test_who_chooses_no_roles_has_those_of_the_post(office: Office, post: UUID) -> None:
    someone = office.person("甲", post=post)
    assert roles_of(office, someone) == ("clerk",)
    other = office.person("乙", "reviewer", post=post)
    assert roles_of(office, other) == ("reviewer",)
    office.do("core.assign_person", record=other, department=office.unit, post=post)
    assert roles_of(office, other) == ("clerk",)


def test_a_post_of_another_unit_is_refused(office: Office, post: UUID) -> None:
    with refused("“经办员”不是所选单位在用的岗位") as wrong:
        office.person("甲", unit=office.other_unit, post=post)
    assert wrong.value.field == "post"
    office.do("core.abolish_post", record=post)
    with refused("“经办员”不是所选单位在用的岗位"):
        office.person("甲", post=post)


def test_a_changed_post_leaves_its_people_their_roles(
    office: Office, post: UUID
) -> None:
    someone = office.person("甲", post=post)
    office.do(
        "core.change_post", record=post, name="审核员", establishment=3,
        roles=["reviewer"],
    )  # fmt: skip
    row = shown(office, post)
    assert (row["岗位"], row["编制数"], row["空缺"]) == ("审核员", "3", "2")
    assert roles_of(office, someone) == ("clerk",)


def test_one_unit_has_no_two_posts_of_one_name(office: Office, post: UUID) -> None:
    with refused("这个单位已经有岗位“经办员”"):
        new_post(office)
    other = new_post(office, "审核员")
    with refused("这个单位已经有岗位“经办员”"):
        office.do("core.change_post", record=other, name="经办员", establishment=1)
    new_post(office, department=office.other_unit)


def test_a_held_post_is_not_abolished(office: Office, post: UUID) -> None:
    someone = office.person("甲", post=post)
    with refused("还有1人在岗，不能撤销"):
        office.do("core.abolish_post", record=post)
    office.do("core.leave", record=someone)
    office.do("core.abolish_post", record=post)
    with refused("岗位已经撤销，不能变更"):
        office.do("core.change_post", record=post, name="某", establishment=1)


def test_posts_need_a_unit_roles_and_a_right(office: Office) -> None:
    with refused("没有这个角色：king"):
        new_post(office, roles=["king"])
    with pytest.raises(FormErrors, match="编制数不能小于0"):
        new_post(office, establishment=-1)
    with pytest.raises(NotPermitted):
        new_post(office, by=office.director)


def test_a_merger_takes_the_posts_along(office: Office, post: UUID) -> None:
    someone = office.person("甲", post=post)
    office.do("core.merge_department", record=office.unit, into=office.other_unit)
    assert shown(office, post)["单位"] == "教育局"
    row = office.row("core.people", someone)
    assert row is not None
    assert row.values["post"] == str(post)
    with office.site.reader() as reader:
        assert reader.title("core.Post", row.values["post"]) == "经办员"
    version = office.last(office.unit).version
    office.do("core.void", record=office.unit, target=version, reason="撤回")
    assert shown(office, post)["单位"] == "财政局"
    office.assert_sound()


def test_a_unit_with_posts_is_not_closed(office: Office) -> None:
    new_post(office, department=office.other_unit)
    with refused("还有1个岗位，不能撤销"):
        office.do("core.close_department", record=office.other_unit)


def test_pick_lists_say_whose_post_and_whose_colleague_it_is(
    office: Office, post: UUID
) -> None:
    new_post(office, department=office.other_unit)
    with office.site.reader() as reader:
        spec = FieldSpec("post", "岗位", ref("core.Post"), required=True)
        found = [(title, hint) for _id, title, hint in reader.choices(spec)]
        assert sorted(found) == [("经办员", "教育局"), ("经办员", "财政局")]
        spec = FieldSpec("person", "人员", ref("core.Person"), required=True)
        hints = {title: hint for _id, title, hint in reader.choices(spec)}
    assert hints["周经办"] == "财政局"
