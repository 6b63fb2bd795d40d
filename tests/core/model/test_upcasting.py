"""What earlier releases wrote is read as today's classes read it, everywhere."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from houqin.core.config import configure, declarations_of
from houqin.core.projection import rebuild, rebuild_part
from houqin.core.projection.effective import resolve
from houqin.core.projection.horizon import Horizon
from houqin.events.canonical import encode
from houqin.events.entry import NewEvent
from houqin.events.errors import NotDecodable
from tests.core.works import Works
from tests.looking import YEAR
from tests.office import open_site, quick

if TYPE_CHECKING:
    from collections.abc import Callable

    from houqin.core.projection.row import Row
    from houqin.core.registry.declarations import Declarations
    from houqin.events.store import Store

GOLDEN = Path(__file__).with_name("golden") / "tickets.json"
TICKETS = "tickets.tickets"


@cache
def declared() -> Declarations:
    settings = {"houqin.plugins": "tests.core.model.tickets"}
    return declarations_of(configure(settings, web=False))


@pytest.fixture
def history() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(GOLDEN.read_text("utf-8"))
    return found


@pytest.fixture
def office(
    new_store: Callable[..., Store], database: str, history: list[dict[str, Any]]
) -> Works:
    """A site whose log was written by three releases."""
    works = Works(open_site(quick(new_store, database), declared()))
    with works.site.log.transaction(works.site.author()) as transaction:
        events = [
            NewEvent(
                UUID(int=each["stream"]), each["version"], each["topic"],
                each["payload"], transaction.now, class_version=each["class_version"],
            )
            for each in history
        ]  # fmt: skip
        transaction.append_encoded(
            events, [(encode(each["payload"]), b"{}") for each in history]
        )
        transaction.record_itself()
    works.site.rebuild([TICKETS])
    return works


def shown(works: Works, horizon: Horizon | None = None) -> list[tuple[Any, ...]]:
    with works.site.reader(horizon or Horizon()) as reader:
        rows: list[Row] = list(reader.ledger(TICKETS).rows(sort="to"))
    return sorted(
        (row.values["to"], row.values["price"], row.values["currency"], row.voided)
        for row in rows
    )


EXPECTED = [
    ("丁", 450, "CNY", False),
    ("乙", 800, "CNY", False),
    ("己", 100, "CNY", True),
    ("戊", 300, "HKD", False),
    ("甲", 525, "CNY", False),
]


def test_ledgers_read_every_version_with_its_corrections(office: Works) -> None:
    assert shown(office) == sorted(EXPECTED)
    office.assert_sound()


def test_aggregates_read_every_version(office: Works) -> None:
    site = office.site
    found = {}
    with site.store.reading() as connection:
        for number in range(1, 6):
            stream = site.log.read_stream(connection, UUID(int=number))
            effective = resolve(stream)
            assert effective is not None
            ticket: Any = site.services.fold(effective)
            found[ticket.to] = (ticket.price, ticket.currency)
    assert found == {to: (price, money) for to, price, money, _voided in EXPECTED}


def test_processes_and_horizons_read_the_same(
    office: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = office.digest(TICKETS)
    assert office.digest(TICKETS, Horizon(position=office.head())) == live
    for module in (rebuild, rebuild_part):
        monkeypatch.setattr(module, "FEWEST_EVENTS", 0)
    office.site.rebuild([TICKETS], jobs=2)
    assert office.digest(TICKETS) == live


def test_an_earlier_horizon_sees_what_was_not_corrected_yet(
    office: Works, history: list[dict[str, Any]]
) -> None:
    first = office.head() - len(history)
    # Two tickets were sold then, and neither corrected.
    assert shown(office, Horizon(position=first + 2)) == sorted(
        [("甲", 500, "CNY", False), ("乙", 700, "CNY", False)]
    )


def test_commands_go_on_with_what_an_earlier_release_began(office: Works) -> None:
    old, older = UUID(int=3), UUID(int=2)
    office.do("tickets.use", record=old)
    office.correct(older, 1, price=900)
    new = office.made("tickets.sell", price=200, currency="CNY", to="庚")
    assert ("乙", 900, "CNY", False) in shown(office)
    assert ("庚", 200, "CNY", False) in shown(office)
    # A correction says by which version it names fields, where that is not the first.
    assert office.last(older).payload["class_version"] == 3
    assert office.last(new).class_version == 3
    live = office.digest(TICKETS)
    office.site.rebuild([TICKETS])
    assert office.digest(TICKETS) == live
    office.assert_sound()


def test_indicators_count_every_version(office: Works) -> None:
    with office.site.reader() as reader:
        assert reader.kpi("tickets.taken", *YEAR).value == 450 + 800 + 300 + 525


def test_what_is_stored_stays_as_it_was_written(
    office: Works, history: list[dict[str, Any]]
) -> None:
    with office.site.store.reading() as connection:
        bodies = connection.execute(
            "SELECT payload FROM [body] ORDER BY position DESC LIMIT ?", (len(history),)
        )
        problems = office.site.log.verify(connection)
    written = [encode(each["payload"]) for each in history]
    assert [bytes(body) for (body,) in reversed(bodies)] == written
    assert problems == []


def test_a_payload_of_a_newer_release_is_not_guessed_at(office: Works) -> None:
    site = office.site
    with site.log.transaction(site.author()) as transaction:
        event = NewEvent(
            UUID(int=9), 1, "tickets.Ticket.Sold", {"pence": 5}, transaction.now,
            class_version=4,
        )  # fmt: skip
        transaction.append([event])
    with site.store.reading() as connection:
        effective = resolve(site.log.read_stream(connection, UUID(int=9)))
    assert effective is not None
    with pytest.raises(NotDecodable, match="class version 4"):
        site.services.fold(effective)
