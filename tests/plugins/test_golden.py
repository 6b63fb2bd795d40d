"""The demonstration's ledgers have the digests they always had.

A change means that ten years of digests would not hold, or that two loads differ. They
are the same in a county without one of the other modules.
`python -m tests.plugins.test_golden FOLDER` writes them anew from a loaded folder.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from houqin.core.demonstration.parts import (
    OWN_MICROSECONDS,
    in_its_own_microseconds,
    parts_of,
)
from houqin.core.demonstration.playing import acts_of_year
from tests.plugins import loading

if TYPE_CHECKING:
    from houqin.core.site.site import Site

HERE = Path(__file__).parent
GOLDEN = "golden_digests.json"
MODULES = sorted(path.name for path in HERE.iterdir() if (path / GOLDEN).exists())
pytestmark = pytest.mark.slow


def digests(site: Site, module: str) -> dict[str, str]:
    ledgers = site.declarations.ledgers.values()
    with site.reader() as reader:
        return {
            ledger.name: reader.digest(ledger.name)
            for ledger in ledgers
            if ledger.plugin == module
        }


@pytest.mark.parametrize("module", MODULES)
def test_the_ledgers_have_the_digests_they_always_had(
    loaded: Site, module: str
) -> None:
    golden = json.loads((HERE / module / GOLDEN).read_text("utf-8"))
    assert digests(loaded, module) == golden


def test_no_module_moves_what_another_records(loaded: Site) -> None:
    """What is recorded at an instant already taken is put a microsecond later."""
    parts = parts_of(loaded.declarations)
    acts = acts_of_year(parts, loaded.system_actor)
    planned = {each.act.id: each.recorded for each in acts}
    with loaded.store.reading() as connection:
        late = [
            event.recorded - planned[event.command]
            for event in loaded.log.read(connection)
            if event.command in planned
        ]
    assert len(late) >= len(planned)
    assert 0 <= min(late) <= max(late) < OWN_MICROSECONDS
    moved = {in_its_own_microseconds(part, acts[0]).recorded for part in parts}
    assert len(moved) == len(parts)


def write(var: Path) -> None:
    """Every module's digests, as that folder has them."""
    site = loading.directory(var).open("demo")
    for module in site.declarations.demonstrations:
        text = json.dumps(digests(site, module), indent=2, sort_keys=True)
        (HERE / module / GOLDEN).write_text(f"{text}\n", "utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
