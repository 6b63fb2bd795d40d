"""Every page that links lead to, for every post: it fits, and it reads well.

New pages are looked at as soon as a menu or another page leads to them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import DESK, PHONE, Person
from tests.browser.test_access import AXE, RULES
from tests.county import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.county import County

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: Colours are those of the desk, where they are measured; nothing takes as long.
ON_A_PHONE = RULES | {"rules": {"color-contrast": {"enabled": False}}}
#: Files, and what changes something or leads away.
LEFT_OUT = re.compile(
    r"(csv|xlsx|template|logout|sso|choices|record)(/|$)|/files/|\.(css|pdf|docx)$"
)
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}(-\d\d)?(?=/|$)")


@pytest.fixture(params=["desk", "phone"])
def style(request: pytest.FixtureRequest) -> dict[str, Any]:
    """A desk and a phone."""
    window = PHONE if request.param == "phone" else DESK
    return {"viewport": window, "java_script_enabled": True, "bypass_csp": True}


def links(person: Person) -> list[str]:
    """Where the page leads to within the site, without what is asked for behind it."""
    every = person.page.eval_on_selector_all(
        "a[href]", "all => all.map(a => a.href.split('#')[0])"
    )
    inside = [url for url in every if url.startswith(person.address)]
    paths = [_bare(url.removeprefix(person.address)) for url in inside]
    return [path for path in dict.fromkeys(paths) if not LEFT_OUT.search(path)]


def _bare(path: str) -> str:
    """Without period and sorting; what names an entry belongs to the address."""
    bare, _, query = path.partition("?")
    return f"{bare}?{query}" if query.startswith("target=") else bare


def wrong_with(person: Person, path: str) -> list[str]:
    """What is wrong with the page that is open."""
    found = []
    if person.overflow > 0:
        found.append(f"{path} is {person.overflow} px too wide")
    person.page.add_script_tag(path=AXE)
    rules = ON_A_PHONE if person.page.viewport_size == PHONE else RULES
    told = person.page.evaluate("rules => axe.run(document, rules)", rules)
    for rule in told["violations"]:
        node = rule["nodes"][0]["html"][:140]
        found.append(f"{path} {rule['impact']} {rule['id']}: {node}")
    return found


def walk(person: Person, seen: set[str]) -> list[str]:
    """Open each kind of page once, whoever comes to it first."""
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
        wrong += wrong_with(person, path)
        waiting += links(person)
    return wrong


def test_every_page_of_every_post_fits_and_reads_well(
    meet: Callable[[str], Person], county: County
) -> None:
    trip, request = county.trip(), county.request()
    county.act("core.comment", "clerk", record=str(request), comment="请尽快")
    seen: set[str] = {f"vehicles/trips/{trip}/erase_payload"}
    wrong = []
    for login, *_rest in PEOPLE:
        wrong += walk(meet(login), seen)
        seen.discard("")
    assert len(seen) > 40
    assert not wrong, "\n".join(wrong)
