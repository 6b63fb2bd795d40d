"""The description of commands and ledgers is true: no 500, no undeclared answer.

An ordinary run sends a few requests to each; `make api` sends a thousand and more.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi import checks

from houqin.core.web.openapi import Asker, describe

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.web.conftest import Visitor
    from tests.county import County

    Visit = Callable[[str], Visitor]

#: `make api` asks every operation several times; an ordinary run one in so many.
CASES = int(os.environ.get("HOUQIN_API_CASES", "0"))
ONE_IN = 12
CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
ACCEPT = {"Accept": "application/json", "Accept-Encoding": "identity"}


@pytest.fixture
def dispatcher(visit: Visit, county: County) -> Visitor:
    """Who may do most of it, with something to be found."""
    county.trip()
    return visit("dispatcher")


def described(visitor: Visitor) -> dict[str, Any]:
    found: dict[str, Any] = visitor.app.get("/test/openapi.json").json
    return found


def headers_of(visitor: Visitor) -> dict[str, str]:
    """What a program logged in sends along."""
    token = visitor.app.get("/test/", headers=ACCEPT).json["csrf_token"]
    return ACCEPT | {"X-CSRF-Token": token}


def rows_of(county: County, ledger: str) -> list[Any]:
    with county.site.reader() as reader:
        return list(reader.ledger(ledger).rows())


def test_everything_declared_is_described_to_who_has_every_right(
    county: County,
) -> None:
    declared = county.site.declarations
    asker = Asker(frozenset(declared.permissions))
    paths = describe(declared, "/test", "", asker)["paths"].keys()
    assert paths >= {f"/{name.replace('.', '/', 1)}" for name in declared.ledgers}
    assert paths >= {f"/{name.replace('.', '/', 1)}" for name in declared.pages}
    assert paths >= {f"/{name.replace('.', '/kpis/', 1)}" for name in declared.kpis}
    assert paths >= {
        "/", "/waiting", "/alerts", "/vehicles/",
        "/vehicles/do/request_vehicle", "/vehicles/do/paper_slip",
        "/vehicles/trips/{record}/depart", "/vehicles/requests/{record}/agree",
    }  # fmt: skip


def test_nobody_is_told_of_what_is_others_to_do_and_to_see(visit: Visit) -> None:
    paths = described(visit("clerk"))["paths"]
    assert "post" in paths["/vehicles/do/request_vehicle"]
    assert "get" in paths["/vehicles/trips"]
    assert paths.keys().isdisjoint(
        {
            "/vehicles/do/dispatch", "/vehicles/trips/{record}/depart",
            "/vehicles/gate", "/vehicles/vehicles", "/vehicles/kpis/new_energy_share",
            "/vehicles/quota_table", "/core/looks",
        }
    )  # fmt: skip


def test_who_only_reads_is_told_of_no_command_on_records(visit: Visit) -> None:
    paths = described(visit("auditor"))["paths"]
    assert "get" in paths["/vehicles/quota_table"]
    assert not [p for p, said in paths.items() if "post" in said and "vehicles" in p]


def test_a_command_s_input_is_its_form(dispatcher: Visitor) -> None:
    post = described(dispatcher)["paths"]["/vehicles/trips/{record}/depart"]["post"]
    body = post["requestBody"]["content"]["application/json"]["schema"]
    given_ = body["properties"]["input"]
    assert given_["properties"]["odometer"]["title"] == "出车里程"
    assert given_["required"] == ["odometer"]


def test_no_password_is_asked_for(dispatcher: Visitor) -> None:
    assert not [p for p in described(dispatcher)["paths"] if "password" in p]


class Program:
    """A program that is logged in, and counts what it asks."""

    def __init__(self, visitor: Visitor) -> None:
        self.headers = headers_of(visitor)
        self.cookies = {c.name: c.value for c in visitor.app.cookiejar}
        self.asked = 0

    def send(self, case: Any, record: str | None) -> None:
        """One request; every second time about a record that is there."""
        self.asked += 1
        if record and self.asked % 2:
            case.path_parameters["record"] = record
        case.call_and_validate(
            headers=self.headers, cookies=self.cookies, checks=CHECKS
        )

    def ask(self, operation: Any, record: str | None) -> str:
        """Some requests of every kind to one operation; what was not as described."""

        @given(case=operation.as_strategy())
        @settings(
            max_examples=CASES or 1, deadline=None, database=None, derandomize=True,
            phases=[Phase.generate], suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        def sent(case: Any) -> None:
            self.send(case, record)

        try:
            sent()
        except FailureGroup as failed:
            return f"{operation.label}: {failed}"
        return ""


def test_answers_are_as_described(dispatcher: Visitor, county: County) -> None:
    known = {
        f"/{name.replace('.', '/')}": str(row.stream)
        for name in ("vehicles.trips", "vehicles.requests", "vehicles.vehicles")
        for row in rows_of(county, name)
    }
    schema = schemathesis.openapi.from_dict(described(dispatcher))
    schema.app = dispatcher.app.app
    program = Program(dispatcher)
    every = [found.ok() for found in schema.get_all_operations()]
    wrong = [
        program.ask(operation, known.get(operation.path.partition("/{record}")[0]))
        for operation in (every if CASES else every[::ONE_IN])
    ]
    print(f"{program.asked} requests to the described interface")  # noqa: T201 - the figure asked for
    assert not any(wrong), "\n\n".join(filter(None, wrong))


def test_what_only_an_auditor_asks_is_answered_as_described(
    visit: Visit, county: County
) -> None:
    county.trip()
    auditor = visit("auditor")
    told = described(auditor)
    wanted = ("/compare", "/vehicles/trips/sample", "/vehicles/requests/sample")
    assert "/vehicles/quota_table/sample" not in told["paths"]
    told["paths"] = {path: told["paths"][path] for path in wanted}
    schema = schemathesis.openapi.from_dict(told)
    schema.app = auditor.app.app
    program = Program(auditor)
    every = [found.ok() for found in schema.get_all_operations()]
    wrong = [program.ask(each, None) for each in every for _again in range(3)]
    assert program.asked >= len(wanted)
    assert not any(wrong), "\n\n".join(filter(None, wrong))
