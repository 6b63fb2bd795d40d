"""Steps that are declared: the event they record takes all that their form says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from houqin.core.config import configure, declarations_of
from houqin.core.model import recording
from houqin.core.model.aggregate import payload_fields

if TYPE_CHECKING:
    from houqin.core.model.command import CommandSpec

DECLARED = [
    spec
    for spec in declarations_of(configure({}, web=False)).commands.values()
    if spec.handler.__module__ == recording.__name__
]


@pytest.mark.parametrize("spec", DECLARED, ids=lambda spec: spec.name)
def test_the_event_has_a_field_for_all_that_is_typed(spec: CommandSpec) -> None:
    typed = set(spec.form.model_fields) - {"record"}
    assert typed <= set(payload_fields(spec.event))


def test_there_are_such_steps_that_record_and_that_create() -> None:
    assert {spec.on is None for spec in DECLARED} == {True, False}
