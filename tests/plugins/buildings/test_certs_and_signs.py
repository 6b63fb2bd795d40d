"""权属证照 and 标牌: entered, changed, ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plugins.buildings.papers import Papers

if TYPE_CHECKING:
    from houqin.core.testing import Bench
    from tests.plugins.buildings.estate import Estate

CERTS, SIGNS = "buildings.property_certs", "buildings.signs"


@pytest.fixture
def papers(estate: Estate) -> Papers:
    return Papers(estate)


def test_a_certificate_has_its_number_alone(bench: Bench, papers: Papers) -> None:
    cert = papers.cert("0001号")
    facts = {
        "building": papers.estate.building, "kind": "house", "owner": "县政府",
        "area": 900_000, "issued_on": "2012-01-01", "number": "0001号",
    }  # fmt: skip
    bench.when("buildings.register_cert", **facts)
    bench.then_refused("证号“0001号”已经登记过")
    bench.do(
        "buildings.cancel_cert", record=cert, cancelled_on="2023-02-01", reason="换证"
    )
    bench.when("buildings.register_cert", **facts)
    bench.then("buildings.PropertyCert.Registered")


def test_a_certificate_changes_its_owner(bench: Bench, papers: Papers) -> None:
    cert = papers.cert()
    bench.do(
        "buildings.change_cert", record=cert, owner="X县人民政府", area=1_100_000,
        changed_on="2023-02-01",
    )  # fmt: skip
    bench.then_row(CERTS, cert, owner="X县人民政府", area=1_100_000, state="valid")
    bench.when(
        "buildings.cancel_cert", record=cert, cancelled_on="2024-01-01", reason="误"
    )
    bench.then_refused("不能晚于登记的日期")


def test_a_sign_is_changed_and_taken_down(bench: Bench, papers: Papers) -> None:
    sign = papers.sign()
    bench.do(
        "buildings.change_sign", record=sign, wording="X县财政局（国资局）",
        changed_on="2023-02-01",
    )  # fmt: skip
    bench.then_row(SIGNS, sign, wording="X县财政局（国资局）", state="posted")
    bench.do(
        "buildings.remove_sign", record=sign, removed_on="2023-02-28", reason="搬迁"
    )
    bench.then_row(SIGNS, sign, state="removed", removed_on="2023-02-28")


def test_a_plate_on_a_door_names_its_room(bench: Bench, papers: Papers) -> None:
    estate = papers.estate
    facts = {
        "building": estate.building, "kind": "room", "wording": "301 财务室",
        "spot": "门右侧", "posted_on": "2023-01-05",
    }  # fmt: skip
    bench.when("buildings.post_sign", **facts)
    bench.then_refused("房间门牌须选择房间")
    bench.when("buildings.post_sign", **facts, room=estate.room("301"))
    bench.then("buildings.Sign.Posted", wording="301 财务室")
