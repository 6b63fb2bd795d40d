"""On what grounds personal data are erased (个人信息保护法第四十七条)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.fields import Line, LongLine
from houqin.core.schema.form import RecordForm
from houqin.core.schema.types import Fixed

if TYPE_CHECKING:
    from collections.abc import Mapping


class LegalBasis(types.Choice):
    """依据: the cases in which the law demands it, and others that are named."""

    PURPOSE = "purpose", "第四十七条第一项：处理目的已实现、无法实现或不再必要"
    PERIOD = "period", "第四十七条第二项：停止提供服务，或者保存期限已届满"
    CONSENT = "consent", "第四十七条第三项：个人撤回同意"
    UNLAWFUL = "unlawful", "第四十七条第四项：违反法律、行政法规或者约定处理个人信息"
    PROVIDED = "provided", "第四十七条第五项：法律、行政法规规定的其他情形"
    OTHER = "other", "其他依据（在下面写明）"


BasisField = Annotated[LegalBasis, Field(title="法律依据"), types.choice(LegalBasis)]
BasisText = Annotated[LongLine, Field(title="其他依据"), Fixed()]
Document = Annotated[Line, Field(title="文号"), Fixed()]
ErasingReason = Annotated[LongLine, Field(title="清除理由", min_length=1), Fixed()]


class Lawful(RecordForm):
    """What every erasure says for itself."""

    basis: BasisField
    basis_text: (
        Annotated[BasisText, Field(description="选“其他依据”时写明法规和条款")] | None
    ) = None
    document: Annotated[
        Document,
        Field(description="批准文件或者本人申请的编号，例如某函〔2026〕3号"),
    ]
    reason: Annotated[
        ErasingReason, Field(description="理由会长期保留，请勿写姓名、电话等个人信息")
    ]

    def grounds(self) -> dict[str, Any]:
        """The grounds as an event keeps them.

        :raises FormErrors: when another basis is not named.
        """
        if self.basis is LegalBasis.OTHER and not self.basis_text:
            raise FormErrors({"basis_text": "选择其他依据时，须写明法规和条款"})
        named = self.basis_text if self.basis is LegalBasis.OTHER else None
        return {
            "basis": self.basis,
            "basis_text": named,
            "document": self.document,
            "reason": self.reason,
        }


def grounds_text(said: Mapping[str, Any]) -> str:
    """依据 and 文号 as a history says them."""
    code = str(said.get("basis", ""))
    titles = {basis.value: basis.title for basis in LegalBasis}
    law = f"个人信息保护法{titles.get(code, code).partition('：')[0]}"
    basis = said.get("basis_text") if code == LegalBasis.OTHER else law
    return f"依据{basis}，{said.get('document', '')}"
