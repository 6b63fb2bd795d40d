"""Many sites at the cost of copying the files of one."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from houqin.core.site.directory import Directory


def many_sites(directory: Directory, count: int, **more: Any) -> list[str]:
    """So many sites, all alike but for their names; none is open."""
    directory.create("s000", title="X县机关后勤服务中心", **more).store.close()
    directory._open.clear()
    names = [f"s{number:03}" for number in range(count)]
    for name in names[1:]:
        shutil.copy(directory.database_path("s000"), directory.database_path(name))
        pairs = zip(directory.key_files("s000"), directory.key_files(name), strict=True)
        for old, new in pairs:
            shutil.copy(old, new)
    return names
