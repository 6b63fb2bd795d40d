"""A city office to try things on: an issuer, the centre, a unit, and their people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.testing import Bench
from tests.filing import handed_in, pdf

if TYPE_CHECKING:
    from uuid import UUID

DUE = "2023-03-10T17:00:00+08:00"
LATER = "2023-03-13T17:00:00+08:00"


class City(Bench):
    """2023-03-06 09:00: units, people and one area of the grid are there."""

    def __init__(self, site: Any) -> None:
        super().__init__(site)
        self.centre = self.department("县机关后勤服务中心")
        self.issuer = self.department("县创城办")
        self.unit = self.department("县财政局")
        self.director = self.person("主任", self.centre, "director")
        self.keeper = self.person("网格员", self.centre, "civilized_city.officer")
        self.mender = self.person("整改人", self.centre)
        self.other = self.person("旁人", self.centre)
        self.clerk = self.person("经办人", self.unit, "clerk")
        self.inspector = self.person("督查员", self.issuer, "reviewer")
        self.at("2023-03-06 09:00")
        self.area = self.new_area("G01", unit=self.centre, person=self.mender)

    def photos(self, by: UUID) -> list[dict[str, Any]]:
        return [handed_in(self.site, by)]

    def scan(self, by: UUID) -> list[dict[str, Any]]:
        return [handed_in(self.site, by, pdf("整改回执"), "回执.pdf")]

    def new_area(self, code: str, **more: Any) -> UUID:
        given = {"name": f"{code}号楼", "kind": "building", "scope": "楼内外",
                 "buildings": 1} | more  # fmt: skip
        return self.made("civilized_city.register_area", code=code, **given)

    def task(self, by: UUID | None = None, **more: Any) -> UUID:
        given = {"area": self.area, "kind": "patrol", "task": "巡查楼道",
                 "deadline": DUE} | more  # fmt: skip
        return self.made("civilized_city.issue_task", by or self.keeper, **given)

    def report(self, task: UUID, by: UUID) -> None:
        self.do("civilized_city.report_task", by, record=task, result="已巡查",
                photos=self.photos(by))  # fmt: skip

    def received(self, *matters: str, **more: Any) -> list[UUID]:
        """A notice from outside, and its items; one if nothing is said."""
        given = {
            "came_by": "paper", "number": "创城督〔2023〕5号", "issuer": self.issuer,
            "liaison": self.keeper, "unit": self.centre, "person": self.mender,
            "deadline": DUE, "area": self.area,
            "items": [{"matter": matter} for matter in matters or ("楼道堆物",)],
        } | more  # fmt: skip
        outcome = self.do("civilized_city.receive_notice", self.keeper, **given)
        return list(outcome.records)

    def issued(self, by: UUID | None = None, **more: Any) -> list[UUID]:
        """A notice of our own to a unit."""
        by = by or self.keeper
        line = {"matter": "门前乱停车", "before": self.photos(by)}
        given = {"issuer": self.centre, "unit": self.unit, "deadline": DUE,
                 "signatory": "主任", "items": [line]} | more  # fmt: skip
        return list(self.do("civilized_city.issue_notice", by, **given).records)

    def fed_back(self, item: UUID, by: UUID | None = None) -> None:
        by = by or self.mender
        self.do("core.feed_back", by, record=item, measures="已清理",
                before=self.photos(by), after=self.photos(by))  # fmt: skip

    def verified(self, item: UUID, verdict: str = "passed", **more: Any) -> None:
        """By the liaison, with the stamped receipt."""
        given = {"scan": self.scan(self.keeper)} | more
        self.do("core.recheck", self.keeper, record=item, verdict=verdict, **given)

    def volunteers(self, *people: UUID) -> list[UUID]:
        for person in people:
            self.do("civilized_city.register_volunteer", self.keeper, person=person,
                    team="机关服务队", joined_on="2023-01-03")  # fmt: skip
        return list(people)

    def shift(self, *people: UUID, **more: Any) -> UUID:
        given = {"post": "人民路口", "service": "文明交通劝导",
                 "starts": "2023-03-07T07:30:00+08:00",
                 "ends": "2023-03-07T09:00:00+08:00", "expected": list(people),
                 "head": self.keeper} | more  # fmt: skip
        return self.made("civilized_city.plan_shift", self.keeper, **given)

    def signed_in(self, shift: UUID, **ticks: str) -> None:
        """By name of the attribute: ``mender="present"``."""
        given = [{"who": str(getattr(self, who)), "tick": tick}
                 for who, tick in ticks.items()]  # fmt: skip
        self.do("civilized_city.sign_in", self.keeper, record=shift, ticks=given,
                photos=self.photos(self.keeper))  # fmt: skip

    def online(self, **more: Any) -> UUID:
        given = {"number": "2.3.1", "name": "网格化管理方案", "table": "2023年任务表",
                 "unit": self.centre, "person": self.mender, "deadline": DUE,
                 "naming": "2.3.1-*.jpg", "largest": 1} | more  # fmt: skip
        return self.made("civilized_city.assign_online_item", self.keeper, **given)

    def handed(self, item: UUID, name: str = "2.3.1-方案.jpg") -> None:
        files = [handed_in(self.site, self.mender, name=name)]
        self.do("civilized_city.collect_material", self.mender, record=item,
                files=files)  # fmt: skip

    def submitted(self, item: UUID) -> None:
        self.do("civilized_city.check_material", self.keeper, record=item)
        self.do("civilized_city.file_material", self.keeper, record=item,
                screenshot=self.photos(self.keeper))  # fmt: skip

    def raised(self, moment: str) -> list[tuple[str, str]]:
        """The alerts there are at a moment: name and level."""
        self.at(moment)
        with self.site.reader() as reader:
            return [(found.alert.name.partition(".")[2], found.level)
                    for found in reader.alerts.mine()]  # fmt: skip
