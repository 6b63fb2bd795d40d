"""A posted form is read whole: every error at once, nothing typed is lost."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from webob.multidict import MultiDict

from houqin.core.schema import types
from houqin.core.schema.form import FieldSpec
from houqin.core.site.choosing import Offer
from houqin.core.web.forms import fill, read_typed, typed_of
from houqin.core.web.widgets import Drawing

SHANGHAI = ZoneInfo("Asia/Shanghai")
KINDS = types.FieldType("choice", choices=(("fuel", "加油"), ("toll", "过路费")))
COSTS = FieldSpec(
    "costs",
    "费用",
    types.lines(),
    required=True,
    lines=(
        FieldSpec("kind", "种类", KINDS, required=True),
        FieldSpec("amount", "金额", types.money(), required=True),
    ),
)
REQUESTS = FieldSpec("requests", "申请", types.refs("x.Request"), required=True)
PEOPLE = FieldSpec("people", "人数", types.integer("人"), required=True)
SPECS = (PEOPLE, REQUESTS, COSTS)


class Closed:
    """Offers closed lists alone."""

    def __call__(self, spec: FieldSpec) -> list[Offer]:
        return [Offer(code, title) for code, title in spec.choices]

    def large(self, _spec: FieldSpec) -> bool:
        return False


choices: Any = Closed()


def test_every_error_is_found_at_once_under_the_name_core_uses() -> None:
    posted = MultiDict(
        [
            ("people", "三"),
            ("costs-0-kind", "fuel"),
            ("costs-0-amount", "5"),
            ("costs-1-kind", "toll"),
            ("costs-1-amount", "1.234"),
        ]
    )
    filled = fill(SPECS, posted, SHANGHAI)
    assert filled.errors == {
        "people": "人数应为整数",
        "costs.1.amount": "金额最多2位小数",
    }
    assert filled.typed["people"] == "三"
    assert filled.typed["costs"][1]["amount"] == "1.234"


def test_blank_lines_are_left_out_and_the_rest_moves_up() -> None:
    posted = MultiDict(
        [("costs-0-amount", ""), ("costs-7-amount", "2"), ("costs-7-kind", "toll")]
    )
    filled = fill((COSTS,), posted, SHANGHAI)
    assert filled.values == {"costs": [{"kind": "toll", "amount": 200}]}


def test_several_references_are_a_list() -> None:
    posted = MultiDict([("requests", "a"), ("requests", ""), ("requests", "b")])
    assert fill((REQUESTS,), posted, SHANGHAI).values == {"requests": ["a", "b"]}


def test_a_file_where_text_is_asked_for_counts_as_nothing() -> None:
    assert read_typed((PEOPLE,), MultiDict([("people", object())])) == {"people": ""}


def test_more_lines_than_a_person_types_are_not_read() -> None:
    posted = MultiDict((f"costs-{n}-amount", "1") for n in range(500))
    assert len(fill((COSTS,), posted, SHANGHAI).values["costs"]) == 100


def test_values_come_back_as_they_are_typed() -> None:
    typed = typed_of(SPECS, {"costs": [{"kind": "fuel", "amount": 1250}]}, SHANGHAI)
    assert typed == {
        "people": "",
        "requests": [],
        "costs": [{"kind": "fuel", "amount": "12.50"}],
    }


def test_an_error_stands_beside_its_own_field() -> None:
    typed = {"people": "三", "costs": [{"kind": "fuel", "amount": "x"}]}
    errors = {"people": "人数应为整数", "costs.0.amount": "金额应为数字"}
    people, _requests, costs = Drawing(choices, errors).fields(SPECS, typed)
    assert (people.value, people.error) == ("三", "人数应为整数")
    kind, amount = costs.lines[0]
    assert (kind.error, amount.error, amount.value) == ("", "金额应为数字", "x")
    assert [option.selected for option in kind.options] == [True, False]


def test_asking_for_a_line_adds_one() -> None:
    typed = {"costs": [{"amount": "1"}]}
    (costs,) = Drawing(choices, {}, more="costs").fields((COSTS,), typed)
    assert [line[1].value for line in costs.lines] == ["1", ""]


def test_a_password_is_never_shown_again() -> None:
    secret = FieldSpec("password", "密码", types.secret(), required=True)
    (field,) = Drawing(choices, {}).fields((secret,), {"password": "hunter22"})
    assert (field.type, field.value) == ("password", "")
