"""The invented county's units and people as `county.json` describes them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from .clock import Workdays

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The unit whose site it is.
CENTRE = "县机关后勤服务中心"


@dataclass(frozen=True, slots=True)
class Department:
    """A unit; a subordinate one names whose it is."""

    name: str
    short: str
    kind: str
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the county; ``key`` is what the plan calls the person by."""

    key: str
    name: str
    department: str
    role: str


@dataclass(frozen=True)
class County:
    """Who is there when the year begins, and on which days they work."""

    workdays: Workdays
    departments: tuple[Department, ...]
    people: tuple[Person, ...]


def clerk_of(department: str) -> str:
    """The key of a unit's clerk."""
    return f"clerk/{department}"


def reviewer_of(department: str) -> str:
    """The key of whoever reviews for a unit; subordinate ones have nobody."""
    return f"reviewer/{department}"


@cache
def read_county() -> County:
    """Read the file beside this module."""
    told = json.loads(files(__package__).joinpath("county.json").read_text("utf-8"))
    rows = told["departments"]
    staff = [Person(**row) for row in told["staff"]]
    return County(
        Workdays(*(_dates(told[name]) for name in ("holidays", "make_up_days"))),
        tuple(
            Department(row["name"], row["short"], row["kind"], row.get("parent"))
            for row in rows
        ),
        (*staff, *(person for row in rows for person in _people_of(row))),
    )


def _dates(texts: list[str]) -> list[date]:
    return [date.fromisoformat(text) for text in texts]


def _people_of(row: dict[str, Any]) -> Iterator[Person]:
    unit = row["name"]
    yield Person(clerk_of(unit), row["clerk"], unit, "clerk")
    if "reviewer" in row:
        yield Person(reviewer_of(unit), row["reviewer"], unit, "reviewer")
