"""Themes: folders that inherit, and what a theme.cfg may not say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from houqin.core.schema.errors import FormErrors
from houqin.core.schema.form import parse
from houqin.core.site.appearance import Appearance
from houqin.core.site.theme_values import contrast
from houqin.core.site.themes import (
    Theme,
    ThemeBroken,
    ThemeMissing,
    find_theme,
    read_themes,
    theme_folders,
)

if TYPE_CHECKING:
    from pathlib import Path

COUNTY = """
[theme]
title = 青山绿
parent = zhengwu

[parameters]
accent = #1d6b43
logo = mark.svg
"""


@pytest.fixture
def folders(tmp_path: Path) -> dict[str, Path]:
    """The bundled themes, and one of a county's own."""
    write(tmp_path, COUNTY)
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "mark.svg").write_text("<svg/>")
    return theme_folders() | {"county": tmp_path}


def write(folder: Path, text: str) -> None:
    (folder / "theme.cfg").write_text(text, encoding="utf-8")


@pytest.fixture
def county(folders: dict[str, Path]) -> Theme:
    return find_theme("county", folders)


def test_a_theme_takes_from_its_parent_what_it_does_not_say(county: Theme) -> None:
    parent = find_theme("zhengwu")
    assert county.title == "青山绿"
    assert county.templates == parent.templates
    assert county.site == parent.site
    own, theirs = dict(county.parameters), dict(parent.parameters)
    assert own == theirs | {"accent": "#1d6b43", "logo": "mark.svg"}


def test_a_template_and_a_picture_of_its_own_come_first(
    folders: dict[str, Path],
) -> None:
    (folders["county"] / "templates").mkdir()
    county = find_theme("county", folders)
    assert county.templates[0] == str(folders["county"] / "templates")
    assert county.static("mark.svg") == (
        "county",
        folders["county"] / "static/mark.svg",
    )
    assert (county.static("zhengwu.css") or ("",))[0] == "zhengwu"
    assert county.static("none.css") is None


@pytest.mark.parametrize("name", ["nosuch", "../zhengwu", "", "zhengwu/static"])
def test_a_theme_that_is_not_there_is_named(name: str) -> None:
    with pytest.raises(ThemeMissing, match=name or "界面风格"):
        find_theme(name)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title = 青山绿", "不能读取"),
        ("[theme]\nparent = zhengwu", "title"),
        ("[theme]\ntitle = 甲\nparent = nosuch", "没有名为“nosuch”"),
        ("[theme]\ntitle = 甲\nparent = county", "又是它自己"),
        ("[theme]\ntitle = 甲\n[parameters]\naccent = red", "accent应为颜色"),
        ("[theme]\ntitle = 甲\n[parameters]\naccent = #ffe08a", "太浅"),
        ("[theme]\ntitle = 甲\n[parameters]\nlogo = none.svg", "logo应为"),
        ("[theme]\ntitle = 甲\n[parameters]\nx = 1px;} body {", "x应为"),
        ("[theme]\ntitle = 甲\n[site]\nnosuch = 甲", "没有参数nosuch"),
    ],
)
def test_a_theme_that_cannot_be_says_why(
    folders: dict[str, Path], text: str, said: str
) -> None:
    write(folders["county"], text)
    with pytest.raises((ThemeBroken, ThemeMissing), match=said):
        find_theme("county", folders)


@pytest.mark.parametrize("name", sorted(read_themes().known))
def test_text_of_a_bundled_theme_can_be_read(name: str) -> None:
    values = dict(find_theme(name).parameters)
    for under in ("ground", "table", "hover", "accent-tint"):
        assert contrast(values["link"], values[under]) >= 4.5
        assert contrast(values["accent-dark"], values[under]) >= 4.5
    for over in ("on-accent", "trim-light"):
        assert contrast(values[over], values["accent-deep"]) >= 4.5


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"theme": "nosuch"}, "没有名为“nosuch”的界面风格"),
        ({"theme_parameters": "accent=#ffe08a"}, "按钮颜色太浅"),
        ({"theme_parameters": "accent=red"}, "按钮颜色应为颜色"),
        ({"theme_parameters": "round=9cm"}, "圆角应为长度"),
        ({"theme_parameters": "table=#123456"}, "没有可设的参数“table”"),
    ],
)
def test_a_site_sets_what_its_theme_lets_it_set(
    given: dict[str, str], said: str
) -> None:
    with pytest.raises(FormErrors, match=said):
        parse(Appearance, given)
    parse(Appearance, {"theme": "dangjian", "theme_parameters": "accent=#7a0d0a"})
