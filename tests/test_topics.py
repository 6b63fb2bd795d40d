"""docs/topics.md and the code name the same topics."""

from __future__ import annotations

import re
from pathlib import Path

from houqin.core.config import configure
from houqin.core.projection.effective import AMENDMENTS

PAGE = Path(__file__).parent.parent / "docs" / "topics.md"
_ROW = re.compile(
    r"^\| ([a-z_]+\.[A-Za-z]+\.[A-Za-z]+) \| .* \| (\S+) \|$", re.MULTILINE
)


def _listed() -> dict[str, str]:
    return dict(_ROW.findall(PAGE.read_text(encoding="utf-8")))


def _registered() -> set[str]:
    declared = configure({}, web=False).registry.houqin
    return {
        topic for name in declared.aggregates for topic in declared.event_topics(name)
    }


def test_every_registered_topic_is_listed_as_released() -> None:
    listed = _listed()
    assert {listed.get(topic) for topic in _registered()} == {"0.1"}


def test_every_topic_listed_as_released_is_registered() -> None:
    there = set(configure({}, web=False).registry.houqin.plugins)
    released = {
        topic
        for topic, since in _listed().items()
        if since == "0.1" and topic.split(".")[0] in {"core", *there}
    }
    assert released == _registered() | AMENDMENTS


def test_topics_have_the_form_the_log_demands() -> None:
    form = re.compile(r"[a-z][a-z0-9_]*\.[A-Z][A-Za-z0-9]*\.[A-Z][A-Za-z0-9]*")
    assert all(form.fullmatch(topic) for topic in _listed())
