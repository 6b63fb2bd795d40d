"""What leaves a style sheet before it is sent, and what must not."""

from __future__ import annotations

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
