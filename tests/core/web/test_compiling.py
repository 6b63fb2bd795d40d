"""Templates are compiled at their first use, whoever else compiles one just then."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from houqin.core.site.themes import find_theme
from houqin.core.web.compiled import Template
from houqin.core.web.renderer import Templates, _loader_of, plugin_templates

THREADS = 8


@pytest.fixture(autouse=True)
def _nothing_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "compiled"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def _written(folder: Path, text: str = "<p>${shown}</p>") -> str:
    path = folder / "page.pt"
    path.write_text(text, encoding="utf-8")
    return str(path)


def _kept(folder: Path) -> list[Path]:
    return [path for path in (folder / "compiled").rglob("*") if path.is_file()]


def test_threads_that_compile_at_once_do_not_disturb_one_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme = find_theme("zhengwu")
    names = [path.name for path in Path(theme.templates[0]).glob("*.pt")]
    assert len(names) > THREADS
    for attempt in range(2):
        monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / str(attempt)))
        _loader_of.cache_clear()
        templates = Templates(theme, (), reload=False)
        loaded = [templates._loader.load(name) for name in names]
        with ThreadPoolExecutor(THREADS) as pool:
            compiled = list(pool.map(lambda template: template.cook_check(), loaded))
        assert any(compiled)
        assert all(template._cooked for template in loaded)


def test_the_next_process_reads_what_one_has_compiled(tmp_path: Path) -> None:
    path = _written(tmp_path)
    assert Template(path)(shown="一") == "<p>一</p>"
    (kept,) = _kept(tmp_path)
    before = kept.stat()
    assert Template(path)(shown="二") == "<p>二</p>"
    assert kept.stat().st_mtime_ns == before.st_mtime_ns


def test_a_template_that_was_changed_is_compiled_again(tmp_path: Path) -> None:
    Template(_written(tmp_path))(shown="一")
    changed = Template(_written(tmp_path, "<b>${shown}</b>"))
    assert changed(shown="一") == "<b>一</b>"
    assert len(_kept(tmp_path)) == 1


@pytest.mark.parametrize("left", [0, 3, -1])
def test_what_was_half_written_is_compiled_again(tmp_path: Path, left: int) -> None:
    path = _written(tmp_path)
    Template(path)(shown="一")
    (kept,) = _kept(tmp_path)
    kept.write_bytes(kept.read_bytes()[:left])
    assert Template(path)(shown="一") == "<p>一</p>"


def test_options_that_change_what_is_compiled_are_told_apart(tmp_path: Path) -> None:
    path = _written(tmp_path, '<input ticked="${shown}"/>')
    plain, boolean = Template(path), Template(path, boolean_attributes={"ticked"})
    assert plain(shown="yes") == '<input ticked="yes"/>'
    assert boolean(shown="yes") == '<input ticked="ticked"/>'


def test_nothing_is_kept_where_python_keeps_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert Template(_written(tmp_path))(shown="一") == "<p>一</p>"
    assert not _kept(tmp_path)


def test_a_folder_that_cannot_be_written_keeps_no_page_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setattr(sys, "pycache_prefix", str(blocked))
    assert Template(_written(tmp_path))(shown="一") == "<p>一</p>"


def test_a_plugin_of_one_module_brings_no_templates() -> None:
    (folder,) = plugin_templates(["colorsys", "houqin.plugins.vehicles"])
    assert folder.endswith("vehicles/templates")
