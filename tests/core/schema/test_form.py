"""What a form says of itself, and every message it has, in Chinese."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import pytest
from pydantic import AwareDatetime, Field, model_validator

from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors, NotPermitted, RecordMissing, Refused
from houqin.core.schema.fields import (
    Day,
    Fen,
    Line,
    Note,
    PersonId,
    Secret,
    TypedMoment,
    Yes,
)
from houqin.core.schema.form import Canonical, Form, RecordForm, fields_of, parse


class Colour(types.Choice):
    """Two of them."""

    RED = "red", "红"
    BLUE = "blue", "蓝"


class Receipt(Form):
    """One line."""

    amount: Annotated[Fen, Field(title="金额")]
    note: Annotated[Line, Field(title="备注")] = "无"


class Everything(RecordForm):
    """每种字段一个。"""

    name: Annotated[Line, Field(title="名称", description="写全称")]
    text: Annotated[Note, Field(title="说明", min_length=2)] | None = None
    count: Annotated[int, Field(title="数量", ge=1, le=60), types.integer("个")] = 1
    amount: Annotated[Fen, Field(title="金额")] | None = None
    length: (
        Annotated[int, Field(title="里程", ge=5, le=25), types.quantity("公里", 1)]
        | None
    ) = None
    on: Annotated[Day, Field(title="日期")] | None = None
    at: Annotated[TypedMoment, Field(title="时间")] | None = None
    colour: Annotated[Colour, Field(title="颜色"), types.choice(Colour)] | None = None
    public: Annotated[Yes, Field(title="公用")] | None = None
    who: Annotated[PersonId, Field(title="人员")] | None = None
    plate: Annotated[str, Canonical, Field(title="号牌", pattern="^[A-Z]+$")] | None = (
        None
    )
    password: Annotated[Secret, Field(title="密码")] | None = None
    tags: Annotated[list[str], Field(title="标签", min_length=2, max_length=3)] = [  # noqa: RUF012
        "a",
        "b",
    ]
    lines: Annotated[list[Receipt], Field(title="票据", min_length=1, max_length=2)] = [  # noqa: RUF012
        Receipt(amount=1)
    ]


RECORD = "00000000-0000-0000-0000-000000000001"
GOOD: dict[str, Any] = {"record": RECORD, "name": "甲"}


def errors(**given: Any) -> dict[str, str]:
    with pytest.raises(FormErrors) as wrong:
        parse(Everything, {**GOOD, **given})
    return wrong.value.errors


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "名称必须填写"),
        ("name", "   ", "名称必须填写"),
        ("name", "长" * 101, "名称最多100个字"),
        ("name", 5, "名称应为文字"),
        ("name", "a\x00b", "名称填写有误"),
        ("name", "a\ud800", "名称填写有误"),
        ("nothing", 1, "没有“nothing”这一项"),
        ("count", 0, "数量不能小于1"),
        ("count", 61, "数量不能大于60"),
        ("count", "多", "数量应为整数"),
        ("count", 1.5, "数量应为整数"),
        ("count", None, "数量应为整数"),
        ("amount", -1, "金额不能小于0元"),
        ("amount", 10**15, "金额不能大于10000000000元"),
        ("length", 4, "里程不能小于0.5公里"),
        ("length", 26, "里程不能大于2.5公里"),
        ("on", "昨天", "日期应为日期，例如2023-03-05"),
        ("on", "2023-02-30", "日期应为日期，例如2023-03-05"),
        ("at", "早上", "时间应为日期时间，例如2023-03-05 08:30"),
        ("at", "2023-03-05T08:30", "时间应为日期时间，例如2023-03-05 08:30"),
        ("colour", "green", "颜色不在可选范围内"),
        ("public", "也许", "公用只能是“是”或“否”"),
        ("who", "张三", "人员请从列表中选择"),
        ("who", 5, "人员请从列表中选择"),
        ("plate", "abc", "号牌格式不正确"),
        ("password", "", "密码必须填写"),
        ("tags", "a", "标签应为列表"),
        ("lines", [], "票据至少要有1条"),
        ("lines", [{"amount": 1}] * 3, "票据最多2条"),
        ("lines", "x", "票据应为列表"),
        ("record", "x", "单据或档案请从列表中选择"),
    ],
)
def test_every_message(field: str, value: Any, message: str) -> None:
    assert errors(**{field: value}) == {field: message}


def test_what_is_missing_is_named() -> None:
    with pytest.raises(FormErrors) as wrong:
        parse(Everything, {"record": RECORD})
    assert wrong.value.errors == {"name": "名称必须填写"}


def test_nested_lines_are_named_by_their_place() -> None:
    found = errors(lines=[{"amount": 1}, {"amount": -1, "note": "", "x": 1}])
    assert found == {
        "lines.1.amount": "金额不能小于0元",
        "lines.1.note": "备注必须填写",
        "lines.1.x": "没有“x”这一项",
    }


def test_all_wrong_fields_are_told_at_once() -> None:
    found = errors(count=0, on="x", lines=[{}])
    assert set(found) == {"count", "on", "lines.0.amount"}


def test_a_rule_over_the_whole_form_says_its_own_words() -> None:
    class Between(Form):
        """起止。"""

        first: Annotated[Day, Field(title="起")]
        last: Annotated[Day, Field(title="止")]

        @model_validator(mode="after")
        def _in_order(self) -> Between:
            if self.last < self.first:
                message = "止不能早于起"
                raise ValueError(message)
            return self

    with pytest.raises(FormErrors) as wrong:
        parse(Between, {"first": "2023-03-05", "last": "2023-03-04"})
    assert wrong.value.errors == {"": "止不能早于起"}
    assert str(wrong.value) == "止不能早于起"


def test_texts_are_stripped_and_composed() -> None:
    found = parse(Everything, {**GOOD, "name": "  e\u0301cole "})
    assert found.name == "\u00e9cole"


def test_values_come_out_typed() -> None:
    found = parse(
        Everything,
        {
            **GOOD,
            "on": "2023-03-05",
            "at": "2023-03-05T08:30+08:00",
            "colour": "red",
            "public": True,
            "lines": [{"amount": 5}],
        },
    )
    assert found.record == UUID(RECORD)
    assert found.on == date(2023, 3, 5)
    assert found.at is not None
    assert found.at.utcoffset() is not None
    assert found.colour is Colour.RED
    assert found.lines[0].note == "无"


def test_a_form_describes_its_fields_in_order() -> None:
    specs = {s.name: s for s in fields_of(Everything)}
    assert list(specs) == [
        "name", "text", "count", "amount", "length", "on", "at", "colour", "public",
        "who", "plate", "password", "tags", "lines",
    ]  # fmt: skip
    assert [s.kind for s in specs.values()] == [
        "text", "longtext", "integer", "money", "quantity", "date", "instant", "choice",
        "boolean", "reference", "text", "secret", "text", "lines",
    ]  # fmt: skip
    name, count, length = specs["name"], specs["count"], specs["length"]
    assert (name.title, name.help, name.required) == ("名称", "写全称", True)
    assert (name.max_length, name.default) == (100, None)
    assert (count.minimum, count.maximum, count.default) == (1, 60, 1)
    assert (count.unit, count.scale, count.required) == ("个", 0, False)
    assert (length.unit, length.scale) == ("公里", 1)
    assert specs["colour"].choices == (("red", "红"), ("blue", "蓝"))
    assert specs["who"].reference == "core.Person"
    assert [s.name for s in specs["lines"].lines] == ["amount", "note"]
    assert fields_of(Everything) is fields_of(Everything)


def test_a_field_without_a_title_is_called_by_its_name() -> None:
    class Bare(Form):
        """一项。"""

        thing: str
        when: AwareDatetime

    assert [s.title for s in fields_of(Bare)] == ["thing", "when"]
    with pytest.raises(FormErrors, match="when应为日期时间"):
        parse(Bare, {"thing": "x", "when": "x"})


def test_types_know_what_they_are_stored_as() -> None:
    kinds = [
        types.text(), types.long_text(), types.integer(), types.quantity("升", 2),
        types.money(), types.instant(), types.day(), types.boolean(),
        types.choice(Colour), types.ref("a.B"), types.refs("a.B"), types.personal(),
        types.secret(), types.lines(), types.roles(), types.state(),
    ]  # fmt: skip
    assert {k.kind for k in kinds if k.integral} == {
        "integer", "quantity", "money", "instant", "boolean",
    }  # fmt: skip
    assert {k.kind for k in kinds if k.numeric} == {"integer", "quantity", "money"}
    assert types.marker((1, "x"), str) == "x"
    assert types.marker((1, "x"), bytes) is None


def test_a_code_is_its_value_and_its_title_is_shown() -> None:
    assert (Colour.RED, Colour.RED.value, Colour.RED.title) == ("red", "red", "红")
    assert Colour("blue") is Colour.BLUE


def test_refusals_carry_their_message_and_field() -> None:
    refusal = Refused("时间重叠", "vehicle")
    assert (refusal.message, refusal.field, str(refusal)) == (
        "时间重叠", "vehicle", "时间重叠",
    )  # fmt: skip
    assert NotPermitted("没有权限").message == "没有权限"
    assert "没有这份单据或档案" in str(RecordMissing("x"))


def test_the_help_of_a_field_that_may_be_left_out_is_shown() -> None:
    class Optional(Form):
        said: Annotated[str, Field(description="写明")] | None = None
        silent: str | None = None

    assert [spec.help for spec in fields_of(Optional)] == ["写明", ""]
