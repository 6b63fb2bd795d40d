"""What the parameters of logging in (账号安全) amount to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from houqin.core.schema import types

if TYPE_CHECKING:
    from collections.abc import Callable

MINUTE = 60 * 1_000_000


class TotpUse(types.Choice):
    """Who gives a second factor when logging in."""

    OFF = "off", "不使用"
    OPTIONAL = "optional", "由本人决定是否启用"
    ADMINISTRATORS = "administrators", "管理员必须使用"
    EVERYONE = "everyone", "所有人必须使用"


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a login lasts, in microseconds."""

    idle: int = 30 * MINUTE
    shared_idle: int = 2 * MINUTE
    longest: int = 12 * 60 * MINUTE


def limits_of(setting: Callable[[str], Any]) -> Limits:
    """The limits as a site has set them."""
    return Limits(
        setting("core.idle_minutes") * MINUTE,
        setting("core.shared_idle_seconds") * 1_000_000,
        setting("core.login_hours") * 60 * MINUTE,
    )
