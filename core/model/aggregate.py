"""The base of every aggregate: the library's, under our topics and horizons."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, get_type_hints

from houqin.core.model.event_type import EventType, Recorded
from houqin.core.schema.form import annotations_of
from houqin.core.schema.types import Copied, FieldType, marker
from houqin.events import library
from houqin.events.codec import HEADER_FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from houqin.core.model.workflow import Workflow
    from houqin.core.projection.visibility import Veil
    from houqin.events.entry import RecordedEvent


class Trigger(Protocol):
    """The unit of work an aggregate was loaded by; it stamps and keeps its events."""

    def trigger(
        self, aggregate: Aggregate, event_class: type[Any], values: dict[str, Any]
    ) -> None:
        """Create the event, apply it and keep it for the append."""
        ...


class Aggregate(library.Aggregate):
    """A record with a history.

    An event's fields become attributes of the same name; an ``@event`` method says
    what else it does. It applies and never refuses: it runs again in every replay.
    The state comes from the workflow.
    """

    #: ``<plugin>.<Aggregate>``, for ever.
    topic = ""
    #: What people call such a record: 派车单, 车辆档案.
    title = ""
    #: The right that correcting and voiding such a record needs.
    amended_by: ClassVar[str] = "core.amend"
    #: A reference in the register whose title a pick list says beside the record's.
    hinted: ClassVar[str] = ""
    #: Whether its events change whom other records wait for, or until when.
    shapes_waiting: ClassVar[bool] = False
    #: The right that seeing such a record and its rows needs; without one nobody does.
    seen_by: ClassVar[str] = ""
    #: Fields that name the departments it belongs to; ``id`` is the record itself.
    of_units: ClassVar[tuple[str, ...]] = ()
    #: Fields that name the people whose own matter it is.
    of_people: ClassVar[tuple[str, ...]] = ()
    #: What others see of a sensitive record.
    veil: ClassVar[Veil | None] = None
    #: Whether its events change what people may do.
    shapes_rights: ClassVar[bool] = False
    #: Names of events after which nothing is recorded of it, nor amended.
    ends: ClassVar[frozenset[str]] = frozenset()
    workflow: ClassVar[Workflow | None] = None
    state: ClassVar[str | None] = None
    context: ClassVar[Trigger | None] = None

    class Event(Recorded, library.Aggregate.Event, metaclass=EventType):
        """Base of an aggregate's events; ``title`` is its name in 办理经过."""

        title = ""
        #: Names of the record's events from which :meth:`reckoned` reckons.
        reckons_from: ClassVar[frozenset[str]] = frozenset()
        #: A :class:`~houqin.core.model.following.Mirror`: what the same command
        #: records of another record.
        mirrored: ClassVar[Any] = None
        #: The field that names the record whose event this one mirrors, if it does.
        told_by: ClassVar[str] = ""

        @classmethod
        def reckoned(
            cls,
            context: Any,  # noqa: ARG003 - overridden
            before: Sequence[RecordedEvent],  # noqa: ARG003 - overridden
            occurred: int,  # noqa: ARG003 - overridden
            values: Mapping[str, Any],  # noqa: ARG003 - overridden
        ) -> dict[str, Any]:
            """Fields that follow from others: when it happens, and after corrections.

            :param before: the record's events in front of it.
            :param values: its own fields; as texts where the event is corrected.
            """
            return {}

        def mutate(self, aggregate: Any) -> Any:
            """Apply without a version check: within a horizon streams have holes."""
            if self.originator_id != aggregate.id:
                raise library.OriginatorIDError(self.originator_id, aggregate.id)
            self.apply(aggregate)
            aggregate.version = self.originator_version
            aggregate.modified_on = self.timestamp
            return aggregate

        def check(self) -> None:
            """Whether the event's own fields fit one another.

            Asked when it is decided and again as it stands after a correction.

            :raises FormErrors: naming the field that does not fit.
            """

        def apply(self, aggregate: Any) -> None:
            """Set attributes of the fields' names and step the workflow."""
            values = vars(self)
            stamp = (self.timestamp, self.originator_version)
            for name in payload_fields(type(self)):
                if aggregate.is_latest(name, stamp):
                    aggregate.__dict__[name] = values.get(name)
            aggregate.advance(type(self).__name__, values)

    class Created(Event, library.Aggregate.Created):
        """Base of the events that open a record."""

        def mutate(self, aggregate: Any) -> Any:
            """Make the aggregate of the class this event belongs to."""
            return library.Aggregate.Created.mutate(self, aggregate)

    def advance(self, event: str, values: dict[str, Any]) -> None:
        """Follow the workflow; business time decides where it says so."""
        if self.workflow is None or not self.workflow.moves(event):
            return
        if self.is_latest("", (values["timestamp"], values["originator_version"])):
            self.__dict__["state"] = self.workflow.step(self.state, event, values)

    def is_latest(self, name: str, stamp: tuple[Any, int]) -> bool:
        """Whether an event of that stamp sets a field (the empty one: the state).

        Where the state follows business time, everything a record is does.
        """
        if self.workflow is None or not self.workflow.latest:
            return True
        stamps = self.__dict__.setdefault("_stamps", {})
        if name in stamps and stamp < stamps[name]:
            return False
        stamps[name] = stamp
        return True

    @staticmethod
    def offered(attributes: dict[str, Any]) -> int:  # noqa: ARG004 - overridden
        """Where a pick list offers a record of these attributes; low comes first."""
        return 0

    @staticmethod
    def hint(attributes: dict[str, Any]) -> str:  # noqa: ARG004 - overridden
        """What a pick list says beside the title."""
        return ""

    @classmethod
    def completed(
        cls,
        context: Any,  # noqa: ARG003 - overridden
        record: Aggregate | None,  # noqa: ARG003 - overridden
        event_class: type[Any],  # noqa: ARG003 - overridden
        values: dict[str, Any],
    ) -> dict[str, Any]:
        """The values of an event about to happen, with what core decides itself.

        :param record: what the event happens to; nothing when it opens the record.
        """
        return values

    @staticmethod
    def known_as(attributes: Mapping[str, Any]) -> tuple[str, ...]:  # noqa: ARG004 - overridden
        """Other names people find such a record by, from its attributes or its row."""
        return ()

    def voiding(self, context: Any) -> None:
        """Before the record is voided: refuse, or give back what it holds.

        A record of another stream that no longer refers to this one after what is
        triggered here goes into ``context.released``.
        """

    def restoring(self, context: Any) -> None:
        """After a voiding was undone: refuse, or take it up again."""

    def event_voiding(self, context: Any, event: str) -> None:
        """Before one event is voided."""

    def event_restoring(self, context: Any, event: str) -> None:
        """After the voiding of one event was undone."""

    def record(self, event_class: type[Any], **values: Any) -> None:
        """Trigger an event of that class."""
        self.trigger_event(event_class, **values)

    def trigger_event(
        self,
        event_class: type[Any],
        **kwargs: Any,
    ) -> None:
        """Trigger through the unit of work, which knows who, when and for whom."""
        if self.context is None:
            super().trigger_event(event_class, **kwargs)
        else:
            self.context.trigger(self, event_class, kwargs)

    @property
    def stream(self) -> UUID:
        """The record's id, as the log calls it."""
        return self.id


@cache
def payload_fields(event_class: type) -> tuple[str, ...]:
    """Names of the fields an event stores."""
    found = fields(event_class) if is_dataclass(event_class) else ()
    return tuple(field.name for field in found if field.name not in HEADER_FIELDS)


@cache
def field_annotations(event_class: type) -> dict[str, tuple[Any, ...]]:
    """The annotations of each field: its type, its title, where it is copied from."""
    hints = get_type_hints(event_class, include_extras=True)
    return {name: annotations_of(hints[name]) for name in payload_fields(event_class)}


@cache
def field_types(event_class: type) -> dict[str, FieldType]:
    """The declared type of each field that declares one."""
    found = {
        name: marker(annotations, FieldType)
        for name, annotations in field_annotations(event_class).items()
    }
    return {name: kind for name, kind in found.items() if kind is not None}


@cache
def copies_of(event_class: type) -> dict[str, Copied]:
    """The fields core fills from another record."""
    found = {
        name: marker(annotations, Copied)
        for name, annotations in field_annotations(event_class).items()
    }
    return {name: copied for name, copied in found.items() if copied is not None}


@cache
def personal_of(event_class: type) -> dict[str, FieldType]:
    """The fields that are sealed under a person's key."""
    types = field_types(event_class)
    return {name: kind for name, kind in types.items() if kind.kind == "personal"}


def event_classes(aggregate: type[Aggregate]) -> list[type[Any]]:
    """Every event class of an aggregate that can be stored."""
    base = {"Event", "Created", "Snapshot"}
    return [
        value
        for name in dir(aggregate)
        if name not in base
        and isinstance(value := getattr(aggregate, name), type)
        and issubclass(value, Aggregate.Event)
    ]
