"""What `make assets` built is what the pages load."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

from houqin.core.site.themes import find_theme

ROOT = Path(__file__).parent.parent
THEME = ROOT / "themes" / "zhengwu"
VENDOR = THEME / "static" / "vendor"
BOOTSTRAP = ROOT / "node_modules" / "bootstrap" / "dist" / "css" / "bootstrap.css"
BYTES = 60 * 1024


def templates() -> str:
    """Join the templates of the theme."""
    pages = sorted(THEME.glob("templates/*.pt"))
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


def classes(*styles: Path) -> set[str]:
    """Name the classes that style sheets speak of."""
    text = "\n".join(style.read_text(encoding="utf-8") for style in styles)
    return set(re.findall(r"\.([a-z][\w-]*)", text))


def compressed(*names: str) -> int:
    """Count the bytes that files take on their way to a browser."""
    return sum(len(gzip.compress((THEME / "static" / n).read_bytes())) for n in names)


def test_every_built_file_a_page_names_is_there() -> None:
    named = set(re.findall(r"vendor/([\w.-]+)", templates()))
    assert named
    assert [name for name in named if not (VENDOR / name).is_file()] == []


def test_no_class_of_bootstrap_is_used_that_was_left_out() -> None:
    written = " ".join(re.findall(r'class="(.*?)"', templates()))
    used = set(re.findall(r"[a-z][\w-]*", re.sub(r"\$\{.*?\}", "", written)))
    ours = classes(VENDOR / "bootstrap.min.css", THEME / "static" / "zhengwu.css")
    assert "btn" in used & ours
    assert (used & classes(BOOTSTRAP)) - ours == set()


def test_styles_and_scripts_leave_a_page_room_below_60_kb() -> None:
    own = ("zhengwu.css", "zhengwu.js", "icons.svg", "favicon.svg")
    vendor = ("vendor/bootstrap.min.css", "vendor/htmx.min.js")
    assert compressed(*own, *vendor) < BYTES * 3 // 4


def test_what_others_wrote_comes_with_its_licence() -> None:
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    licences = {f"LICENSE.{name}.txt" for name in package["dependencies"]}
    assert {path.name for path in VENDOR.glob("LICENSE.*")} == licences


def test_every_custom_property_a_style_reads_is_set_somewhere() -> None:
    style = (THEME / "static" / "zhengwu.css").read_text(encoding="utf-8")
    read = set(re.findall(r"var\(--([\w-]+)", style))
    colours = {name for name, _value in find_theme("zhengwu").parameters}
    given = set(re.findall(r"--([\w-]+):", style)) | colours
    given |= {f"{name}-rgb" for name in colours}
    assert read - given == set()
