"""A county's own theme of ten lines, installed as a distribution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.installing import ROOT, installed, run

if TYPE_CHECKING:
    from pathlib import Path

_LOOK = """
from houqin.core.site.themes import read_themes
theme = read_themes().known["qingshan"]
print(theme.title, dict(theme.parameters)["round"], theme.static("zhengwu.css")[0])
"""


def test_a_theme_of_ten_lines_is_installed_and_inherits(tmp_path: Path) -> None:
    example = ROOT / "examples" / "qingshan-theme"
    about = (example / "qingshan_theme" / "theme.cfg").read_text(encoding="utf-8")
    assert len(about.splitlines()) <= 10
    beside = installed(example, tmp_path / "site")
    assert run("-c", _LOOK, beside=beside) == "青山绿 2px zhengwu\n"
