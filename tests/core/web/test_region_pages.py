"""A picture with rectangles that lead to records, and the form that draws them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from houqin.core.config import configure
from houqin.core.site.plugins import running
from tests import filing
from tests.core.web.conftest import Visitor
from tests.county import County, settings_of

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from houqin.core.site.site import Site

MODULES = "houqin.plugins.vehicles tests.core.web.parking"
NUMBERS = {"left": "12.5", "top": "20", "wide": "25", "high": "40.25"}


@pytest.fixture
def config(var: Path, county: County) -> Any:
    """The county with one module more."""
    made = configure(settings_of(var) | {"houqin.plugins": MODULES})
    running.install(made.registry.houqin_directory.open("test"), "parking")
    return made


@pytest.fixture
def site(config: Any) -> Site:
    found: Site = config.registry.houqin_directory.open("test")
    return found


@pytest.fixture
def dispatcher(config: Any) -> Visitor:
    visitor = Visitor(config.make_wsgi_app())
    visitor.log_in("dispatcher")
    return visitor


def yard(
    site: Site, county: County, content: bytes = b"", name: str = "院.jpg", **more: Any
) -> UUID:
    file = filing.handed_in(site, county.ids["dispatcher"], content, name)
    same = County(site, county.ids)
    return same.act(
        "parking.open_yard", "dispatcher", name="南院", sheet=[file], **more
    )


def marked(dispatcher: Visitor, record: UUID, **numbers: str) -> Any:
    """The first line's car gets a place."""
    form = dispatcher.form(f"parking/yards/{record}/mark")
    for side, typed in (numbers or NUMBERS).items():
        form[f"places-0-{side}"] = typed
    return form.submit(status="*")


def test_a_line_typed_as_percent_becomes_a_rectangle_that_leads_to_its_record(
    dispatcher: Visitor, site: Site, county: County
) -> None:
    record = yard(site, county)
    answer = marked(dispatcher, record)
    assert answer.status_int == 303
    page = dispatcher.get(f"parking/yards/{record}/tabs/parking.yard")
    (rectangle,) = page.html.select("svg.plan rect")
    sides = [rectangle[name] for name in ("x", "y", "width", "height")]
    # Of a picture of 640 to 480.
    assert sides == ["80", "96", "160", "193"]
    link = rectangle.find_parent("a")
    assert "plan-free" in link["class"]
    plate = link.select_one("title").get_text().split()[0]
    assert link.select_one("text").get_text() == plate
    assert plate in dispatcher.app.get(link["href"])
    listed = page.html.select_one(".plan-list li").get_text(" ", strip=True)
    assert plate in listed
    assert "在编可用" in listed


def test_the_picture_is_served_to_whoever_sees_the_record(
    dispatcher: Visitor, site: Site, county: County
) -> None:
    record = yard(site, county, filing.photo((3000, 1500)))
    page = dispatcher.get(f"parking/yards/{record}/tabs/parking.yard")
    address = page.html.select_one("svg.plan image")["href"]
    answer = dispatcher.app.get(address)
    assert answer.content_type == "image/webp"
    assert Image.open(io.BytesIO(answer.body)).size == (2000, 1000)
    for wrong in ("x", "-1", "99999"):
        dispatcher.app.get(address.replace("page=1", f"page={wrong}"), status=404)
    other = Visitor(dispatcher.app.app)
    other.log_in("clerk")
    other.app.get(address, status=403)


def test_the_form_has_the_picture_and_a_line_for_each_record(
    dispatcher: Visitor, site: Site, county: County
) -> None:
    record = yard(site, county)
    page = dispatcher.get(f"parking/yards/{record}/mark")
    assert page.html.select_one("svg.plan[data-plan=places] image")
    assert len(page.html.select("#field-places tbody tr")) == 2
    assert page.html.select_one("script[src*=regions]")
    assert not dispatcher.get("parking/do/open_yard").html.select("svg.plan")


def test_what_leaves_the_picture_is_said_at_its_field(
    dispatcher: Visitor, site: Site, county: County
) -> None:
    record = yard(site, county)
    answer = marked(dispatcher, record, **(NUMBERS | {"wide": "90"}))
    assert answer.status_int == 422
    error = answer.html.select_one("#field-places-0-wide-error")
    assert "超出图的右边" in error.get_text()
    assert answer.html.select_one("#field-places-0-wide")["value"] == "90"


@pytest.mark.parametrize(
    ("content", "name", "more", "words"),
    [
        (b"AC1027" + bytes(64), "院.dwg", {}, "制图软件"),
        (filing.pdf("院"), "院.pdf", {"page": 3}, "PDF"),
    ],
)
def test_what_cannot_be_shown_is_kept_and_says_so(
    dispatcher: Visitor, site: Site, county: County, content: bytes, name: str,
    more: dict[str, int], words: str,
) -> None:  # fmt: skip
    record = yard(site, county, content, name, **more)
    for path in ("tabs/parking.yard", "mark"):
        page = dispatcher.get(f"parking/yards/{record}/{path}")
        assert not page.html.select("svg.plan")
        assert words in page.html.select_one(".quiet").get_text()
    kept = dispatcher.get(f"parking/yards/{record}").html.select_one(".attached-name")
    assert dispatcher.app.get(kept["href"]).body == content
