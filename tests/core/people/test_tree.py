"""The tree of units: who is below whom, who goes on for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from houqin.core.people.tree import Tree, Unit

if TYPE_CHECKING:
    from tests.office import Office


def _unit(name: str, parent: str | None = None, **more: object) -> Unit:
    return Unit(name, name, name, parent=parent, **more)  # type: ignore[arg-type]  # a test's shorthand


@pytest.fixture
def tree() -> Tree:
    """A county: 甲 with 乙 and 丙, 丁 merged into 丙 as 戊 was into 丁."""
    return Tree(
        [
            _unit("甲"),
            _unit("乙", "甲", order=20),
            _unit("丙", "甲", order=10),
            _unit("丁", "甲", state="merged", successor="丙"),
            _unit("戊", state="merged", successor="丁"),
            _unit("己", "乙", state="closed"),
            _unit("庚"),
        ]
    )


def test_a_subtree_holds_what_is_below_and_what_was_merged_into_it(tree: Tree) -> None:
    assert tree.subtree("甲") == set("甲乙丙丁戊己")
    assert tree.subtree("丙") == set("丙丁戊")
    assert tree.subtree("丁") == set("丁戊")
    assert tree.subtree("庚") == {"庚"}


def test_an_unknown_unit_is_its_own_subtree(tree: Tree) -> None:
    unknown = uuid4()
    assert tree.subtree(unknown) == {str(unknown)}
    assert tree.path(unknown) == ()
    assert tree.standing(unknown) == str(unknown)


def test_a_path_leads_from_the_top_through_successors(tree: Tree) -> None:
    assert tree.path("甲") == ("甲",)
    assert tree.path("戊") == ("甲", "丙", "丁", "戊")


def test_children_are_the_active_units_in_their_order(tree: Tree) -> None:
    assert tree.children() == ("庚", "甲")
    assert tree.children("甲") == ("丙", "乙")
    assert tree.children("乙") == ()


def test_a_merged_unit_is_stood_for_by_the_last_successor(tree: Tree) -> None:
    assert [tree.standing(unit) for unit in "甲丁戊己"] == ["甲", "丙", "丙", "己"]
    assert tree.merged("丙") == set("丙丁戊")
    assert tree.merged("甲") == {"甲"}


def test_a_circle_is_found(tree: Tree) -> None:
    assert tree.circle() == []
    broken = Tree([_unit("甲", "乙"), _unit("乙", "丙"), _unit("丙", "甲")])
    assert set(broken.circle()) == set("甲乙丙")
    by_merger = Tree([_unit("甲", "乙"), _unit("乙", successor="甲")])
    assert set(by_merger.circle()) == set("甲乙")
    # Whoever asks a broken tree is answered all the same.
    assert broken.subtree("甲") == set("甲乙丙")
    assert len(broken.path("甲")) == 3
    assert by_merger.standing("乙") == "甲"


def test_the_tree_of_a_site_is_read_again_only_when_a_unit_changes(
    office: Office,
) -> None:
    services = office.site.services

    def tree() -> Tree:
        with office.site.store.reading() as connection:
            return Tree.of(services, connection)

    first = tree()
    assert {unit.short for unit in first.units.values()} == {"财政局", "教育局"}
    office.person("另一人")
    assert tree() is first
    below = office.department("县财政局国库科", "国库科", parent=office.unit)
    second = tree()
    assert second is not first
    assert second.path(below) == (str(office.unit), str(below))
    office.do("core.void", record=below, reason="重复")
    assert str(below) not in tree().units
