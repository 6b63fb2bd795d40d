"""The rules and alerts of the domain, each with the tests that show it."""

from __future__ import annotations

import re
from pathlib import Path

from houqin.plugins.civilized_city import alerts

#: As the domain paper lists them.
RULES = {
    "each notice has a number": "test_a_notice_on_paper_needs_its_number "
    "test_a_notice_of_our_own_is_numbered "
    "test_a_notice_told_on_the_phone_gets_its_number_later "
    "test_no_number_is_given_twice",
    "each item has a deadline by the hour": "test_every_item_has_its_deadline_by_hour",
    "photos of before and after": "test_photos_of_before_and_after_are_needed",
    "only the issuer or its delegate verifies":
        "test_only_the_issuers_account_or_the_liaison_verifies",
    "never who rectified": "test_who_rectified_never_verifies",
    "the liaison needs the stamped receipt":
        "test_the_liaison_verifies_with_the_stamped_receipt_only",
    "extension before the deadline": "test_an_extension_is_asked_before_the_deadline",
    "re-checked as often as it takes": "test_two_rechecks_close_a_notice",
    "both directions": "test_the_addressee_signs_for_a_notice_and_puts_it_right",
    "a task is reported with photos": "test_a_task_is_reported_with_photos",
    "a task is not verified by who did it":
        "test_a_task_is_not_verified_by_who_reported_it",
    "returned tasks": "test_a_task_that_is_returned_is_reported_again",
    "file names and sizes": "test_a_file_is_named_as_the_task_table_says "
    "test_a_file_is_no_larger_than_the_task_table_says",
    "rounds of 补正": "test_an_item_goes_back_as_often_as_it_takes",
    "submission screenshot": "test_a_submission_needs_its_screenshot",
    "one group photo": "test_a_shift_is_signed_in_with_one_photo",
    "hours": "test_hours_follow_from_signing_in_and_out "
    "test_a_corrected_sign_in_corrects_the_hours",
    "counts, no names": "test_visits_are_counted_and_nobody_is_named",
    "indicators are dated": "test_an_edition_is_dated_and_its_tree_has_no_gaps",
}  # fmt: skip
ALERTS = {
    "rectification_3d": "test_an_item_warns_three_days_before",
    "rectification_1d": "test_an_item_warns_a_day_before",
    "rectification_overdue": "test_an_item_is_red_when_it_is_overdue",
    "task_3d": "test_a_task_warns_three_days_before",
    "task_1d": "test_a_task_warns_a_day_before",
    "task_overdue": "test_a_task_is_red_when_it_is_overdue",
    "online_3d": "test_an_online_item_warns_three_days_before",
    "online_1d": "test_an_online_item_warns_a_day_before",
    "online_overdue": "test_an_online_item_is_red_when_it_is_overdue",
    "area_unowned": "test_a_grid_without_an_owner_is_told",
    "shift_not_signed_in": "test_a_shift_with_no_sign_in_is_told",
    "notice_unnumbered": "test_a_number_that_does_not_come_is_told",
}
_TESTS = re.compile(r"^def (test_\w+)", re.MULTILINE)


def _written() -> set[str]:
    here = Path(__file__).parent
    return {
        name
        for path in here.glob("test_*.py")
        for name in _TESTS.findall(path.read_text(encoding="utf-8"))
    }


def test_every_rule_has_its_tests() -> None:
    named = {name for names in RULES.values() for name in names.split()}
    assert named <= _written()


def test_every_alert_has_its_tests() -> None:
    assert set(ALERTS) == {alert.name.partition(".")[2] for alert in alerts.ALL}
    assert set(ALERTS.values()) <= _written()
