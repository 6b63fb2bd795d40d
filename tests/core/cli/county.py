"""A demonstration of three acts, loaded as the real one is."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from houqin.core.model.command import Act

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyramid.config import Configurator

    from houqin.core.site.site import Site
    from houqin.events.clock import SteppingClock

TITLE = "三件事县"
SITE = UUID("0b1c5c1e-3f0a-5c7e-9d61-2f4f8d9a7b01")
#: 2023-01-01 08:00 and 2024-01-02 08:00 in Shanghai.
OPENS_AT, LOADED_AT = 1_672_531_200_000_000, 1_704_153_600_000_000
PASSWORD = "houqin-small"


class Account(NamedTuple):
    login: str
    title: str


ACCOUNTS = (Account("admin", "系统管理员"),)


def load(
    site: Site, clock: SteppingClock, progress: Callable[[int, int], None]
) -> None:
    """Three units; the process dies after the second where a test says so."""
    for number in range(1, 4):
        progress(number, 3)
        clock.step(clock.now() + 3_600_000_000)
        given: dict[str, Any] = {"name": f"第{number}单位", "short": f"{number}"}
        site.act(
            Act(
                "core.register_department", {**given, "kind": "county"},
                site.system_actor, UUID(int=number),
            )
        )  # fmt: skip
        if number == 2 and os.environ.get("DIES"):
            os.kill(os.getpid(), 9)
        if number == 2 and os.environ.get("FAILS"):
            raise RuntimeError("the year cannot be told")


def includeme(config: Configurator) -> None:
    config.add_plugin("county", "县", "1")
    config.add_demonstration("county", __name__)
