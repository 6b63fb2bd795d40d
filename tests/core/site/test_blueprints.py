"""单位模板: what a new site of a kind of office begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pyramid.exceptions import ConfigurationConflictError

from houqin.core.config import configure
from houqin.core.registry.blueprints import Blueprint, Office, Place
from houqin.core.schema.errors import Refused
from houqin.core.site.checking import check
from houqin.core.site.directory import Directory
from houqin.core.site.establishing import blueprint_of, establish
from tests.office import declared

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "X县机关后勤服务中心"
MOST_BYTES = 200_000


@pytest.fixture
def directory(tmp_path: Path) -> Directory:
    return Directory(tmp_path / "var", declared(), durable=False)


@pytest.mark.parametrize(
    ("code", "department", "post", "roles"),
    [
        ("county", "公务用车股", "车辆调度员", ["dispatcher"]),
        ("city", "机关车队", "驾驶员", ["driver"]),
        ("province", "省政协办公室", "单位审批人", ["reviewer"]),
    ],
)
def test_units_and_posts_are_events_of_ordinary_commands(
    directory: Directory, code: str, department: str, post: str, roles: list[str]
) -> None:
    blueprint = blueprint_of(declared(), code)
    site = establish(directory, "x", title=TITLE, short="中心", blueprint=blueprint)
    with site.store.reading() as connection:
        events = list(site.log.read(connection))
    registered = [e for e in events if e.topic == "core.Department.Registered"]
    assert registered[0].payload["name"] == TITLE
    (unit,) = [e for e in registered if e.payload["name"] == department]
    posts = [e.payload for e in events if e.topic == "core.Post.Registered"]
    (found,) = [
        p for p in posts if (p["name"], p["department"]) == (post, str(unit.stream))
    ]
    assert found["roles"] == roles
    assert {e.actor for e in events} == {site.system_actor}
    assert check(site).agrees
    assert directory.database_path("x").stat().st_size < MOST_BYTES


def test_its_parameters_are_in_force(directory: Directory) -> None:
    blueprint = blueprint_of(declared(), "province")
    site = establish(directory, "x", title=TITLE, blueprint=blueprint)
    with site.store.reading() as connection:
        assert site.setting(connection, "core.protection_level") == "3"


def test_what_is_not_here_is_named_before_anything_is_made(tmp_path: Path) -> None:
    def bring(config: Any) -> None:
        posts = (Place("船长", 1, ("captain",)),)
        config.add_blueprint(Blueprint("port", "港务", "", ("ships",), posts=posts))

    config = configure({"houqin.plugins": "houqin.plugins.vehicles"}, web=False)
    config.include(bring)
    config.commit()
    found = config.registry.houqin
    with pytest.raises(Refused, match="要用的ships、captain没有安装在本机"):
        blueprint_of(found, "port")
    with pytest.raises(Refused, match="没有单位模板“x”，现有：city、county、port"):
        blueprint_of(found, "x")


def test_a_refused_blueprint_leaves_nothing(directory: Directory) -> None:
    twice = Office("综合股", "综合股")
    wrong = Blueprint("wrong", "错", "", offices=(twice, twice))
    with pytest.raises(Refused):
        establish(directory, "x", title=TITLE, blueprint=wrong)
    assert not [path for path in directory.var.rglob("*") if path.is_file()]
    assert establish(directory, "x", title=TITLE).title == TITLE


def test_one_code_is_one_blueprint() -> None:
    config = configure({"houqin.plugins": "houqin.plugins.vehicles"}, web=False)
    config.include(_port)
    config.include(_another_port)
    with pytest.raises(ConfigurationConflictError, match="blueprint"):
        config.commit()


def _port(config: Any) -> None:
    config.add_blueprint(Blueprint("port", "港务中心", ""))


def _another_port(config: Any) -> None:
    config.add_blueprint(Blueprint("port", "口岸中心", ""))
