"""`houqin backup` and `restore`, on each database, while others write."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from houqin.core.audit.checkpoints import sign
from houqin.core.site.backups import last_backup

if TYPE_CHECKING:
    from pathlib import Path

    from tests.core.cli.conftest import Shell
    from tests.office import Office


def test_a_backup_made_at_work_is_restored_whole(
    shell: Shell, office: Office, tmp_path: Path
) -> None:
    site, file = office.site, tmp_path / "office.houqin"
    kept = sign(site)[0].note
    over = threading.Event()

    def work() -> None:
        number = 0
        while not over.is_set():
            number += 1
            office.department(f"县{number}局", f"{number}局")

    working = threading.Thread(target=work)
    working.start()
    try:
        made = shell.read("backup", site.name, file)
    finally:
        over.set()
        working.join()
    with site.store.reading() as connection:
        assert last_backup(connection)
        assert made["position"] < site.log.head(connection)[0]
    assert [p.name for p in tmp_path.iterdir() if p.name != "var"] == [file.name]
    back = shell.read("restore", file, "again")
    assert (back["id"], back["position"]) == (str(site.id), made["position"])
    assert shell.read("check", "again")["agrees"]
    note = tmp_path / "kept"
    note.write_text(kept, "utf-8")
    verified = shell("audit", "verify", "again", "--against", note)
    assert verified.exit_code == 0, verified.output


def test_a_site_that_was_bent_is_not_backed_up(
    shell: Shell, desk: Office, tmp_path: Path
) -> None:
    with desk.site.store.writing() as connection:
        connection.run("UPDATE [event] SET occurred = occurred + 1 WHERE position = 3")
    said = shell.fails("backup", "office", tmp_path / "office.houqin")
    assert "登记序号3" in said
    assert not (tmp_path / "office.houqin").exists()
    with desk.site.store.reading() as connection:
        assert last_backup(connection) is None
