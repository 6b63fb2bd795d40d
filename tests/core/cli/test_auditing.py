"""``houqin audit``: what an auditor types."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from houqin.core.site.directory import Directory
from tests.office import declared

if TYPE_CHECKING:
    from pathlib import Path

    from tests.core.cli.conftest import Shell


@pytest.fixture
def centre(shell: Shell) -> Shell:
    """A site called centre."""
    assert shell("site", "create", "centre", "--title", "青山县").exit_code == 0
    return shell


def tamper(shell: Shell, sql: str) -> None:
    site = Directory(shell.var, declared()).open("centre")
    with site.store.writing() as connection:
        connection.run(sql)
    site.store.close()


def test_a_new_site_can_sign_and_is_verified(centre: Shell, tmp_path: Path) -> None:
    kept = tmp_path / "kept.txt"
    kept.write_text(centre("audit", "checkpoint", "centre").stdout, encoding="utf-8")
    result = centre("audit", "verify", "centre", "--against", kept)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[2:] == [
        "存证点2个，其中2个相符",
        "留存的存证点：登记序号3",
        "留存的存证点：登记序号3",
        "截至登记序号3：登记后未发现改动；业务是否真实须核对原始凭证",
    ]


def test_a_change_is_named_with_its_position(centre: Shell) -> None:
    tamper(centre, "UPDATE [event] SET occurred = occurred - 1")
    result = centre("audit", "verify", "centre")
    assert result.exit_code == 1
    first, *_others, last = result.stdout.splitlines()
    assert first == "登记序号1：登记事项与登记时的校验码不符"
    assert last == "截至登记序号3：发现登记后的改动或缺失"


def test_after_an_older_backup_somebody_answers_for_it(
    centre: Shell, tmp_path: Path
) -> None:
    assert "没有留存" in centre.fails("audit", "give-up-heads", "centre")
    first = centre("audit", "checkpoint", "centre").stdout
    place = Directory(centre.var, declared()).database_path("centre")
    with closing(sqlite3.connect(place)) as file:
        file.execute("VACUUM INTO ?", (str(tmp_path / "older.db"),))
    register = "act", "centre", "core.register_department", "-"
    for short in ("水利局", "林业局"):
        unit = json.dumps({"name": f"县{short}", "short": short, "kind": "county"})
        assert centre(*register, given=unit).exit_code == 0
    second = centre("audit", "checkpoint", "centre").stdout
    for left in place.parent.glob("centre.db*"):
        left.unlink()
    (tmp_path / "older.db").rename(place)
    assert centre(*register, given=unit).exit_code == 0
    assert "不一致" in centre.fails("audit", "checkpoint", "centre")
    given_up = centre("audit", "give-up-heads", "centre").stdout
    assert given_up == second != first
    # The heads are still there for whoever has to judge, and the log goes on.
    (left,) = (centre.var / "keys").glob("centre.heads.*")
    assert "".join(json.loads(left.read_bytes()).values()) in second.replace(
        "\n\nhou", "\nhou"
    )
    assert centre("audit", "checkpoint", "centre").exit_code == 0
    (tmp_path / "second.txt").write_text(second, encoding="utf-8")
    found = centre("audit", "verify", "centre", "--against", tmp_path / "second.txt")
    assert found.exit_code == 1


def test_json_says_everything(centre: Shell) -> None:
    signed = centre.read("audit", "checkpoint", "centre")["checkpoints"]
    found = centre.read("audit", "verify", "centre")
    assert (found["position"], found["sound"], found["problems"]) == (3, True, [])
    assert [each["note"] for each in found["checkpoints"]] == [
        each["note"] for each in signed
    ]
    assert {each["holds"] for each in found["checkpoints"]} == {True}
    tamper(centre, "UPDATE [event] SET occurred = occurred - 1")
    problem, *_ = centre.read("audit", "verify", "centre", code=1)["problems"]
    assert (problem["code"], problem["first"], problem["last"]) == ("header", 1, 1)


def test_a_proof_is_checked_without_the_site(centre: Shell, tmp_path: Path) -> None:
    centre("audit", "checkpoint", "centre")
    proof = tmp_path / "proof.txt"
    proof.write_text(centre("audit", "prove", "centre", 1).stdout, encoding="utf-8")
    key = centre("audit", "keys", "centre").stdout.splitlines()[0]
    found = centre.read("audit", "verify-proof", proof, "--key", key)
    assert (found["holds"], found["position"]) == (True, 1)
    assert found["topic"] == "core.Site.Opened"
    by_site = centre("audit", "verify-proof", proof, "--site", "centre")
    assert by_site.stdout.splitlines()[-1].startswith("存证凭证成立")
    assert centre.fails("audit", "verify-proof", proof).startswith("用--key给出公钥")
    proof.write_text("某文件", encoding="utf-8")
    said = centre.fails("audit", "verify-proof", proof, "--key", key)
    assert said == "这不是存证凭证"


def test_a_rotated_key_verifies_what_the_old_one_signed(centre: Shell) -> None:
    centre("audit", "checkpoint", "centre")
    old = centre.read("audit", "keys", "centre")["keys"]
    new = centre.read("audit", "rotate-key", "centre")["keys"]
    assert [keys[1:] for keys in new.values()] == list(old.values())
    assert centre.read("audit", "verify", "centre")["sound"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("verify", "centre", "--key", "abc"), "--key应为公钥"),
        (("verify", "centre", "--against", "nowhere"), "nowhere：没有这个文件"),
        (("prove", "centre", "1"), "登记序号1之后还没有存证"),
        (("prove", "centre", "7"), "没有登记序号7"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    centre: Shell, words: tuple[str, ...], said: str
) -> None:
    assert centre.fails("audit", *words).startswith(said)


def test_a_key_that_is_gone_is_named(centre: Shell) -> None:
    (centre.var / "keys" / "centre.signing").unlink()
    said = centre.fails("audit", "checkpoint", "centre")
    assert said.startswith("存证密钥文件缺失或损坏：")
    assert said.endswith("centre.signing")


def test_text_in_another_encoding_is_no_checkpoint(
    centre: Shell, tmp_path: Path
) -> None:
    file = tmp_path / "kept.txt"
    file.write_bytes("存证".encode("gbk"))
    assert "不是UTF-8文本" in centre.fails(
        "audit", "verify", "centre", "--against", file
    )


def test_a_note_with_other_ends_of_lines_is_not_what_was_signed(
    centre: Shell, tmp_path: Path
) -> None:
    file = tmp_path / "kept.txt"
    signed = centre("audit", "checkpoint", "centre").stdout
    file.write_bytes(signed.replace("\n", "\r\n").encode())
    assert centre.fails("audit", "verify", "centre", "--against", file)
    file.write_bytes(signed.encode())
    assert centre("audit", "verify", "centre", "--against", file).exit_code == 0


def test_a_site_of_another_format_is_one_line(centre: Shell) -> None:
    tamper(centre, "PRAGMA user_version = 1")
    said = centre.fails("audit", "verify", "centre")
    assert "由另一版本的程序建立（格式1），本程序只读写格式2" in said
