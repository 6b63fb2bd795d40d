"""A picture with rectangles that lead to records: its tab, and the side of a form.

A plugin declares one as a record tab::

    plan = Regions(files="plan", regions="rooms", bound="room", of="rooms.Room")
    config.add_record_tab(RecordTab("rooms.plan", "平面图", ..., plan, TEMPLATE))

and a form whose lines are drawn on it names the tab: ``types.regions("rooms.plan")``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

from houqin.core.files.attachments import AttachmentUnreadable
from houqin.core.files.plans import NotShown, Plan, plan_of
from houqin.core.files.refusal import FileRefused
from houqin.core.schema.regions import SIDES, WHOLE
from houqin.core.site.attached import erasure_of, erasures
from houqin.core.web.addresses import with_query

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from houqin.core.files.attachments import Attachments
    from houqin.core.projection.effective import Effective

TEMPLATE = "regions.pt"
#: How rectangles are coloured, beside the word for it: free, used, busy, bad, none.
NO_TONE = "none"
#: A name is written so large that it fits its rectangle, and never larger.
_LARGEST, _SMALLEST = 1 / 45, 1 / 110


@lru_cache(maxsize=8)
def drawn_plan(
    attachments: Attachments, digest: str, media_type: str, page: int
) -> Plan:
    """A drawing as it is shown; the last few are kept, for a page asks for it twice.

    :raises NotShown: when it cannot be.
    """
    try:
        with attachments.open(digest) as file:
            return plan_of(file, media_type, page)
    except AttachmentUnreadable as error:
        raise NotShown(error.message) from error
    except FileRefused as error:
        raise NotShown(error.message) from error


class Shape(NamedTuple):
    """One rectangle in the picture's own pixels; ``tone`` is its colour.

    ``label`` is what is written in it: the title without what all titles begin with.
    """

    left: int
    top: int
    wide: int
    high: int
    title: str
    label: str
    caption: str
    state: str
    tone: str
    url: str | None
    size: int

    @property
    def middle(self) -> tuple[int, int]:
        """Where its name is written."""
        return self.left + self.wide // 2, self.top + self.high // 2

    @property
    def below(self) -> int:
        """Where the caption is written, below the name."""
        return self.middle[1] + self.size * 5 // 4

    @property
    def small(self) -> int:
        """How large the caption is written; nothing where it does not fit."""
        size = min(self.size * 3 // 4, self.wide // max(len(self.caption), 1))
        fits = self.size * 4 < self.high and size * 2 > self.size
        return size if self.caption and fits else 0


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as its template draws it; without ``url`` there is none to show."""

    url: str = ""
    width: int = 0
    height: int = 0
    why_not: str = ""
    shapes: tuple[Shape, ...] = ()
    legend: tuple[tuple[str, str], ...] = ()
    #: The form's list of lines that are drawn on it.
    field: str = ""

    @property
    def grid(self) -> list[tuple[int, int, int]]:
        """Tenths of the picture: percent, and where they lie."""
        return [
            (10 * n, self.width * n // 10, self.height * n // 10) for n in range(1, 10)
        ]


@dataclass(frozen=True, slots=True)
class Regions:
    """What a record tab shows: a picture of the record's and what stands where in it.

    :param files: the events' field of files; the last that was handed in is shown.
    :param regions: the events' field of rectangles.
    :param bound: what names the record in a rectangle; ``of`` its aggregate.
    :param page: the events' field that says which page of a PDF.
    :param tones: by state of the bound record: free, used, busy, bad.
    :param caption: a column of the bound record's ledger written below its name.
    :param through: which record's picture it is, of another aggregate's record.
    """

    files: str
    regions: str
    bound: str
    of: str
    page: str = ""
    tones: Mapping[str, str] = field(default_factory=dict)
    caption: str = ""
    through: Callable[[Any, UUID], UUID | None] | None = None

    def __call__(self, request: Any, record: UUID) -> dict[str, Any]:
        """The values of the tab's template."""
        held = self.through(request, record) if self.through else record
        if held is None:
            return {"plan": Shown(why_not="还没有生效的图"), "source": None}
        source = None
        if held != record:
            source = (request.reader.title_of(held), request.to.anywhere(held))
        return {"plan": self.shown(request, held), "source": source}

    def shown(self, request: Any, record: UUID, field: str = "") -> Shown:
        """The picture of a record within the request's horizon."""
        effective = request.reader.effective(record)
        try:
            plan, url = self._picture(request, record, effective)
        except NotShown as error:
            return Shown(why_not=error.message, field=field)
        shapes = tuple(self._shapes(request, effective, plan))
        return Shown(url, plan.width, plan.height, "", shapes, _legend(shapes), field)

    def _picture(
        self, request: Any, record: UUID, effective: Effective
    ) -> tuple[Plan, str]:
        holding = [e for e in effective.events if e.payload.get(self.files)]
        if not holding:
            raise NotShown("还没有上传图")
        event = holding[-1]
        reference = event.payload[self.files][0]
        if gone := erasure_of(event, reference, erasures(request.reader, record)):
            raise NotShown(f"图{gone.text}")
        page = int(_last(effective, self.page) or 1)
        digest, media_type = reference["digest"], reference["type"]
        plan = drawn_plan(request.site.attachments, digest, media_type, page)
        ledger = request.declared.ledger_of(_aggregate(event.topic))
        url = f"{request.to.record(ledger.name, record)}/files/{digest}/plan"
        return plan, with_query(url, [("page", str(page))])

    def _shapes(self, request: Any, effective: Effective, plan: Plan) -> list[Shape]:
        found = _last(effective, self.regions) or []
        ledger = request.declared.ledger_of(self.of)
        rows = request.reader.ledger(ledger.name).by_keys(
            [region[self.bound] for region in found]
        )
        request.reader.display.prefetch(ledger, rows.values())
        titles = [request.reader.title(self.of, region[self.bound]) for region in found]
        return [
            self._shape(
                request, ledger, region, rows.get(region[self.bound]), plan,
                title, label,
            )
            for region, title, label in zip(found, titles, _told(titles), strict=True)
        ]  # fmt: skip

    def _shape(
        self, request: Any, ledger: Any, region: dict[str, Any], row: Any, plan: Plan,
        title: str, label: str,
    ) -> Shape:  # fmt: skip
        reader, record = request.reader, region[self.bound]
        left, top, wide, high = (_pixels(region[side], side, plan) for side in SIDES)
        caption = ledger.column(self.caption) if self.caption and row else None
        return Shape(
            left, top, wide, high, title, label,
            reader.shown(ledger, row, caption) if caption else "",
            reader.display.state(ledger, row.state) if row else "",
            self.tones.get(row.state if row else "", NO_TONE),
            self._url(request, ledger, record) if row else None,
            _size(wide, high, label, plan),
        )  # fmt: skip

    def _url(self, request: Any, ledger: Any, record: str) -> str | None:
        if not request.reader.may_open(self.of, record):
            return None
        url = request.to.record(ledger.name, record)
        return str(with_query(url, request.typed_horizon.pairs))


def _told(titles: list[str]) -> list[str]:
    """Titles without what they all begin with; numbers stay whole."""
    alike = takewhile(lambda each: len(set(each)) == 1, zip(*titles, strict=False))
    common = "".join(each[0] for each in alike).rstrip("0123456789")
    if len(titles) == 1:
        return titles
    return [title.removeprefix(common) or title for title in titles]


def _last(effective: Effective, name: str) -> Any:
    """A field as the last event that has it says it."""
    said = (e.payload[name] for e in reversed(effective.events) if name in e.payload)
    return next(said, None)


def _aggregate(topic: str) -> str:
    return topic.rpartition(".")[0]


def _pixels(share: int, side: str, plan: Plan) -> int:
    whole = plan.width if side in {"left", "wide"} else plan.height
    return round(share * whole / WHOLE)


def _size(wide: int, high: int, title: str, plan: Plan) -> int:
    """How large a name is written: in its rectangle, and still to be read."""
    fitting = min(wide / max(len(title), 1) * 0.9, high * 0.45)
    least, most = plan.width * _SMALLEST, plan.width * _LARGEST
    return round(max(min(fitting, most), least))


def _legend(shapes: tuple[Shape, ...]) -> tuple[tuple[str, str], ...]:
    """Each state that is there, with its colour."""
    return tuple(dict.fromkeys((s.tone, s.state) for s in shapes if s.state))


def plan_of_form(context: Any, request: Any) -> Shown | None:
    """The picture that a form's lines are drawn on, if it has such lines."""
    if context.record is None:
        return None
    for spec in context.spec.fields:
        if spec.type.picture:
            tab = request.declared.record_tabs[spec.type.picture]
            found: Shown = tab.show.shown(request, context.record.id, spec.name)
            return found
    return None
