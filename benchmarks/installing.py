"""A module is installed on 200 sites by one command, killed once and given again."""

from __future__ import annotations

import signal
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.comparison import Figures
from tests.core.site.test_all_sites import EVENTS, FOUNDING, WORDS, counties
from tests.core.site.test_plugins import directory
from tests.core.site.test_upgrading import run_command
from tests.many import many_sites

if TYPE_CHECKING:
    from pathlib import Path

SITES, DIES_AT = 200, 100
#: Microseconds both commands may take together.
MOST = 20_000_000


def installing(folder: Path) -> Figures:
    """Both commands, from the call to the end, with one step done once on each site."""
    below = folder / "installing"
    below.mkdir()
    sites = directory(below, FOUNDING)
    many_sites(sites, SITES, plugins=())
    begun = perf_counter()
    killed = run_command(below, FOUNDING, *WORDS, DIES_AT=str(DIES_AT))
    until = perf_counter()
    again = run_command(below, FOUNDING, *WORDS)
    ended = perf_counter()
    assert (killed.returncode, again.returncode) == (-signal.SIGKILL, 0), again.stderr
    assert counties(sites) == [(EVENTS, ["line", "stop"])] * SITES
    took = round((ended - begun) * 1e6)
    facts = {"until_killed": f"{until - begun:.2f} s", "sites": SITES}
    return Figures(
        "install", f"install on {SITES} sites, killed once", "20 s", took, MOST,
        round(MOST / took, 2), 1.0, facts,
    )  # fmt: skip
