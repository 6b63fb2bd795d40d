"""What `year.json` tells, and the days of the year that things are done on."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from houqin.core.demonstration.clock import days
from houqin.core.demonstration.county import read_county
from houqin.core.demonstration.spread import draw

if TYPE_CHECKING:
    from datetime import date

OFFICER = "sorting_officer/0"


@cache
def told() -> dict[str, Any]:
    """Read the file beside this module."""
    text = files(__package__).joinpath("year.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def text(kind: str, *key: object) -> str:
    """One of the ready texts of a kind, by digest."""
    found = told()[kind]
    return str(found[draw("waste", kind, *key) % len(found)])


def working_days(first: date, last: date) -> list[date]:
    """The days of work between two days."""
    worked = read_county().workdays
    return [day for day in days(first, last) if day in worked]


def units() -> list[str]:
    """Every unit of the county but the centre's own offices."""
    return [d.name for d in read_county().departments if d.kind != "own"]
