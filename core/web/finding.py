"""What was typed where a register is too long for a list becomes the record meant.

A browser with JavaScript asks for matches while one types and posts an id; without it
the typed text arrives here. One match is taken, of several the page asks which.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.site.choosing import settled
from houqin.core.web.choices import is_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from houqin.core.schema.form import FieldSpec
    from houqin.core.web.choices import Choosing
    from houqin.core.web.forms import Typed

_REFERRING = frozenset({"reference", "references"})
#: What a field's name ends in where one of the matches was picked.
PICKED = "-picked"


def settle(
    specs: Sequence[FieldSpec], typed: Typed, choosing: Choosing, prefix: str = ""
) -> dict[str, str]:
    """Put ids where they are certain; say by field where they are not."""
    unclear: dict[str, str] = {}
    for spec in specs:
        given, name = typed.get(spec.name), prefix + spec.name
        if spec.kind == "lines":
            for number, line in enumerate(given or []):
                unclear |= settle(spec.lines, line, choosing, f"{name}.{number}.")
        elif given and spec.kind in _REFERRING and not _ids(given):
            picked = typed.get(spec.name + PICKED, "")
            settling = _Settling(spec, choosing)
            typed[spec.name] = settling(given, picked)
            if settling.problems:
                unclear[name] = settling.problems[0]
    return unclear


def _ids(given: str | list[str]) -> bool:
    """The ordinary case, for which no register is read."""
    return all(map(is_id, [given] if isinstance(given, str) else given))


class _Settling:
    """One field's texts, and what is wrong with them."""

    def __init__(self, spec: FieldSpec, choosing: Choosing) -> None:
        self._spec = spec
        self._choosing = choosing
        self.problems: list[str] = []

    def __call__(self, given: str | list[str], picked: str) -> str | list[str]:
        """The ids that were meant; a text that is not clear stays."""
        if not self._choosing.large(self._spec):
            return given
        if isinstance(given, str):
            return self._meant(given, {picked}) or picked
        ids = set(filter(is_id, given))
        return [meant for text in given if (meant := self._meant(text, ids))]

    def _meant(self, text: str, picked: set[str]) -> str:
        """What a text means; nothing where one of its matches was picked."""
        if is_id(text):
            return text
        matches = self._choosing.matching(self._spec, text)
        if picked & {offer.id for offer in matches}:
            return ""
        if one := settled(matches, text):
            return one.id
        title = self._spec.title
        self.problems.append(
            f"符合“{text}”的不止一个，请从下面选择{title}"
            if matches
            else f"没有找到符合“{text}”的{title}"
        )
        return text
