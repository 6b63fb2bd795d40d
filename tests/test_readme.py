"""The commands that README and docs give a reader exist as they are written there."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.zh-CN.md")
PAGES = (
    *READMES,
    "CONTRIBUTING.md",
    *(f"docs/{p.name}" for p in ROOT.glob("docs/*.md")),
)


def blocks(page: str) -> str:
    """Join the shell blocks of a page."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return "".join(re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL))


def commands(program: str) -> list[str]:
    """Name each use of a program that the READMEs show, once."""
    lines = [line for page in READMES for line in blocks(page).splitlines()]
    return sorted({line for line in lines if Path(line.split()[0]).name == program})


def houqin(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the installed command."""
    program = Path(sys.executable).with_name("houqin")
    return subprocess.run(
        [program, *arguments], check=False, capture_output=True, text=True
    )


@pytest.mark.parametrize("line", commands("houqin"))
def test_every_option_of_a_shown_command_is_in_its_help(line: str) -> None:
    words = shlex.split(line)[1:]
    depth = 2 if words[0] in {"site", "plugin", "audit"} else 1
    shown = houqin(*words[:depth], "--help")
    assert shown.returncode == 0, shown.stderr
    for option in (word for word in words if word.startswith("--")):
        assert re.search(rf"{option}\b", shown.stdout), option


@pytest.mark.parametrize("line", commands("make"))
def test_every_shown_target_is_one_that_make_lists(line: str) -> None:
    listed = subprocess.run(
        ["make", "help"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    assert re.search(rf"^{line} ", listed, re.MULTILINE)


@pytest.mark.parametrize("page", PAGES)
def test_every_linked_file_is_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    missing = [t for t in targets if not ((ROOT / page).parent / t).exists()]
    assert missing == []


def test_every_file_that_the_architecture_names_is_there() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:core|events|plugins|themes)/[\w/.]*)`", text)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_both_readmes_show_the_same_commands() -> None:
    assert blocks(READMES[0]) == blocks(READMES[1])
