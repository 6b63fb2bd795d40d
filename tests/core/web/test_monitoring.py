"""/-/health and /-/metrics: figures for machines, on this machine or with the token."""

from __future__ import annotations

import io
import json
import logging
import os
import re
from typing import TYPE_CHECKING, Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from webtest import TestApp

from houqin.core.audit.checkpoints import sign
from houqin.core.config import configure
from houqin.core.site import following
from houqin.core.site.log_lines import JsonLines
from houqin.core.web.metrics import sample
from houqin.events.errors import StoreFaulty
from tests.county import PASSWORD, settings_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.county import County

TOKEN = "q7-monitor"
#: The label of what a process counts for itself.
OWN = rf',process="[^"]+:{os.getpid()}"|process="[^"]+:{os.getpid()}",?'
FAR = {"REMOTE_ADDR": "192.0.2.7"}


@pytest.fixture
def app(var: Path) -> Any:
    settings = {**settings_of(var), "houqin.monitor_token": TOKEN}
    return TestApp(configure(settings).make_wsgi_app(), {"REMOTE_ADDR": "127.0.0.1"})


@pytest.fixture
def site(app: Any) -> Any:
    return app.app.registry.houqin_directory.open("test")


def figures(app: Any) -> dict[str, float]:
    """Each sample by its name with its labels; this process's without its name."""
    found = {}
    for line in app.get("/-/metrics").text.splitlines():
        if not line.startswith("#"):
            name, _, value = line.rpartition(" ")
            found[re.sub(OWN, "", name)] = float(value)
    return found


def test_health_tells_how_each_site_stands(app: Any, site: Any) -> None:
    told = app.get("/-/health").json
    with site.reader() as reader:
        position = reader.position
    assert told["ok"] is True
    assert told["sites"] == [
        {"site": "test", "ok": True, "position": position, "writable": True,
         "stopped_ledgers": [], "parked": 0}
    ]  # fmt: skip


def test_a_stopped_ledger_is_named_and_the_site_goes_on(app: Any, site: Any) -> None:
    with site.store.writing() as connection:
        connection.run(
            "UPDATE [projection] SET stopped_at = 5 WHERE ledger = 'core.people'"
        )
    told = app.get("/-/health").json
    assert told["sites"][0]["stopped_ledgers"] == ["core.people"]
    position = told["sites"][0]["position"]
    found = figures(app)
    assert found['houqin_ledger_lag{site="test",ledger="core.people"}'] == position - 4
    assert found['houqin_ledger_lag{site="test",ledger="vehicles.trips"}'] == 0
    assert found['houqin_ledger_position{site="test",ledger="core.people"}'] == 4
    assert found['houqin_ledger_stopped{site="test",ledger="core.people"}'] == 1
    assert found['houqin_ledger_stopped{site="test",ledger="vehicles.trips"}'] == 0


def test_a_site_that_takes_no_writes_is_not_well(app: Any, site: Any) -> None:
    def fill() -> None:
        with site.store.writing() as connection:
            ((pages,),) = connection.execute("PRAGMA page_count")
            connection.execute(f"PRAGMA max_page_count = {pages}")
            connection.run("CREATE TABLE filling AS SELECT zeroblob(999999) AS much")

    with pytest.raises(StoreFaulty):
        fill()
    told = app.get("/-/health", status=503).json
    assert (told["ok"], told["sites"][0]["writable"]) == (False, False)
    assert figures(app)['houqin_site_writable{site="test"}'] == 0


def test_a_site_that_cannot_be_opened_is_not_well(
    app: Any, var: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (var / "sites" / "alien.db").write_text("no database", encoding="utf-8")
    with caplog.at_level(logging.CRITICAL):
        told = app.get("/-/health", status=503).json
    assert told["sites"][0] == {"site": "alien", "ok": False}
    assert figures(app)['houqin_site_up{site="alien"}'] == 0


def test_metrics_count_requests_and_how_long_they_took(app: Any) -> None:
    for _ in range(3):
        app.get("/test/login")
    app.get("/nowhere", status=404)
    found = figures(app)
    assert found['houqin_requests_total{method="GET",status="2xx"}'] == 3
    assert found['houqin_requests_total{method="GET",status="4xx"}'] == 1
    assert found["houqin_request_seconds_count{}"] == 4
    assert found['houqin_request_seconds_bucket{le="+Inf"}'] == 4
    assert found["houqin_request_seconds_sum{}"] > 0


def test_large_figures_are_told_whole() -> None:
    told = sample("houqin_log_position", {"site": "test"}, 12_345_678)
    assert told == 'houqin_log_position{site="test"} 12345678'


def test_buckets_never_fall(app: Any) -> None:
    app.get("/test/login")
    buckets = [v for n, v in figures(app).items() if "_bucket" in n]
    assert buckets == sorted(buckets)
    assert len(buckets) == 11


def test_metrics_count_commands_and_refusals(app: Any) -> None:
    form = app.get("/test/login").form
    form["login"], form["password"] = "admin", PASSWORD
    form.submit()
    found = figures(app)
    assert found['houqin_commands_total{site="test",outcome="taken"}'] == 1
    assert found['houqin_commands_total{site="test",outcome="refused"}'] == 0


def test_metrics_tell_what_followers_put_aside(app: Any, site: Any) -> None:
    with site.store.writing() as connection:
        following.begin(connection, "core.webhook", 1)
        error = ConnectionError("refused")
        following.park(connection, "core.webhook", 1, 8, error)
    found = figures(app)
    labels = '{site="test",follower="core.webhook"}'
    assert found[f"houqin_follower_parked{labels}"] == 1
    assert found[f"houqin_follower_lag{labels}"] == 0, "it is off"


def test_metrics_tell_how_old_the_newest_checkpoint_is(app: Any, site: Any) -> None:
    age = 'houqin_checkpoint_age_seconds{site="test"}'
    assert age not in figures(app)
    signed = sign(site)
    found = figures(app)
    assert 0 <= found[age] < 60
    assert found['houqin_checkpoint_position{site="test"}'] == signed[0].position


def test_prometheus_reads_every_line(app: Any, site: Any) -> None:
    app.get("/test/login")
    sign(site)
    answer = app.get("/-/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    told = [line for line in answer.text.splitlines() if not line.startswith("#")]
    read = {each.name: each for each in text_string_to_metric_families(answer.text)}
    assert sum(len(each.samples) for each in read.values()) == len(told)
    assert all(each.documentation for each in read.values())
    kinds = {name: each.type for name, each in read.items()}
    assert set(kinds.values()) == {"counter", "gauge", "histogram"}
    assert kinds["houqin_requests"] == "counter"
    assert kinds["houqin_request_seconds"] == "histogram"
    (at,) = read["houqin_log_position"].samples
    with site.reader() as reader:
        assert (at.labels, at.value) == ({"site": "test"}, reader.position)


@pytest.mark.parametrize("path", ["/-/health", "/-/metrics"])
def test_others_need_the_token(app: Any, path: str) -> None:
    assert "监控口令" in app.get(path, extra_environ=FAR, status=403).text
    wrong = {"Authorization": "Bearer guess"}
    app.get(path, headers=wrong, extra_environ=FAR, status=403)
    app.get(path, headers={"Authorization": f"Bearer {TOKEN}"}, extra_environ=FAR)


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded"])
def test_a_proxy_on_this_machine_is_somebody_else(app: Any, header: str) -> None:
    app.get("/-/health", headers={header: "192.0.2.7"}, status=403)


def test_without_a_token_in_the_ini_none_is_right(application: Any) -> None:
    headers = {"Authorization": "Bearer "}
    TestApp(application).get(
        "/-/health", headers=headers, extra_environ=FAR, status=403
    )


class TestJsonLines:
    @pytest.fixture
    def written(self) -> Iterator[io.StringIO]:
        stream = io.StringIO()
        handler = logging.StreamHandler(stream)
        handler.setFormatter(JsonLines())
        logger = logging.getLogger("houqin")
        before = logger.level
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        yield stream
        logger.removeHandler(handler)
        logger.setLevel(before)

    def test_a_command_is_found_by_request_and_id(
        self, app: Any, written: io.StringIO, county: County
    ) -> None:
        form = app.get("/test/login").form
        form["login"], form["password"] = "admin", PASSWORD
        answer = form.submit()
        told = [json.loads(line) for line in written.getvalue().splitlines()]
        (command,) = [line for line in told if line["logger"] == "houqin.commands"]
        request = [line for line in told if line["logger"] == "houqin.access"][-1]
        assert command["message"] == "core.open_session taken"
        assert command["site"] == "test"
        assert command["request"] == request["request"]
        assert request["request"] == answer.headers["X-Request-Id"]
        assert (request["method"], request["status"]) == ("POST", 303)
        with county.site.store.reading() as connection:
            (*_, last) = county.site.log.read(connection)
        assert str(last.command) == command["command"]

    def test_nothing_typed_into_an_address_is_logged(
        self, app: Any, written: io.StringIO
    ) -> None:
        app.get("/test/login?next=/test/&q=45010319800101123X")
        assert "45010319800101123X" not in written.getvalue()

    def test_a_fault_keeps_its_traceback(self, written: io.StringIO) -> None:
        try:
            int("中")
        except ValueError:
            logging.getLogger("houqin.tests").exception("fault")
        told = json.loads(written.getvalue())
        assert told["level"] == "ERROR"
        assert told["exception"].endswith("'中'")
