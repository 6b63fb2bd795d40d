"""Who answers for the grid, and who stands at the crossing."""

from __future__ import annotations

from houqin.core.demonstration.county import CENTRE, Person
from houqin.core.demonstration.identities import department_id, person_id
from houqin.plugins.civilized_city.permissions import officer

OFFICER, DIRECTOR = "grid/officer", "director"
_NAMES = (
    "莫春燕",
    "卢志远",
    "覃海波",
    "农秀珍",
    "甘立新",
    "蒙丽华",
    "谢家明",
    "姚桂芳",
)
#: The centre's staff; each answers for some areas and serves as a volunteer.
STAFF = tuple(f"grid/{number}" for number in range(len(_NAMES)))


def people() -> list[Person]:
    """创城网格员, and the staff."""
    staff = [
        Person(key, name, CENTRE, "clerk")
        for key, name in zip(STAFF, _NAMES, strict=True)
    ]
    return [Person(OFFICER, "龙雅琴", CENTRE, officer.code), *staff]


def centre() -> str:
    """The id of the centre."""
    return str(department_id(CENTRE))


def who(key: str) -> str:
    """The id of a person, as an input names it."""
    return str(person_id(key))
