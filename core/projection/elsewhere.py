"""Another module's records, known by topic alone.

A ledger ``per=Elsewhere("vehicles.Trip", "vehicles.see")`` is fed by the events of a
module that is among the ``requires`` of the one that declares it.
"""

from __future__ import annotations


class Elsewhere:
    """What a ledger needs to know of an aggregate it does not import.

    :param topic: ``<plugin>.<Aggregate>``.
    :param seen_by: the right that seeing the rows needs.
    """

    #: Its states are the other module's own matter.
    workflow = None

    def __init__(self, topic: str, seen_by: str) -> None:
        self.topic = topic
        self.seen_by = str(seen_by)

    def event(self, name: str) -> type:
        """One of its events: ``trips.event("Returned")``."""
        return type(name, (), {})
