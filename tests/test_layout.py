"""The folders are the user's; the import root is houqin, however it was installed."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent
FOLDERS = ("core", "events", "plugins", "themes")
LONGEST = 400
VAGUE = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "misc",
    "manager",
    "data",
    "info",
}


def tracked(*patterns: str) -> list[Path]:
    """Name the files of the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", *patterns],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name]


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_is_imported_below_houqin(folder: str) -> None:
    module = import_module(f"houqin.{folder}")
    assert module.__file__ is not None
    assert Path(module.__file__).resolve().parent == ROOT / folder


def test_the_import_root_does_not_depend_on_where_one_stands(tmp_path: Path) -> None:
    lines = [sys.executable, "-c", "import houqin.core, houqin.plugins.vehicles"]
    subprocess.run(lines, cwd=tmp_path, check=True)


def test_every_announced_plugin_can_be_included() -> None:
    announced = entry_points(group="houqin.plugins")
    there = {path.parent.name for path in (ROOT / "plugins").glob("*/__init__.py")}
    assert there <= announced.names
    ours = [plugin for plugin in announced if plugin.name in there]
    assert all(callable(plugin.load().includeme) for plugin in ours)


@pytest.mark.slow
def test_a_wheel_carries_every_module_template_and_style(tmp_path: Path) -> None:
    source, built = tmp_path / "source", tmp_path / "built"
    for path in tracked("*.*", "LICENSE"):
        copy = source / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    command = ["pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run(
        [sys.executable, "-m", *command, "--wheel-dir", built, source], check=True
    )
    (wheel,) = built.glob("houqin-*.whl")
    carried = set(ZipFile(wheel).namelist())
    wanted = {f"houqin/{p.relative_to(ROOT)}" for p in tracked(*FOLDERS)}
    assert wanted <= carried


def test_no_module_is_longer_than_one_can_read() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in tracked("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert long == {}


#: What only the modules may say, beside their own names; any catalogue may have what
#: it translates.
OF_DOMAINS = ("垃圾", "督导", "网格", "文明", "办公用房", "waste")


def _domain_words() -> re.Pattern[str]:
    """Words of the domains, and names of modules as code would say them."""
    plugins = (path.parent.name for path in (ROOT / "plugins").glob("*/__init__.py"))
    # Docstrings of core tell of vehicles.
    names = sorted({*plugins, "waste_sorting", "civilized_city"} - {"vehicles"})
    known = "|".join((*OF_DOMAINS, *names))
    return re.compile(rf"(?<![a-z])(?:{known})(?![a-z])")


@pytest.mark.parametrize("folder", ["core", "events", "themes"])
def test_no_word_of_a_domain_outside_its_module(folder: str) -> None:
    words = _domain_words()
    said = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in tracked(folder)
        if path.suffix != ".po"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if words.search(line)
    ]
    assert said == []


def test_module_names_say_what_is_inside() -> None:
    assert [path for path in tracked("*.py") if path.stem in VAGUE] == []


def test_no_page_loads_anything_from_another_host() -> None:
    remote = re.compile(
        r"""(?:src|href|action)=["']\s*(?:https?:)?//|url\(["']?https?:"""
    )
    pages = tracked("*.pt", "*.css", "*.js")
    assert pages
    assert [p for p in pages if remote.search(p.read_text(encoding="utf-8"))] == []


def test_every_news_fragment_has_an_issue_and_a_kind() -> None:
    kinds = "feature|bugfix|doc|removal|misc"
    name = re.compile(rf"(?:\d+|\+[\w-]+)\.(?:{kinds})(?:\.\d+)?\.md")
    wrong = [path.name for path in tracked("news") if not name.fullmatch(path.name)]
    assert wrong == []
