"""The rules and alerts of the domain, each with the tests that show it."""

from __future__ import annotations

import re
from pathlib import Path

from houqin.plugins.vehicles import alerts, overdue

#: As the domain paper lists them.
RULES = {
    "approve before use": "test_no_car_before_approval",
    "emergency: approve after, within the limit":
        "test_an_approval_within_the_limit_is_not_late "
        "test_an_approval_after_the_limit_is_marked_late",
    "one vehicle cannot overlap": "test_a_car_is_not_dispatched_twice_at_one_time",
    "one driver cannot overlap": "test_a_driver_is_not_dispatched_twice_at_one_time",
    "sealed cannot go": "test_a_sealed_car_cannot_be_dispatched_until_it_is_unsealed",
    "in repair cannot go": "test_a_car_in_repair_cannot_be_dispatched",
    "insurance expired cannot go":
        "test_a_car_whose_insurance_has_expired_cannot_be_dispatched",
    "inspection expired cannot go":
        "test_a_car_whose_inspection_has_expired_cannot_be_dispatched",
    "the licence fits": "test_a_driver_drives_only_what_his_licence_is_for",
    "electric, hybrid, petrol": "test_a_pick_list_offers_electric_first_then_hybrid",
    "then the cheaper kilometre":
        "test_cars_of_one_energy_are_offered_by_the_cost_of_a_kilometre",
    "a later one asks a reason":
        "test_a_later_choice_asks_a_reason_when_a_saving_car_is_free",
    "only where the free one fits seats and range":
        "test_no_reason_is_asked_when_the_saving_car_has_too_few_seats "
        "test_the_reason_is_asked_only_where_the_electric_car_gets_there",
    "park and wash at registered points":
        "test_a_car_is_washed_and_parked_only_at_registered_points",
    "repair at registered points": "test_a_car_is_repaired_only_at_a_registered_garage",
    "fuel at registered points": "test_a_car_is_fuelled_only_at_a_registered_point",
    "the odometer does not fall": "test_an_odometer_does_not_fall",
    "late entry has its neighbours in business time":
        "test_a_late_entry_between_two_trips_fits_between_their_readings",
    "change of odometer": "test_a_new_odometer_begins_anew",
    "quota by unit and category":
        "test_a_car_beyond_the_quota_asks_a_reason "
        "test_a_car_that_moves_beyond_the_quota_asks_a_reason",
    "price and displacement caps":
        "test_a_car_above_its_categorys_standard_asks_a_reason "
        "test_every_limit_of_the_standards_is_a_parameter_from_a_day_on",
    "nobody approves his own request": "test_nobody_agrees_to_his_own_request",
    "sealing in batch": "test_cars_are_sealed_for_a_holiday_in_one_append",
    "who had this car at a time": "test_who_has_the_car_now",
    "published use names nobody": "test_published_use_names_nobody",
}  # fmt: skip
ALERTS = {
    "insurance_due": "test_insurance_and_inspection_are_due_a_month_before",
    "inspection_due": "test_insurance_and_inspection_are_due_a_month_before",
    "upkeep_km": "test_upkeep_is_raised_after_so_many_kilometres",
    "upkeep_time": "test_upkeep_is_raised_after_a_year",
    "fuel_high": "test_a_month_that_uses_a_third_more_than_the_year_before",
    "not_returned": "test_not_returned_two_hours_after_the_plan",
    "unplanned_open": "test_a_movement_without_a_trip_is_raised_until_it_is_closed",
    "over_age": "test_a_car_past_its_years_is_told_once_they_are_over",
    "meeting_missing": "test_a_month_without_a_safety_meeting_is_raised_from_the_25th",
    "not_sealed": "test_a_holiday_on_which_cars_are_not_sealed",
    "after_approval": "test_a_pending_after_approval",
    "check_overdue": "test_a_self_check_not_reported_in_time_falls_to_who_checks",
    "account_missing": "test_a_month_that_is_not_reconciled_is_raised_from_the_15th",
    "report_missing": "test_last_years_statistics_are_raised_before_the_first_of_march",
    "duty_over": "test_a_duty_that_goes_on_after_its_last_day_is_raised",
}


def every_test() -> set[str]:
    """The names of all tests."""
    root = Path(__file__).parents[2]
    texts = (path.read_text("utf-8") for path in root.rglob("test_*.py"))
    return {name for text in texts for name in re.findall(r"def (test_\w+)", text)}


def test_every_rule_has_its_tests() -> None:
    named = {name for said in RULES.values() for name in said.split()}
    assert named - every_test() == set()


def test_every_alert_has_its_test() -> None:
    declared = {alert.name.removeprefix("vehicles.")
                for alert in (*alerts.ALL, *overdue.ALL)}  # fmt: skip
    assert declared == set(ALERTS)
    assert set(ALERTS.values()) - every_test() == set()
