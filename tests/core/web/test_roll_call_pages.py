"""The ticks of a 签到表 on a page: everybody listed, one mark each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.config import configure
from houqin.core.site.plugins import running
from tests.core.web.conftest import Visitor
from tests.county import settings_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.county import County

MODULES = "houqin.plugins.vehicles tests.core.model.roll_call"


@pytest.fixture
def page(var: Path, county: County) -> tuple[Any, str]:
    """The form of a lesson to which two are expected, and the lesson's page."""
    config = configure(settings_of(var) | {"houqin.plugins": MODULES})
    site = config.registry.houqin_directory.open("test")
    running.install(site, "lessons")
    visitor = Visitor(config.make_wsgi_app())
    visitor.log_in("dispatcher")
    expected = [str(county.ids[name]) for name in ("dispatcher", "director")]
    given = {"subject": "课", "expected": expected}
    token = visitor.app.get("/test/", headers={"Accept": "application/json"}).json
    posted = visitor.app.post_json(
        "/test/lessons/do/plan", {"input": given},
        headers={"Accept": "application/json", "X-CSRF-Token": token["csrf_token"]},
    )  # fmt: skip
    lesson = f"lessons/lessons/{posted.json['records'][0]}"
    return visitor, lesson


def test_everybody_expected_is_listed_and_came_until_marked(
    page: tuple[Any, str], county: County
) -> None:
    visitor, lesson = page
    form = visitor.form(f"{lesson}/hold")
    names = [name for name in form.fields if name and name.startswith("ticks-")]
    assert len(names) == 2
    assert {form[name].value for name in names} == {"present"}
    form[f"ticks-{county.ids['director']}"] = "absent"
    shown = form.submit().follow()
    assert "已登记" in shown
    rows = visitor.get("lessons/sheet").html.select("tbody tr")
    assert sorted(row.get_text().count("缺") for row in rows) == [0, 1]


def test_what_is_no_tick_is_refused_in_words(
    page: tuple[Any, str], county: County
) -> None:
    visitor, lesson = page
    form = visitor.form(f"{lesson}/hold")
    form[f"ticks-{county.ids['director']}"].force_value("later")
    assert "签到情况不在可选范围内" in form.submit(status=422)
