"""编制: quotas by unit and category, cars beyond them, and 编制台账."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.schema.errors import FormErrors
from tests.office import refused

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office


def approve(office: Office, number: int, category: str = "emergency") -> UUID:
    return office.made(
        "vehicles.approve_quota",
        office.dispatcher,
        unit=office.unit,
        category=category,
        number=number,
        document="县编〔2023〕3号",
    )


def own(office: Office, **more: Any) -> UUID:
    return office.car(unit=office.unit, **more)


def test_a_car_beyond_the_quota_asks_a_reason(office: Office) -> None:
    approve(office, 1)
    own(office)
    with pytest.raises(FormErrors) as wrong:
        own(office)
    message = "该单位应急保障编制1辆已满，请写明超编理由"
    assert wrong.value.errors == {"over_quota": message}
    own(office, over_quota="机构合并，待处置旧车")
    assert office.kpi("over_quota") == 1


def test_a_car_within_the_quota_has_no_such_reason(office: Office) -> None:
    approve(office, 1)
    with pytest.raises(FormErrors) as wrong:
        own(office, over_quota="多一辆")
    assert wrong.value.errors == {"over_quota": "未超编，不写超编理由"}


def test_cars_of_another_unit_or_category_fill_no_quota(office: Office) -> None:
    approve(office, 1)
    office.car(unit=office.other_unit)
    own(office, category="other")
    own(office)


def test_a_disposed_car_leaves_its_place(office: Office) -> None:
    approve(office, 1)
    office.dispose(own(office))
    own(office)


def test_a_changed_quota_holds_from_then_on(office: Office) -> None:
    quota = approve(office, 1)
    own(office)
    office.do(
        "vehicles.change_quota",
        office.dispatcher,
        record=quota,
        number=2,
        document="县编〔2023〕9号",
    )
    own(office)


def test_a_unit_has_one_quota_in_a_category(office: Office) -> None:
    approve(office, 1)
    with refused("该单位应急保障"):
        approve(office, 2)
    approve(office, 2, "other")


def test_the_quota_table_tells_quota_cars_and_vacancies(office: Office) -> None:
    approve(office, 3)
    own(office)
    own(office, category="other")
    found = {
        row.values["category"]: tuple(
            row.values[name] for name in ("quota", "actual", "vacancy")
        )
        for row in office.rows("vehicles.quota_table")
    }
    assert found["emergency"] == (3, 1, 2)
    assert found["other"][1:] == (1, -1)
    office.assert_sound()


def update(office: Office, car: UUID, **changed: Any) -> None:
    with office.site.reader() as reader:
        row = reader.ledger("vehicles.vehicles").row(str(car))
    assert row is not None
    facts = {n: row.values[n] for n in ("plate", "category", "model", "seats", "unit")}
    office.do("vehicles.update_vehicle", office.dispatcher, record=car,
              **facts | changed)  # fmt: skip


def test_a_car_that_moves_beyond_the_quota_asks_a_reason(office: Office) -> None:
    approve(office, 1)
    own(office)
    other = office.car(unit=office.other_unit)
    with pytest.raises(FormErrors) as wrong:
        update(office, other, unit=office.unit)
    message = "该单位应急保障编制1辆已满，请写明超编理由"
    assert wrong.value.errors == {"over_quota": message}
    update(office, other, unit=office.unit, over_quota="划转，待处置旧车")
    assert office.kpi("over_quota") == 1
    update(office, other, unit=office.other_unit)
    assert office.kpi("over_quota") == 0


def test_a_car_of_another_category_is_counted_there(office: Office) -> None:
    approve(office, 0, "other")
    car = own(office)
    with pytest.raises(FormErrors, match="其他按规定配备编制0辆已满"):
        update(office, car, category="other")
    update(office, car, model="商务车")
