"""Figures for a monitoring system, in the text format of Prometheus.

https://prometheus.io/docs/instrumenting/exposition_formats/

What a site's store knows is the same whichever process is asked. What a process counts
for itself carries the label ``process``, so that two behind one address are two series.
"""

from __future__ import annotations

import os
import socket
import threading
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

from houqin.core.audit import checkpoints
from houqin.core.site import followers
from houqin.core.site.backups import last_backup
from houqin.core.site.system_log import wall_now
from houqin.events.instants import SECOND
from houqin.events.tree import ALGORITHMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from houqin.core.site.directory import Directory
    from houqin.core.site.reader import Reader
    from houqin.core.site.site import Site

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
#: Upper bounds of the durations' buckets, in seconds.
BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

#: Labels as name and value, and the figure.
Sample = tuple[dict[str, str], float]


def process() -> str:
    """This process, among all that serve the same sites."""
    return f"{socket.gethostname()}:{os.getpid()}"


class Requests:
    """The requests this process has answered: how many, and how long they took."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answered: Counter[tuple[str, int]] = Counter()
        self._buckets = [0] * (len(BOUNDS) + 1)
        self._seconds = 0.0

    def count(self, method: str, status: int, seconds: float) -> None:
        """Take one in."""
        with self._lock:
            self._answered[method, status // 100] += 1
            self._buckets[bisect_left(BOUNDS, seconds)] += 1
            self._seconds += seconds

    def lines(self) -> Iterator[str]:
        """What there is to tell of them."""
        with self._lock:
            answered = sorted(self._answered.items())
            buckets, seconds = list(self._buckets), self._seconds
        own = {"process": process()}
        yield from lines(
            "houqin_requests_total", "counter", "Requests answered.",
            [({**own, "method": m, "status": f"{s}xx"}, n) for (m, s), n in answered],
        )  # fmt: skip
        name, total = "houqin_request_seconds", 0
        yield from lines(name, "histogram", "How long requests took.", [])
        for bound, count in zip((*map(str, BOUNDS), "+Inf"), buckets, strict=True):
            total += count
            yield sample(f"{name}_bucket", {**own, "le": bound}, total)
        yield sample(f"{name}_sum", own, seconds)
        yield sample(f"{name}_count", own, total)


def sample(name: str, labels: Mapping[str, str], value: float) -> str:
    """One line; no label of ours holds a quotation mark, a backslash or a break."""
    named = ",".join(f'{label}="{text}"' for label, text in labels.items())
    return f"{name}{{{named}}} {value}" if named else f"{name} {value}"


def lines(name: str, kind: str, help_text: str, samples: list[Sample]) -> Iterator[str]:
    """A metric with its samples."""
    yield f"# HELP {name} {help_text}"
    yield f"# TYPE {name} {kind}"
    for labels, value in samples:
        yield sample(name, labels, value)


#: Name, kind and help of every figure of a site, in the order they are told.
SITE = (
    ("site_up", "gauge", "Whether the site can be read."),
    ("site_writable", "gauge", "Whether this process may write to it."),
    ("commands_total", "counter", "Commands by outcome."),
    ("log_position", "gauge", "Last position of the log."),
    ("ledger_position", "gauge", "Position a ledger stands at."),
    ("ledger_lag", "gauge", "Events a ledger is behind."),
    ("ledger_stopped", "gauge", "Whether a ledger stands still after a fault."),
    ("follower_position", "gauge", "Position a follower is done with."),
    ("follower_lag", "gauge", "Events a follower is behind."),
    ("follower_parked", "gauge", "Events put aside."),
    ("checkpoint_position", "gauge", "Position of the newest checkpoint."),
    ("checkpoint_age_seconds", "gauge", "Time since the newest checkpoint."),
    ("backup_age_seconds", "gauge", "Time since the newest backup."),
)


class Figures:
    """What the sites of a process are asked for at one scrape."""

    def __init__(self) -> None:
        self._samples: dict[str, list[Sample]] = {name: [] for name, *_ in SITE}

    def put(self, name: str, labels: dict[str, str], value: float) -> None:
        """Take one sample."""
        self._samples[name].append((labels, value))

    def take(self, site: Site) -> None:
        """Ask one site."""
        labels = {"site": site.name}
        own = {**labels, "process": process()}
        self.put("site_writable", own, float(site.store.fault is None))
        for outcome, count in sorted(site.tally.counts.items()):
            self.put("commands_total", {**own, "outcome": outcome}, count)
        with site.reader() as reader:
            self.put("log_position", labels, reader.position)
            self._ledgers(reader, labels)
            self._followers(reader, labels)
            self._checkpoint(reader, labels)
            made = last_backup(reader.connection)
            if made is not None:
                self.put("backup_age_seconds", labels, (wall_now() - made) / SECOND)

    def _ledgers(self, reader: Reader, labels: dict[str, str]) -> None:
        head = reader.position
        pointers = reader.site.projections.pointers(reader.connection)
        for name in sorted(reader.site.declarations.ledgers):
            found = pointers.get(name)
            stopped = found.stopped_at if found else None
            at = head if stopped is None else stopped - 1
            own = {**labels, "ledger": name}
            self.put("ledger_position", own, at)
            self.put("ledger_lag", own, head - at)
            self.put("ledger_stopped", own, float(stopped is not None))

    def _followers(self, reader: Reader, labels: dict[str, str]) -> None:
        for standing in followers.standings(reader):
            own = {**labels, "follower": standing.follower.name}
            self.put("follower_position", own, reader.position - standing.lag)
            self.put("follower_lag", own, standing.lag)
            self.put("follower_parked", own, len(standing.parked))

    def _checkpoint(self, reader: Reader, labels: dict[str, str]) -> None:
        found = checkpoints.last(reader.connection, ALGORITHMS[0])
        if found is not None:
            age = (reader.site.now() - found.signed) / SECOND
            self.put("checkpoint_position", labels, found.position)
            self.put("checkpoint_age_seconds", labels, age)

    def lines(self) -> Iterator[str]:
        """Everything taken."""
        for name, kind, help_text in SITE:
            yield from lines(f"houqin_{name}", kind, help_text, self._samples[name])


def text_of(directory: Directory, requests: Requests) -> str:
    """Everything there is to tell."""
    figures = Figures()
    for name in directory.awake():
        up = 1
        try:
            figures.take(directory.open(name))
        except Exception:  # noqa: BLE001 - that it cannot be read is what is told
            up = 0
        figures.put("site_up", {"site": name}, up)
    return "\n".join([*requests.lines(), *figures.lines(), ""])
