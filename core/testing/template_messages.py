"""The Chinese texts of templates, as a page's translation meets them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from houqin.core.registry.messages import CHINESE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FILLED = re.compile(r"\$\{(?:[^{}]|\{[^}]*\})*\}")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r'<(?:"[^"]*"|[^">])*>')
_READ = re.compile(r'\b(?:title|aria-label|placeholder|alt|label)="([^"]*)"')
_SAID = re.compile(r"'([^']*)'")


def template_messages(folder: Path) -> set[str]:
    """Every message of a folder's templates; ``{}`` is what is filled in."""
    found: set[str] = set()
    for file in sorted(folder.glob("*.pt")):
        text = _COMMENT.sub("", file.read_text(encoding="utf-8"))
        found |= set(_messages(text))
    return found


def _messages(text: str) -> Iterator[str]:
    expressions = _FILLED.findall(text)
    filled = _FILLED.sub("{}", text)
    pieces = [*_TAG.sub("<", filled).split("<"), *_READ.findall(filled)]
    pieces += [said for each in expressions for said in _SAID.findall(each)]
    for piece in pieces:
        message = " ".join(piece.split())
        if CHINESE.search(message):
            yield message
