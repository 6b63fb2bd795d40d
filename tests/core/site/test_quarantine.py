"""A plugin that is broken is set aside with its error; everything else starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from houqin.core.config import configure
from houqin.core.schema.errors import Refused
from houqin.core.site.directory import Directory
from houqin.core.site.plugins import planning
from houqin.core.site.plugins.states import State, standings
from tests.core.site.test_plugins import FIRST, declared

if TYPE_CHECKING:
    from pathlib import Path

    from pyramid.config import Configurator

VEHICLES = "houqin.plugins.vehicles"
HOSTILE = [f"tests.core.site.buses.{n}" for n in ("raising", "stumbling", "claiming")]
#: Good ones before, between and after.
ALL = (HOSTILE[0], VEHICLES, HOSTILE[1], HOSTILE[2], FIRST)


def test_good_plugins_start_beside_three_hostile_ones() -> None:
    found = declared(*ALL)
    assert set(found.parts) == {"vehicles", "buses"}
    assert found.ledgers["vehicles.trips"].title == "派车台账"
    assert "conductor" not in found.roles
    assert "claiming" not in found.plugins


def test_each_is_named_with_its_error_and_its_lines() -> None:
    found = declared(*ALL).quarantined
    raising, stumbling = found[HOSTILE[0]], found[HOSTILE[1]]
    assert raising.error == "RuntimeError: no such bus"
    assert raising.places[0].endswith("buses/raising.py:3")
    assert stumbling.error == "LookupError: no timetable"
    assert stumbling.places[0].endswith("buses/stumbling.py:14")
    claiming = found["claiming"]
    assert claiming.error == "名称已被占用：ledger vehicles.trips"
    first, second = claiming.places
    assert "plugins/vehicles/__init__.py:" in first
    assert "buses/claiming.py:" in second


def test_a_site_serves_and_names_all_three(tmp_path: Path) -> None:
    site = Directory(tmp_path, declared(*ALL)).create("county", title="青山县")
    states = {each.name: each.state for each in standings(site)}
    assert states["vehicles"] == states["buses"] == State.INSTALLED
    assert [n for n, s in states.items() if s == State.BROKEN] == [
        "claiming", HOSTILE[0], HOSTILE[1],
    ]  # fmt: skip
    with pytest.raises(Refused, match="“claiming”有故障，不能启用：名称已被占用"):
        planning.installing(site, "claiming")


def test_a_view_that_cannot_be_is_no_reason_to_stop(tmp_path: Path) -> None:
    hostile = "tests.core.site.buses.viewing"
    settings = {"var": str(tmp_path), "houqin.plugins": f"{hostile} {FIRST}"}
    config: Configurator = configure(settings)
    found = config.registry.houqin
    assert set(found.parts) == {"buses"}
    assert "no_such_predicate" in found.quarantined["viewing"].error
    assert "viewing" not in found.plugins
