"""What a plugin declares is checked at start; two claims of one name are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import pytest
from pydantic import Field
from pyramid.exceptions import ConfigurationConflictError
from zope.interface.exceptions import BrokenImplementation, DoesNotImplement, Invalid

from houqin.core.config import announced, configure, declarations_of
from houqin.core.model.aggregate import Aggregate
from houqin.core.model.case import Case
from houqin.core.model.command import command
from houqin.core.model.guards import Claims, Register
from houqin.core.model.permission import CorePermission
from houqin.core.model.rights import Permission, Role
from houqin.core.projection.kpi import count
from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.sources import field
from houqin.core.registry.declaring import DeclarationError
from houqin.core.schema import types
from houqin.core.schema.fields import Line
from houqin.core.schema.form import RESERVED, Form
from houqin.core.web.views.command import LATE_FIELDS
from houqin.events.errors import TopicTaken
from tests.core import sample

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyramid.config import Configurator


class Nothing(Form):
    """无须填写。"""


@command("core.agree", "也叫同意")
def rival(context: object, form: Nothing) -> None:
    """Claims core's name."""


def started(*includes: Callable[[Configurator], Any]) -> Configurator:
    config = configure({"houqin.plugins": "tests.core.sample"}, web=False)
    for include in includes:
        include(config)
    config.commit()
    return config


def claim_command(config: Configurator) -> None:
    config.add_command(rival)


def claim_menu(config: Configurator) -> None:
    config.add_menu_item("sample", "表", "meters")


def claim_menu_too(config: Configurator) -> None:
    config.add_menu_item("sample", "另一个表", "meters")


def claim_role(config: Configurator) -> None:
    config.add_role("warden", "管理员")


def claim_role_too(config: Configurator) -> None:
    config.add_role("warden", "另一个管理员")


def claim_plugin(config: Configurator) -> None:
    config.add_plugin("garden", "绿化", "1")


def claim_plugin_too(config: Configurator) -> None:
    config.add_plugin("garden", "园林", "2")


def claim_control(config: Configurator) -> None:
    config.add_control("taps", "水", "水龙头。", "core.maintain", section="运行")


def claim_control_too(config: Configurator) -> None:
    config.add_control("taps", "水管", "水管。", "core.maintain", section="运行")


@pytest.mark.parametrize(
    ("first", "second", "name"),
    [
        (claim_control, claim_control_too, "taps"),
        (claim_menu, claim_menu_too, "sample/meters"),
        (claim_role, claim_role_too, "warden"),
        (claim_plugin, claim_plugin_too, "garden"),
    ],
)
def test_two_claims_of_one_name_fail_with_both_places(
    first: Callable[[Any], None], second: Callable[[Any], None], name: str
) -> None:
    with pytest.raises(ConfigurationConflictError) as conflict:
        started(first, second)
    message = str(conflict.value)
    assert name in message
    assert message.count("test_directives.py") == 2
    assert f"add_{first.__name__.removeprefix('claim_')}" in message


def test_a_plugin_that_claims_what_another_declares_fails(tmp_path: object) -> None:
    def again(config: Configurator) -> None:
        config.add_ledger(sample.meters)
        config.add_ledger(
            Ledger(
                "sample.meters", "重名", per=sample.Meter, columns=sample.meters.columns
            )
        )

    with pytest.raises(ConfigurationConflictError, match=r"sample\.meters"):
        started(again)


def test_an_event_topic_belongs_to_one_class() -> None:
    class Rival(Aggregate):
        topic = "sample.Meter"
        title = "冒名"

        class Read(Aggregate.Event):
            title = "抄表"

    def claim(config: Configurator) -> None:
        config.registry.houqin.add_aggregate(Rival)

    with pytest.raises(TopicTaken, match=r"sample\.Meter\.Read"):
        started(claim)


def test_an_aggregate_has_a_topic_and_a_title() -> None:
    class Nameless(Aggregate):
        topic = "sample.Nameless"

    with pytest.raises(DeclarationError, match="Nameless has no topic or no title"):
        started(lambda config: config.add_aggregate(Nameless))


def test_a_case_leaves_the_names_of_what_stands_beside_its_steps_to_core() -> None:
    class Slip(Case):
        topic = "sample.Slip"
        title = "单据"

        class Opened(Aggregate.Created):
            title = "开立"

        class Read(Aggregate.Event):  # type: ignore[assignment]  # what is tested
            title = "抄表"

    with pytest.raises(DeclarationError, match="an event of core's name: Read"):
        started(lambda config: config.add_aggregate(Slip))


def test_an_indicator_says_what_it_means() -> None:
    mute = count(
        "sample.mute",
        "无口径",
        over=sample.readings,
        at="read_at",
        unit="次",
        meaning="",
    )
    with pytest.raises(DeclarationError, match=r"sample\.mute has no 口径"):
        started(lambda config: config.add_kpi(mute))


def test_a_guard_and_a_ledger_are_what_they_claim_to_be() -> None:
    class NoGuard:
        name = "sample.no_guard"

    class NoLedger:
        name = "sample.no_ledger"

    with pytest.raises((DoesNotImplement, BrokenImplementation, Invalid)):
        started(lambda config: config.add_guard(NoGuard()))
    with pytest.raises((DoesNotImplement, BrokenImplementation, Invalid)):
        started(lambda config: config.add_ledger(NoLedger()))


def test_a_reducer_names_a_column_of_its_ledger() -> None:
    ledger = Ledger(
        "sample.x",
        "x",
        per=sample.Meter,
        columns=[Column("place", "位置", types.text())],
    )
    with pytest.raises(ValueError, match=r"ledger sample\.x has no column value"):
        ledger.on(sample.Meter.Read, "value")


def test_a_guard_takes_only_what_it_knows_from_its_own_events() -> None:
    claims = Claims("sample.c", [sample.Meter], "位置")
    with pytest.raises(ValueError, match=r"guard sample\.c has no place"):
        claims.on(sample.Meter.Moved, place=field("place"))
    with pytest.raises(ValueError, match="Held is no event of"):
        claims.on(sample.Meeting.Held, value=field("name"))
    register = Register("sample.r", sample.Meter, ["place"])
    with pytest.raises(ValueError, match=r"guard sample\.r has no since"):
        register.keep(sample.Meter.Installed, "since")


class Hiding(Aggregate):
    topic = "sample.Hiding"
    title = "遮"

    class Opened(Aggregate.Created):
        record: str


def test_a_field_hides_no_method() -> None:
    with pytest.raises(DeclarationError, match=r"Hiding\.Opened hides methods: record"):
        started(lambda c: c.add_aggregate(Hiding))


class LateForm(Form):
    """车辆晚点登记。"""

    late_day: Annotated[Line, Field(title="晚点日期")]


@command("sample.late", "登记晚点", permission=CorePermission.ORGANISE)
def late(context: object, form: LateForm) -> None:
    """Has a field of the name that core's 补录 has on every form."""


def test_a_field_has_no_name_that_core_s_own_have_on_every_form() -> None:
    said = r"command sample\.late: field late_day is core's own .*发生日期"
    with pytest.raises(DeclarationError, match=said):
        started(lambda config: config.add_command(late))


def test_what_core_adds_to_a_form_is_reserved() -> None:
    """A field core would add to the form later cannot be forgotten here."""
    assert {spec.name for spec in LATE_FIELDS} <= RESERVED.keys()


class Right(Permission):
    SEE = "sample.see", "查看"
    KEEP = "sample.keep", "管理"


warden = Role("warden")


def test_every_right_of_a_module_has_a_line_in_its_map() -> None:
    with pytest.raises(DeclarationError, match=r"no line .* sample\.keep"):
        started(lambda c: c.add_permissions({Right.SEE: ((warden,),)}))


def test_the_declarations_are_what_was_declared() -> None:
    config = started(
        claim_menu,
        claim_role,
        lambda c: c.add_permissions({Right.SEE: ((warden,),), Right.KEEP: ()}),
        lambda c: c.add_demonstration("sample", "somewhere"),
    )
    found = declarations_of(config)
    assert found.plugins["sample"].title == "示例"
    assert found.rights_of_role("warden") == {"sample.see"}
    assert found.rights["sample.see"].title == "查看"
    assert [m.title for m in found.menu if m.plugin == "sample"] == ["表"]
    assert found.demonstrations["sample"] == "somewhere"
    assert found.aggregates["sample.Meter"].workflow is sample.Meter.workflow
    assert found.aggregate_of("sample.Meter.Read") is found.aggregates["sample.Meter"]
    assert found.aggregate_of("elsewhere.Thing.Done") is None
    assert found.register_of("sample.Meeting") is None
    assert found.ledger_of("sample.Meeting") is None
    category = config.introspector.get_category("houqin command") or []
    names = {item["introspectable"].discriminator for item in category}
    assert "core.agree" in names
    place = found.parts["sample"].declares["command", "sample.read"]
    assert "sample.py" in place.line


def test_bundled_plugins_are_found_by_their_announcement() -> None:
    (sample_plugin,) = announced({"houqin.plugins": "tests.core.sample"})
    assert sample_plugin.module == "tests.core.sample"
    bundled = {plugin.name for plugin in announced({}) if plugin.bundled}
    assert "vehicles" in bundled


def test_an_entry_of_administration_needs_a_right() -> None:
    def open_to_all(config: Configurator) -> None:
        config.add_control("taps", "水", "水龙头。", "", section="运行")

    with pytest.raises(DeclarationError, match="taps"):
        started(open_to_all)
