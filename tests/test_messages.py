"""English pages are complete: a message without its English is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from houqin.core.config import configure
from houqin.core.registry.catalogue_file import read_catalogue
from houqin.core.registry.messages import declared_messages
from houqin.core.testing.template_messages import template_messages

ROOT = Path(__file__).parent.parent
#: One's own name in one's own language.
KEPT = {"中文"}


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


def test_a_missing_message_is_named() -> None:
    assert missing("houqin.core", {"从来没有的一句话", "登录"}) == ["从来没有的一句话"]


def test_what_is_filled_in_is_as_often_in_english() -> None:
    said = read_catalogue("houqin.core", "en")
    assert len(said) > 900
    uneven = [m for m, text in said.items() if m.count("{}") != text.count("{}")]
    assert uneven == []
