"""Help texts: plain files of headings, lists and paragraphs, read once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

#: Topics in the order of their list; each is a file of that name.
TOPICS = (
    "workbench",
    "todo",
    "form",
    "choosing",
    "late",
    "record",
    "amend",
    "ledger",
    "kpi",
    "as_of",
    "module",
    "keys",
    "account",
    "admin",
)


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, or a list."""

    kind: str
    text: str = ""
    items: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class HelpText:
    """One topic's title and what it says."""

    title: str
    blocks: list[Block]


def read_text(text: str) -> HelpText:
    """Lines that begin with ``# ``, ``## `` and ``- ``; all others are paragraphs."""
    title, blocks = "", list[Block]()
    for line in filter(None, map(str.strip, text.splitlines())):
        mark, _, rest = line.partition(" ")
        if mark == "#":
            title = rest
        elif mark == "##":
            blocks.append(Block("heading", rest))
        elif mark == "-":
            if not blocks or blocks[-1].kind != "list":
                blocks.append(Block("list"))
            blocks[-1].items.append(rest)
        else:
            blocks.append(Block("text", line))
    return HelpText(title, blocks)


@cache
def help_text(topic: str, language: str = "") -> HelpText:
    """What a topic says; in another language it is a file in a folder of its name."""
    folder = files("houqin.core.web") / "help" / language
    return read_text((folder / f"{topic}.md").read_text(encoding="utf-8"))
