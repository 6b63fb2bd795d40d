"""What leaves a style sheet before it is sent, and what must not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from houqin.core.web.stylesheets import squeezed

SHEETS = Path("themes/zhengwu/static")


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("/* why */\n.a {\n  color: red;\n  top: 0;\n}\n", ".a{color:red;top:0}"),
        (".a , .b > i { margin: 0 auto }", ".a,.b > i{margin:0 auto}"),
        (".a :hover { width: calc(1px + 2px); }", ".a :hover{width:calc(1px + 2px)}"),
        ('.a::after { content: ";}/* no */ }"; }', '.a::after{content:";}/* no */ }"}'),
        (
            "@media (max-width: 9px) { .a { top: 0 } }",
            "@media (max-width:9px){.a{top:0}}",
        ),
        ("li + li::before { content: '\\'  ' }", "li + li::before{content:'\\'  '}"),
    ],
)
def test_blanks_and_comments_go_and_strings_stay(written: str, sent: str) -> None:
    assert squeezed(written) == sent


def test_every_rule_of_the_look_is_still_there() -> None:
    sheet = (SHEETS / "zhengwu.css").read_text("utf-8")
    short = squeezed(sheet)
    assert short.count("{") == sheet.count("{")
    assert squeezed(short) == short
    assert len(short) < 0.95 * len(sheet)


def _classes(sheet: Path) -> set[str]:
    rules = squeezed(sheet.read_text("utf-8"))
    return set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"\{[^{}]*\}", "{}", rules)))


@pytest.mark.parametrize("name", ["calendar", "plan", "tiles"])
def test_a_sheet_of_few_pages_styles_no_other_page(name: str) -> None:
    sheet = SHEETS / f"{name}.css"
    own = _classes(sheet) - _classes(SHEETS / "zhengwu.css")
    for template in (*Path("themes").rglob("*.pt"), *Path("plugins").rglob("*.pt")):
        text = template.read_text("utf-8")
        given = " ".join(re.findall(r'class="([^"]*)"', text))
        styled = own.intersection(re.findall(r"[a-z][\w-]*", given))
        linked = sheet.name in text or f"{name}_macros" in text
        assert linked or not styled, (str(template), styled)
    assert own
