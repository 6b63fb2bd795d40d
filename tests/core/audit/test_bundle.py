"""取证包: taken with everything that proves it, checked by two programs."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from houqin.core.audit.bundle import Asking, Wanted, write_bundle
from houqin.core.audit.bundle_checking import check_bundle
from houqin.core.audit.checkpoints import sign
from houqin.core.projection.horizon import LIVE
from houqin.core.schema.errors import NotPermitted, Refused
from houqin.events.note import Signer
from houqin.events.tree import SHA256
from tests.core.audit.test_checkpoints import head, more
from tests.office import refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from uuid import UUID

    from tests.office import Office

SAID = {"取证单": "取证〔2026〕1号", "取证人": "审计员"}


def taken(office: Office, path: Path, *records: UUID, **more: Any) -> Path:
    wanted = [Wanted("vehicles.vehicles", tuple(map(str, records)))]
    asked = {"horizon": LIVE, "standing": None, "said": SAID, **more}
    write_bundle(office.site, Asking(wanted, **asked), path)
    return path


@pytest.fixture
def bundle(signing: Office, car: UUID, tmp_path: Path) -> Path:
    """A car taken in evidence, with a head signed before it."""
    sign(signing.site)
    more(signing)
    signing.car()
    return taken(signing, tmp_path / "bundle.zip", car)


def by_itself(path: Path, folder: Path, *given: str) -> tuple[int, str]:
    """What the program in the bundle says; it can import nothing of ours."""
    with ZipFile(path) as kept:
        kept.extractall(folder)
    asked = [sys.executable, "-I", "-S", str(folder / "verify.py"), *given]
    done = subprocess.run(asked, capture_output=True, check=False, text=True)
    assert not done.stderr
    return done.returncode, done.stdout


def test_a_bundle_is_checked_without_the_log(signing: Office, bundle: Path) -> None:
    found = check_bundle(bundle)
    assert (found.rows, found.events, found.erased, found.earlier) == (1, 1, 0, 2)
    assert found.said == SAID
    assert {head.size for head in found.heads.values()} == {head(signing)}
    assert not found.brought


def test_the_program_in_it_says_the_same(
    signing: Office, bundle: Path, tmp_path: Path
) -> None:
    code, said = by_itself(bundle, tmp_path / "out")
    assert code == 0, said
    assert "台账记录1条，业务记录1条" in said
    assert "取证单：取证〔2026〕1号" in said
    assert "此前存证点2个，前后一致" in said
    key = str(signing.site.signing_keys.verifiers(SHA256)[0])
    code, said = by_itself(bundle, tmp_path / "out", "--key", key)
    assert code == 0
    assert "包内公钥" not in said


def test_keys_kept_elsewhere_decide(
    signing: Office, bundle: Path, tmp_path: Path
) -> None:
    own = signing.site.signing_keys.verifiers(SHA256)
    assert check_bundle(bundle, own).brought
    other = Signer(own[0].name, Ed25519PrivateKey.generate().private_bytes_raw())
    with refused("取证包不成立"):
        check_bundle(bundle, [other.verifier])
    code, said = by_itself(bundle, tmp_path / "out", "--key", str(other.verifier))
    assert code == 1
    assert "核验不通过" in said


def _in_events(change: Callable[[dict[str, Any]], None]) -> Callable[[bytes], bytes]:
    def changed(content: bytes) -> bytes:
        event = json.loads(content)
        change(event)
        return json.dumps(event, ensure_ascii=False).encode() + b"\n"

    return changed


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("rows.csv", lambda content: content.replace(b"\xe5", b"\xe6", 1)),
        ("rows.jsonl", lambda content: content.replace(b"1000", b"1001", 1)),
        ("manifest.json", lambda content: content.replace(b'"rows": 1', b'"rows": 2')),
        ("keys.txt", lambda content: content[:-2] + b"A="),
        ("checkpoint-sha256.txt", lambda content: content.replace(b"\n", b"\n1", 1)),
        ("events.jsonl", _in_events(lambda event: event.update(payload="{}"))),
        ("events.jsonl", _in_events(lambda event: event["proof"]["sm3"].pop())),
    ],
)
def test_both_programs_find_what_was_touched(
    bundle: Path, tmp_path: Path, name: str, change: Callable[[bytes], bytes]
) -> None:
    bent = tmp_path / "bent.zip"
    with ZipFile(bundle) as kept, ZipFile(bent, "w") as written:
        for each in kept.namelist():
            content = kept.read(each)
            made = change(content) if each == name else content
            assert made != content or each != name
            written.writestr(each, made)
    with pytest.raises(Refused):
        check_bundle(bent)
    code, said = by_itself(bent, tmp_path / "out")
    assert (code, "核验不通过" in said) == (1, True)


def test_an_erased_text_leaves_its_proof(
    signing: Office, car: UUID, tmp_path: Path
) -> None:
    with signing.site.store.writing() as connection:
        (found,) = signing.site.log.read_stream(connection, car)
        connection.run("DELETE FROM [body] WHERE position = ?", (found.position,))
    path = tmp_path / "bundle.zip"
    assert check_bundle(taken(signing, path, car)).erased == 1
    assert by_itself(path, tmp_path / "out")[0] == 0


def test_what_is_not_there_is_not_taken(
    signing: Office, car: UUID, tmp_path: Path
) -> None:
    with refused("车辆台账中没有这些记录"):
        taken(signing, tmp_path / "a.zip", signing.clerk)
    with refused("不是审计取证包"):
        (tmp_path / "b.zip").write_bytes(b"PK")
        check_bundle(tmp_path / "b.zip")


def test_nobody_takes_what_he_may_not_see(
    signing: Office, car: UUID, tmp_path: Path
) -> None:
    outsider = signing.person("安全员", "security_administrator")
    with signing.site.reader() as reader:
        standing = reader.standing_of(outsider)
    with refused("没有查看车辆台账的权限", NotPermitted):
        taken(signing, tmp_path / "a.zip", car, standing=standing)
