"""Maps the top-level folders onto the import root houqin; all else: setup.cfg."""

from __future__ import annotations

from setuptools import find_packages, setup

FOLDERS = ("core", "events", "plugins", "themes")
CARRIED = [
    *("*.pt", "*.css", "*.js", "*.svg", "*.json", "*.mo", "*.po", "*.md", "*.typ"),
    *("*.cfg", "*.png", "*.tmpl"),
    "LICENSE*",
]


def packages_of(folder: str) -> list[str]:
    """Name a folder and every package inside it below houqin."""
    return [f"houqin.{name}" for name in (folder, *nested(folder))]


def nested(folder: str) -> list[str]:
    """Name the packages inside a folder, the folder's name in front."""
    return [f"{folder}.{name}" for name in find_packages(folder)]


setup(
    package_dir={f"houqin.{folder}": folder for folder in FOLDERS},
    packages=[name for folder in FOLDERS for name in packages_of(folder)],
    package_data={
        f"houqin.{folder}": [f"**/{pattern}" for pattern in CARRIED]
        for folder in FOLDERS
    },
)
