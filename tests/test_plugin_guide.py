"""What docs/plugin-guide.md tells to type is typed, in an environment of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
from typing import TYPE_CHECKING

import pytest

from tests.installing import ROOT

if TYPE_CHECKING:
    from pathlib import Path

DOCS = ROOT / "docs"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PATIENCE = 240


def blocks(page: str) -> list[tuple[str, str]]:
    """Language and text of every block of code."""
    return _BLOCK.findall((DOCS / page).read_text(encoding="utf-8"))


def environment(folder: Path) -> dict[str, str]:
    """A virtual environment that has everything ours has; pip asks nobody."""
    venv = folder / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    ours = sysconfig.get_path("purelib")
    (packages,) = venv.glob("lib/python*/site-packages")
    (packages / "ours.pth").write_text(f"import site; site.addsitedir({ours!r})\n")
    for name, module in (("houqin", "houqin.core.cli.main"), ("pip", "pip")):
        script = venv / "bin" / name
        script.write_text(f'#!/bin/sh\nexec "{venv}/bin/python" -m {module} "$@"\n')
        script.chmod(0o755)
    # pip reads it as the option's own value: false is what the option sets.
    (folder / "pip.conf").write_text(
        "[global]\nno-index = true\nno-build-isolation = false\nno-deps = true\n"
    )
    return os.environ | {
        "PATH": f"{venv}/bin:{os.environ['PATH']}",
        "PIP_CONFIG_FILE": str(folder / "pip.conf"),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        # The terminal of an office, not that of this run.
        "COLUMNS": "120",
    }


@pytest.mark.slow
def test_the_guide_leads_to_an_installed_plugin(tmp_path: Path) -> None:
    given, said = environment(tmp_path), []
    for language, text in blocks("plugin-guide.md"):
        if language == "python":
            name = text.partition("\n")[0].removeprefix("# ")
            (tmp_path / name).write_text(text, encoding="utf-8")
            continue
        done = subprocess.run(
            ["sh", "-e", "-c", text], cwd=tmp_path, env=given, check=False,
            capture_output=True, text=True, timeout=_PATIENCE,
        )  # fmt: skip
        assert done.returncode == 0, f"{text}\n{done.stdout}{done.stderr}"
        said.append(done.stdout)
    assert "passed" in said[0]
    assert "一号线" in said[2]
    assert "1.0 → 1.1" in said[3]
    assert "一号线" in said[-1]


def test_both_guides_tell_the_same_to_type() -> None:
    assert blocks("plugin-guide.md") == blocks("plugin-guide.zh-CN.md")


def test_guides_name_files_that_are_there() -> None:
    for page in ("plugin-guide.md", "plugin-guide.zh-CN.md"):
        text = (DOCS / page).read_text(encoding="utf-8")
        named = re.findall(r"`((?:core|plugins|docs)/[\w./-]+)`", text)
        linked = re.findall(r"\]\(([\w.-]+\.md)\)", text)
        assert named
        assert linked
        assert [n for n in named if not (ROOT / n).exists()] == []
        assert [n for n in linked if not (DOCS / n).exists()] == []
