"""Where a place of a printed form takes its text from, and what a form may not be."""

from __future__ import annotations

import pytest
from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationConflictError

from houqin.core.model.aggregate import payload_fields
from houqin.core.registry.declaring import DeclarationError
from houqin.core.registry.printing import (
    Leaf,
    Listed,
    Part,
    PrintedForm,
    Source,
    place,
    source_of,
)
from houqin.plugins.vehicles.aggregates import Trip
from houqin.plugins.vehicles.forms import trip_slip
from tests.office import declared


def form(*spans: int) -> PrintedForm:
    row = tuple(place("单号", "serial", span=span) for span in spans)
    leaf = Leaf("only", "", (Part("", (row,)),))
    return PrintedForm("vehicles.slip", "派车单", Trip, "", (leaf,))


@pytest.fixture
def config() -> Configurator:
    configurator = Configurator()
    configurator.include("houqin.core.registry")
    return configurator


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("serial", Source((), ("serial",))),
        ("request.user", Source(("request",), ("user",))),
        ("toll+parking", Source((), ("toll", "parking"))),
        ("@Returned.route", Source((), (), "Returned", part="route")),
        (
            "request@Agreed[step=review].who",
            Source(("request",), (), "Agreed", "step", "review", "who"),
        ),
    ],
)
def test_a_source_says_where_a_text_comes_from(text: str, parts: Source) -> None:
    assert source_of(text) == parts


@pytest.mark.parametrize("text", ["", "Serial", "@Returned", "a..b", "a b", "@x.y"])
def test_what_is_no_source_is_refused_when_it_is_declared(text: str) -> None:
    with pytest.raises(ValueError, match="is no source"):
        place("单号", text)


def test_a_row_that_is_not_full_is_refused(config: Configurator) -> None:
    with pytest.raises(DeclarationError, match="单号、单号 do not fill a row"):
        config.add_printed_form(form(12, 11))


def one(config: Configurator) -> None:
    config.add_printed_form(form(24))


def other(config: Configurator) -> None:
    config.add_printed_form(form(12, 12))


def test_two_modules_that_claim_one_form_fail_at_start(config: Configurator) -> None:
    config.commit()
    config.include(one)
    config.include(other)
    with pytest.raises(ConfigurationConflictError):
        config.commit()


def test_a_state_has_the_leaf_whose_moment_it_is() -> None:
    assert trip_slip.due("dispatched").code == "dispatch"
    assert trip_slip.due("closed").code == "settlement"
    assert trip_slip.due("cancelled").code == "dispatch"


def sources(printed: PrintedForm) -> list[str]:
    rows = [row for leaf in printed.leaves for part in leaf.parts for row in part.rows]
    places = [place for row in rows if not isinstance(row, Listed) for place in row]
    return [source for place in places for source in place.sources]


def fault(aggregate: str, source: Source) -> str:
    """What a source names that is not there."""
    for name in source.path:
        ledger = declared().ledger_of(aggregate)
        column = ledger.column(name) if ledger else None
        if column is None or not column.type.reference:
            return f"{aggregate} refers to nothing by {name}"
        aggregate = column.type.reference
    if source.event:
        cls = declared().topics.class_of(f"{aggregate}.{source.event}")
        known = {"who", "when", "channel", *(payload_fields(cls) if cls else ())}
        named = {source.part, source.field or "who"}
        return f"{aggregate}.{source.event}" if not cls or named - known else ""
    ledger = declared().ledger_of(aggregate)
    missing = [n for n in source.adds if ledger is None or ledger.column(n) is None]
    return f"{aggregate} has no {missing}" if missing else ""


@pytest.mark.parametrize(
    "printed", declared().printed_forms.values(), ids=lambda form: form.name
)
def test_every_source_of_a_declared_form_is_there(printed: PrintedForm) -> None:
    named = [(text, source_of(text)) for text in sources(printed)]
    found = {text: fault(printed.aggregate, source) for text, source in named}
    assert {text: wrong for text, wrong in found.items() if wrong} == {}
