"""Measures, prints, and fails when a ratio is below its floor: `make bench`."""

from __future__ import annotations

import argparse
import json
import sys
import warnings
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

# Pyramid 2.1 imports pkg_resources, and WebOb 1.8 cgi.
warnings.filterwarnings("ignore", message="pkg_resources is deprecated")
warnings.filterwarnings("ignore", message="'cgi' is deprecated")

from benchmarks import machine  # noqa: E402 - after the filters
from benchmarks.appending import appending  # noqa: E402 - after the filters
from benchmarks.comparison import Figures, compare  # noqa: E402 - after the filters
from benchmarks.county import County  # noqa: E402 - after the filters
from benchmarks.departing import departing  # noqa: E402 - after the filters
from benchmarks.importing import ROWS, importing  # noqa: E402 - after the filters
from benchmarks.importing import told as told_of_import  # noqa: E402 - after the filters
from benchmarks.installing import installing  # noqa: E402 - after the filters
from benchmarks.paging import paging  # noqa: E402 - after the filters
from benchmarks.parts import parts_of_depart  # noqa: E402 - after the filters
from benchmarks.plugins import many_plugins  # noqa: E402 - after the filters
from benchmarks.rebuilding import Rebuilt, measure_all, told  # noqa: E402 - after the filters
from benchmarks.server import postgres  # noqa: E402 - after the filters
from benchmarks.sites import creating, starting  # noqa: E402 - after the filters
from benchmarks.treeing import treeing  # noqa: E402 - after the filters
from benchmarks.verifying import verifying  # noqa: E402 - after the filters

# Many short rounds: what else the machine does falls on both sides alike.
ROUNDS, SIZE = 59, 5
PAGE_ROUNDS, PAGE_SIZE = 80, 2
#: One more round than is counted, for each of the two ways.
PIECES = (ROUNDS + 1) * SIZE
ALONE = 100
#: Events of a rebuild: enough for processes; `make bench-rebuild` holds the floors.
REBUILT = 120_000
#: What is compared differs by little, and little is to be seen.
TREE_ROUNDS = 199
VERIFIED = 1_000_000


def main() -> int:
    """Run everything; 1 where a floor is broken."""
    arguments = _arguments()
    with TemporaryDirectory(dir=arguments.folder) as folder:
        report = _measure(Path(folder))
    if arguments.json:
        print(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        _print(report)
    return 0 if all(figure["holds"] for figure in report["ratios"]) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--folder", help="where the databases lie; the disk under it is measured"
    )
    return parser.parse_args()


def _measure(folder: Path) -> dict[str, Any]:
    county = County(folder, 2 * PIECES + ALONE)
    trips = county.prepared
    figures = [
        compare(appending(county, trips[:PIECES], ROUNDS, SIZE)),
        _appending_on_postgresql(folder / "county"),
        compare(departing(county, trips[PIECES : 2 * PIECES], ROUNDS, SIZE)),
        compare(paging(county, PAGE_ROUNDS, PAGE_SIZE)),
        *_of_the_log(folder),
        *creating(folder),
        starting(folder),
        installing(folder),
        compare(many_plugins(folder, PAGE_ROUNDS, PAGE_SIZE)),
    ]
    return {
        "machine": machine.facts(str(folder.parent)),
        "ratios": [{**asdict(figure), "holds": figure.holds} for figure in figures],
        "rebuilds": [
            asdict(each) for each in measure_all(folder, [REBUILT], 1, server=True)
        ],
        "imports": _imports(folder),
        "commands_per_second": round(1e6 / figures[2].ours),
        "parts_of_depart": parts_of_depart(county, trips[-ALONE:]),
    }


def _appending_on_postgresql(folder: Path) -> Figures:
    folder.mkdir()
    with postgres(folder) as url:
        county = County(folder, PIECES, url)
        figures = compare(appending(county, county.prepared, ROUNDS, SIZE))
        county.site.store.close()
    return figures


def _imports(folder: Path) -> dict[str, dict[str, float]]:
    """A year's trips from one file, on both databases."""
    with postgres(folder) as url:
        return {
            "SQLite": importing(folder, None, ROWS),
            "PostgreSQL": importing(folder, url, ROWS),
        }


def _of_the_log(folder: Path) -> list[Figures]:
    """The trees and their verification, on both databases."""
    with postgres(folder) as url:
        return [
            compare(treeing(folder, None, TREE_ROUNDS, SIZE)),
            compare(treeing(folder, url, TREE_ROUNDS, SIZE)),
            verifying(folder, None, VERIFIED),
            verifying(folder, url, VERIFIED),
        ]


def _print(report: dict[str, Any]) -> None:
    for name, fact in report["machine"].items():
        print(f"{name:14} {fact}")
    print(f"\n{'':52} {'µs each':>10} {'ratio':>7} {'floor':>6}")
    for figure in report["ratios"]:
        ratio, floor = f"{figure['ratio']:.2f}", f"{figure['floor']:.2f}"
        line = f"{figure['title']:52} {figure['ours']:10.0f} {ratio:>7} {floor:>6}"
        print(line if figure["holds"] else f"{line}  BELOW ITS FLOOR")
        print(f"  {figure['bare_title']:50} {figure['bare']:10.0f}")
        print(f"  {_said(figure['facts'])}")
    print()
    for each in report["rebuilds"]:
        print(told(Rebuilt(**each)))
    for database, found in report["imports"].items():
        print(f"\n{told_of_import(database, ROWS, found)}")
    print(f"\ncommands a second: {report['commands_per_second']}")
    print("where a departure's time goes, µs:")
    for part, microseconds in report["parts_of_depart"].items():
        print(f"  {part:50} {microseconds:10.1f}")


def _said(facts: dict[str, object]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {fact}" for name, fact in facts.items())


if __name__ == "__main__":
    sys.exit(main())
