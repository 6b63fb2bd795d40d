"""Figures for a monitoring system, in the text format of Prometheus.

https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

from houqin.core.site import followers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from houqin.core.site.directory import Directory
    from houqin.core.site.site import Site

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
#: Upper bounds of the durations' buckets, in seconds.
BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

#: Labels as name and value, and the figure.
Sample = tuple[dict[str, str], float]


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
        yield from lines(
            "houqin_requests_total", "counter", "Requests answered.",
            [({"method": m, "status": f"{s}xx"}, n) for (m, s), n in answered],
        )  # fmt: skip
        name, total = "houqin_request_seconds", 0
        yield from lines(name, "histogram", "How long requests took.", [])
        for bound, count in zip((*map(str, BOUNDS), "+Inf"), buckets, strict=True):
            total += count
            yield sample(f"{name}_bucket", {"le": bound}, total)
        yield sample(f"{name}_sum", {}, seconds)
        yield sample(f"{name}_count", {}, total)


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


class Figures:
    """What the sites of a process are asked for at one scrape."""

    def __init__(self) -> None:
        self.up: list[Sample] = []
        self.writable: list[Sample] = []
        self.commands: list[Sample] = []
        self.position: list[Sample] = []
        self.ledger_lag: list[Sample] = []
        self.follower_lag: list[Sample] = []
        self.parked: list[Sample] = []

    def take(self, site: Site) -> None:
        """Ask one site."""
        labels = {"site": site.name}
        self.writable.append((labels, float(site.store.fault is None)))
        for outcome, count in sorted(site.tally.counts.items()):
            self.commands.append(({**labels, "outcome": outcome}, count))
        with site.reader() as reader:
            head = reader.position
            self.position.append((labels, head))
            pointers = site.projections.pointers(reader.connection)
            for name in sorted(site.declarations.ledgers):
                found = pointers.get(name)
                stopped = found.stopped_at if found else None
                lag = 0 if stopped is None else head - stopped + 1
                self.ledger_lag.append(({**labels, "ledger": name}, lag))
            for standing in followers.standings(reader):
                own = {**labels, "follower": standing.follower.name}
                self.follower_lag.append((own, standing.lag))
                self.parked.append((own, len(standing.parked)))

    def lines(self) -> Iterator[str]:
        """Everything taken."""
        for name, kind, help_text, samples in (
            ("site_up", "gauge", "Whether the site can be read.", self.up),
            ("site_writable", "gauge", "Whether it takes commands.", self.writable),
            ("commands_total", "counter", "Commands by outcome.", self.commands),
            ("log_position", "gauge", "Last position of the log.", self.position),
            ("ledger_lag", "gauge", "Events a ledger is behind.", self.ledger_lag),
            ("follower_lag", "gauge", "Events a follower is behind.",
             self.follower_lag),
            ("follower_parked", "gauge", "Events put aside.", self.parked),
        ):  # fmt: skip
            yield from lines(f"houqin_{name}", kind, help_text, samples)


def text_of(directory: Directory, requests: Requests) -> str:
    """Everything there is to tell."""
    figures = Figures()
    for name in directory.names():
        up = 1
        try:
            figures.take(directory.open(name))
        except Exception:  # noqa: BLE001 - that it cannot be read is what is told
            up = 0
        figures.up.append(({"site": name}, up))
    return "\n".join([*requests.lines(), *figures.lines(), ""])
