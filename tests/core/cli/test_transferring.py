"""`houqin site export` and `import`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.core.cli.conftest import Shell
    from tests.office import Office


def test_a_site_goes_out_and_comes_in(
    shell: Shell, desk: Office, tmp_path: Path
) -> None:
    file = tmp_path / "office.houqin"
    out = shell.read("site", "export", "office", file)
    assert out["bytes"] == file.stat().st_size
    back = shell.read("site", "import", file, "again")
    assert back["id"] == str(desk.site.id)
    assert back["position"] == out["position"]
    assert "请妥善保管" in shell("site", "export", "office", tmp_path / "b").stdout
    said = shell("site", "import", file, "third").stdout
    assert "原始记录、存证点和台账核对一致" in said
    assert shell.read("check", "third")["agrees"]


def test_what_cannot_come_in_is_said_in_one_line(
    shell: Shell, desk: Office, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.write_text("no site", encoding="utf-8")
    assert shell.fails("site", "import", other, "new1") == "这不是站点导出文件"
    assert "没有这个文件" in shell.fails("site", "import", tmp_path / "x", "new1")
    bare = tmp_path / "bare"
    shell("site", "export", "office", bare, "--without-keys")
    said = shell.fails("site", "import", bare, "again")
    assert said == "文件中没有密钥，请用--keys指明密钥文件所在的目录"
    for name, why in (
        ("office", "站点“office”已经存在"),
        ("static", "站点名“static”留给系统自己的页面，请换一个"),
        ("../x", "站点名“../x”不合规定"),
    ):
        assert shell.fails("site", "import", bare, name).startswith(why)
