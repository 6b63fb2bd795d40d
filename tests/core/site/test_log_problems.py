from __future__ import annotations

from houqin.core.site import log_problems
from houqin.events.examination import SAID
from houqin.events.verification import Problem


def test_every_problem_has_its_words() -> None:
    for code in SAID:
        assert log_problems.words(Problem(code, 1, 1))


def test_a_problem_says_where_it_is() -> None:
    assert log_problems.said(Problem("body", 7, 7)) == (
        "登记序号7：内容与登记时的校验码不符"
    )
    assert log_problems.said(Problem("root", 1001, 2000)) == (
        "登记序号1,001至2,000：与存证时的校验码不符"
    )
