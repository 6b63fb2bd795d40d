"""事件通知: posts what has happened to an address of the office, off by default.

The message names the event and no content: whoever receives it asks for the record
with a right of its own. Any answer of 2xx is receipt; ``Houqin-Message-Id`` stays the
same however often a message is sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, Field

from houqin.core.model.follower import Follower, Undelivered
from houqin.core.schema import types
from houqin.core.schema.form import Form
from houqin.events.instants import to_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from houqin.core.model.follower import Delivery


#: The hundreds of an answer that is receipt.
_RECEIVED = 2


def _web_address(text: str) -> str:
    if text and not text.startswith(("http://", "https://")):
        raise ValueError("应以http://或https://开头")
    return text


class WebhookRules(Form):
    """登记后通知本单位的其他系统；地址留空即停用。"""

    webhook_url: Annotated[str, types.text(), AfterValidator(_web_address)] = Field(
        "", max_length=300, title="事件通知地址",
        description="每登记一条原始记录就向这个地址发送一次通知，不含单据内容。",
    )  # fmt: skip
    webhook_seconds: Annotated[int, types.integer("秒")] = Field(
        10, ge=1, le=60, title="等待应答",
        description="这么久没有应答算发送失败，稍后再发。",
    )  # fmt: skip


def _post(delivery: Delivery) -> None:
    import requests  # noqa: PLC0415 - slow, and off in most offices

    event = delivery.event
    message = {
        "id": str(delivery.id),
        "site": delivery.site,
        "position": event.position,
        "topic": event.topic,
        "record": str(event.stream),
        "version": event.version,
        "occurred": to_text(event.occurred),
        "recorded": to_text(event.recorded),
    }
    seconds = delivery.setting("core.webhook_seconds")
    try:
        answer = requests.post(
            delivery.setting("core.webhook_url"),
            json=message,
            headers={"Houqin-Message-Id": str(delivery.id)},
            timeout=seconds,
            allow_redirects=False,
        )
    except requests.Timeout:
        raise Undelivered(f"对方在{seconds}秒内没有应答") from None
    except requests.RequestException as error:
        raise Undelivered("连接不上对方的地址") from error
    if answer.status_code // 100 != _RECEIVED:
        raise Undelivered(f"对方没有收下，应答HTTP {answer.status_code}")


def _is_on(setting: Callable[[str], Any]) -> bool:
    return bool(setting("core.webhook_url"))


webhook = Follower(
    "core.webhook", "事件通知", _post, outwards=True, on=_is_on,
    help="每登记一条原始记录，向参数设置中的事件通知地址发送一次通知。",
)  # fmt: skip
