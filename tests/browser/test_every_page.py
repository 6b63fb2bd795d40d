"""Every page that links lead to, for every post: it fits, and it reads well.

New pages are looked at as soon as a menu or another page leads to them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.judging import Judge, broken
from tests.browser.walking import STYLE, walk
from tests.county import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.conftest import Person
    from tests.county import County

pytestmark = [pytest.mark.browser, pytest.mark.slow]


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
    """What is shown at a desk and on a telephone, one after the other."""
    return STYLE


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
