"""个人信息清除 of a person: nobody is recognised any more, and every count stays."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.people import kept
from houqin.core.projection.horizon import LIVE, Horizon
from houqin.core.schema.errors import FormErrors, NotPermitted
from houqin.core.site import offers
from houqin.core.site.access import authenticate, person
from houqin.core.site.site import Site
from houqin.core.site.tables import EVERYTHING
from tests.office import KEY, declared, refused

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office

NAME, PHONE, PASSWORD = "欧阳一鸣", "13812340000", "correct horse 42"
ERASED = "（已清除）"
GROUNDS = {"basis": "consent", "document": "某函〔2023〕3号", "reason": "本人申请"}
KPIS = ("trips_dispatched", "distance", "running_cost")


def erase(office: Office, record: UUID, by: UUID | None = None, **more: Any) -> None:
    given = {**GROUNDS, **more}
    office.do("core.erase_person", by or office.administrator, record=record, **given)


@pytest.fixture
def ouyang(office: Office) -> UUID:
    """A driver with a past: applications, a trip, a login."""
    found = office.person(
        NAME, "driver", "clerk", login="ouyang", number="20230001", phone=PHONE,
        password=PASSWORD,
    )  # fmt: skip
    driver = office.made("vehicles.register_driver", person=found, licence="C1")
    office.driven(office.car(), driver, 1000, 1050)
    office.request("13:00", "14:00", by=found, user=found, contact=PHONE)
    office.request("13:00", "14:00", user=office.reviewer, contact="13900000000")
    return found


def everything(office: Office, horizon: Horizon) -> dict[str, Any]:
    """Digest and count of every ledger, and every figure."""
    with office.site.reader(horizon) as reader:
        ledgers = office.site.declarations.ledgers
        shown: dict[str, Any] = {
            name: (reader.digest(name), reader.ledger(name).count())
            for name in ledgers
            if name != "core.erasures"
        }
        year = (date(2023, 1, 1), date(2023, 12, 31))
        for name in office.site.declarations.kpis:
            shown[name] = reader.kpi(name, *year).value
    return shown


def test_digests_counts_and_figures_stay_at_every_horizon(
    office: Office, ouyang: UUID
) -> None:
    office.do("core.leave", office.administrator, record=ouyang)
    horizons = (
        LIVE,
        Horizon(position=office.head()),
        Horizon(position=office.head() // 2),
        Horizon(as_of=date(2023, 3, 6)),
        Horizon(recorded_by=date(2023, 3, 6)),
    )
    before = [everything(office, horizon) for horizon in horizons]
    erase(office, ouyang)
    assert [everything(office, horizon) for horizon in horizons] == before
    office.site.rebuild()
    assert everything(office, LIVE) == before[0]
    office.assert_sound()


def test_nobody_is_recognised_any_more(office: Office, ouyang: UUID) -> None:
    (request,) = [
        row.stream for row in _requests(office) if row.values["user"] == str(ouyang)
    ]
    then = Horizon(position=office.head())
    erase(office, ouyang)
    for horizon in (LIVE, then):
        facts = {f.label: f.text for f in office.view(ouyang, horizon).facts}
        assert facts["姓名"] == ERASED
        assert facts["电话"] == ERASED
        assert not {"登录名", "工号"} & set(facts)
        shown = {f.label: f.text for f in office.view(request, horizon).facts}
        assert (shown["用车人"], shown["联系电话"]) == (ERASED, ERASED)
        assert office.history(request, horizon)[0].actor_name == ERASED
    for secret in (NAME, PHONE, "ouyang", "20230001"):
        assert secret.encode() not in office.raw()


def _requests(office: Office) -> list[Any]:
    with office.site.reader() as reader:
        return list(reader.ledger("vehicles.requests").rows())


def test_an_erased_person_neither_logs_in_nor_acts(
    office: Office, ouyang: UUID
) -> None:
    assert authenticate(office.site, "ouyang", PASSWORD) == ouyang
    erase(office, ouyang)
    for name in ("ouyang", "20230001"):
        assert authenticate(office.site, name, PASSWORD) is None
    with office.site.reader() as reader:
        assert person(reader, ouyang) is None
        assert not reader.may(ouyang, "vehicles.request")
    assert office.state(ouyang) == "left"
    # Both names are free for somebody else.
    office.person("另一人", login="ouyang", number="20230001")


def test_no_row_of_any_table_is_kept_of_the_person(
    office: Office, ouyang: UUID
) -> None:
    named = {
        table.name: next(c for c in kept.COLUMNS if c in table.c)
        for metadata in EVERYTHING
        for table in metadata.sorted_tables
        if any(c in table.c for c in kept.COLUMNS)
        # Guards follow from events; the law wants the system log kept.
        if not table.name.startswith(("guard_", "system_log"))
    }
    assert {"credential", "subject_key", "ticket"} <= set(named)
    erase(office, ouyang)
    with office.site.store.reading() as connection:
        for table, column in named.items():
            found = connection.execute(
                f"SELECT 1 FROM [{table}] WHERE {column} = ?",  # noqa: S608
                (ouyang.bytes,),
            )
            assert found == [], table


def test_nobody_else_is_touched(office: Office, ouyang: UUID) -> None:
    names = (office.clerk, office.reviewer, office.administrator)
    with office.site.reader() as reader:
        before = [reader.person_name(p) for p in names]
    erase(office, ouyang)
    with office.site.reader() as reader:
        assert [reader.person_name(p) for p in names] == before
        (other,) = [
            row for row in reader.ledger("vehicles.requests").rows()
            if row.values["user"] == str(office.reviewer)
        ]  # fmt: skip
        opened = reader.display.opened(other.stream, "contact", other.values["contact"])
    assert opened == "13900000000"


def test_a_process_that_knew_the_name_forgets_it(office: Office, ouyang: UUID) -> None:
    elsewhere = Site("office", office.site.store, declared(), KEY)

    def seen(site: Site) -> str:
        with site.reader() as reader:
            return reader.person_name(ouyang)

    assert (seen(office.site), seen(elsewhere)) == (NAME, NAME)
    erase(office, ouyang)
    assert (seen(office.site), seen(elsewhere)) == (ERASED, ERASED)
    assert NAME not in office.site.keyring._opened.values()
    assert NAME not in elsewhere.keyring._opened.values()


def test_an_erasure_that_fails_leaves_the_person(
    office: Office, ouyang: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(office.site.projections, "project", fail)
    with pytest.raises(ZeroDivisionError):
        erase(office, ouyang)
    monkeypatch.undo()
    with office.site.reader() as reader:
        assert reader.person_name(ouyang) == NAME
    assert authenticate(office.site, "ouyang", PASSWORD) == ouyang
    office.assert_sound()


def test_who_may_erase_whom(office: Office, ouyang: UUID) -> None:
    with refused("没有“清除个人信息”的权限", NotPermitted):
        erase(office, ouyang, office.dispatcher)
    with refused("不能清除本人的个人信息"):
        erase(office, office.administrator)
    with refused("唯一的系统管理员"):
        erase(office, office.administrator, office.site.system_actor)
    with refused("须写明法规和条款", FormErrors):
        erase(office, ouyang, basis="other")
    erase(office, ouyang, basis="other", basis_text="某办法第九条")
    with refused("已经清除"):
        erase(office, ouyang)
    second = office.person("第二管理员", "administrator")
    erase(office, office.administrator, second)


def test_nothing_is_recorded_of_an_erased_person_any_more(
    office: Office, ouyang: UUID
) -> None:
    erase(office, ouyang)
    unit = {"department": office.unit, "roles": []}
    for command, given in (
        ("core.update_person", {"name": "新名"}),
        ("core.rejoin", unit),
        ("core.correct", {"target": 1, "payload": unit, "reason": "填错"}),
        ("core.void", {"reason": "重复"}),
    ):
        with refused("已清除|引用"):
            office.do(command, office.administrator, record=ouyang, **given)
    with refused("个人信息已清除") as wrong:
        office.request("15:00", "16:00", user=ouyang, contact=PHONE)
    assert wrong.value.field == "contact"
    with office.site.reader() as reader:
        offered = offers.actions(reader, ouyang, office.administrator)
        assert [spec.name for spec in offered if spec.name.startswith("core.")] == []
    office.assert_sound()


def test_the_form_warns_of_what_is_under_way(office: Office, ouyang: UUID) -> None:
    spec = office.site.declarations.commands["core.erase_person"]

    def warned(record: UUID) -> str:
        with office.site.reader() as reader:
            found = offers.warnings(reader, spec, record, office.administrator)
        return "".join(found)

    said = warned(ouyang)
    assert "仍在职" in said
    assert f"驾驶员{NAME}" in said
    assert "用车申请申2023-" in said
    idle = office.person("某人")
    office.do("core.leave", office.administrator, record=idle)
    assert warned(idle) == ""


def test_every_erasure_stands_in_the_list(office: Office, ouyang: UUID) -> None:
    request = office.request("15:00", "16:00", purpose="陪同就医")
    erase(office, ouyang)
    office.do(
        "core.erase_payload", office.administrator, record=request, target=1,
        fields=["purpose"], **{**GROUNDS, "basis": "other", "basis_text": "某办法"},
    )  # fmt: skip
    with office.site.reader() as reader:
        ledger = reader.ledger("core.erasures")
        rows = list(ledger.rows(sort="erased_at"))
        shown = [reader.display.cells(ledger.ledger, row) for row in rows]
    assert [(row.values["extent"], row.values["record"]) for row in rows] == [
        ("person", str(ouyang)), ("text", str(request)),
    ]  # fmt: skip
    assert shown[0][3] == f"人员{ERASED}"
    assert shown[1][3].startswith("用车申请申2023-")
    assert shown[0][-1] == "冯管理"
