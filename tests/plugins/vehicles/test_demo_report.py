"""What the work summary says of the demonstration year, in the seed's own words."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from houqin.core.model.command import Act
from houqin.core.projection.horizon import Horizon
from houqin.core.report.composing import summarise
from houqin.plugins.vehicles.report import use
from tests.plugins import loading

if TYPE_CHECKING:
    from pathlib import Path

    from houqin.core.report.composing import Said
    from houqin.core.site.site import Site

pytestmark = pytest.mark.slow

JANUARY = date(2023, 1, 1)
TRIPS = "vehicles.trips_dispatched"


def said(site: Site, last: date, horizon: Horizon) -> Said:
    with site.reader(horizon) as reader:
        (found,) = summarise(reader, "工作总结", [use], JANUARY, last).said
    return found


def trips(sentence: Said) -> int | None:
    return next(
        piece.figure.value
        for piece in sentence.figures
        if piece.figure and piece.figure.kpi.name == TRIPS
    )


def test_the_year_and_its_half_are_said_as_the_seed_says_them(loaded: Site) -> None:
    year = said(loaded, date(2023, 12, 31), Horizon(as_of=date(2023, 12, 31)))
    assert year.text.startswith("截至2023年12月31日，共调度公务用车3700多车次，")
    assert "安全行驶23" in year.text
    assert "万公里" in year.text
    assert trips(year) == 3728
    half = said(loaded, date(2023, 6, 30), Horizon(as_of=date(2023, 6, 30)))
    assert half.text.startswith("截至2023年6月30日，共调度公务用车1800多车次，")
    assert trips(half) == 1878


def test_a_voided_trip_changes_the_figure_and_not_the_words(
    loaded_var: Path, tmp_path: Path
) -> None:
    shutil.copytree(loaded_var, tmp_path / "var")
    site = loading.directory(tmp_path / "var").open("demo")
    with site.reader() as reader:
        closed = {"state": "closed", "used_at": "2023-12-29"}
        (trip, *_rest) = reader.ledger("vehicles.trips").page(closed)
        position = reader.position
    given = {"record": trip.stream_text, "target": 0, "reason": "重复登记"}
    site.act(Act("core.void", given, site.system_actor, uuid4()))
    now = said(site, date(2023, 12, 31), Horizon())
    before = said(site, date(2023, 12, 31), Horizon(position=position))
    site.store.close()
    assert (trips(before), trips(now)) == (3728, 3727)
    assert "共调度公务用车3700多车次" in now.text
    assert "共调度公务用车3700多车次" in before.text
