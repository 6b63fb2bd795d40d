"""The roles every office has.

A role of a unit (:data:`UNIT`) that comes with a person's post reaches that person's
own department and those below it; any other reaches the whole site. A grant says for
which departments it holds, whatever the role.
"""

from __future__ import annotations

from houqin.core.model.rights import Role

administrator = Role("administrator")
security_administrator = Role("security_administrator")
audit_administrator = Role("audit_administrator")
auditor = Role("auditor")
director = Role("director")
leader = Role("leader")
dispatcher = Role("dispatcher")
driver = Role("driver")
clerk = Role("clerk")
reviewer = Role("reviewer")
#: What the officers of all modules have in common: they keep records for the centre.
keeper = Role("keeper")

SITE, UNIT, LETTER = "site", "unit", "letter"

#: Code, title, and where it reaches when it comes with the post.
ROLES = (
    ("administrator", "系统管理员", SITE),
    ("security_administrator", "安全管理员", SITE),
    ("audit_administrator", "审计管理员", SITE),
    ("director", "主任", SITE),
    ("leader", "分管领导", SITE),
    ("dispatcher", "车辆调度员", SITE),
    ("driver", "驾驶员", SITE),
    ("clerk", "单位经办人", UNIT),
    ("reviewer", "单位审批人", UNIT),
    ("keeper", "业务专管员", SITE),
    # Outside auditors read under a letter, for its period and its departments.
    ("auditor", "审计人员", LETTER),
)
#: 三员分立: no person is two of these, and no deputy stands in for one.
ADMINISTRATORS = frozenset({
    administrator.code, security_administrator.code, audit_administrator.code,
})  # fmt: skip
