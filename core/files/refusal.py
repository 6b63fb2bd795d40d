"""A file that is not taken, with the rule it breaks."""

from __future__ import annotations

#: The notice at the foot of every page; also why a marked file is refused.
NON_CLASSIFIED = "本系统为非涉密系统，严禁存储、处理国家秘密"


class FileRefused(ValueError):
    """One Chinese sentence that names the file and the rule."""

    def __init__(self, name: str, why: str) -> None:
        self.message = f"“{name}”{why}" if name else f"这个文件{why}"
        super().__init__(self.message)
