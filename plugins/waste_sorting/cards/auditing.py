"""审计人员: what wants explaining, how much of it, and where it stands."""

from __future__ import annotations

from typing import Any

from houqin.core.web.addresses import with_query
from houqin.core.web.views.home import shown_year, year_days


def findings(request: Any) -> dict[str, Any]:
    """按桶折算, 整改逾期, 离任未更换 of the year."""
    year = shown_year(request)
    days = year_days(request, year)
    kinds = (
        ("按桶折算的清运", "collections", {"basis": "bins"}),
        ("逾期整改", "defects", {"in_time": "no"}),
        ("重新整改", "defects", {"state": "failed"}),
        ("离任未更换的督导员", "supervisors", {"state": "left"}),
    )
    lines = []
    for title, ledger, filters in kinds:
        name = f"waste_sorting.{ledger}"
        count = request.reader.ledger(name).count(
            {**filters, "voided": "0"}, period=days
        )
        asked = [(f"f.{key}", code) for key, code in filters.items()]
        span = [("from", str(days[0])), ("to", str(days[1]))]
        lines.append(
            {"title": title, "count": count,
             "url": with_query(request.to.ledger(name), asked, span)}
        )  # fmt: skip
    return {"year": year, "findings": lines}
