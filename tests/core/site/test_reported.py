"""Figures as reported and now: what became of them, and which records did it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from houqin.core.site.reported import as_reported

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.site.reported import Beside
    from tests.office import Office

MARCH = date(2023, 3, 1), date(2023, 3, 31)


def beside(office: Office, reported: date) -> dict[str, Beside]:
    """Every indicator of March, by its name without the module's."""
    kpis = office.site.declarations.kpis.values()
    with office.site.reader() as reader:
        found = list(as_reported(reader, kpis, *MARCH, reported))
    return {each.now.kpi.name.partition(".")[2]: each for each in found}


def test_amendments_after_the_report_are_what_lies_between(
    office: Office, car: UUID, driver: UUID
) -> None:
    kept = office.driven(car, driver, 1000, 1060, "2023-03-06")
    corrected = office.driven(car, driver, 1060, 1100, "2023-03-07")
    voided = office.driven(car, driver, 1100, 1130, "2023-03-08")
    office.at("2023-04-10 09:00")
    office.void(voided)
    office.correct(corrected, office.version(corrected, "Returned"), odometer=1090)
    found = beside(office, date(2023, 4, 5))
    distance, trips = found["distance"], found["trips_dispatched"]
    assert (distance.before.value, distance.now.value) == (130, 90)
    assert set(distance.causes) == {corrected, voided}
    assert (trips.difference, trips.difference_text) == (-1, "-1")
    assert trips.causes == (voided,)
    assert kept not in distance.causes
    assert beside(office, date(2023, 4, 10))["distance"].difference == 0


def test_a_share_names_the_records_of_its_parts(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.driven(car, driver, 1000, 1060, "2023-03-06")
    electric = office.car("electric")
    late = office.driven(electric, driver, 1000, 1060, "2023-03-20")
    share = beside(office, date(2023, 3, 10))["saving_share"]
    assert (share.before.text, share.now.text) == ("0.0", "50.0")
    assert share.difference_text == "+50.0"
    assert share.causes == (late,)


def test_what_could_not_be_divided_has_no_difference(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.driven(car, driver, 1000, 1060, "2023-03-20")
    response = beside(office, date(2023, 3, 10))["response"]
    assert (response.before.value, response.difference) == (None, None)
    assert response.difference_text == "—"
    assert response.causes == (trip,)
