"""What verification finds in a log, in the words of those who read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from houqin.events.verification import Problem

#: A sound log is not thereby a true one.
UNCHANGED = "登记后未发现改动；业务是否真实须核对原始凭证"
CHANGED = "发现登记后的改动或缺失"

_SAID = {
    "missing": "没有原始记录",
    "order": "登记时间不晚于上一条",
    "body": "内容与登记时的校验码不符",
    "gone": "内容不在了，又没有清除个人信息的记录",
    "back": "内容已经清除，却又出现",
    "stray": "有内容而没有原始记录",
    "header": "登记事项与登记时的校验码不符",
    "unreadable": "记录读不出来",
    "version": "单据内的先后次序不对",
    "command": "与办理记录所说的位置不符",
    "commandless": "登记它的办理记录不在了",
    "tree": "存证树与原始记录不符",
    "head": "最新登记序号与最后一条原始记录不符",
    "store": "数据库在这里已经损坏",
    "cut": "存证之后被截去",
    "root": "与存证时的校验码不符",
    "signature": "存证点的数字签名无效",
}


def place(problem: Problem) -> str:
    """Where it is: 登记序号 7, or 登记序号 7 至 12."""
    if problem.first == problem.last:
        return f"登记序号{problem.first:,}"
    return f"登记序号{problem.first:,}至{problem.last:,}"


def words(problem: Problem) -> str:
    """What it is."""
    return _SAID[problem.code]


def said(problem: Problem) -> str:
    """Both in one line."""
    return f"{place(problem)}：{words(problem)}"
