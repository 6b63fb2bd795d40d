"""Judges pages by the rules of access, each kind of element once.

Generated pages repeat one another: what axe says of a page follows from the kinds of
element on it. A page is judged when it holds one that no page held before, so that a
module more costs a look at its pages, not half a second each.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

_ROOT = Path(__file__).parents[2]
AXE = (_ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
SHAPES = Path(__file__).with_name("shapes.js").read_text(encoding="utf-8")
RULES: dict[str, Any] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"],
    # What is right is not described node by node.
    "resultTypes": ["violations"],
}
#: Colours are those of the desk, where they are measured; nothing takes as long.
NARROW = RULES | {"rules": {"color-contrast": {"enabled": False}}}


def broken(page: Page, rules: dict[str, Any] = RULES) -> list[str]:
    """What axe finds on the page that is open: the rule, and up to two elements."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    told = page.evaluate("rules => axe.run(document, rules)", rules)
    return [
        f"{rule['impact']} {rule['id']}: {node['html'][:160]}"
        for rule in told["violations"]
        for node in rule["nodes"][:2]
    ]


class Judge:
    """Remembers which kinds of element were judged, at each width of the window."""

    def __init__(self) -> None:
        self.known: dict[int, set[str]] = defaultdict(set)
        self.judged = 0
        self.links: list[str] = []

    def look(self, page: Page, address: str) -> list[str]:
        """What is wrong with the page that is open; ``links`` says where it leads."""
        seen = page.evaluate(SHAPES, address)
        self.links = seen["links"]
        wrong = []
        if seen["overflow"] > 0:
            wrong.append(f"is {seen['overflow']} px too wide")
        if self.new(page, seen["shapes"]):
            wrong += broken(page, RULES if self._wide(page) else NARROW)
            self.judged += 1
        return wrong

    def new(self, page: Page, shapes: list[str]) -> set[str]:
        """The kinds of element nobody has judged at this width; now they are known."""
        known = self.known[self._width(page)]
        new = set(shapes) - known
        known |= new
        return new

    def _wide(self, page: Page) -> bool:
        return self._width(page) > 1000

    def _width(self, page: Page) -> int:
        size = page.viewport_size
        return size["width"] if size else 0
