"""Raw events and what amendments leave of them, by the letter of CONTRACTS §4."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

Event = dict[str, Any]
Row = dict[str, Any]

CORRECTED, VOIDED = "core.Record.Corrected", "core.Record.Voided"
ERASED = "core.Record.PayloadErased"


def micros(text: str) -> int:
    """A payload's instant as microseconds UTC."""
    passed = datetime.fromisoformat(text) - datetime(1970, 1, 1, tzinfo=UTC)
    return passed // timedelta(microseconds=1)


def day_of(instant: int, zone: ZoneInfo) -> date:
    """The local day of an instant."""
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=instant)
    return at.astimezone(zone).date()


def name_of(event: Event) -> str:
    """The event's own name, without plugin and aggregate."""
    return str(event["topic"]).rpartition(".")[2]


def aggregate_of(event: Event) -> str:
    """``<plugin>.<Aggregate>``."""
    return str(event["topic"]).rpartition(".")[0]


def is_amendment(event: Event) -> bool:
    """Whether it is about another event."""
    return event["topic"] in {CORRECTED, VOIDED, ERASED}


def by_day(event: Event) -> bool:
    """Whether only its day is known."""
    return event["metadata"].get("precision") == "day"


def as_erased(log: list[Event]) -> list[Event]:
    """The log with what its erasures put in place of bodies, the last one's word."""
    said = {}
    for event in log:
        if event["topic"] == ERASED:
            payload = event["payload"]
            parts = [payload | {"version": payload["target"]}, *payload["covers"]]
            for part in parts:
                body = {name: part[name] for name in ("payload", "metadata")}
                said[event["stream"], part["version"]] = body
    return [e | said.get((e["stream"], e["version"]), {}) for e in log]


@dataclass
class Record:
    """What a horizon leaves of one stream.

    ``known`` is everything recorded, amendments among it; ``events`` what happened, as
    amended; ``struck`` the single events that are voided.
    """

    stream: str
    known: list[Event]
    events: list[Event] = field(default_factory=list)
    struck: list[Event] = field(default_factory=list)
    voided: bool = False

    @property
    def aggregate(self) -> str:
        return aggregate_of(self.known[0])


def stands(event: Event, known: list[Event]) -> bool:
    """Whether no voiding that itself stands names the event."""
    return not any(
        later["topic"] == VOIDED
        and later["payload"]["target"] == event["version"]
        and stands(later, known)
        for later in known
        if later["position"] > event["position"]
    )


def amended(event: Event, known: list[Event]) -> Event:
    """The event with every correction that stands, in the order they were made."""
    shown = {
        **event,
        "payload": {**event["payload"]},
        "metadata": {**event["metadata"]},
    }
    for change in sorted(known, key=lambda e: e["position"]):
        if change["topic"] != CORRECTED or not stands(change, known):
            continue
        if change["payload"]["target"] == event["version"]:
            _correct(shown, change["payload"])
    return shown


def _correct(shown: Event, change: dict[str, Any]) -> None:
    shown["payload"].update(change.get("payload", {}))
    for name in [n for n, value in shown["payload"].items() if value is None]:
        del shown["payload"][name]
    for name, value in change.get("header", {}).items():
        if name == "occurred":
            shown["occurred"] = micros(value)
        elif name == "on_behalf_of":
            shown["on_behalf_of"] = value
        else:
            shown["metadata"][name] = value
