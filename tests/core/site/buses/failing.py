"""班车, version 0.4.0 that cannot read what the site has recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.schema.fields import Line

if TYPE_CHECKING:
    from pyramid.config import Configurator


class Run(Aggregate):
    """One run of a bus."""

    topic = "buses.Run"
    title = "班次"

    class Opened(Aggregate.Created):
        """It has run."""

        title = "开行"
        class_version: ClassVar[int] = 3
        line: Annotated[Line, Field(title="线路")]

        @staticmethod
        def upcast_v1_v2(payload: dict[str, Any]) -> None:
            payload["line"] = payload["route"]

        @staticmethod
        def upcast_v2_v3(payload: dict[str, Any]) -> None:
            payload["line"] = payload["route"]


def includeme(config: Configurator) -> None:
    config.add_plugin("buses", "通勤班车", "0.4.0")
    config.add_aggregate(Run)
