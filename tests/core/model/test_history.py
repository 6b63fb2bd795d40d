"""What any release has written is replayed by the classes of today.

`golden/history.json` holds a payload of every event class at every version.

A class that changes its fields raises its `class_version` and says how a payload of
before is read; a class that goes leaves its history unread. Both are found here.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.config import configure, declarations_of
from houqin.core.model.aggregate import Aggregate, payload_fields
from houqin.core.projection.effective import resolve
from houqin.core.projection.writing import WriteSet
from houqin.core.site.rebuilding import projections_of
from houqin.core.testing.inventing import invented
from houqin.events.upcasting import upcast
from tests.core.model.golden.freeze import read, written_now
from tests.office import ZONE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from houqin.core.projection.live import Projections
    from houqin.core.registry.declarations import Declarations
    from houqin.events.entry import RecordedEvent

HISTORY = read()
#: A module whose folder is deleted leaves its history to be read without classes.
THERE = set(declarations_of(configure({}, web=False)).plugins)
WRITTEN = [
    (topic, int(version), payload)
    for topic, versions in HISTORY.items()
    for version, payload in versions.items()
    if topic.partition(".")[0] in THERE
]
AGAIN = "raise its class_version and write the step, then run make golden"


@cache
def declared() -> Declarations:
    return declarations_of(configure({}, web=False))


@cache
def known() -> dict[str, tuple[int, type]]:
    return {topic: (now, cls) for topic, now, cls in written_now(declared())}


@cache
def projections() -> Projections:
    return projections_of(declared(), ZONE)


def test_every_payload_ever_written_has_the_fields_of_today() -> None:
    wrong = []
    for topic, version, payload in WRITTEN:
        now, cls = known()[topic]
        if set(upcast(cls, version, now, payload)) != set(payload_fields(cls)):
            wrong.append(f"{topic} {version}")
    assert wrong == [], AGAIN


def test_every_version_before_todays_is_kept() -> None:
    missing = [
        f"{topic} {version}"
        for topic, (now, _cls) in known().items()
        for version in range(1, now)
        if str(version) not in HISTORY.get(topic, {})
    ]
    assert missing == []


def begun_with(topic: str, events: Iterable[RecordedEvent]) -> list[RecordedEvent]:
    """A stream begins once: with that event, where a record may begin otherwise."""
    first, rest = [], []
    for event in events:
        begins = issubclass(known()[event.topic][1], Aggregate.Created)
        (first if begins else rest).append(event)
    first.sort(key=lambda event: event.topic != topic)
    stream = [first[0], *rest]
    return [event._replace(version=n) for n, event in enumerate(stream, 1)]


def replayed(topic: str, version: int, payload: dict[str, Any]) -> None:
    """The event in a stream of its aggregate: record, rows and guards."""
    spec = declared().aggregates[topic.rpartition(".")[0]]
    stream = [
        event._replace(class_version=version, payload=payload)
        if event.topic == topic
        else event
        for event in begun_with(topic, invented(spec.cls))
    ]
    mapper, made = declared().mapper, None
    for event in stream:
        domain_event = mapper.domain_event(
            event.topic, event.class_version, event.stream, event.version,
            event.occurred, event.payload,
        )  # fmt: skip
        made = domain_event.mutate(made)
    effective = resolve(stream)
    assert effective is not None
    for base in projections().bases.values():
        if base.ledger.per.topic == spec.topic:
            WriteSet(base).change(None, effective)
    for guard in declared().guards_of(spec.topic):
        guard.rows(spec.topic, effective)


@pytest.mark.parametrize("plugin", sorted({t.partition(".")[0] for t in HISTORY}))
def test_every_payload_ever_written_is_replayed(plugin: str) -> None:
    for topic, version, payload in WRITTEN:
        if topic.startswith(f"{plugin}."):
            replayed(topic, version, payload)
