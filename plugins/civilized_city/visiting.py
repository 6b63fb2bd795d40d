"""入户宣传, 问卷 and 清理整治, entered afterwards as counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.model.command import command
from houqin.core.model.recording import records
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.form import Form, RecordForm
from houqin.plugins.civilized_city.cleanup import Cleanup
from houqin.plugins.civilized_city.fields import (
    AreaId,
    CleanAfter,
    CleanBefore,
    Collected,
    Content,
    Households,
    Led,
    People,
    Photos,
    Place,
    Remark,
    Rubbish,
    Stairs,
    Workers,
    Yards,
)
from houqin.plugins.civilized_city.gridding import require_area
from houqin.plugins.civilized_city.household import Household
from houqin.plugins.civilized_city.permissions import CityPermission as Right

if TYPE_CHECKING:
    from houqin.core.model.context import Context


class RecordVisit(Form):
    """只登记户数，不登记住户姓名；当场回收的问卷一并登记。"""

    area: AreaId
    households: Households
    people: People
    content: Content
    questionnaires: Collected | None = None
    photos: Photos | None = None


class CollectQuestionnaires(RecordForm):
    """随后回收的问卷，可以分次登记。"""

    questionnaires: Collected
    remark: Remark | None = None


class RecordCleanup(Form):
    """垃圾、楼道、庭院至少填一项。"""

    area: AreaId
    place: Place
    workers: Workers
    rubbish: Rubbish | None = None
    stairs: Stairs | None = None
    yards: Yards | None = None
    led: Led | None = None
    before: CleanBefore | None = None
    after: CleanAfter | None = None


@command(
    "civilized_city.record_visit", "登记入户宣传", permission=Right.RECORD, menu=True,
    event=Household.Visited, order=310,
)  # fmt: skip
def record_visit(context: Context, form: RecordVisit) -> None:
    """Enter a round of visits, and the questionnaires that came back with it."""
    require_area(context, form.area)
    if not (form.households or form.questionnaires):
        raise FormErrors({"households": "入户户数和问卷份数至少填一项"})
    for person in form.people:
        context.choose("core.Person", person, "people")
    values = {name: value for name, value in form if name != "questionnaires"}
    serial = context.serial("civilized_city.visit_serials")
    visit = context.create(Household, Household.Visited, serial=serial, **values)
    if form.questionnaires:
        visit.record(Household.Collected, questionnaires=form.questionnaires)


collect_questionnaires = records(
    "civilized_city.collect_questionnaires", "回收问卷", CollectQuestionnaires,
    Household, Household.Collected, permission=Right.RECORD, order=320,
)  # fmt: skip


@command(
    "civilized_city.record_cleanup", "登记清理整治", permission=Right.RECORD,
    menu=True, event=Cleanup.Done, order=330, batch=True,
)  # fmt: skip
def record_cleanup(context: Context, form: RecordCleanup) -> None:
    """Enter a clean-up."""
    require_area(context, form.area)
    if not (form.rubbish or form.stairs or form.yards):
        raise FormErrors({"rubbish": "垃圾、楼道、庭院至少填一项"})
    serial = context.serial("civilized_city.cleanup_serials")
    context.create(Cleanup, Cleanup.Done, serial=serial, **dict(form))


ALL = (record_visit, collect_questionnaires, record_cleanup)
