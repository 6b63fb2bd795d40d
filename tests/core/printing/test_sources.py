"""Where a place of a printed form takes its text from, and what a form may not be."""

from __future__ import annotations

import pytest
from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationConflictError

from houqin.core.registry.directives import DeclarationError
from houqin.core.registry.printing import (
    Leaf,
    Part,
    PrintedForm,
    Source,
    place,
    source_of,
)
from houqin.plugins.vehicles.aggregates import Trip
from houqin.plugins.vehicles.forms import trip_slip


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
