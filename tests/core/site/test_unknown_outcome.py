"""PostgreSQL goes away in the middle of a commit: whether it stands is found out."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest

from houqin.core.model.command import Act
from houqin.core.site.recovery import Recovery
from houqin.core.site.site import Site
from houqin.events.errors import LogClosedAfterFault, StoreFaulty
from houqin.events.store import PostgresStore
from tests.core.works import Works, sampled
from tests.cutting import UNANSWERED, UNHEARD, Line, line_to
from tests.office import KEY, open_site

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.postgresql


@pytest.fixture
def works(postgres_url: str) -> Iterator[Works]:
    """An office as somebody sees it whose line to the server holds."""
    store = PostgresStore(postgres_url, f"site_{uuid4().hex[:8]}")
    yield Works(open_site(store, sampled()))
    store.close()
    with psycopg.connect(postgres_url) as connection:
        connection.execute(f'DROP SCHEMA "{store.schema}" CASCADE')


@pytest.fixture
def line(postgres_url: str) -> Iterator[Line]:
    with line_to(postgres_url) as found:
        yield found


@pytest.fixture
def far(works: Works, line: Line) -> Iterator[Site]:
    """The same office through a line that may be cut."""
    store = PostgresStore(line.url, str(works.site.store.schema))
    yield Site("far", store, sampled(), KEY)
    store.close()


def install(site: Site, place: str) -> Act:
    values = {"place": place, "since": "2022-01-01"}
    return Act("sample.install", values, site.system_actor, uuid4())


@pytest.mark.parametrize(("cut", "there"), [(UNHEARD, 0), (UNANSWERED, 1)])
def test_a_commit_that_was_cut_off_is_resolved_by_the_commands_id(
    works: Works, line: Line, far: Site, cut: str, there: int
) -> None:
    act = install(far, "一号楼")
    line.cut = cut
    with pytest.raises(StoreFaulty):
        far.act(act)
    assert line.cuts == 1
    # Nothing more is written through it, whatever the outcome; reading goes on.
    with pytest.raises(LogClosedAfterFault):
        far.act(install(far, "二号楼"))
    with far.reader() as reader:
        assert len(list(reader.ledger("sample.meters").rows())) == there
    assert Recovery(far).go_on()
    outcome = far.act(act)
    assert outcome.repeated == bool(there)
    assert works.column("meters", "place") == ["一号楼"]
    three = far.act(install(far, "三号楼"))
    assert not three.repeated
    works.assert_sound()
