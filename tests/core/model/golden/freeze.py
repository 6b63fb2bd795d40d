"""Keeps what each event class writes now, for every release to come.

`make golden` adds the classes and versions that `history.json` does not have yet; what
it has never changes. Run it when a release is made, and when an event class is new.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from houqin.core.config import configure, declarations_of
from houqin.core.model.aggregate import event_classes
from houqin.core.testing.inventing import payload_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.registry.declarations import Declarations

HISTORY = Path(__file__).with_name("history.json")
#: Payloads by topic and class version.
History = dict[str, dict[str, dict[str, Any]]]


def written_now(declarations: Declarations) -> Iterator[tuple[str, int, type]]:
    """Topic, class version and class of every event of the bundled plugins."""
    for name, spec in sorted(declarations.aggregates.items()):
        for cls in event_classes(spec.cls):
            version = getattr(cls, "class_version", 1)
            yield f"{name}.{cls.__name__}", version, cls


def read() -> History:
    """What is kept."""
    found: History = json.loads(HISTORY.read_text("utf-8"))
    return found


def main() -> None:
    """Add what is missing, and say what it is."""
    history = read() if HISTORY.exists() else {}
    declarations = declarations_of(configure({}, web=False))
    for topic, version, cls in written_now(declarations):
        kept = history.setdefault(topic, {})
        if str(version) not in kept:
            kept[str(version)] = payload_of(cls)
            sys.stdout.write(f"{topic} {version}\n")
    text = json.dumps(history, ensure_ascii=False, indent=1, sort_keys=True)
    HISTORY.write_text(f"{text}\n", "utf-8")


if __name__ == "__main__":
    main()
