"""`houqin alerts` prints what wants attention, within any horizon, for anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.core.cli.conftest import Shell
    from tests.office import Office


def test_json_names_what_is_due_and_until_when(shell: Shell, office: Office) -> None:
    office.car(insured_until="2023-03-20")
    shown = shell.read("alerts", office.site.name)
    assert (shown["red"], shown["yellow"]) == (0, 1)
    (alert,) = shown["alerts"]
    assert alert["alert"] == "vehicles.insurance_due"
    assert alert["text"] == "桂X·00001保险2023-03-20到期"
    assert alert["due"] == "2023-03-20"


def test_a_horizon_limits_what_is_raised(shell: Shell, office: Office) -> None:
    office.car(insured_until="2023-03-20")
    # The site's own time is that of its last entry.
    office.at("2023-04-01 08:00")
    office.driver()
    before = ("--recorded-by", "2023-03-01")
    assert shell.read("alerts", office.site.name)["red"] == 1
    assert shell.read("alerts", office.site.name, *before)["yellow"] == 1
