"""What a module adds to another's ledger goes with it, and leaves no trace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.config import configure
from houqin.core.projection.ledger import Column, Ledger, LookedUp
from houqin.core.registry.declaring import DeclarationError
from houqin.core.schema import types
from houqin.core.site.plugins import planning, running
from houqin.core.testing import Bench
from tests.core import inspectors, sample

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pyramid.config import Configurator

MODULES = ("tests.core.sample", "tests.core.inspectors")


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench.of(tmp_path, *MODULES)
    yield bench
    bench.close()


def test_a_column_is_shown_where_it_was_added(bench: Bench) -> None:
    meter = bench.given("sample.install", place="一号楼", since="2022-01-01")
    for value in (3, 4):
        bench.do("sample.read", record=meter, value=value)
    (row,) = bench.rows("sample.meters")
    assert row.values["inspected"] == 2
    assert row.values["value"] == 4
    bench.do("core.void", record=meter, target=2, reason="填错")
    assert bench.rows("sample.meters")[0].values["inspected"] == 1
    bench.assert_sound()


def test_a_ledger_is_the_same_without_what_others_added(bench: Bench) -> None:
    meter = bench.given("sample.install", place="一号楼", since="2022-01-01")
    bench.do("sample.read", record=meter, value=3)
    with bench.site.reader() as reader:
        before = reader.digest("sample.meters")
    running.run(bench.site, planning.uninstalling(bench.site, "inspectors"))
    (row,) = bench.rows("sample.meters")
    assert "inspected" not in row.values
    with bench.site.reader() as reader:
        assert reader.digest("sample.meters") == before
    bench.do("sample.read", record=meter, value=5)
    running.install(bench.site, "inspectors")
    assert bench.rows("sample.meters")[0].values["inspected"] == 2
    bench.assert_sound()


def test_the_records_of_a_module_are_listed_in_its_own_ledger(bench: Bench) -> None:
    found = bench.site.declarations.ledger_of("sample.Meter")
    assert found is not None
    assert found.name == "sample.meters"


def quarantined(monkeypatch: pytest.MonkeyPatch, ledger: str, column: Column) -> str:
    """Why the module is set aside when it adds that column to that ledger."""

    def includeme(config: Configurator) -> None:
        config.add_plugin("inspectors", "抽查", "0.1.0", requires=("sample",))
        config.add_ledger(inspectors.high)
        config.add_ledger_columns(ledger, column)

    monkeypatch.setattr(inspectors, "includeme", includeme)
    settings = {"houqin.plugins": " ".join(MODULES)}
    declared = configure(settings, web=False).registry.houqin
    assert "sample" in declared.plugins
    assert declared.ledgers["sample.meters"].added == ()
    return str(declared.quarantined["inspectors"].error)


def looked_up(name: str, ledger: str = "inspectors.high") -> Column:
    lookup = LookedUp(ledger, "meter", "", "count")
    return Column(name, "抽查次数", types.integer("次"), looked_up=lookup)


@pytest.mark.parametrize(
    ("ledger", "column", "said"),
    [
        ("sample.none", looked_up("inspected"), "没有台账sample.none"),
        ("sample.readings", looked_up("inspected"), "不能由别的模块增加列"),
        ("sample.meters", looked_up("place"), "已有列place"),
        ("sample.meters", looked_up("inspected", "x.y"), "所查的台账不在"),
    ],
)
def test_a_column_without_a_place_sets_its_module_aside(
    monkeypatch: pytest.MonkeyPatch, ledger: str, column: Column, said: str
) -> None:
    assert said in quarantined(monkeypatch, ledger, column)


def test_a_stored_column_is_refused_where_it_is_declared() -> None:
    config: Any = configure({"houqin.plugins": "tests.core.sample"}, web=False)
    with pytest.raises(DeclarationError, match="not looked up"):
        config.add_ledger_columns("sample.meters", Column("a", "甲", types.text()))


def test_an_extended_ledger_keeps_its_own_columns_first() -> None:
    own = [column.name for column in sample.meters.columns]
    ledger: Ledger = sample.meters.extended([inspectors.times])
    assert [c.name for c in ledger.columns] == [*own, "inspected"]
    assert [c.name for c in ledger.extended(()).columns] == own
    assert ledger.order == sample.meters.order
