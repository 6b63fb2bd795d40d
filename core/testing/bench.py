"""Given some commands, when one more is given, then so it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from houqin.core.config import configure, declarations_of
from houqin.core.schema.errors import FormErrors, NotPermitted, Refused
from houqin.core.site.opening import open_log
from houqin.core.site.plugins.requiring import at_opening, to_install
from houqin.core.site.plugins.running import install_rest
from houqin.core.site.site import Site
from houqin.core.testing.acting import Acting, when
from houqin.core.testing.looking import Looking
from houqin.events.clock import SteppingClock
from houqin.events.store import SQLiteStore

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self

    from houqin.core.registry.declarations import Declarations
    from houqin.events.clock import Clock
    from houqin.events.entry import RecordedEvent
    from houqin.events.store import Store

#: A Wednesday; the clock of a bench starts here.
OPENED = "2023-03-01 08:00"
KEY = bytes(range(32))


def declared(*plugins: str) -> Declarations:
    """What core and these plugins declare, each by name or module."""
    return declarations_of(configure({"houqin.plugins": " ".join(plugins)}, web=False))


def opened(
    store: Store, declarations: Declarations, clock: Clock | None = None
) -> Site:
    """Open a new site in an empty store, with all modules; its clock stands still."""
    specs = to_install(declarations, declarations.parts)
    open_log(
        store, name="青山县", zone="Asia/Shanghai",
        clock=clock or SteppingClock(when(OPENED)), site=uuid4(),
        plugins=at_opening(declarations, specs),
    )  # fmt: skip
    site = Site("bench", store, declarations, KEY)
    install_rest(site, specs)
    return site


class Bench(Acting, Looking):
    """A site to try commands on::

    bench = Bench.of(folder, "clinic")
    patient = bench.given("clinic.register", name="甲")
    bench.when("clinic.discharge", record=patient)
    bench.then("clinic.Patient.Discharged")
    bench.then_row("clinic.patients", patient, status="discharged")
    """

    def __init__(self, site: Site) -> None:
        self.site = site
        self._happened: list[RecordedEvent] = []
        self._refusal: Exception | None = None

    @classmethod
    def of(cls, folder: Path, *plugins: str) -> Self:
        """A new site below a folder, with these plugins."""
        store = SQLiteStore(folder / f"{uuid4().hex}.db", durable=False)
        return cls(opened(store, declared(*plugins)))

    def close(self) -> None:
        """Let go of its file."""
        self.site.store.close()

    def department(self, name: str = "县财政局", **more: Any) -> UUID:
        """A department."""
        more = {"short": name[-3:], "kind": "county"} | more
        return self.made("core.register_department", name=name, **more)

    def person(self, name: str, unit: UUID, *roles: str, **more: Any) -> UUID:
        """A person of that department, with these roles."""
        return self.made(
            "core.register_person",
            name=name,
            department=unit,
            roles=list(roles),
            **more,
        )

    def given(self, command: str, by: UUID | None = None, **values: Any) -> UUID:
        """Something that has been done before; the first record it touched."""
        return self.made(command, by, **values)

    def when(self, command: str, by: UUID | None = None, **values: Any) -> None:
        """What is tried; a refusal is kept for :meth:`then_refused`."""
        before = self.head()
        self._refusal = None
        try:
            self.do(command, by, **values)
        except (Refused, FormErrors, NotPermitted) as refusal:
            self._refusal = refusal
        self._happened = self.since(before)

    def then(self, topic: str, **fields: Any) -> RecordedEvent:
        """The next event it led to, with at least these fields."""
        if self._refusal is not None:
            raise self._refusal
        if not self._happened:
            message = f"nothing more happened, {topic} least of all"
            raise AssertionError(message)
        event = self._happened.pop(0)
        _agree("topic", event.topic, topic)
        for name, value in fields.items():
            _agree(f"{topic}: {name}", event.payload.get(name), value)
        return event

    def then_nothing(self) -> None:
        """There was no other event."""
        if self._happened:
            raise AssertionError([event.topic for event in self._happened])

    def then_refused(self, words: str) -> None:
        """It was refused, with these words, and nothing happened."""
        if self._refusal is None or words not in str(self._refusal):
            message = f"not refused with {words!r}: {self._refusal!r}"
            raise AssertionError(message)
        self.then_nothing()

    def then_row(self, ledger: str, record: UUID, **columns: Any) -> None:
        """The record's row has these values; ``state`` is its state."""
        row = self.row(ledger, record)
        if row is None:
            message = f"{ledger} has no row {record}"
            raise AssertionError(message)
        found = {**row.values, "state": row.state}
        for name, value in columns.items():
            _agree(f"{ledger}: {name}", found.get(name), value)


def _agree(what: str, found: Any, wanted: Any) -> None:
    wanted = str(wanted) if isinstance(wanted, UUID) else wanted
    if found != wanted:
        message = f"{what} is {found!r}, not {wanted!r}"
        raise AssertionError(message)
