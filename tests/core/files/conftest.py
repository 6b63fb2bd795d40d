"""Stores of contents: a folder, and the database on each database."""

from __future__ import annotations

from tests.office import car, driver, office

__all__ = ["car", "driver", "office"]
