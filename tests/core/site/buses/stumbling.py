"""A plugin that cannot be registered."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    config.add_plugin("stumbling", "跌跌撞撞", "0.1.0")
    config.add_role("conductor", "乘务员")
    raise LookupError("no timetable")
