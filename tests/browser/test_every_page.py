"""Every page that links lead to, for every post: it fits, and it reads well.

New pages are looked at as soon as a menu or another page leads to them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import DESK, PHONE, Person
from tests.browser.judging import Judge, broken
from tests.county import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.county import County

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: Files, and what changes something or leads away.
LEFT_OUT = re.compile(
    r"(csv|xlsx|template|logout|sso|choices|record)(/|$)|/files/|\.(css|pdf|docx)$"
)
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}(-\d\d)?(?=/|$)")


#: What breaks one rule each, where nothing was wrong before; an empty page is whole.
FAULTS = {
    "a link without words": "document.querySelector('main a').textContent = ''",
    "a field without a label": "document.querySelector('[for=field-purpose]').remove()",
    "a field with another's label":
        "document.querySelector('#field-purpose').id = 'other'",
    "pale words": "document.querySelector('main h1').style.color = '#ddd'",
    "a page without its name": "document.title = ''",
    "a part that is no part": "document.querySelector('main p').role = 'option'",
    "a language nobody speaks": "document.documentElement.lang = 'xx-none'",
}  # fmt: skip


@pytest.fixture
def style() -> dict[str, Any]:
    """A desk; what is shown on it is shown on a telephone then."""
    return {
        "viewport": DESK,
        "java_script_enabled": True,
        "bypass_csp": True,
        "reduced_motion": "reduce",
    }


def links(person: Person, judge: Judge) -> list[str]:
    """Where the page leads to within the site, without what is asked for behind it."""
    paths = [_bare(url.removeprefix(person.address)) for url in judge.links]
    return [path for path in dict.fromkeys(paths) if not LEFT_OUT.search(path)]


def _bare(path: str) -> str:
    """Without period and sorting; what names an entry belongs to the address."""
    bare, _, query = path.partition("?")
    return f"{bare}?{query}" if query.startswith("target=") else bare


def walk(person: Person, seen: set[str], judge: Judge) -> list[str]:
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
        for window in (PHONE, DESK) if len(seen) % 2 else (DESK, PHONE):
            person.page.set_viewport_size(window)
            said = judge.look(person.page, person.address)
            wrong += [f"{path} at {window['width']}: {fault}" for fault in said]
        waiting += links(person, judge)
    return wrong


def test_every_page_of_every_post_fits_and_reads_well(
    meet: Callable[[str], Person], county: County
) -> None:
    trip, request = county.trip(), county.request()
    county.act("core.comment", "clerk", record=str(request), comment="请尽快")
    seen: set[str] = {f"vehicles/trips/{trip}/erase_payload"}
    judge = Judge()
    wrong = []
    for login, *_rest in PEOPLE:
        wrong += walk(meet(login), seen, judge)
        seen.discard("")
    assert len(seen) > 40
    assert not wrong, "\n".join(wrong)


def test_a_page_is_judged_again_when_anything_on_it_breaks_a_rule(
    meet: Callable[[str], Person],
) -> None:
    clerk, judge = meet("clerk"), Judge()
    path = "vehicles/do/request_vehicle"
    clerk.go(path)
    assert judge.look(clerk.page, clerk.address) == []
    for fault, change in FAULTS.items():
        clerk.go(path)
        assert judge.look(clerk.page, clerk.address) == []
        clerk.page.evaluate(change)
        assert judge.look(clerk.page, clerk.address) == broken(clerk.page) != [], fault
    assert judge.judged == 1 + len(FAULTS)
