"""The first aggregate of every log: the site itself."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.schema.fields import Line, Moment

#: The site's own facts, fixed at opening.
FORMAT_VERSION = 1


class SiteRecord(Aggregate):
    """Position 1 is :class:`Opened`."""

    topic = "core.Site"
    title = "站点"
    seen_by = "core.oversee"
    amended_by = ""

    class Opened(Aggregate.Created):
        """The site is there from here on."""

        title = "开通"
        site: str
        name: Annotated[Line, Field(title="名称")]
        format: int
        zone: str
        clock: str

    class DemonstrationLoaded(Aggregate.Event):
        """The demonstration's clock runs on from ``at`` since the wall's ``wall``."""

        title = "演示数据已载入"
        at: Annotated[Moment, Field(title="演示时间")]
        wall: Annotated[Moment, Field(title="实际时间")]

    class DemonstrationStepped(Aggregate.Event):
        """The demonstration's clock was set forward."""

        title = "演示时间前移"
        at: Annotated[Moment, Field(title="演示时间")]
        wall: Annotated[Moment, Field(title="实际时间")]

    class ClockConfirmed(Aggregate.Event):
        """An administrator confirmed that the clock is right after a jump."""

        title = "确认时钟"
        now: Annotated[Moment, Field(title="时间")]
        last: Annotated[Moment, Field(title="此前最后登记")]
