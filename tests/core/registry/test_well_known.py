"""A manifest takes what the modules of its package hold, by their names."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from houqin.core.config import configure, declarations_of
from houqin.core.registry.well_known import DEMONSTRATION, MODULES, SINGLE

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from houqin.core.registry.declarations import Declarations

MANIFEST = """
from tests.core.site.buses.first import Run, open_run

def includeme(config):
    config.add_plugin("buses", "通勤班车", "0.1.0")
    config.add_aggregate(Run)
    config.add_modules("buses")
"""
HELD = {
    "commands": "from tests.core.site.buses.first import open_run\nALL = (open_run,)",
    "ledgers": "from tests.core.site.buses.first import runs\nALL = (runs,)",
    "kpis": "from tests.core.site.buses.first import counted\nALL = (counted,)",
    "guards": "from tests.core.site.buses.first import lines\nALL = (lines,)",
}


def declared(
    folder: Path, monkeypatch: pytest.MonkeyPatch, **held: str
) -> Declarations:
    """What a package of these modules declares."""
    name = f"well_known_{folder.name}"
    package = folder / name
    package.mkdir()
    for module, text in {"__init__": MANIFEST, **held}.items():
        (package / f"{module}.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(folder))
    found = declarations_of(configure({"houqin.plugins": name}, web=False))
    for module in [each for each in sys.modules if each.startswith(name)]:
        monkeypatch.delitem(sys.modules, module)
    return found


def test_all_that_its_modules_hold_is_declared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = declared(tmp_path, monkeypatch, **HELD)
    assert not found.quarantined
    for kind, name in (
        ("commands", "buses.open_run"), ("ledgers", "buses.runs"),
        ("kpis", "buses.counted"), ("guards", "buses.lines"),
    ):  # fmt: skip
        assert name in getattr(found, kind)


def test_a_module_that_is_not_there_declares_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = declared(tmp_path, monkeypatch, ledgers=HELD["ledgers"])
    assert not found.quarantined
    assert "buses.runs" in found.ledgers
    assert "buses.counted" not in found.kpis


def test_a_module_without_what_its_name_says_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = declared(tmp_path, monkeypatch, kpis="EVERYTHING = ()")
    (quarantined,) = found.quarantined.values()
    assert "kpis holds no ALL" in repr(quarantined)


def test_what_a_module_cannot_import_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = declared(tmp_path, monkeypatch, kpis="import no_such_module")
    (quarantined,) = found.quarantined.values()
    assert "no_such_module" in repr(quarantined)


def test_each_name_is_taken_once() -> None:
    assert not MODULES.keys() & SINGLE.keys()
    assert DEMONSTRATION not in {*MODULES, *SINGLE}
