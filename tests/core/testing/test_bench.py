"""Given, when, then, on a real site with the sample plugin."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.testing import Bench, PluginConformance
from tests.core import sample

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench.of(tmp_path, "tests.core.sample")
    yield bench
    bench.close()


class TestSample(PluginConformance):
    """The plugin of these tests passes the suite that it brings along."""

    plugin, module = "sample", "tests.core.sample"

    def story(self, bench: Bench) -> None:
        meter = bench.given("sample.install", place="一号楼", since="2022-01-01")
        bench.do("sample.read", record=meter, value=12)
        bench.do("sample.off", record=meter)
        bench.do("sample.hold", name="例会", people=[{"who": "甲", "seat": 1}])


_LATE = '''
from __future__ import annotations

from typing import Annotated

from pydantic import Field

from houqin.core.model.command import command
from houqin.core.model.permission import CorePermission
from houqin.core.schema.fields import Line
from houqin.core.schema.form import Form


class Open(Form):
    """登记。"""

    late_person: Annotated[Line, Field(title="迟到人")]


@command("tardy.open", "登记", permission=CorePermission.ORGANISE)
def open_it(context, form: Open) -> None:
    pass


def includeme(config):
    config.add_plugin("tardy", "考勤", "0.1")
    config.add_command(open_it)
'''


def test_why_a_plugin_was_not_taken_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "houqin_tardy.py").write_text(_LATE, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))

    class Tardy(PluginConformance):
        plugin, module = "tardy", "houqin_tardy"

    said = r"command tardy\.open: field late_person is core's own .*当事人"
    with pytest.raises(AssertionError, match=said):
        Tardy().test_what_it_declares_bears_its_name()


def test_what_happens_is_told_in_order(bench: Bench) -> None:
    meter = bench.given("sample.install", place="一号楼", since="2022-01-01")
    bench.when("sample.read", record=meter, value=12)
    bench.then("sample.Meter.Read", value=12)
    bench.then_nothing()
    bench.then_row("sample.meters", meter, value=12, place="一号楼")
    march = date(2023, 3, 1), date(2023, 3, 31)
    assert bench.figure("sample.readings_taken", *march) == 1


def test_a_refusal_is_kept_and_nothing_happened(bench: Bench) -> None:
    bench.given("sample.install", place="一号楼", since="2022-01-01")
    bench.when("sample.install", place="一号楼", since="2022-01-01")
    bench.then_refused("一号楼")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda bench: bench.then("sample.Meter.Moved"), "topic is"),
        (lambda bench: bench.then("sample.Meter.Installed", place="二"), "place is"),
        (lambda bench: bench.then_nothing(), "Installed"),
        (lambda bench: bench.then_refused("不能"), "not refused"),
    ],
)
def test_what_is_otherwise_fails(bench: Bench, wrong: Any, said: str) -> None:
    bench.when("sample.install", place="一号楼", since="2022-01-01")
    with pytest.raises(AssertionError, match=said):
        wrong(bench)


@pytest.fixture
def careless(monkeypatch: pytest.MonkeyPatch) -> Iterator[TestSample]:
    """A reducer that takes for granted what another event has set."""

    def reduce(row: dict[str, Any], _event: Any) -> dict[str, Any]:
        row["value"] = row["value"] + 1
        return row

    fold = sample.meters.fold
    monkeypatch.setitem(fold.functions, "sample.Meter.Moved", [reduce])
    fold._steps.clear()
    yield TestSample()
    fold._steps.clear()


def test_a_reducer_that_needs_another_event_is_found(careless: TestSample) -> None:
    with pytest.raises(KeyError, match="value"):
        careless.test_any_part_of_a_record_can_be_folded()
