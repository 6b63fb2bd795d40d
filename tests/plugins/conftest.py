from __future__ import annotations

from tests.loaded import loaded, loads
from tests.office import car, driver, office

__all__ = ["car", "driver", "loaded", "loads", "office"]
