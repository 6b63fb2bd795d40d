"""Gives an application of the library our recorders, by its environment."""

from __future__ import annotations

from typing import Any

from eventsourcing.persistence import InfrastructureFactory

from houqin.events.recorder import SiteRecorder
from houqin.events.snapshots import SnapshotRecorder
from houqin.events.store import Store, open_store


class Factory(InfrastructureFactory[Any]):
    """The library's way to recorders; the mapper is its own."""

    @property
    def _store(self) -> Store:
        schema = self.env.get("LOG_SCHEMA") or None
        return open_store(str(self.env.get("LOG_STORE")), schema)

    def aggregate_recorder(self, purpose: str = "events") -> SnapshotRecorder:
        assert purpose == "snapshots"
        return SnapshotRecorder(self._store)

    def application_recorder(self) -> SiteRecorder:
        return SiteRecorder(self._store)

    def tracking_recorder(self, tracking_recorder_class: Any = None) -> Any:
        raise NotImplementedError

    def process_recorder(self) -> Any:
        raise NotImplementedError
