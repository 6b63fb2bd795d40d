"""Which class reads and writes which topic: nothing is ever imported from a row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from houqin.events.errors import TopicMissing, TopicTaken

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

_TOPIC = re.compile(r"[a-z][a-z0-9_]*\.[A-Z][A-Za-z0-9]*\.[A-Z][A-Za-z0-9]*")


class Topics:
    """The topics one set of plugins declares, `<plugin>.<Aggregate>.<Event>`."""

    def __init__(self) -> None:
        self._classes: dict[str, type] = {}
        self._topics: dict[type, str] = {}
        self._versions: dict[type, int] = {}
        #: Topics whose class has had other fields before.
        self.changed: set[str] = set()

    def register(self, topic: str, cls: type, class_version: int = 1) -> None:
        """Bind a topic to a class; say it twice and nothing happens.

        The version is the greater of the argument and the class's `class_version`.
        """
        if not _TOPIC.fullmatch(topic):
            msg = f"{topic!r} is not of the form plugin.Aggregate.Event"
            raise ValueError(msg)
        holder = self._classes.setdefault(topic, cls)
        if holder is not cls:
            raise TopicTaken(topic, _name(holder), _name(cls))
        held = self._topics.setdefault(cls, topic)
        if held != topic:
            del self._classes[topic]
            raise TopicTaken(held, _name(cls), f"{_name(cls)} as {topic!r}")
        declared: int = getattr(cls, "class_version", 1)
        self._versions[cls] = max(class_version, declared)
        if self._versions[cls] > 1:
            self.changed.add(topic)

    @property
    def bound(self) -> dict[str, tuple[type, int]]:
        """Each topic's class, and the version it writes."""
        return {t: (cls, self._versions[cls]) for t, cls in self._classes.items()}

    def take(self, other: Topics) -> None:
        """Bind all that another set has bound, too."""
        for topic, (cls, version) in other.bound.items():
            self.register(topic, cls, version)

    def without(self, others: Iterable[Topics]) -> Topics:
        """The same but for what these have bound."""
        gone = set().union(*(other.bound for other in others))
        left = Topics()
        for topic, cls in self._classes.items():
            if topic not in gone:
                left.register(topic, cls, self._versions[cls])
        return left

    def topic_of(self, cls: type) -> str:
        """Return the topic of a class, or raise TopicMissing."""
        try:
            return self._topics[cls]
        except KeyError:
            raise TopicMissing(_name(cls)) from None

    def class_of(self, topic: str) -> type | None:
        """Return the class of a topic, or None when its plugin is not here."""
        return self._classes.get(topic)

    def version_of(self, cls: type) -> int:
        """Return the version a class writes."""
        return self._versions[cls]


def _name(cls: type) -> str:
    return f"{cls.__module__}:{cls.__qualname__}"


@dataclass(frozen=True)
class OpaqueEvent:
    """An event whose topic no class here reads: kept, shown, never interpreted."""

    originator_id: UUID
    originator_version: int
    timestamp: datetime
    topic: str
    class_version: int
    payload: dict[str, Any]

    def mutate(self, aggregate: Any) -> Any:
        """Count the version and change nothing else."""
        if aggregate is not None:
            aggregate.version = self.originator_version
            aggregate.modified_on = self.timestamp
        return aggregate
