"""What a process does for its sites beside answering: recovery, schedule, followers.

An installation of a few sites has them all open. Of many, a site nobody has asked for
is visited now and then, and closed again.
"""

from __future__ import annotations

import logging
import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING, Self

from houqin.core.site.directory import FEW
from houqin.core.site.followers import Course
from houqin.core.site.recovery import Recovery
from houqin.core.site.schedule import Schedule

if TYPE_CHECKING:
    from types import TracebackType

    from houqin.core.site.directory import Directory

log = logging.getLogger(__name__)

#: Seconds between two looks, and after something went wrong.
TURN = 1.0
TROUBLE = 5.0
#: Seconds to wait for what is at work when the process ends.
PATIENCE = 30.0
#: Seconds from the start to the first visit, and from one visit to the next.
VISIT = 5.0


class Working:
    """Threads for the sites of one process, begun and ended with it.

    Every process looks after its own stores; with ``duties`` it also does scheduled
    work and followers, each follower in a thread of its own, so that one that waits
    for an answer holds up no other.
    """

    def __init__(
        self,
        directory: Directory,
        *,
        duties: bool,
        visit: float = VISIT,
        few: float = FEW,
    ) -> None:
        """Begin with ``with``.

        :param visit: seconds between two visits of sites that are not open.
        :param few: so many sites are kept open.
        """
        self._directory = directory
        self._duties = duties
        self._few = few
        self._every = visit
        self._next_visit = time.monotonic() + visit
        self._visited: dict[str, float] = {}
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self._recoveries: dict[str, Recovery] = {}
        self._schedules: dict[str, Schedule] = {}

    def __enter__(self) -> Self:
        """Begin."""
        self._begin(self._look_after, "sites")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let everything come to its end."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(PATIENCE)

    def _begin(self, work: object, name: str) -> None:
        thread = threading.Thread(target=work, name=name, daemon=True)  # type: ignore[arg-type]  # a function
        self._threads.append(thread)
        thread.start()

    def _look_after(self) -> None:
        wait = 0.0
        while not self._stopping.wait(wait):
            wait = TURN
            names = self._directory.names()
            if self._duties and len(names) > self._few:
                names = self._few_of(names)
            for name in names:
                try:
                    self._turn(name)
                except Exception:
                    log.exception("work for %s", name)
                    wait = TROUBLE

    def _few_of(self, names: list[str]) -> list[str]:
        """Those that are open; one more, when it is time to visit one, is visited."""
        shut = [name for name in names if self._directory.opened(name) is None]
        now = time.monotonic()
        if shut and now >= self._next_visit:
            self._next_visit = now + self._every
            longest = min(shut, key=lambda name: self._visited.get(name, 0.0))
            self._visited[longest] = now
            try:
                self._visit(longest)
            except Exception:
                log.exception("work for %s", longest)
        return [name for name in names if name not in shut]

    def _visit(self, name: str) -> None:
        """Do what has come up at a site since the last visit."""
        site = self._directory.open_apart(name)
        with closing(site.store):
            Schedule(site).go_on()
            for follower in site.declarations.followers.values():
                course = Course(site, follower)
                while course.go_on() and not self._stopping.is_set():
                    pass
                course.stop()

    def _turn(self, name: str) -> None:
        site = self._directory.opened(name)
        if site is None and self._duties:
            site = self._directory.open(name)
        if site is None:
            return
        recovery = self._recoveries.setdefault(name, Recovery(site))
        if not recovery.go_on() or not self._duties:
            return
        if name not in self._schedules:
            self._schedules[name] = Schedule(site)
            for follower in site.declarations.followers.values():
                course = Course(site, follower)
                self._begin(lambda course=course: self._follow(course), follower.name)
        self._schedules[name].go_on()

    def _follow(self, course: Course) -> None:
        wait = 0.0
        while not self._stopping.wait(wait):
            wait = TURN
            try:
                # Whatever has come meanwhile is taken without another wait.
                while course.go_on() and not self._stopping.is_set():
                    pass
            except Exception:
                log.exception("%s", course.follower.name)
                wait = TROUBLE
        course.stop()
