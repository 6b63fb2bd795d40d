"""English pages are complete: a message without its English is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from houqin.core.config import configure
from houqin.core.registry.catalogue_file import read_catalogue
from houqin.core.registry.messages import CHINESE, declared_messages
from houqin.core.testing.code_messages import code_messages
from houqin.core.testing.template_messages import template_messages
from houqin.core.web.help_text import TOPICS, help_text

ROOT = Path(__file__).parent.parent
#: One's own name in one's own language; what nobody reads as a message.
KEPT = {
    "中文",
    # Said of every week and every form, character by character.
    "一二三四五六日",
    "(?:(\\d{1,2})[-./月])?(\\d{1,2})日?",
    # Names of files, and of the log that a demonstration's checkpoints are of.
    "导入{}模板.xlsx", "{}模板.xlsx", "{} {} 至 {}.docx", "演示/",
    # Who writes a plugin reads it, in English but for the word.
    "KPI {} has no 口径",
    # No page of the form carries it as a field.
    "安全口令",
}  # fmt: skip
#: Code that says nothing on a page: the command line, the demonstration, papers and the
#: work summary, the program that checks a bundle elsewhere, templates of workbooks,
#: names that a blueprint gives to units, docs/permissions.md.
SPOKEN_ELSEWHERE = frozenset({
    "cli", "demonstration", "scaffold", "testing", "report", "printing",
    "number_styles.py", "offline.py", "readme.py", "sheets.py", "template.py",
    "marks.py", "blueprints.py", "permission_table.py", "interfaces.py", "guard.py",
})  # fmt: skip

#: Characters of an example in an English help text: what is typed stays Chinese.
MENTIONED = 10


def missing(package: str, messages: set[str]) -> list[str]:
    known = read_catalogue(package, "en").keys() | read_catalogue("houqin.core", "en")
    return sorted(messages - known - KEPT)


@pytest.mark.parametrize("theme", ["zhengwu", "dangjian"])
def test_every_message_of_a_theme_has_its_english(theme: str) -> None:
    folder = ROOT / "themes" / theme / "templates"
    assert missing("houqin.core", template_messages(folder)) == []


def test_every_message_core_declares_has_its_english() -> None:
    declared = configure({}, web=False).registry.houqin
    assert missing("houqin.core", declared_messages(declared, "core")) == []


def test_every_message_core_composes_has_its_english() -> None:
    """Refusals, hints and notices of the code, with what is filled in left out."""
    said = code_messages(ROOT / "core", SPOKEN_ELSEWHERE)
    assert "{}当前为“{}”，不能撤回" in said
    assert missing("houqin.core", said) == []


def test_messages_of_code_are_found_whole(tmp_path: Path) -> None:
    (tmp_path / "rules.py").write_text(
        '''"""规则。"""
def refuse(name, at):
    """不能做。"""
    said = f"没有{name}{at:%Y}这样的单据"
    print("已经开始")
    raise Refused("时间" "重叠", help="{title}必须填写", unit="元")
''',
        encoding="utf-8",
    )
    (tmp_path / "report.py").write_text('SENTENCE = "共调度"', encoding="utf-8")
    found = code_messages(tmp_path)
    assert found == {"没有{}这样的单据", "已经开始", "时间重叠", "{}必须填写"}


@pytest.mark.parametrize("topic", TOPICS)
def test_every_help_text_has_its_english(topic: str) -> None:
    """With the same headings and lists: neither is forgotten when one changes."""
    chinese, english = help_text(topic), help_text(topic, "en")
    shapes = [
        [(block.kind, len(block.items)) for block in text.blocks]
        for text in (chinese, english)
    ]
    assert shapes[0] == shapes[1]
    said = [english.title, *(b.text for b in english.blocks)]
    said += [item for block in english.blocks for item in block.items]
    assert [text for text in said if len(CHINESE.findall(text)) > MENTIONED] == []


def test_a_missing_message_is_named() -> None:
    assert missing("houqin.core", {"从来没有的一句话", "登录"}) == ["从来没有的一句话"]


def test_what_is_filled_in_is_as_often_in_english() -> None:
    said = read_catalogue("houqin.core", "en")
    assert len(said) > 900
    uneven = [m for m, text in said.items() if m.count("{}") != text.count("{}")]
    assert uneven == []
