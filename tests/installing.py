"""Distributions really built and installed by pip, without network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
_PATIENCE = 120
_PIP = (
    "install", "--quiet", "--disable-pip-version-check", "--no-index",
    "--no-build-isolation", "--no-deps",
)  # fmt: skip


def installed(distribution: Path, target: Path) -> Path:
    """Install it into a folder of its own; building leaves the original as it is."""
    copied = target.with_name(f"{target.name}-source")
    shutil.copytree(distribution, copied)
    run("-m", "pip", *_PIP, "--target", str(target), str(copied))
    return target


def run(*arguments: str, beside: Path | None = None, cwd: Path | None = None) -> str:
    """What a new Python prints; ``beside`` is a folder of installed distributions."""
    paths = {"PYTHONPATH": str(beside)} if beside else {}
    done = subprocess.run(
        [sys.executable, *arguments],
        capture_output=True, text=True, timeout=_PATIENCE, check=False, cwd=cwd,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"} | paths,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
