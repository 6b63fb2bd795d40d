"""Names are found as people type them: by initials, by pinyin, by last digits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.projection.horizon import Horizon
from houqin.core.site.choosing import Offer, matching, settled
from houqin.core.site.spelling import plain, spellings

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office

UNITS = [
    Offer("1", "政军路"),
    Offer("2", "自然资源局", also=("县自然资源和规划局",)),
    Offer("3", "长安镇"),
    Offer("4", "单晓明"),
    Offer("5", "重阳街道"),
]
CARS = [
    Offer("a", "桂X·D00013", "优先 · 纯电动 · 5座"),
    Offer("b", "桂X·00130"),
    Offer("c", "桂X·13001"),
    Offer("d", "桂X·00113"),
]


def found(offers: list[Offer], typed: str) -> list[str]:
    return [offer.id for offer in matching(offers, typed)]


@pytest.mark.parametrize(
    ("text", "initials", "full"),
    [
        ("政军路", ["zjl"], ["zhengjunlu"]),
        ("轿车1.8L", ["jc18l"], ["jiaoche18l"]),
        ("桂X·D00013", ["gxd00013"], ["guixd00013"]),
        ("ABC-1", [], []),
        ("", [], []),
    ],
)
def test_a_name_is_spelt(text: str, initials: list[str], full: list[str]) -> None:
    assert [list(part) for part in spellings(text)] == [initials, full]


def test_a_surname_is_found_by_either_reading() -> None:
    initials, full = spellings("单晓明")
    assert {"dxm", "sxm"} <= set(initials)
    assert {"danxiaoming", "shanxiaoming"} <= set(full)


@pytest.mark.parametrize("surname", "曾解区查仇覃")
def test_surnames_have_all_their_common_initials(surname: str) -> None:
    spoken = {"曾": "cz", "解": "jx", "区": "qo", "查": "cz", "仇": "cq", "覃": "tq"}
    initials, _ = spellings(f"{surname}伟")
    assert set(initials) >= {f"{letter}w" for letter in spoken[surname]}


def test_a_word_is_read_as_people_read_it() -> None:
    assert spellings("重庆")[1][0] == "chongqing"
    assert spellings("绿城")[1][0] == "lvcheng"


def test_marks_and_width_do_not_count() -> None:
    assert plain("桂Ｘ·Ｄ０００１３ ") == "桂xd00013"


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("zjl", ["1"]),
        ("ZJL", ["1"]),
        ("zhengjun", ["1"]),
        ("zr", ["2"]),
        ("xzr", ["2"]),
        ("规划局", ["2"]),
        ("ghj", ["2"]),
        ("cyj", ["5"]),
        ("zyj", ["2"]),
        ("cyjd", ["5"]),
        ("ca", ["3"]),
        ("镇", ["3"]),
        ("x", ["2", "4"]),
        ("qq", []),
        ("", []),
        ("·", []),
    ],
)
def test_units_and_people_are_found(typed: str, ids: list[str]) -> None:
    assert sorted(found(UNITS, typed)) == ids


def test_last_digits_come_before_digits_in_between() -> None:
    assert found(CARS, "13") == ["a", "d", "b", "c"]
    assert found(CARS, "d00013") == ["a"]
    assert found(CARS, "130") == ["b", "c"]


def test_initials_come_before_parts_of_a_name() -> None:
    offers = [Offer("1", "第一中学"), Offer("2", "中心"), Offer("3", "资源中心")]
    assert found(offers, "zx") == ["2", "1", "3"]
    assert found(offers, "中") == ["1", "2", "3"]


def test_the_only_one_of_a_name_is_meant_however_many_contain_it() -> None:
    offers = [Offer("1", "财政局"), Offer("2", "财政局下属中心")]
    assert settled(offers, "财政局") is offers[0]
    assert settled(offers, "财政") is None
    assert settled(offers[1:], "财政") is offers[1]
    assert settled([], "财政") is None
    assert settled([offers[0], offers[0]], "财政局") is None


def offered(office: Office, aggregate: str) -> list[Offer]:
    with office.site.reader() as reader:
        return reader.offers(aggregate)


def correct(office: Office, record: Any, target: int, **payload: str) -> None:
    given = {"record": record, "target": target, "payload": payload, "reason": "笔误"}
    office.do("core.correct", office.administrator, **given)


def ids_like(office: Office, aggregate: str, text: str, **limits: Any) -> list[str]:
    with office.site.reader(Horizon(**limits)) as reader:
        return reader.ids_like(aggregate, text)


def test_what_is_offered_is_read_again_once_it_changed(office: Office) -> None:
    first = offered(office, "core.Department")
    office.person("新人")
    assert offered(office, "core.Department") is first
    office.do("core.rename_department", record=office.unit, name="审计局", short="审计")
    assert "审计" in [offer.title for offer in offered(office, "core.Department")]
    correct(office, office.unit, 2, short="审计局")
    assert "审计局" in [offer.title for offer in offered(office, "core.Department")]


def test_a_driver_is_called_as_the_person_is(office: Office, driver: UUID) -> None:
    (before,) = offered(office, "vehicles.Driver")
    assert before.keys.startswith("csf")
    with office.site.reader() as reader:
        row = reader.ledger("vehicles.drivers").row(str(driver))
    assert row is not None
    correct(office, row.values["person"], 1, name="李师傅")
    (after,) = offered(office, "vehicles.Driver")
    assert after.title == "李师傅"


def test_who_left_is_not_offered_but_found_in_ledgers(office: Office) -> None:
    office.do("core.leave", record=office.clerk)
    assert str(office.clerk) not in [o.id for o in offered(office, "core.Person")]
    assert ids_like(office, "core.Person", "zjb") == [str(office.clerk)]


@pytest.mark.parametrize("typed", ["czj", "财政局", "县财政局", "xczj", "caizheng"])
def test_a_ledger_is_filtered_by_what_people_call_a_unit(
    office: Office, typed: str
) -> None:
    office.request()
    with office.site.reader() as reader:
        assert reader.ledger("vehicles.requests").count({"unit": typed}) == 1
        assert reader.ledger("vehicles.requests").count({"unit": "jyj"}) == 0


def test_a_ledger_is_filtered_by_the_last_digits_of_a_plate(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.trip(car, driver)
    with office.site.reader() as reader:
        trips = reader.ledger("vehicles.trips")
        assert trips.count({"vehicle": "0001"}) == 1
        assert trips.count({"driver": "csf"}) == 1
        assert trips.count({"vehicle": "0002"}) == 0


def test_names_of_an_earlier_day_are_found_as_they_were(office: Office) -> None:
    head = office.head()
    office.do("core.rename_department", record=office.unit, name="审计局", short="审计")
    assert ids_like(office, "core.Department", "czj", position=head)
    assert not ids_like(office, "core.Department", "czj")
