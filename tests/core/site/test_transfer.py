"""A site in one file: out of one database, into another, and nothing differs."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
from base64 import b64encode
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import psycopg
import pytest

from houqin.core.audit import checkpoints
from houqin.core.audit.verifying import verify_site
from houqin.core.model.command import Act
from houqin.core.people.passwords import verify
from houqin.core.schema.errors import Refused
from houqin.core.site.checking import check
from houqin.core.site.directory import Directory, SiteExists, SiteKeyLeft
from houqin.core.site.transfer.lines import FileBent
from houqin.core.site.transfer.sending import export_site
from houqin.core.site.transfer.taking import import_site
from tests.county import PASSWORD, County, found_county
from tests.filing import photo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from houqin.core.site.site import Site


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    """A county with a trip, an attachment, an erasure and two 存证点."""
    county = found_county(tmp_path_factory.mktemp("county"))
    county.trip()
    checkpoints.sign(county.site)
    request = county.request()
    picture = photo()
    held = county.site.attachments.receive(
        io.BytesIO(picture), "批件.jpg", len(picture), county.ids["clerk"]
    )
    county.act("core.attach", "clerk", record=str(request), files=[held])
    county.act(
        "core.erase_payload", record=str(county.request(purpose="送张某某就医")),
        target=1, fields=["purpose"], texts={"purpose": "另有说明"}, basis="consent",
        document="某函〔2026〕1号", reason="本人申请",
    )  # fmt: skip
    checkpoints.sign(county.site)
    return county


@pytest.fixture
def directory(county: County, tmp_path: Path) -> Directory:
    return Directory(tmp_path / "var", county.site.declarations)


@pytest.fixture
def file(county: County, tmp_path: Path) -> Path:
    exported(county.site, of(county), tmp_path / "county.houqin")
    return tmp_path / "county.houqin"


def of(county: County) -> Directory:
    """The directory the county lies in."""
    return Directory(
        county.site.attachments.places[0].folder.parents[1], county.site.declarations
    )


def exported(site: Site, directory: Directory, path: Path, **options: Any) -> Path:
    export_site(directory, site, path, **options)
    return path


def lines(path: Path) -> list[str]:
    return gzip.decompress(path.read_bytes()).decode().splitlines()


def log_part(path: Path) -> list[str]:
    """Events, commands and 存证点, as they stand in the file."""
    text = lines(path)
    sections = [n for n, line in enumerate(text) if line.startswith('{"section"')]
    start = sections[1]
    end = next(n for n in sections if '"section":"attachment' in text[n])
    return text[start:end]


def written(text: list[str], path: Path) -> Path:
    """The file with other lines, summed up anew as whoever bends it would."""
    body = "".join(f"{line}\n" for line in text[:-1]).encode()
    last = {"lines": len(text) - 1, "sha256": hashlib.sha256(body).hexdigest()}
    path.write_bytes(gzip.compress(body + json.dumps(last).encode() + b"\n"))
    return path


@pytest.fixture
def server(postgres_url: str) -> Iterator[str]:
    yield postgres_url
    with psycopg.connect(postgres_url) as connection:
        connection.execute("DROP SCHEMA IF EXISTS houqin_moved CASCADE")


@pytest.mark.postgresql
def test_to_a_server_and_back_nothing_differs(
    county: County, directory: Directory, file: Path, server: str, tmp_path: Path
) -> None:
    with county.site.store.reading() as connection:
        *_newer, old = checkpoints.stored(connection)
    moved = import_site(directory, file, "moved", store_url=server)
    assert (moved.id, moved.store.dialect) == (county.site.id, "postgresql")
    audit = verify_site(moved, old.note, jobs=1)
    assert audit.sound, audit.problems
    assert len(audit.judged) == 4
    assert check(moved).agrees
    back = exported(moved, directory, tmp_path / "back.houqin")
    assert log_part(back) == log_part(file)
    moved.store.close()
    again = import_site(
        Directory(tmp_path / "again", directory.declarations), back, "x"
    )
    assert digests(again) == digests(county.site)


@pytest.mark.postgresql
def test_an_import_that_is_stopped_leaves_nothing_on_the_server(
    directory: Directory, file: Path, server: str
) -> None:
    def stop(what: str, _done: int, _total: int) -> None:
        if what == "核验":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_site(directory, file, "moved", store_url=server, progress=stop)
    assert nothing_left(directory)
    moved = import_site(directory, file, "moved", store_url=server)
    assert directory.names() == ["moved"]
    moved.store.close()


def digests(site: Site) -> dict[str, str]:
    with site.reader() as reader:
        return {name: reader.digest(name) for name in site.declarations.ledgers}


def test_people_log_in_and_have_their_names(
    county: County, directory: Directory, file: Path
) -> None:
    moved = import_site(directory, file, "moved")
    clerk = county.ids["clerk"]
    with moved.reader() as reader:
        assert reader.person_name(clerk) == "张华"
        assert verify(reader.connection, clerk, PASSWORD)
    count, problems = moved.attachments.examine()
    assert (count, problems) == (1, [])


def test_work_goes_on_where_it_was(
    county: County, directory: Directory, file: Path
) -> None:
    moved = County(import_site(directory, file, "moved"), county.ids)
    with moved.site.store.reading() as connection:
        before = moved.site.log.head(connection)[0]
    with pytest.raises(Refused, match="已有安排，时间重叠"):
        moved.trip()
    moved.request()
    assert all(each.position > before for each in checkpoints.sign(moved.site))
    assert verify_site(moved.site, jobs=1).sound
    assert check(moved.site).agrees


def test_a_file_without_keys_needs_them_carried_apart(
    county: County, directory: Directory, tmp_path: Path
) -> None:
    file = exported(county.site, of(county), tmp_path / "bare.houqin", keys=False)
    secret = of(county).read_key("test")
    assert not any(json.dumps({"b": _text(secret)})[1:-1] in x for x in lines(file))
    with pytest.raises(Refused, match="文件中没有密钥"):
        import_site(directory, file, "moved")
    keys = tmp_path / "keys"
    keys.mkdir()
    (keys / "key").write_bytes(secret)
    (keys / "signing").write_bytes(of(county).signing_path("test").read_bytes())
    moved = import_site(directory, file, "moved", keys=keys)
    assert check(moved).agrees


def _text(content: bytes) -> str:
    return b64encode(content).decode()


def one_byte_else(text: list[str]) -> str:
    """Another purpose in one form, as its line alone says it."""
    number = next(n for n, x in enumerate(text) if "下乡调研" in x)
    text[number] = text[number].replace("下乡调研", "下乡考察")
    return str(json.loads(text[number])[0])


def an_event_less(text: list[str]) -> str:
    start = next(n for n, x in enumerate(text) if '"section":"event"' in x)
    del text[start + 7]
    return "7"


def an_hour_later(text: list[str]) -> str:
    number = next(n for n, x in enumerate(text) if "下乡调研" in x)
    row = json.loads(text[number])
    row[5] += 3_600_000_000
    text[number] = json.dumps(row, ensure_ascii=False)
    return str(row[0])


def a_body_less(text: list[str]) -> str:
    number = next(n for n, x in enumerate(text) if "下乡调研" in x)
    row = json.loads(text[number])
    row[-3:] = [None, None, None]
    text[number] = json.dumps(row)
    return str(row[0])


@pytest.mark.parametrize(
    "bend", [one_byte_else, an_event_less, an_hour_later, a_body_less]
)
def test_a_bent_file_is_refused_and_names_the_position(
    directory: Directory, file: Path, tmp_path: Path, bend: Callable[[list[str]], str]
) -> None:
    text = lines(file)
    position = bend(text)
    bent = written(text, tmp_path / "bent.houqin")
    with pytest.raises(Refused, match=f"登记序号{position}"):
        import_site(directory, bent, "moved")
    assert nothing_left(directory)


def nothing_left(directory: Directory) -> bool:
    return not [path for path in directory.var.rglob("*") if path.is_file()]


@pytest.mark.parametrize("cut", [20, 5000, -30])
def test_a_file_cut_off_is_refused(directory: Directory, file: Path, cut: int) -> None:
    file.write_bytes(file.read_bytes()[:cut])
    with pytest.raises(FileBent, match=r"读不出来|不是站点导出文件|不完整"):
        import_site(directory, file, "moved")
    assert nothing_left(directory)


def test_guards_come_from_the_events_whatever_the_file_says(
    county: County, directory: Directory, file: Path, tmp_path: Path
) -> None:
    text = lines(file)
    kept = [x for x in text if not x.startswith(('["vehicles.', '["core.'))]
    assert len(text) - len(kept) > 20
    moved = import_site(directory, written(kept, tmp_path / "bent.houqin"), "moved")
    assert check(moved).agrees
    with pytest.raises(Refused, match="已有安排，时间重叠"):
        County(moved, county.ids).trip()


def test_another_attachment_is_refused(
    directory: Directory, file: Path, tmp_path: Path
) -> None:
    text = lines(file)
    row = json.loads(text[-2])
    text[-2] = json.dumps([row[0], {"b": _text(b"%PDF-1.4\nother\n%%EOF")}])
    with pytest.raises(FileBent, match="附件内容与校验码不符"):
        import_site(directory, written(text, tmp_path / "bent"), "moved")
    assert nothing_left(directory)


def test_no_site_and_no_file_is_overwritten(
    county: County, file: Path, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match="已经存在"):
        export_site(of(county), county.site, file)
    with pytest.raises(SiteExists):
        import_site(of(county), file, "test")
    here = Directory(tmp_path / "var", county.site.declarations)
    here.make_keys("moved")
    with pytest.raises(SiteKeyLeft):
        import_site(here, file, "moved")


def test_two_exports_of_one_position_are_one_file(
    county: County, file: Path, tmp_path: Path
) -> None:
    again = exported(county.site, of(county), tmp_path / "again.houqin")
    assert again.read_bytes() == file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o600
    register = {"name": "县水利局", "short": "水利局", "kind": "county"}
    actor = county.site.system_actor
    county.site.act(Act("core.register_department", register, actor, uuid4()))
    later = exported(county.site, of(county), tmp_path / "later.houqin")
    assert (
        log_part(later)[: len(log_part(file)) // 2]
        == (log_part(file)[: len(log_part(file)) // 2])
    )
