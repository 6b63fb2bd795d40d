from __future__ import annotations

from tests.core.works import works
from tests.office import car, driver, office

__all__ = ["car", "driver", "office", "works"]
