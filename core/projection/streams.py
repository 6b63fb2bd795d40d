"""The streams of one aggregate, whole, however they are read."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from houqin.core.projection.effective import AMENDMENTS, is_amendment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from houqin.events.entry import RecordedEvent
    from houqin.events.log import Log
    from houqin.events.store import Connection


def streams_of(
    log: Log,
    connection: Connection,
    aggregate: str,
    topics: Sequence[str],
    upto: int | None = None,
) -> Iterator[list[RecordedEvent]]:
    """The streams of one aggregate, each whole, amendments among them."""
    wanted = (*topics, *sorted(AMENDMENTS))
    events = log.read_streams(connection, topics=wanted, stop=upto)
    for _stream, group in groupby(events, key=lambda event: event.stream):
        stream = list(group)
        if not is_amendment(stream[0]) and stream[0].topic.startswith(f"{aggregate}."):
            yield stream
