"""Sites by host name: ``houqin.hosts`` in the ini file, one ``host = site`` a line.

A host that is named there leads to its site, whose pages then begin at the top. Any
other leads to the choice of sites, and a site is found by its path: a header somebody
makes up reaches nothing that the path does not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_LINE = re.compile(rf"({_LABEL}(?:\.{_LABEL})*)\s*=\s*([a-z][a-z0-9_]{{0,31}})")


def hosts_of(settings: Mapping[str, str]) -> dict[str, str]:
    """The site of each host name.

    :raises ValueError: naming the line that cannot be, or a host named twice.
    """
    found: dict[str, str] = {}
    for line in filter(
        None, map(str.strip, settings.get("houqin.hosts", "").splitlines())
    ):
        read = _LINE.fullmatch(line.lower())
        if read is None:
            raise ValueError(
                f"houqin.hosts应为“主机名 = 站点名”，每行一个，不能是“{line}”"
            )
        host, site = read[1], read[read.re.groups]
        if host in found:
            raise ValueError(f"houqin.hosts中{host}写了两次")
        found[host] = site
    return found
