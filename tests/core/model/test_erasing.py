"""个人信息清除 in free text: gone in every horizon, and nothing else changes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from houqin.core.model.command import Act
from houqin.core.model.execution import body_hash
from houqin.core.projection.horizon import LIVE, Horizon
from houqin.core.schema.errors import FormErrors, NotPermitted
from houqin.core.schema.form import parse
from tests.office import refused

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office

SECRET, MORE = "陪同覃桂兰就医", "覃桂兰转院"
ERASED = "（已清除）"
GROUNDS = {"basis": "consent", "document": "某函〔2023〕3号", "reason": "本人申请"}
DAY = Horizon(as_of=date(2023, 3, 6))


def erase(
    office: Office, record: UUID, *fields: str, target: int = 1, **more: Any
) -> None:
    given = {**GROUNDS, **more}
    office.do(
        "core.erase_payload", given.pop("by", office.administrator), record=record,
        target=target, fields=list(fields), **given,
    )  # fmt: skip


def purposes(office: Office, request: UUID, *horizons: Horizon) -> list[str]:
    return [
        office.value(request, "purpose", h, ledger="vehicles.requests")
        for h in horizons
    ]


def raw_bodies(office: Office) -> str:
    with office.site.store.reading() as connection:
        rows = connection.execute("SELECT payload FROM [body]")
    return "\n".join(bytes(row[0]).decode() for row in rows)


def test_an_erased_text_is_gone_in_every_horizon(office: Office) -> None:
    request = office.request(purpose=SECRET)
    then = office.head()
    earlier = Horizon(position=then)
    assert purposes(office, request, LIVE, earlier, DAY) == [SECRET] * 3
    erase(office, request, "purpose")
    assert purposes(office, request, LIVE, earlier, DAY) == [ERASED] * 3
    assert SECRET not in raw_bodies(office)
    for horizon in (LIVE, earlier, DAY):
        said = [c for s in office.history(request, horizon) for c in s.changes]
        assert SECRET not in str(said)
        assert ("事由", "", ERASED) in said
    office.assert_sound()


def test_the_history_says_on_what_grounds(office: Office) -> None:
    request = office.request(purpose=SECRET)
    then = Horizon(position=office.head())
    erase(office, request, "purpose", target=1)
    text = "个人信息已清除（依据个人信息保护法第四十七条第三项，某函〔2023〕3号）"
    first, erasure = office.history(request)
    assert (first.erased, erasure.erased) == (text, "")
    assert erasure.title == "个人信息清除：申请"
    assert erasure.reason == "本人申请"
    assert ("清除的项目", "", "事由") in erasure.changes
    assert not erasure.restorable
    # What was known before it was erased says so too.
    (first,) = office.history(request, then)
    assert first.erased == text


def test_amendments_of_an_erased_event_are_erased_with_it(office: Office) -> None:
    request = office.request(purpose=SECRET, people=1)
    office.correct(request, 1, purpose=MORE, passengers=4)
    before = office.head()
    erase(office, request, "purpose")
    raw = raw_bodies(office)
    assert SECRET not in raw
    assert MORE not in raw
    row = office.row("vehicles.requests", request)
    assert row is not None
    assert (row.values["purpose"], row.values["passengers"]) == (ERASED, 4)
    correction = office.history(request, Horizon(position=before))[1]
    assert (correction.reason, bool(correction.erased)) == (ERASED, True)
    # The correction still stands, and can be undone.
    office.restore(request, 2)
    assert office.value(request, "passengers", ledger="vehicles.requests") == 1
    assert purposes(office, request, LIVE) == [ERASED]
    office.assert_sound()


def test_figures_states_and_neighbours_stay(office: Office) -> None:
    car, driver = office.car(), office.driver()
    trip = office.driven(car, driver, 1000, 1050)
    office.do("vehicles.close_trip", office.dispatcher, record=trip, remark=SECRET)
    other = office.request("13:00", "14:00", purpose=SECRET)
    before = office.head()
    kept = [
        (office.kpi(), office.digest("vehicles.trip_costs", h), office.digest(
            "vehicles.requests", h)) for h in (LIVE, DAY)
    ]  # fmt: skip
    erase(office, trip, "remark", target=office.version(trip, "Closed"))
    erase(office, trip, "purpose")
    assert [
        (office.kpi(), office.digest("vehicles.trip_costs", h), office.digest(
            "vehicles.requests", h)) for h in (LIVE, DAY)
    ] == kept  # fmt: skip
    assert office.state(trip) == "closed"
    assert office.value(trip, "remark") == ERASED
    assert purposes(office, other, LIVE) == [SECRET]
    # Each with its line in the list of erasures.
    assert office.head() == before + 4
    office.assert_sound()


def test_a_text_may_be_replaced_by_another(office: Office) -> None:
    request = office.request(purpose=SECRET, destination=f"县医院（{SECRET}）")
    erase(office, request, "purpose", "destination", texts={"destination": "县医院"})
    row = office.row("vehicles.requests", request)
    assert row is not None
    found = (row.values["purpose"], row.values["destination"])
    assert found == (ERASED, "县医院")


def test_an_optional_sealed_value_is_left_out(office: Office) -> None:
    request = office.request(contact="13812340000")
    erase(office, request, "contact")
    row = office.row("vehicles.requests", request)
    assert row is not None
    assert row.values["contact"] is None
    assert '"ct"' not in "".join(
        line for line in raw_bodies(office).splitlines() if "purpose" in line
    )


def test_what_was_erased_once_can_be_erased_further(office: Office) -> None:
    request = office.request(purpose=SECRET, destination=MORE)
    office.correct(request, 1, origin="县医院")
    erase(office, request, "purpose", texts={"purpose": "陪同覃某就医"})
    office.correct(request, 1, destination=f"{MORE}两次")
    erase(office, request, "destination", "purpose")
    raw = raw_bodies(office)
    assert "覃某" not in raw
    assert MORE not in raw
    row = office.row("vehicles.requests", request)
    assert row is not None
    found = [row.values[name] for name in ("purpose", "destination", "origin")]
    assert found == [ERASED, ERASED, "县医院"]
    first_erasure = office.history(request)[2]
    assert first_erasure.reason == "本人申请"
    assert first_erasure.erased
    office.assert_sound()


def test_an_erased_event_is_corrected_and_voided_like_any_other(
    office: Office,
) -> None:
    request = office.request(purpose=SECRET)
    erase(office, request, "purpose")
    office.correct(request, 1, purpose="送文件")
    assert purposes(office, request, LIVE) == ["送文件"]
    office.void(request)
    office.restore(request)
    office.assert_sound()
    erasure = office.version(request, "PayloadErased")
    with refused("个人信息清除不能撤销"):
        office.restore(request, erasure)
    with refused("更正和作废"):
        office.correct(request, erasure, purpose="旧内容")
    with refused("请选择被更正或作废的那一条"):
        erase(office, request, "purpose", target=erasure)


@pytest.mark.parametrize("name", ["serial", "passengers", "unit", "planned_start"])
def test_only_texts_are_erased(office: Office, name: str) -> None:
    request = office.request()
    with refused("只能清除文字项目", FormErrors):
        erase(office, request, name)


def test_an_erasure_names_what_it_erases_and_why(office: Office) -> None:
    request = office.request()
    with refused("没有填写所选的项目", FormErrors):
        erase(office, request, "contact")
    with refused("须写明法规和条款", FormErrors):
        erase(office, request, "purpose", basis="other")
    with refused("没有选中", FormErrors):
        erase(office, request, "purpose", texts={"origin": "某地"})
    with refused("最多100个字", FormErrors):
        erase(office, request, "purpose", texts={"purpose": "长" * 101})
    with refused("没有第9条业务记录"):
        erase(office, request, "purpose", target=9)
    with refused("没有“清除文字中的个人信息”的权限", NotPermitted):
        erase(office, request, "purpose", by=office.dispatcher)
    erase(office, request, "purpose", basis="other", basis_text="某办法第九条")
    assert "依据某办法第九条" in office.history(request)[0].erased


def test_a_text_that_a_guard_keeps_unique_is_not_blanked_twice(office: Office) -> None:
    one, two = office.car(), office.car()
    with refused("所选的项目必须填写，不能清除"):
        erase(office, one, "plate")
    erase(office, two, "special_case", "model")
    office.assert_sound()


def test_a_rebuild_and_what_it_leaves_behind_hold_no_erased_text(
    office: Office,
) -> None:
    request = office.request(purpose=SECRET)
    office.site.rebuild(["vehicles.requests"])
    erase(office, request, "purpose")
    with office.site.store.reading() as connection:
        for generation in (1, 2):
            rows = connection.execute(
                f"SELECT purpose FROM [vehicles_requests__g{generation}]"  # noqa: S608
            )
            assert SECRET not in {row[0] for row in rows}
    office.site.rebuild(["vehicles.requests"])
    assert purposes(office, request, LIVE) == [ERASED]
    office.assert_sound()


def test_an_erasure_during_a_rebuild_reaches_the_new_generation(
    office: Office,
) -> None:
    request = office.request(purpose=SECRET)

    def meanwhile(_ledger: str, done: int, total: int) -> None:
        if done == total and purposes(office, request, LIVE) == [SECRET]:
            erase(office, request, "purpose")

    office.site.rebuild(["vehicles.requests"], meanwhile)
    assert purposes(office, request, LIVE) == [ERASED]
    office.assert_sound()


def test_another_process_sees_no_earlier_fold(office: Office) -> None:
    request = office.request(purpose=SECRET)
    office.request("13:00", "14:00")
    earlier = Horizon(position=office.head() - 1)
    elsewhere = type(office.site)(
        "office", office.site.store, office.site.declarations, bytes(range(32))
    )

    def seen() -> str:
        with elsewhere.reader(earlier) as reader:
            row = reader.ledger("vehicles.requests").row(str(request))
            assert row is not None
            return str(row.values["purpose"])

    assert seen() == SECRET
    erase(office, request, "purpose")
    assert seen() == ERASED


def test_nothing_of_it_lies_in_the_database(office: Office) -> None:
    request = office.request(purpose=SECRET)
    assert SECRET.encode() in office.raw()
    erase(office, request, "purpose")
    assert ERASED.encode() in office.raw()
    assert SECRET.encode() not in office.raw()


def test_a_command_is_known_again_after_what_it_said_was_erased(
    office: Office,
) -> None:
    given = {
        "unit": str(office.unit), "user": str(office.clerk), "purpose": SECRET,
        "passengers": 1, "planned_start": "2023-03-06T09:00:00+08:00",
        "planned_end": "2023-03-06T12:00:00+08:00", "origin": "行政中心",
        "destination": "县医院",
    }  # fmt: skip
    act = Act("vehicles.request_vehicle", given, office.clerk, uuid4())
    request = office.site.act(act).records[0]
    erase(office, request, "purpose")
    assert office.site.act(act).repeated
    # Guesses of what was erased are tried in vain without the site's key.
    spec = office.site.declarations.commands[act.command]
    with office.site.store.reading() as connection:
        sql = "SELECT body_hash FROM [command] WHERE id = ?"
        kept = bytes(connection.execute(sql, (act.id.bytes,))[0][0])
    assert kept != body_hash(spec, act, parse(spec.form, given))
