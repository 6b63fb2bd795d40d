"""A site with the sample plugin, and short verbs for it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.config import configure, declarations_of
from houqin.core.projection.horizon import LIVE, Horizon
from tests.office import Office, open_site, quick

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from uuid import UUID

    from houqin.core.projection.row import Row
    from houqin.core.registry.declarations import Declarations
    from houqin.events.store import Store


@cache
def sampled() -> Declarations:
    """Core and the sample plugin."""
    settings = {"houqin.plugins": "tests.core.sample"}
    return declarations_of(configure(settings, web=False))


class Works(Office):
    """An office that reads meters instead of driving cars."""

    def __post_init__(self) -> None:
        """One department and two people are enough here."""
        self.unit = self.department("县机关事务中心", "机关中心")
        self.dispatcher = self.person("王调度", "dispatcher")
        self.clerk = self.person("周经办", "clerk")

    def meter(
        self, place: str = "一号楼", since: str = "2022-01-01", **more: Any
    ) -> UUID:
        return self.made("sample.install", place=place, since=since, **more)

    def read(self, meter: UUID, value: int, **more: Any) -> None:
        self.do("sample.read", record=meter, value=value, **more)

    def rows(
        self,
        ledger: str,
        filters: dict[str, str] | None = None,
        sort: str | None = None,
        horizon: Horizon = LIVE,
    ) -> list[Row]:  # fmt: skip
        with self.site.reader(horizon) as reader:
            return list(reader.ledger(f"sample.{ledger}").rows(filters, sort))

    def column(self, ledger: str, column: str, **more: Any) -> list[Any]:
        return [row.values[column] for row in self.rows(ledger, **more)]

    def figure(
        self, name: str, start: date, end: date, horizon: Horizon = LIVE
    ) -> int | None:
        with self.site.reader(horizon) as reader:
            return reader.kpi(f"sample.{name}", start, end).value


@pytest.fixture
def works(new_store: Callable[..., Store], database: str) -> Works:
    """A site with the sample plugin on each database."""
    return Works(open_site(quick(new_store, database), sampled()))
