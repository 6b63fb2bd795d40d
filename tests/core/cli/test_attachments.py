"""Attachments without a browser: `houqin upload`, `houqin sweep`, what doctor says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests import filing

if TYPE_CHECKING:
    from pathlib import Path

    from tests.core.cli.conftest import Shell
    from tests.office import Office

TOLL = {"kind": "toll", "amount": 1500, "paid_on": "2023-03-06"}


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo of a receipt."""
    file = tmp_path / "过路费.jpg"
    file.write_bytes(filing.photo())
    return file


def costs(shell: Shell, desk: Office, tmp_path: Path, photos: Any) -> Any:
    """Give the command as JSON."""
    trip = desk.trip(desk.car(), desk.driver())
    given = {"record": str(trip), "lines": [{**TOLL, "photos": photos}]}
    file = tmp_path / "costs.json"
    file.write_text(json.dumps(given), encoding="utf-8")
    return shell("act", "office", "vehicles.record_costs", file)


def test_what_is_uploaded_is_named_by_a_command(
    shell: Shell, desk: Office, tmp_path: Path, photo: Path
) -> None:
    told = shell.read("upload", "office", photo)
    assert [each["name"] for each in told] == ["过路费.jpg"]
    assert costs(shell, desk, tmp_path, told).exit_code == 0
    assert told[0]["digest"] in shell("upload", "office", photo).stdout


def test_a_command_names_nothing_that_was_not_uploaded(
    shell: Shell, desk: Office, tmp_path: Path
) -> None:
    made_up = {"digest": "ab" * 32, "name": "a.jpg", "type": "image/jpeg", "size": 9}
    result = costs(shell, desk, tmp_path, [made_up])
    assert result.exit_code == 1
    assert "请重新上传" in result.stderr


def test_a_file_that_breaks_a_rule_is_refused_in_one_line(
    shell: Shell, desk: Office, tmp_path: Path
) -> None:
    file = tmp_path / "页面.jpg"
    file.write_bytes(b"<html>")
    said = shell.fails("upload", "office", file)
    assert said == "“页面.jpg”的内容不是jpg，扩展名与内容不符"


def test_a_file_that_is_not_there_is_named(
    shell: Shell, desk: Office, tmp_path: Path
) -> None:
    assert "没有.jpg" in shell.fails("upload", "office", tmp_path / "没有.jpg")


def test_sweeping_says_how_many(shell: Shell, desk: Office, photo: Path) -> None:
    (told,) = shell.read("upload", "office", photo)
    assert shell("sweep", "office").stdout == "已清理没有单据使用的上传文件0个\n"
    with desk.site.store.writing() as connection:
        connection.run("UPDATE [attachment] SET stored = 1")
        connection.run("UPDATE [attachment_upload] SET stored = 1")
    assert shell.read("sweep", "office")["removed"] == [told["digest"]]


def test_doctor_and_check_name_what_is_missing(
    shell: Shell, desk: Office, tmp_path: Path, photo: Path
) -> None:
    (told,) = shell.read("upload", "office", photo)
    costs(shell, desk, tmp_path, [told])
    assert "附件" not in shell("doctor").stdout
    for place in desk.site.attachments.places:
        place.remove(told["digest"])
    assert f"附件内容缺失：校验码{told['digest']}" in shell("doctor").stdout
    result = shell("check", "office")
    assert result.exit_code == 1
    assert "附件内容缺失" in result.stdout
