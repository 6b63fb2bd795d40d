"""The commands of a module's life; each records one event, or one step with its work.

What they need is looked up in what this process could import, not in what the site has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

from pydantic import Field

from houqin.core.model.command import command
from houqin.core.model.permission import CorePermission
from houqin.core.model.plugins import (
    INSTALL,
    RUN_STEP,
    UPGRADE,
    Installed,
    PluginRecord,
    plugins_guard,
    stream_of,
)
from houqin.core.registry.requirements import newer
from houqin.core.schema.errors import Refused
from houqin.core.schema.fields import Line
from houqin.core.schema.form import Form
from houqin.core.site.plugins.requiring import dependents, part_named, require_met

if TYPE_CHECKING:
    from collections.abc import Mapping

    from houqin.core.model.context import Context
    from houqin.core.registry.declarations import Declarations, Part

Name = Annotated[Line, Field(title="业务模块")]


class InstallPlugin(Form):
    """启用后，本站点出现该模块的页面、台账和办理动作。"""

    plugin: Name


class UpgradePlugin(Form):
    """按程序中的版本升级，逐步执行升级步骤。"""

    plugin: Name


class RunPluginStep(Form):
    """执行一个升级步骤，只执行一次。"""

    plugin: Name
    step: Annotated[Line, Field(title="步骤")]


class UninstallPlugin(Form):
    """停用后页面和办理动作不再出现，原始记录和台账数据保留，可以重新启用。"""

    plugin: Name


def declared_of(context: Context) -> Declarations:
    """What this process could import."""
    return cast("Declarations", context.catalogue)


def _known(context: Context) -> Mapping[str, Installed]:
    epoch = context.transaction.epoch
    found: Mapping[str, Installed] = context.services.shared.read(
        plugins_guard, context.connection, epoch
    )
    return found


def _record(context: Context, part: Part) -> PluginRecord:
    """The module's record, opened when it is heard of for the first time."""
    stream = stream_of(context.services.site, part.spec.name)
    if part.spec.name in _known(context):
        return context.load(PluginRecord, stream)
    given = {"plugin": part.spec.name, "name": part.spec.title}
    return context.create(PluginRecord, PluginRecord.Opened, id=stream, **given)


def require_installable(
    declared: Declarations, known: Mapping[str, Installed], name: str
) -> Part:
    """The module, if it can be installed now.

    :raises Refused: when it is there already, or something is missing.
    """
    part = part_named(declared, name)
    there = known.get(name)
    if there and there.state == "installed":
        raise Refused(f"{part.spec.title}已经启用", "plugin")
    require_met(declared, known, part)
    return part


def require_upgradable(
    declared: Declarations, known: Mapping[str, Installed], name: str
) -> Part:
    """The module, if this process has a newer version of it.

    :raises Refused: when it has not, or something is missing.
    """
    part = part_named(declared, name)
    there = known.get(name)
    if there is None or there.state != "installed":
        raise Refused(f"{part.spec.title}没有启用", "plugin")
    if not newer(part.spec.version, there.version):
        raise Refused(
            f"{part.spec.title}已是{there.version}，程序中的版本是{part.spec.version}",
            "plugin",
        )
    require_met(declared, known, part)
    return part


def _begin(context: Context, part: Part, deed: str, before: str) -> None:
    record = _record(context, part)
    version = part.spec.version
    record.record(PluginRecord.Begun, deed=deed, version=version, before=before)


@command(
    "core.begin_install_plugin", "开始启用", permission=CorePermission.MAINTAIN,
    late=False,
)  # fmt: skip
def begin_install(context: Context, form: InstallPlugin) -> None:
    """Take on an installation that has steps."""
    part = require_installable(declared_of(context), _known(context), form.plugin)
    _begin(context, part, INSTALL, "")


@command(
    "core.install_plugin", "启用业务模块", permission=CorePermission.MAINTAIN,
    late=False,
)  # fmt: skip
def install(context: Context, form: InstallPlugin) -> None:
    """Let the module be there."""
    part = require_installable(declared_of(context), _known(context), form.plugin)
    _require_steps_done(context, part, INSTALL)
    record = _record(context, part)
    record.record(PluginRecord.Installed, version=part.spec.version)


@command(
    "core.begin_upgrade_plugin", "开始升级", permission=CorePermission.MAINTAIN,
    late=False,
)  # fmt: skip
def begin_upgrade(context: Context, form: UpgradePlugin) -> None:
    """Take on an upgrade that has steps."""
    known = _known(context)
    part = require_upgradable(declared_of(context), known, form.plugin)
    _begin(context, part, UPGRADE, known[form.plugin].version)


@command(
    "core.upgrade_plugin", "升级业务模块", permission=CorePermission.MAINTAIN,
    late=False,
)  # fmt: skip
def upgrade(context: Context, form: UpgradePlugin) -> None:
    """Let the module be of this process's version."""
    known = _known(context)
    part = require_upgradable(declared_of(context), known, form.plugin)
    _require_steps_done(context, part, UPGRADE)
    before = known[form.plugin].version
    record = _record(context, part)
    record.record(PluginRecord.Upgraded, version=part.spec.version, before=before)


def _require_steps_done(context: Context, part: Part, deed: str) -> None:
    there = _known(context).get(part.spec.name)
    since = there.version if there and deed == UPGRADE else ""
    done = there.done if there and there.under_way == deed else ()
    left = [step.title for step in part.steps_from(since) if step.id not in done]
    if left:
        raise Refused(f"{part.spec.title}还有步骤没有执行：{'、'.join(left)}", "plugin")


@command(
    RUN_STEP, "执行升级步骤", permission=CorePermission.MAINTAIN,
    late=False,
)  # fmt: skip
def run_step(context: Context, form: RunPluginStep) -> None:
    """Do a step's work and record that it is done, in one transaction."""
    part = part_named(declared_of(context), form.plugin)
    there = _known(context).get(form.plugin)
    version = part.spec.version
    if there is None or not there.under_way or there.to != version:
        raise Refused(f"{part.spec.title}没有在升级到{version}", "plugin")
    step = next((s for s in part.steps_from(there.version) if s.id == form.step), None)
    if step is None or step.id in there.done:
        raise Refused(f"步骤“{form.step}”不必执行", "step")
    step.run(context)
    record = _record(context, part)
    record.record(PluginRecord.StepDone, step=step.id, name=step.title)


@command(
    "core.uninstall_plugin", "停用业务模块", permission=CorePermission.MAINTAIN,
    late=False,
)  # fmt: skip
def uninstall(context: Context, form: UninstallPlugin) -> None:
    """Let the module be gone, its code perhaps before it."""
    known = _known(context)
    there = known.get(form.plugin)
    if there is None or not there.there:
        raise Refused(f"业务模块“{form.plugin}”没有启用", "plugin")
    if needing := dependents(declared_of(context), known, form.plugin):
        raise Refused(f"{'、'.join(needing)}需要{there.title}，请先停用", "plugin")
    stream = stream_of(context.services.site, form.plugin)
    record = context.load(PluginRecord, stream)
    record.record(PluginRecord.Uninstalled, version=there.version)


ALL = (begin_install, install, begin_upgrade, upgrade, run_step, uninstall)
