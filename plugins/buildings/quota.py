"""单位核定面积, and what the ledger's first part asks of a unit."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.schema import types
from houqin.plugins.buildings import fields
from houqin.plugins.buildings.area_table import Level
from houqin.plugins.buildings.permissions import BuildingsPermission as Right

MOST_PEOPLE = 99_999


class Nature(types.Choice):
    """单位性质."""

    PARTY = "party", "党的机关"
    CONGRESS = "congress", "人大机关"
    GOVERNMENT = "government", "行政机关"
    CONSULTATIVE = "consultative", "政协机关"
    COURT = "court", "审判检察机关"
    MASS = "mass", "群团机关"
    INSTITUTION = "institution", "事业单位"


_COUNT = types.integer("人")
ApprovedArea = Annotated[
    int, Field(title="核定面积", ge=0, le=fields.MOST_AREA), fields.AREA
]
CreditCode = Annotated[
    str, Field(title="统一社会信用代码", pattern=r"^[0-9A-Z]{18}$"), types.text()
]
NatureField = Annotated[Nature, Field(title="单位性质"), types.choice(Nature)]
UnitLevel = Annotated[Level, Field(title="级别"), types.choice(Level)]
Posts = Annotated[int, Field(title="编制数", ge=0, le=MOST_PEOPLE), _COUNT]
Staff = Annotated[int, Field(title="实有人数", ge=0, le=MOST_PEOPLE), _COUNT]
HeadsOfCounty = Annotated[int, Field(title="县级正副职", ge=0, le=MOST_PEOPLE), _COUNT]
Heads = Annotated[int, Field(title="正科级", ge=0, le=MOST_PEOPLE), _COUNT]
Deputies = Annotated[int, Field(title="副科级", ge=0, le=MOST_PEOPLE), _COUNT]
Others = Annotated[int, Field(title="科级以下", ge=0, le=MOST_PEOPLE), _COUNT]


class UnitQuota(Aggregate):
    """What one unit may use, and how many people it has."""

    topic = "buildings.UnitQuota"
    title = "单位核定面积"
    seen_by = Right.SEE
    of_units = ("unit",)
    workflow = Workflow(
        [State("valid", "有效", stage=False)],
        [
            Transition("Set", (), "valid"),
            Transition("Changed", ("valid",)),
            Transition("Counted", ("valid",)),
        ],
        latest=True,
    )

    class Set(Aggregate.Created):
        """So much, by this document."""

        title = "核定面积"
        unit: fields.UsingUnit
        approved_area: ApprovedArea
        document: fields.Document
        posts: Posts
        staff: Staff
        nature: NatureField | None = None
        level: UnitLevel | None = None
        credit_code: CreditCode | None = None
        county_heads: HeadsOfCounty | None = None
        heads: Heads | None = None
        deputies: Deputies | None = None
        others: Others | None = None

    class Changed(Aggregate.Event):
        """Another area, by another document."""

        title = "调整核定面积"
        approved_area: ApprovedArea
        document: fields.Document

    class Counted(Aggregate.Event):
        """How many posts and people it has now."""

        title = "更新编制和人数"
        posts: Posts
        staff: Staff
        county_heads: HeadsOfCounty | None = None
        heads: Heads | None = None
        deputies: Deputies | None = None
        others: Others | None = None
