"""Who has core's own rights; every module has such a map of its own.

A line reads: this right, if any of the clauses, all of whose conditions hold. A role
reaches the departments it was granted for. What no line grants is denied.
"""

from __future__ import annotations

from houqin.core.model.permission import CorePermission as Right
from houqin.core.model.rights import Level, PermissionMap, anybody, own
from houqin.core.people.roles import (
    administrator,
    audit_administrator,
    auditor,
    clerk,
    director,
    dispatcher,
    keeper,
    leader,
    reviewer,
    security_administrator,
)

level_2, level_3 = Level(2), Level(3)

MAP: PermissionMap = {
    Right.AMEND: ((dispatcher,),),
    Right.RECORD_FOR_OTHERS: ((administrator,), (dispatcher,), (clerk,), (keeper,)),
    Right.RECORD_LATE: (
        (administrator,), (director,), (leader,), (dispatcher,), (keeper,),
    ),
    Right.ORGANISE: ((administrator,),),
    Right.SEE_PEOPLE: (
        (administrator,), (security_administrator,), (audit_administrator,),
        (auditor,), (director,), (leader,), (dispatcher,), (clerk,), (reviewer,),
        (keeper,), (own,),
    ),
    Right.SEE_PERSONAL: (
        (administrator,), (director,), (leader,), (dispatcher,), (clerk,), (reviewer,),
        (keeper,), (own,),
    ),
    Right.GRANT: ((administrator, level_2), (security_administrator,)),
    Right.SEE_GRANTS: (
        (administrator,), (security_administrator,), (audit_administrator,),
    ),
    Right.DEPUTISE: ((anybody,),),
    Right.IMPORT: ((administrator,), (dispatcher,), (keeper,)),
    Right.MAINTAIN: ((administrator,),),
    Right.CONFIGURE: ((administrator,),),
    Right.OVERSEE: ((audit_administrator,), (security_administrator,)),
    Right.VERIFY: ((audit_administrator,), (security_administrator,), (auditor,)),
    Right.CHECKPOINT: ((audit_administrator,),),
    Right.EXAMINE: ((auditor,), (audit_administrator,)),
    Right.SEE_FINDINGS: (
        (auditor,), (audit_administrator,), (director,), (leader,), (own,),
    ),
    Right.PREPARE: (
        (director,), (leader,), (dispatcher,), (audit_administrator,),
    ),
    Right.AUTHORISE: ((audit_administrator,),),
    Right.ERASE: ((administrator, level_2), (security_administrator,)),
    Right.SEE_ERASURES: (
        (administrator,), (security_administrator,), (audit_administrator,),
    ),
}  # fmt: skip
