"""单位模板: what a new site of a kind of office begins with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pyramid.exceptions import ConfigurationConflictError

from houqin.core.config import configure, declarations_of
from houqin.core.registry.blueprints import Blueprint, Office, Place
from houqin.core.schema.errors import Refused
from houqin.core.site.checking import check
from houqin.core.site.directory import Directory
from houqin.core.site.establishing import blueprint_of, establish
from tests.office import declared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.registry.declarations import Declarations

PLUGINS = Path(__file__).parents[3] / "plugins"
TITLE = "X县机关后勤服务中心"
#: 200 KB, in pages of 4 KiB: a province with its units and posts comes to 49.
MOST_BYTES = 200 * 1024


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


CANTEEN = "canteen.keeper"


def _canteen(config: Any) -> None:
    """What a module does that belongs to two bundled kinds of office."""
    config.add_plugin("canteen", "食堂", "0.1.0")
    config.add_role(CANTEEN, "食堂管理员", like="keeper")
    cook = Place("财务", 7, (CANTEEN,))
    more = Office("综合股", "综合股", posts=(cook, Place("厨师", 3)))
    config.add_to_blueprint("county", "canteen", more, Office("食堂", "食堂"))
    below = Office("机关车队", "车队", posts=(Place("驾驶员", 1, (CANTEEN,)),))
    config.add_to_blueprint(
        "city", "canteen", Office("公务用车管理科", "用车科", below=(below,))
    )
    config.add_to_blueprint("nowhere", "canteen", Office("食堂", "食堂"))


def _with_canteen() -> Declarations:
    config = configure({"houqin.plugins": "houqin.plugins.vehicles"}, web=False)
    config.include(_canteen)
    config.commit()
    declarations: Declarations = config.registry.houqin
    return declarations


def test_a_module_puts_itself_and_its_posts_into_a_blueprint() -> None:
    found = blueprint_of(_with_canteen(), "county")
    assert found.plugins == ("vehicles", "canteen")
    general, *others = found.offices
    assert [(p.name, p.establishment, p.roles) for p in general.posts] == [
        ("综合文秘", 2, ()), ("财务", 1, (CANTEEN,)), ("厨师", 3, ()),
    ]  # fmt: skip
    before = blueprint_of(declared(), "county").offices
    assert others == [*before[1:], Office("食堂", "食堂")]


def test_a_post_below_another_unit_has_the_roles_of_both() -> None:
    found = blueprint_of(_with_canteen(), "city")
    (cars,) = [o for o in found.offices if o.name == "公务用车管理科"]
    (fleet,) = cars.below
    assert [(p.establishment, p.roles) for p in fleet.posts] == [
        (30, ("driver", CANTEEN))
    ]
    assert CANTEEN not in set(blueprint_of(_with_canteen(), "province").roles())


def _bundled(*left_out: str) -> Declarations:
    """The modules that come with the program, but for those whose folder is gone."""
    there = {path.parent.name for path in PLUGINS.glob("*/__init__.py")}
    names = sorted(there - set(left_out))
    settings = {"houqin.plugins": "\n".join(f"houqin.plugins.{n}" for n in names)}
    return declarations_of(configure(settings, web=False))


@pytest.mark.parametrize("code", ["county", "city", "province"])
def test_a_bundled_blueprint_takes_the_modules_that_are_here(code: str) -> None:
    whole = _bundled()
    found = blueprint_of(whole, code)
    assert set(found.plugins) == whole.parts.keys()
    for gone in whole.parts:
        without = blueprint_of(_bundled(gone), code)
        assert set(without.plugins) == set(found.plugins) - {gone}
        left = set(found.roles()) - set(without.roles())
        assert left
        own = {"dispatcher", "driver"} if gone == "vehicles" else set()
        assert all(role in own or role.startswith(f"{gone}.") for role in left)
        assert {o.name for o in _offices(without)} <= {o.name for o in _offices(found)}


def _offices(blueprint: Blueprint) -> Iterator[Office]:
    waiting = [*blueprint.offices, *blueprint.units]
    while waiting:
        office = waiting.pop()
        yield office
        waiting += office.below


def test_a_site_begins_with_every_module_and_its_posts(tmp_path: Path) -> None:
    directory = Directory(tmp_path / "var", _bundled(), durable=False)
    blueprint = blueprint_of(directory.declarations, "county")
    site = establish(directory, "x", title=TITLE, blueprint=blueprint)
    assert site.declarations.parts.keys() == set(blueprint.plugins)
    with site.store.reading() as connection:
        posts = [
            event.payload["roles"]
            for event in site.log.read(connection)
            if event.topic == "core.Post.Registered"
        ]
    given = {role for roles in posts for role in roles}
    assert given == set(blueprint.roles())
    assert check(site).agrees


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
