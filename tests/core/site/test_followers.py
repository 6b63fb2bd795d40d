"""后续任务: exactly once inside, at least once outside, put aside and resumed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.config import configure, declarations_of
from houqin.core.model.follower import (
    MOST_TRIES,
    Delivery,
    Follower,
    Given,
    Kept,
    wait_after,
)
from houqin.core.schema.errors import Refused
from houqin.core.site import followers, following
from houqin.core.site.followers import Course
from houqin.core.site.site import Site
from tests.office import KEY, Office, open_site, quick
from tests.receiving import receiving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

    from houqin.core.site.followers import Standing
    from houqin.events.store import Store
    from tests.receiving import Receiver

REGISTERED = "core.Department.Registered"


def twin(delivery: Delivery) -> list[Given]:
    """A second unit for every unit of a county, unless it is a twin itself."""
    name = delivery.event.payload["name"]
    if name.endswith("分中心"):
        return []
    values = {"name": f"{name}分中心", "short": f"{name}分中心", "kind": "county"}
    return [Given("core.register_department", values)]


def tally(delivery: Delivery) -> list[Kept]:
    """How many units of a kind there are; 分中心 are not to be counted."""
    name, kind = (delivery.event.payload[part] for part in ("name", "kind"))
    if name.endswith("分中心"):
        raise ValueError(name)
    before = delivery.kept(kind) or {"count": 0}
    return [Kept(kind, {"count": before["count"] + 1}), Kept(name, None)]


class Faulty:
    """Handles what it is given unless told to fail."""

    def __init__(self) -> None:
        self.handled: list[int] = []
        self.tried: list[UUID] = []
        self.failing: set[int] = set()

    def __call__(self, delivery: Delivery) -> None:
        self.tried.append(delivery.id)
        if delivery.event.position in self.failing:
            message = "对方没有应答"
            raise ConnectionError(message)
        self.handled.append(delivery.event.position)


@pytest.fixture
def faulty() -> Faulty:
    return Faulty()


@pytest.fixture
def office(new_store: Callable[..., Store], database: str, faulty: Faulty) -> Office:
    config = configure({"houqin.plugins": "houqin.plugins.vehicles"}, web=False)
    config.add_follower(
        Follower("tests.twin", "分中心", twin, (REGISTERED,)),
        Follower("tests.faulty", "发送", faulty, outwards=True),
        Follower("tests.tally", "计数", tally, (REGISTERED,), keeps=True),
    )
    config.commit()
    return Office(open_site(quick(new_store, database), declarations_of(config)))


def course(office: Office, name: str) -> Course:
    return Course(office.site, office.site.declarations.followers[name])


def begun(office: Office, name: str) -> Course:
    """A follower that has seen the log once, and follows what comes from now on."""
    found = course(office, name)
    found.go_on()
    return found


def until_done(course: Course) -> None:
    while course.go_on():
        pass


def units(office: Office) -> list[str]:
    with office.site.reader() as reader:
        rows = reader.ledger("core.departments").rows()
        return sorted(row.values["name"] for row in rows)


def standing(office: Office, name: str) -> Standing:
    with office.site.reader() as reader:
        found = {s.follower.name: s for s in followers.standings(reader)}
    return found[name]


def hurry(office: Office) -> None:
    """The time until the next try is over."""
    with office.site.store.writing() as connection:
        connection.run("UPDATE [follower] SET next_try = 0")


def test_a_new_follower_begins_with_what_comes(office: Office) -> None:
    before = units(office)
    until_done(begun(office, "tests.twin"))
    assert units(office) == before


def test_an_inward_follower_acts_once_for_each_event(office: Office) -> None:
    follower = begun(office, "tests.twin")
    office.department("县水利局", "水利局")
    until_done(follower)
    until_done(follower)
    assert units(office).count("县水利局分中心") == 1
    assert standing(office, "tests.twin").lag == 0


def test_what_was_done_before_a_crash_is_not_done_again(office: Office) -> None:
    follower = begun(office, "tests.twin")
    with office.site.reader() as reader:
        start = reader.position
    office.department("县水利局", "水利局")
    until_done(follower)
    with office.site.store.writing() as connection:
        # The process died between the command's commit and its own note of it.
        connection.run(
            "UPDATE [follower] SET position = ? WHERE name = 'tests.twin'", (start,)
        )
    until_done(follower)
    assert units(office).count("县水利局分中心") == 1


def test_its_command_names_the_event_that_caused_it(office: Office) -> None:
    follower = begun(office, "tests.twin")
    unit = office.department("县水利局", "水利局")
    until_done(follower)
    with office.site.store.reading() as connection:
        (cause,) = office.site.log.read_stream(connection, unit)
        *_, made = office.site.log.read(connection, cause.position + 1)
    declared = office.site.declarations.followers["tests.twin"]
    assert made.command == followers.message_id(
        office.site.id, declared, cause.position
    )
    assert made.correlation == cause.correlation
    assert made.actor == office.site.system_actor


def test_a_failure_is_tried_again_under_the_same_id(
    office: Office, faulty: Faulty
) -> None:
    follower = begun(office, "tests.faulty")
    office.department("县水利局", "水利局")
    position = standing(office, "tests.faulty").state.position + 1  # type: ignore[union-attr]
    faulty.failing = {position}
    until_done(follower)
    assert (len(faulty.tried), standing(office, "tests.faulty").lag) == (1, 1)
    faulty.failing = set()
    until_done(follower)
    assert len(faulty.tried) == 1, "it waits before it tries again"
    hurry(office)
    until_done(follower)
    assert faulty.handled == [position]
    assert len(set(faulty.tried)) == 1
    assert len(faulty.tried) == 2


def test_waits_grow_and_end() -> None:
    assert [wait_after(n) for n in (1, 2, 3, 8)] == [1, 2, 4, 128]
    assert wait_after(60) == 300


def given_up(office: Office, faulty: Faulty) -> tuple[Course, int]:
    """A follower that has put one event aside; the next one went through."""
    follower = begun(office, "tests.faulty")
    office.department("县水利局", "水利局")
    position = standing(office, "tests.faulty").state.position + 1  # type: ignore[union-attr]
    faulty.failing = {position}
    office.department("县林业局", "林业局")
    for _ in range(MOST_TRIES):
        hurry(office)
        follower.go_on()
    until_done(follower)
    return follower, position


def test_what_fails_too_often_is_put_aside_and_the_next_goes_on(
    office: Office, faulty: Faulty
) -> None:
    _, position = given_up(office, faulty)
    found = standing(office, "tests.faulty")
    (parked,) = found.parked
    assert (parked.position, parked.tries, parked.due) == (position, MOST_TRIES, 0)
    assert parked.error == "ConnectionError: 对方没有应答"
    assert faulty.handled == [position + 1]
    assert found.lag == 0


def test_what_was_put_aside_is_resumed(office: Office, faulty: Faulty) -> None:
    follower, position = given_up(office, faulty)
    faulty.failing = set()
    assert followers.resume(office.site, "tests.faulty") == 1
    until_done(follower)
    assert faulty.handled == [position + 1, position]
    assert len(set(faulty.tried)) == 2
    assert standing(office, "tests.faulty").parked == []


def test_what_fails_again_stays_aside(office: Office, faulty: Faulty) -> None:
    follower, _ = given_up(office, faulty)
    followers.resume(office.site, "tests.faulty")
    until_done(follower)
    (parked,) = standing(office, "tests.faulty").parked
    assert (parked.tries, parked.due) == (MOST_TRIES + 1, 0)


def test_one_that_fails_holds_up_no_other(office: Office, faulty: Faulty) -> None:
    courses = [begun(office, name) for name in ("tests.faulty", "tests.twin")]
    office.department("县水利局", "水利局")
    faulty.failing = set(range(1000))
    for each in courses:
        until_done(each)
    assert "县水利局分中心" in units(office)


def test_only_one_process_works_for_a_follower(office: Office, faulty: Faulty) -> None:
    first = begun(office, "tests.faulty")
    other = Site("office", office.site.store, office.site.declarations, KEY)
    second = Course(other, other.declarations.followers["tests.faulty"])
    office.department("县水利局", "水利局")
    assert not second.go_on()
    assert faulty.handled == []
    first.stop()
    assert second.go_on()
    assert len(faulty.handled) == 1


class TestOneThatKeepsRows:
    def kept(self, office: Office) -> dict[str, dict[str, Any]]:
        with office.site.store.reading() as connection:
            return following.rows_of(connection, "tests.tally")

    def test_each_event_counts_once(self, office: Office) -> None:
        follower = begun(office, "tests.tally")
        for name in ("水利局", "林业局"):
            office.department(f"县{name}", name)
        until_done(follower)
        until_done(follower)
        assert self.kept(office) == {"county": {"count": 2}}

    def test_an_event_done_elsewhere_meanwhile_is_not_counted_again(
        self, office: Office
    ) -> None:
        follower = begun(office, "tests.tally")
        office.department("县水利局", "水利局")
        with office.site.store.reading() as connection:
            head = office.site.log.head(connection)[0]
            (event,) = office.site.log.read(connection, head)
        until_done(follower)
        assert follower._deliver(event, 0, followers.NEXT) is None
        assert self.kept(office) == {"county": {"count": 1}}

    def test_what_was_put_aside_counts_once_when_resumed(self, office: Office) -> None:
        follower = begun(office, "tests.tally")
        office.department("县水利局分中心", "分中心")
        for _ in range(MOST_TRIES):
            hurry(office)
            follower.go_on()
        assert len(standing(office, "tests.tally").parked) == 1
        assert self.kept(office) == {}
        followers.resume(office.site, "tests.tally")
        until_done(follower)
        (parked,) = standing(office, "tests.tally").parked
        assert parked.tries == MOST_TRIES + 1


def test_a_name_nobody_declares_is_refused(office: Office) -> None:
    with pytest.raises(Refused, match="没有后续任务"):
        followers.resume(office.site, "tests.nobody")


class TestWebhook:
    @pytest.fixture
    def receiver(self) -> Iterator[Receiver]:
        with receiving() as found:
            yield found

    def turn_on(self, office: Office, **values: Any) -> Course:
        office.do("core.change_settings", group="core.webhook", values=values)
        return begun(office, "core.webhook")

    def test_it_is_off_and_passes_events_by(self, office: Office) -> None:
        follower = begun(office, "core.webhook")
        office.department("县水利局", "水利局")
        until_done(follower)
        found = standing(office, "core.webhook")
        assert (found.on, found.parked) == (False, [])

    def test_it_tells_the_event_without_its_content(
        self, office: Office, receiver: Receiver
    ) -> None:
        follower = self.turn_on(office, webhook_url=receiver.url)
        unit = office.department("县水利局", "水利局")
        until_done(follower)
        (message,) = receiver.received
        assert (message["record"], message["topic"]) == (str(unit), REGISTERED)
        assert "水利" not in str(message)

    def test_refusals_and_silence_are_tried_again_under_one_id(
        self, office: Office, receiver: Receiver
    ) -> None:
        follower = self.turn_on(office, webhook_url=receiver.url, webhook_seconds=1)
        receiver.answers = [500, 2.0, 302, 204]
        office.department("县水利局", "水利局")
        said = []
        for _ in range(4):
            hurry(office)
            until_done(follower)
            said.append(standing(office, "core.webhook").state.error)  # type: ignore[union-attr]
        assert said == [
            "对方没有收下，应答HTTP 500",
            "对方在1秒内没有应答",
            "对方没有收下，应答HTTP 302",
            "",
        ]
        assert len(receiver.ids) == 4
        assert len(set(receiver.ids)) == 1
        assert standing(office, "core.webhook").lag == 0

    def test_a_message_whose_receipt_was_lost_comes_twice_as_the_same(
        self, office: Office, receiver: Receiver
    ) -> None:
        follower = self.turn_on(office, webhook_url=receiver.url)
        office.department("县水利局", "水利局")
        until_done(follower)
        with office.site.store.writing() as connection:
            connection.run(
                "UPDATE [follower] SET position = position - 1"
                " WHERE name = 'core.webhook'"
            )
        until_done(follower)
        first, second = receiver.received
        assert first == second

    def test_an_address_nobody_listens_at_is_put_aside(self, office: Office) -> None:
        with receiving() as gone:
            follower = self.turn_on(office, webhook_url=gone.url)
        office.department("县水利局", "水利局")
        for _ in range(MOST_TRIES):
            hurry(office)
            follower.go_on()
        (parked,) = standing(office, "core.webhook").parked
        assert parked.error == "连接不上对方的地址"


def test_states_are_none_before_the_first_look(office: Office) -> None:
    with office.site.store.reading() as connection:
        assert following.state_of(connection, "tests.twin") is None
