"""Walks from link to link and opens each kind of page once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.browser.conftest import DESK, PHONE, Person

if TYPE_CHECKING:
    from tests.browser.judging import Judge

#: A desk; what is shown on it is shown on a telephone then.
STYLE: dict[str, Any] = {
    "viewport": DESK,
    "java_script_enabled": True,
    "bypass_csp": True,
    "reduced_motion": "reduce",
}
#: Files, and what changes something or leads away.
LEFT_OUT = re.compile(
    r"(csv|xlsx|template|logout|sso|choices|record)(/|$)|/files/|\.(css|pdf|docx)$"
)
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}(-\d\d)?(?=/|$)")


def walk(person: Person, seen: set[str], judge: Judge) -> list[str]:
    """What is wrong with the pages that links lead to from home, one line each.

    Kinds that are ``seen`` somebody came to before.
    """
    wrong, waiting = [], [""]
    while waiting:
        path = waiting.pop(0)
        kind = _ID.sub("*", path)
        if kind in seen:
            continue
        seen.add(kind)
        answer = person.page.goto(person.address + path)
        if answer is None or not answer.ok:
            person.faults.clear()
            wrong.append(f"{path} leads to nothing: {answer and answer.status}")
        for window in (PHONE, DESK) if len(seen) % 2 else (DESK, PHONE):
            person.page.set_viewport_size(window)
            said = judge.look(person.page, person.address)
            wrong += [f"{path} at {window['width']}: {fault}" for fault in said]
        waiting += links(person, judge)
    return wrong


def links(person: Person, judge: Judge) -> list[str]:
    """Where the page leads to within the site, without what is asked for behind it."""
    paths = [_bare(url.removeprefix(person.address)) for url in judge.links]
    return [path for path in dict.fromkeys(paths) if not LEFT_OUT.search(path)]


def _bare(path: str) -> str:
    """Without period and sorting; what names an entry belongs to the address."""
    bare, _, query = path.partition("?")
    return f"{bare}?{query}" if query.startswith(("target=", "field=")) else bare
