"""办公用房台账: the six parts that are handed in every January and June (盘锦)."""

from __future__ import annotations

from houqin.core.registry.books import Beside, Book, BookPart
from houqin.plugins.buildings.permissions import BuildingsPermission as Right
from houqin.plugins.buildings.room import ON_THE_BOOKS

estate = Book(
    "buildings.estate",
    "办公用房台账",
    Right.COLLECT,
    (
        BookPart(
            "一、使用单位基本情况",
            "buildings.quotas",
            (
                "unit", "credit_code", "nature", "level", "posts", "staff",
                "county_heads", "heads", "deputies", "others", "approved_area",
            ),
            beside=Beside(
                "buildings.units", "unit", "unit", ("used", "difference", "rooms")
            ),
        ),
        BookPart(
            "二、办公用房基本情况",
            "buildings.buildings",
            (
                "compound", "name", "address", "built_year", "structure", "storeys",
                "gross_area", "ownership", "cert", "acquired", "value", "safety",
            ),
            group="compound",
            states=("in_use",),
            beside=Beside(
                "buildings.building_areas", "building", "key",
                ("usable", "office", "service", "equipment", "annex"),
            ),
        ),
        BookPart(
            "三、使用功能细化（房间）",
            "buildings.rooms",
            (
                "building", "floor", "number", "function", "gross_area",
                "usable_area", "unit", "person", "rank", "persons", "standard",
                "over", "since", "agreement", "certificate",
            ),
            group="building",
            states=ON_THE_BOOKS,
        ),
        BookPart(
            "四、腾退情况",
            "buildings.vacatings",
            (
                "name", "usable_area", "former", "reason", "due_on", "vacated_on",
                "receiver",
            ),
        ),
        BookPart(
            "五、出租、借用、租用情况",
            "buildings.leases",
            (
                "kind", "counterparty", "rooms", "place", "area", "since", "until",
                "rent", "document", "purpose", "unit",
            ),
            group="kind",
            states=("running",),
        ),
        BookPart(
            "六、平面图",
            "buildings.drawings",
            (
                "number", "floor", "edition", "surveyed_on", "in_force_at", "marked",
                "replaces", "unit",
            ),
            states=("in_force",),
            sort="number",
        ),
    ),
    "表号：办公用房 01",
)  # fmt: skip

ALL = (estate,)
