"""Nobody is on the roster twice."""

from __future__ import annotations

from houqin.core.model.guards import Claims, Register
from houqin.core.projection.sources import field
from houqin.plugins.civilized_city.volunteer import Volunteer


class OnRoster(Claims):
    """Persons of the roster; the message names nobody by an id."""

    def refusal(self, value: str) -> str:  # noqa: ARG002 - an id nobody can read
        """What is said of somebody who is on it already."""
        return "这个人已经在志愿者名册里"


roster = Register("civilized_city.roster", Volunteer, ["person", "team"])
roster.keep(Volunteer.Registered, "person", "team")

persons = OnRoster(
    "civilized_city.persons", [Volunteer], "志愿者", released=["left"], field="person"
)
persons.on(Volunteer.Registered, value=field("person"))

ALL = (roster, persons)
