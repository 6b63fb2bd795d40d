from __future__ import annotations

from tests.loaded import loaded, loaded_var
from tests.office import car, driver, office

__all__ = ["car", "driver", "loaded", "loaded_var", "office"]
