"""Loads the planned year into an empty demonstration site."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from houqin.core.model.command import Act
from houqin.core.site.calendar import bundled

from .acts import Timed, requests_and_trips
from .annual import annual_report, repairs_before
from .cards import cards_of
from .county import read_county
from .crew import meetings_and_merits
from .duties import special_duties
from .hours import MINUTE, at
from .identities import command_id, person_id
from .keeping import keeping
from .oversight import oversight
from .plan import plan_year
from .registers import OPENED, registrations

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from houqin.core.site.site import Site
    from houqin.events.clock import SteppingClock

TITLE = "X县机关后勤服务中心"
OPENS_AT = OPENED
"""Where the stepping clock stands when the site is opened."""
LOADED_AT = at(date(2024, 1, 2), 8 * 60)
"""Where the demonstration's clock starts to run once the year is loaded."""
ANNOUNCED = (
    (2023, OPENED + 30 * MINUTE),
    (2024, at(date(2023, 11, 1), 9 * 60)),
)
"""Which year's days of work are registered when."""
REPORTED_EVERY = 100


def acts_of_year(system: UUID) -> list[Timed]:
    """List every act of the year, by the instant it is recorded at."""
    year = plan_year()
    acts = [
        *registrations(year, system),
        *calendars(),
        *special_duties(read_county()),
        *cards_of(year),
        *meetings_and_merits(year),
        *oversight(year),
        *repairs_before(year),
        annual_report(year),
        *requests_and_trips(year),
        *keeping(year, read_county()),
    ]
    # The next year's holidays are announced while this one runs.
    return sorted(acts, key=lambda timed: timed.recorded)


def calendars() -> list[Timed]:
    """List when the administrator registers which year's days of work."""
    found = []
    for year, recorded in ANNOUNCED:
        given = bundled(year) or {}
        command = command_id("calendar", year)
        act = Act("core.set_calendar", given, person_id("administrator"), command)
        found.append(Timed(recorded, act))
    return found


def load(
    site: Site, clock: SteppingClock, progress: Callable[[int, int], None]
) -> None:
    """Act out the year, the clock stepped to each act's recording.

    :param clock: the clock of the site's log, standing at :data:`OPENS_AT`.
    :param progress: told (done, all) now and then, and at the end.
    """
    play(site, clock, acts_of_year(site.system_actor), progress)


def play(
    site: Site,
    clock: SteppingClock,
    acts: Sequence[Timed],
    progress: Callable[[int, int], None],
) -> None:
    """Act out some acts in their order."""
    for done, (recorded, act) in enumerate(acts):
        if done % REPORTED_EVERY == 0:
            progress(done, len(acts))
        clock.step(max(recorded, clock.now()))
        site.act(act)
    progress(len(acts), len(acts))
