"""打印全部单据 of a year: made in the background, in parts, two on an A4 if wished."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.web.views import print_batch, printing
from tests.core.web.paper import pages_of, size_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.web.conftest import Visitor
    from tests.county import County

    Visit = Callable[[str], Visitor]

ALL = "vehicles/trips/forms.pdf?period=all"


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three slips are many, and two fill a part."""
    monkeypatch.setattr(printing, "AT_ONCE", 2)
    monkeypatch.setattr(print_batch, "PART", 2)


def three(county: County) -> None:
    for day in ("05", "06", "07"):
        county.trip(
            planned_start=f"2026-01-{day}T09:00:00+08:00",
            planned_end=f"2026-01-{day}T12:00:00+08:00",
        )


def made(visitor: Visitor, paper: str) -> Any:
    """The page of a batch that is done."""
    form = visitor.get(ALL, status=303).follow().forms[1]
    form["paper"] = paper
    page = form.submit().follow()
    visitor.app.app.registry.houqin_background.wait()
    return page.click("刷新") if "刷新" in page.text else page


@pytest.mark.usefixtures("few")
def test_many_slips_come_in_parts_that_are_opened_one_by_one(
    visit: Visit, county: County
) -> None:
    three(county)
    dispatcher = visit("dispatcher")
    page = made(dispatcher, "a5")
    assert "已全部生成" in page.text
    first, second = (page.click(said) for said in ("第1–2份", "第3–3份"))
    assert (len(pages_of(first)), len(pages_of(second))) == (2, 1)
    assert size_of(first) == (210, 148)
    assert "2026-01-0509:00" in pages_of(second)[0]


@pytest.mark.usefixtures("few")
def test_two_slips_share_an_a4(visit: Visit, county: County) -> None:
    three(county)
    page = made(visit("dispatcher"), "a4")
    (paper,) = pages_of(first := page.click("第1–2份"))
    assert size_of(first) == (210, 297)
    assert paper.count("派车单(派车联)") == 2


@pytest.mark.usefixtures("few")
def test_a_batch_is_shown_to_nobody_but_whoever_asked_for_it(
    visit: Visit, county: County
) -> None:
    three(county)
    address = made(visit("dispatcher"), "a5").request.path_qs
    path = address.removeprefix("/test/")
    assert visit("dispatcher").get(path)
    visit("director").get(path, status=404)
    part = path.replace("papers?", "papers.pdf?") + "&part="
    visit("director").get(part + "1", status=404)
    visit("dispatcher").get(part + "9", status=404)
    visit("dispatcher").get("vehicles/trips/papers?batch=none", status=404)


def test_an_office_without_a5_paper_prints_two_copies_on_an_a4(
    visit: Visit, county: County
) -> None:
    county.act(
        "core.change_settings", group="core.printing", values={"form_paper": "a4"}
    )
    answer = visit("dispatcher").get(f"vehicles/trips/{county.trip()}/print.pdf")
    assert size_of(answer) == (210, 297)
    one, two = pages_of(answer)
    assert one.count("派车单(派车联)") == 2
    assert "用车单位联" in two
