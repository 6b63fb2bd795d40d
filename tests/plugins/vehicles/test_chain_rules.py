"""Rules of 审批流程 are set by who may, as they can be, and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.model.routing import chain_id
from houqin.core.schema.errors import FormErrors, NotPermitted
from tests.office import refused
from tests.plugins.vehicles.ruling import (
    ALL,
    FAR,
    REQUEST,
    USUAL,
    rule,
    ruled,
)

if TYPE_CHECKING:
    from tests.office import Office


def test_only_who_configures_sets_rules(office: Office) -> None:
    with refused("没有“设定审批流程”的权限", NotPermitted):
        office.do(
            "core.set_chain", office.director, aggregate=REQUEST, since="2023-03-01",
            rules=[USUAL],
        )  # fmt: skip


@pytest.mark.parametrize(
    ("rules", "field", "message"),
    [
        ([], "rules", "规则至少要有1条"),
        (
            [ruled("甲", ["review", "seal"])],
            "rules.0.steps",
            "第1条有这类单据没有的环节：seal",
        ),
        (
            [ruled("甲", ["approve", "review"])],
            "rules.0.steps",
            "第1条的环节须各选一次，并按先后排列：单位审核、中心审批、分管领导审批",
        ),
        ([ruled("甲", ["review"] * 2)], "rules.0.steps", "第1条的环节须各选一次"),
        ([ruled("甲", [])], "rules.0.steps", "审批环节"),
        (
            [ruled("甲", ALL, {"fact": "colour", "values": ["red"]}), USUAL],
            "rules.0.conditions.0",
            "第1条的条件“colour”不在这类单据可用的条件之内",
        ),
        (
            [ruled("甲", ALL, {"fact": "range", "values": ["moon"]}), USUAL],
            "rules.0.conditions.0",
            "第1条的条件“行程范围”不在可选范围内",
        ),
        (
            [
                ruled(
                    "甲", ALL,
                    {"fact": "range", "compare": "at_least", "values": ["city"]},
                ),
                USUAL,
            ],
            "rules.0.conditions.0",
            "第1条的条件“行程范围”不能比较大小",
        ),
        (
            [ruled("甲", ALL, {"fact": "days", "values": ["三天"]}), USUAL],
            "rules.0.conditions.0",
            "第1条的条件“天数”应为一个整数",
        ),
        (
            [ruled("甲", ALL, {"fact": "holiday", "values": ["是"]}), USUAL],
            "rules.0.conditions.0",
            "只能是“是”或“否”",
        ),
        (
            [USUAL, ruled("乙", ALL, FAR)],
            "rules.1.conditions",
            "第2条是最后一条规则，不能设条件",
        ),
        ([USUAL, USUAL], "rules.0.conditions", "第1条没有设条件，其后的规则永远用不到"),
    ],
)  # fmt: skip
def test_rules_that_cannot_be_are_refused_by_their_row(
    office: Office, rules: list[Any], field: str, message: str
) -> None:
    with pytest.raises(FormErrors) as wrong:
        rule(office, *rules)
    assert message in wrong.value.errors[field]


@pytest.mark.parametrize("unit", ["财政局", "00000000-0000-4000-8000-000000000000"])
def test_a_rule_names_units_that_are_there(office: Office, unit: str) -> None:
    with pytest.raises(FormErrors) as wrong:
        rule(office, ruled("甲", ALL, {"fact": "unit", "values": [unit]}), USUAL)
    assert wrong.value.errors == {
        "rules.0.conditions.0": "第1条的条件“用车单位”请从列表中选择"
    }


def test_rules_are_set_for_what_is_approved_only(office: Office) -> None:
    for aggregate in ("vehicles.Trip", "nothing"):
        with refused(f"没有“{aggregate}”这类需要审批的单据"):
            office.do(
                "core.set_chain", office.administrator, aggregate=aggregate,
                since="2023-03-01", rules=[USUAL],
            )  # fmt: skip


def test_settings_are_kept_with_who_and_when(office: Office) -> None:
    chain = chain_id(office.site.id, REQUEST)
    assert rule(office, ruled("出市", ALL, FAR), USUAL) == chain
    office.at("2023-03-02 10:00")
    rule(office, USUAL, since="2023-03-03")
    settings = [e for e in office.events(chain) if e.topic.endswith(".Set")]
    assert {e.actor for e in settings} == {office.administrator}
    assert [e.payload["since"] for e in settings] == ["2023-03-01", "2023-03-03"]
    first = settings[0].payload["rules"][0]
    assert first["conditions"] == [FAR | {"compare": "among"}]
    office.assert_sound()
