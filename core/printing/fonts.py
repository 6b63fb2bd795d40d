"""Which Chinese type this machine has for PDF; fonts are the system's, never ours."""

from __future__ import annotations

from functools import lru_cache

#: In the order of preference; what GB/T 9704 asks for is seldom installed.
HEI = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "Microsoft YaHei",
    "SimHei",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
)
SONG = (
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Noto Serif SC",
    "SimSun",
    "FangSong",
    "AR PL UMing CN",
)
#: Debian's package of both, which ``doctor`` names where they are missing.
PACKAGE = "fonts-noto-cjk"


@lru_cache(maxsize=1)
def families() -> frozenset[str]:
    """Every family that typst finds; none where typst itself is missing."""
    try:
        import typst  # noqa: PLC0415 - where it is not installed browsers print
    except ImportError:
        return frozenset()
    return frozenset(typst.Fonts().families())


def chinese(known: frozenset[str] | None = None) -> list[str]:
    """The families to set Chinese in, best first: a sans, and a serif behind it."""
    there = families() if known is None else known
    return [name for name in (*HEI, *SONG) if name in there]


def missing(known: frozenset[str] | None = None) -> str:
    """What to say where no Chinese can be set; nothing where it can."""
    if chinese(known):
        return ""
    return f"没有中文字体，PDF 不能打印汉字，请安装：apt-get install {PACKAGE}"
