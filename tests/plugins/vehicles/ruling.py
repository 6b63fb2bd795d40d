"""Setting the rules of 审批流程 for vehicle requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office

REQUEST = "vehicles.VehicleRequest"
BOTH, ALL = ["review", "approve"], ["review", "approve", "lead"]
FAR = {"fact": "range", "values": ["province", "outside"]}
HOLIDAY = {"fact": "holiday", "values": [True]}
USUAL = {"title": "其他", "steps": BOTH}


def ruled(title: str, steps: list[str], *conditions: dict[str, Any]) -> dict[str, Any]:
    return {"title": title, "steps": steps, "conditions": list(conditions)}


def rule(office: Office, *rules: dict[str, Any], since: str = "2023-03-01") -> UUID:
    return office.made(
        "core.set_chain", office.administrator, aggregate=REQUEST, since=since,
        rules=list(rules),
    )  # fmt: skip
