"""The Chinese texts that code composes: refusals, hints, what a page is told to say."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from houqin.core.registry.messages import CHINESE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: What is made for Chinese readers: the demonstration, the sentences of the work
#: summary, papers, and names that units and posts are given.
PAPERS = frozenset(
    {"demo", "demo.py", "report.py", "forms.py", "blueprints.py", "tests"}
)
#: A hole of a text that is filled in later, and holes beside one another.
_NAMED = re.compile(r"\{[a-z_]+(?::[^{}]*)?\}")
_HOLES = re.compile(r"(?:\{\})+")
_DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def code_messages(folder: Path, but: frozenset[str] = PAPERS) -> set[str]:
    """Every message in the code below a folder; ``{}`` is what is filled in.

    :param but: files and folders that are left out.
    """
    found: set[str] = set()
    for file in sorted(folder.rglob("*.py")):
        if not but & set(file.relative_to(folder).parts):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            found |= {as_message(said) for said in _said(tree, _unread(tree))}
    # One character is a unit or the letter of a serial number, which are declared.
    return {said for said in found if len(CHINESE.findall(said)) > 1}


def as_message(text: str) -> str:
    """As a catalogue has it: in one line, without names, holes apart."""
    one = _NAMED.sub("{}", " ".join(text.split())).replace("{{}}", "{}")
    return _HOLES.sub("{}", one)


def _unread(tree: ast.Module) -> set[int]:
    """Docstrings; those that people read are declared as help."""
    return {
        id(each.value)
        for node in ast.walk(tree)
        for each in (node.body[:1] if isinstance(node, _DOCUMENTED) else [node])
        if isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant)
    }


def _said(node: ast.AST, unread: set[int]) -> Iterator[str]:
    if id(node) in unread:
        return
    if isinstance(node, ast.Constant):
        text = node.value if isinstance(node.value, str) else ""
    elif isinstance(node, ast.JoinedStr):
        text = "".join(_part(part) for part in node.values)
    else:
        text = ""
    if CHINESE.search(text):
        yield text
    for child in ast.iter_child_nodes(node):
        # What stands between two holes is no message of its own.
        if not (isinstance(node, ast.JoinedStr) and isinstance(child, ast.Constant)):
            yield from _said(child, unread)


def _part(part: ast.expr) -> str:
    return str(part.value) if isinstance(part, ast.Constant) else "{}"
