"""When Python need not look for objects that nothing but each other refers to."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def uncollected() -> Iterator[None]:
    """What is made here stays, and looking through it takes a tenth of the time."""
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()


def keep() -> None:
    """Look no more through what is there: a server's program stays as long as it."""
    gc.freeze()
