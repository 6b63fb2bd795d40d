"""A progress bar where somebody watches."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Report = Callable[[str, int, int], None]


@contextmanager
def progress() -> Iterator[Report]:
    """Give a function to tell (what, done, all) to; it is quiet without a terminal."""
    if not sys.stderr.isatty():
        yield lambda _what, _done, _all: None
        return
    from rich.console import Console  # noqa: PLC0415 - slow to load, seldom needed
    from rich.progress import Progress  # noqa: PLC0415 - for terminals only

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def report(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total or None)

        yield report
