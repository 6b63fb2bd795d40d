"""Where the time of one command goes; for information, no floor."""

from __future__ import annotations

from collections import defaultdict
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING
from uuid import uuid4

from houqin.core.model.command import Act
from houqin.core.model.context import Context
from houqin.core.model.execution import body_hash, changes_of
from houqin.core.model.permission import require, require_state
from houqin.core.schema.form import parse
from houqin.events.entry import Authorship

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.county import County, Prepared


class Stopwatch:
    """Adds up the time since it was last asked."""

    def __init__(self) -> None:
        self.parts: defaultdict[str, list[float]] = defaultdict(list)
        self._since = 0.0

    def start(self) -> None:
        """Begin one command."""
        self._since = perf_counter()

    def lap(self, part: str) -> None:
        """Put down what has passed to a part."""
        now = perf_counter()
        self.parts[part].append((now - self._since) * 1e6)
        self._since = now

    def medians(self) -> dict[str, float]:
        """Microseconds by part."""
        return {part: round(median(laps), 1) for part, laps in self.parts.items()}


def parts_of_depart(county: County, prepared: Sequence[Prepared]) -> dict[str, float]:
    """The steps of `Executor.act`, one by one."""
    watch = Stopwatch()
    for each in prepared:
        _depart(county, each, watch)
    return watch.medians()


def _depart(county: County, each: Prepared, watch: Stopwatch) -> None:
    executor, services = county.site.executor, county.site.services
    given = {"record": str(each.trip), "odometer": each.odometer}
    act = Act("vehicles.depart", given, each.driver, uuid4())
    watch.start()
    spec = services.catalogue.commands[act.command]
    form = parse(spec.form, act.input)
    body = body_hash(spec, act, form)
    watch.lap("validate the input")
    with services.log.transaction(Authorship(each.driver, act.id, act.id)) as append:
        assert append.find_command(act.id) is None
        watch.lap("lock the head, look for the command")
        context = Context(services, append, act)
        context.load(spec.on, form.record)  # type: ignore[arg-type, attr-defined]  # a RecordForm
        watch.lap("load the trip")
        require(context, spec, form)
        watch.lap("rights")
        require_state(context, spec, form)
        spec.handler(context, form)
        watch.lap("decide")
        recorded = append.append(context.pending)
        watch.lap("append")
        changes = changes_of(context, recorded)
        executor.guard(append.connection, changes)
        watch.lap("guards")
        services.projections.project(append, changes)
        watch.lap("ledgers and figures")
        append.record_command(act.id, body, append.position, append.position)
    watch.lap("commit")
