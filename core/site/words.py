"""The words for events in one view: of a class that is here, else those kept of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.model.wording import Wording, kept_wording, wording_of

if TYPE_CHECKING:
    from houqin.core.schema.types import FieldType
    from houqin.core.site.reader import Reader

#: Fields in which people give their reasons; they have a column of their own.
SAID = ("comment", "reason")
_NONE = Wording("", {})


class Words:
    """Looks an aggregate's kept words up once."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._kept: dict[str, dict[str, Wording]] = {}

    def of(self, topic: str) -> Wording:
        """The words of an event; none of what nothing was kept of."""
        cls = self._reader.site.declarations.topics.class_of(topic)
        if cls is not None:
            return wording_of(cls)
        aggregate, _, name = topic.rpartition(".")
        if aggregate not in self._kept:
            found = kept_wording(self._reader.connection, aggregate)
            self._kept[aggregate] = found.events
        return self._kept[aggregate].get(name, _NONE)

    def kind(self, topic: str, name: str) -> FieldType | None:
        """The type of an event's field, if it has one."""
        field = self.of(topic).fields.get(name)
        return field.type if field else None

    def label(self, topic: str, name: str) -> str:
        """The title of an event's field, if it has one."""
        field = self.of(topic).fields.get(name)
        return field.title if field else ""

    def says(self, topic: str, name: str) -> bool:
        """Whether it is the field in which somebody wrote a comment or a reason."""
        kind = self.kind(topic, name)
        return name in SAID and (kind is None or kind.kind != "choice")
