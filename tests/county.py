"""A small county to test pages in: its people, two cars, one driver."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from houqin.core.model.command import Act
from houqin.core.site.directory import Directory
from tests.office import declared

if TYPE_CHECKING:
    from pathlib import Path

    from houqin.core.site.site import Site

PASSWORD = "houqin-test-1"
TITLE = "X县机关后勤服务中心"

#: Login, name, role, and whether of the unit that uses cars.
PEOPLE = (
    ("admin", "林晓梅", "administrator", False),
    ("director", "韦建国", "director", False),
    ("dispatcher", "赵明", "dispatcher", False),
    ("driver", "钱进", "driver", False),
    ("clerk", "张华", "clerk", True),
    ("reviewer", "李芳", "reviewer", True),
    ("auditor", "周正", "auditor", False),
    ("overseer", "吴督", "audit_administrator", False),
)
PETROL = {
    "plate": "桂X·00001", "category": "emergency", "model": "大众帕萨特",
    "energy": "petrol", "seats": 5, "registered_on": "2013-05-15",
    "price": 18_600_000, "odometer": 101_000, "displacement": 1800,
    "special_case": "按批准的特殊情形配备",
}  # fmt: skip
ELECTRIC = {
    "plate": "桂X·D00013", "category": "emergency", "model": "比亚迪秦",
    "energy": "electric", "seats": 5, "registered_on": "2023-05-15",
    "price": 11_600_000, "odometer": 1000,
}  # fmt: skip


@dataclass
class County:
    """A site with its people and cars, by login and plate."""

    site: Site
    ids: dict[str, UUID] = field(default_factory=dict)

    def act(self, command: str, by: str = "", **values: Any) -> UUID:
        """Do something as a person, or as the system; the first record touched."""
        actor = self.ids[by] if by else self.site.system_actor
        return self.site.act(Act(command, values, actor, uuid4())).records[0]

    def request(self, **changed: Any) -> UUID:
        """A request of the clerk's, not yet reviewed."""
        return self.request_by("clerk", **changed)

    def request_by(self, by: str, **changed: Any) -> UUID:
        """A request as somebody types it."""
        values = {
            "unit": str(self.ids["unit"]), "user": str(self.ids["clerk"]),
            "purpose": "下乡调研", "passengers": 3,
            "planned_start": "2026-01-05T09:00:00+08:00",
            "planned_end": "2026-01-05T12:00:00+08:00",
            "origin": "县行政中心", "destination": "青竹镇",
        }  # fmt: skip
        return self.act("vehicles.request_vehicle", by, **(values | changed))

    def request_of(self, person: UUID, unit: UUID, **changed: Any) -> UUID:
        """A request of another unit's person, typed by the system."""
        of = {"unit": str(unit), "user": str(person)}
        return self.request_by("", **(of | changed))

    def approved(self, **changed: Any) -> UUID:
        """A request that waits for a car."""
        request = self.request(**changed)
        self.act("core.agree", "reviewer", record=str(request))
        self.act("core.agree", "director", record=str(request))
        return request

    def trip(self, **changed: Any) -> UUID:
        """A trip that has been dispatched."""
        return self.act(
            "vehicles.dispatch", "dispatcher", requests=[str(self.approved(**changed))],
            trips=[
                {
                    "vehicle": str(self.ids["桂X·D00013"]),
                    "driver": str(self.ids["steering"]),
                }
            ],
        )  # fmt: skip


def settings_of(var: Path) -> dict[str, str]:
    """The settings of an installation with this plugin alone."""
    return {"var": str(var), "houqin.plugins": "houqin.plugins.vehicles"}


def found_county(var: Path) -> County:
    """Create the site ``test`` below ``var``."""
    county = County(Directory(var, declared()).create("test", title=TITLE))
    act, ids = county.act, county.ids
    own = act("core.register_department", name=TITLE, short="后勤中心", kind="own")
    ids["unit"] = act(
        "core.register_department", name="县自然资源局", short="自然资源局",
        kind="county",
    )  # fmt: skip
    for login, name, role, of_unit in PEOPLE:
        department = str(ids["unit"] if of_unit else own)
        ids[login] = act(
            "core.register_person", name=name, department=department, roles=[role],
            login=login, password=PASSWORD,
        )  # fmt: skip
    act(
        "core.authorise_auditor",
        person=str(ids["auditor"]),
        number="X审函〔2025〕1号",
        since="2025-01-01",
        until="2030-12-31",
    )
    for car in (PETROL, ELECTRIC):
        ids[str(car["plate"])] = act("vehicles.register_vehicle", **car)
    ids["steering"] = act(
        "vehicles.register_driver", person=str(ids["driver"]), licence="C1"
    )
    return county


def reopened(var: Path, ids: dict[str, UUID]) -> County:
    """The county of a copied folder."""
    return County(Directory(var, declared()).open("test"), dict(ids))
