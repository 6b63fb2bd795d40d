"""What a process does for its sites beside answering: recovery, schedule, followers."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Self

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


class Working:
    """Threads for the sites of one process, begun and ended with it.

    Every process looks after its own stores; with ``duties`` it also does scheduled
    work and followers, each follower in a thread of its own, so that one that waits
    for an answer holds up no other.
    """

    def __init__(self, directory: Directory, *, duties: bool) -> None:
        self._directory = directory
        self._duties = duties
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
            for name in self._directory.names():
                try:
                    self._turn(name)
                except Exception:
                    log.exception("work for %s", name)
                    wait = TROUBLE

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
