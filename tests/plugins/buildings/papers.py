"""Drawings, leases, certificates, signs, inspections and reports of a small estate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests import filing

if TYPE_CHECKING:
    from uuid import UUID

    from tests.plugins.buildings.estate import Estate

APPROVAL = {"document": "青机管〔2023〕6号", "approved_on": "2023-02-20"}
#: 10 % from the left, 20 % from above.
PLACE = {"left": 1000, "top": 2000, "wide": 1500, "high": 3000}
#: What a unit of twelve people reports.
REPORT = {
    "posts": 14, "staff": 12, "section_chiefs": 1, "section_deputies": 2, "others": 9,
    "sites": 1, "rooms": 2, "office_area": 3600, "rented_area": 0,
}  # fmt: skip


class Papers:
    """What is kept of an estate beside its rooms; the short verbs fill in the rest."""

    def __init__(self, estate: Estate) -> None:
        self.estate, self.bench = estate, estate.bench
        self.keeper = self.bench.person("覃房管", estate.unit, "buildings.keeper")
        self.director = self.bench.person("郑主任", estate.unit, "director")
        self.clerk = self.bench.person("周经办", estate.unit, "clerk")

    def file(
        self, name: str = "三层.jpg", content: bytes = b"", by: UUID | None = None
    ) -> dict[str, Any]:
        """A file as somebody handed it in, the system if nobody is named."""
        site = self.bench.site
        return filing.handed_in(site, by or site.system_actor, content, name)

    def drawing(
        self, edition: str = "2023年测绘", by: UUID | None = None, **more: Any
    ) -> UUID:
        facts = {
            "floor": self.estate.floor, "number": "1#-3F", "edition": edition,
            "surveyed_on": "2023-02-01", "sheet": [self.file(by=by)],
        }  # fmt: skip
        return self.bench.given("buildings.upload_drawing", by, **{**facts, **more})

    def current(self, edition: str = "2023年测绘") -> UUID:
        """A drawing in force."""
        drawing = self.drawing(edition)
        self.bench.do("buildings.approve_drawing", record=drawing)
        return drawing

    def mark(self, drawing: UUID, *rooms: UUID, **place: int) -> None:
        places = [{"room": str(room), **PLACE, **place} for room in rooms]
        self.bench.do("buildings.mark_rooms", record=drawing, places=places)

    def lease(self, kind: str = "rent_in", **more: Any) -> UUID:
        """An application: of another's house, or of rooms of ours."""
        facts = {
            "kind": kind, "counterparty": "县供销社", "since": "2023-03-01",
            "until": "2024-02-29", "purpose": "临时办公",
        }  # fmt: skip
        if kind in {"rent_in", "borrow"}:
            facts |= {"place": "解放路1号", "area": 20_000}
        if kind in {"rent_in", "rent_out"}:
            facts |= {"rent": 12_000_00}
        return self.bench.given("buildings.apply_lease", **{**facts, **more})

    def approve(self, lease: UUID, **more: Any) -> None:
        given = {**APPROVAL, "papers": [self.file("批文.pdf", filing.pdf("批文"))]}
        self.bench.do("buildings.approve_lease", record=lease, **{**given, **more})

    def running(self, kind: str = "rent_in", **more: Any) -> UUID:
        """A lease that runs."""
        lease = self.lease(kind, **more)
        self.approve(lease)
        self.bench.do("buildings.start_lease", record=lease, contract="合2023-1")
        return lease

    def cert(self, number: str = "桂（2023）X县不动产权第0001号", **more: Any) -> UUID:
        facts = {
            "building": self.estate.building, "kind": "real_estate", "number": number,
            "owner": "X县机关后勤服务中心", "area": 1_200_000,
            "issued_on": "2010-05-01",
        }  # fmt: skip
        return self.bench.given("buildings.register_cert", **{**facts, **more})

    def sign(self, **more: Any) -> UUID:
        facts = {
            "building": self.estate.building, "kind": "unit", "wording": "X县财政局",
            "spot": "正门左侧", "posted_on": "2023-01-05", "unit": self.estate.unit,
        }  # fmt: skip
        return self.bench.given("buildings.post_sign", **{**facts, **more})

    def round(self, *units: UUID, deadline: str = "2023-03-10T18:00:00+08:00") -> UUID:
        """A round asked of these units."""
        return self.bench.given(
            "buildings.assign_report", name="2023年3月统计", as_of="2023-02-28",
            deadline=deadline, units=list(units),
        )  # fmt: skip

    def owed(self, asked: UUID, unit: UUID) -> UUID:
        """The report a unit owes."""
        with self.bench.site.reader() as reader:
            ledger = reader.ledger("buildings.unit_reports")
            filters = {"round": str(asked), "unit": str(unit)}
            (row,) = ledger.page(filters)
        return row.stream

    def report(self, record: UUID, **more: Any) -> None:
        answering = {"reviewer": self.keeper, "leader": self.director}
        self.bench.do(
            "buildings.report_rooms", record=record, **{**REPORT, **answering, **more}
        )

    def inspection(self, **more: Any) -> UUID:
        facts = {
            "scope": "汛期房屋安全", "buildings": [self.estate.building],
            "inspector": self.keeper, "planned_for": "2023-03-20T18:00:00+08:00",
        }  # fmt: skip
        return self.bench.given("buildings.plan_inspection", **{**facts, **more})


def story(estate: Estate) -> None:
    """One of everything; what it leads to is corrected and voided one by one."""
    papers, bench = Papers(estate), estate.bench
    room, other = estate.room("311"), estate.room("312", unit=estate.unit)
    old = papers.current("旧版")
    papers.mark(old, room, other)
    papers.current("新版")
    bench.do("buildings.return_drawing", record=papers.drawing("草图"), reason="不清")
    lease = papers.running("lend", rooms=[room])
    bench.do("buildings.end_lease", record=lease, ended_on="2023-03-01")
    papers.running()
    papers.cert()
    papers.sign()
    asked = papers.round(estate.unit, estate.other_unit)
    record = papers.owed(asked, estate.unit)
    papers.report(record)
    bench.do("buildings.accept_report", record=record)
    bench.do("buildings.file_report", record=asked, to="市机关事务局", reason="未报")
