"""Plays the year of every module into an empty demonstration site."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from .accounts import accounts_of
from .clock import at
from .county import read_county
from .identities import person_id
from .parts import in_its_own_microseconds, parts_of
from .pictures import handed_in
from .registering import OPENED, registrations

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from houqin.core.site.site import Site
    from houqin.events.clock import SteppingClock

    from .parts import Part, Timed

TITLE = "X县机关后勤服务中心"
OPENS_AT = OPENED
"""Where the stepping clock stands when the site is opened."""
LOADED_AT = at(date(2024, 1, 2), 8 * 60)
"""Where the demonstration's clock starts to run once the year is loaded."""
REPORTED_EVERY = 100


def acts_of_year(parts: Sequence[Part], system: UUID) -> list[Timed]:
    """List every act of the year, by the instant it is recorded at."""
    logins = {one.person: one.login for one in accounts_of(parts)}
    people = [person for part in parts for person in part.people()]
    acts = registrations(read_county(), people, logins, system)
    for part in parts:
        acts += [in_its_own_microseconds(part, each) for each in part.acts(system)]
    return sorted(acts, key=lambda timed: timed.recorded)


def load(
    site: Site, clock: SteppingClock, progress: Callable[[int, int], None]
) -> None:
    """Act out the year, the clock stepped to each act's recording.

    :param clock: the clock of the site's log, standing at :data:`OPENS_AT`.
    :param progress: told (done, all) now and then, and at the end.
    """
    parts = parts_of(site.declarations)
    hand_in(site, parts)
    acts = acts_of_year(parts, site.system_actor)
    play(site, clock, acts, progress)


def hand_in(site: Site, parts: Sequence[Part]) -> None:
    """Take in every file that the acts of these parts name."""
    for part in parts:
        for by, name, content in getattr(part, "files", tuple)():
            person = person_id(by)
            site.attachments.receive(io.BytesIO(content), name, len(content), person)


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
        site.act(replace(act, input=handed_in(site, act)))
    progress(len(acts), len(acts))
