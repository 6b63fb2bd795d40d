"""The parts of the tree below 我的账户 and other logins."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from houqin.core.site.proving import redirecting_providers
from houqin.core.web.node import Node


class AccountNode(Node):
    """我的账户: what only oneself does to it."""

    #: Pages and the commands they are the forms of.
    DEEDS = MappingProxyType(
        {
            "password": "core.change_password",
            "pin": "core.set_pin",
            "remove_pin": "core.remove_pin",
            "disable_totp": "core.disable_totp",
        }
    )

    def __getitem__(self, name: str) -> AccountDeed:
        spec = self.declarations.commands[self.DEEDS[name]]
        return AccountDeed(self, name, spec)


class AccountDeed(Node):
    """The form of one of them."""

    def __init__(self, parent: Node, name: str, spec: Any) -> None:
        super().__init__(parent, name)
        self.spec = spec


class Providers(Node):
    """Somebody else's login pages this site may send a browser to."""

    def __getitem__(self, name: str) -> ProviderNode:
        for provider in redirecting_providers(self.site):
            if provider.code == name:
                return ProviderNode(self, name, provider)
        raise KeyError(name)


class ProviderNode(Node):
    """One of them."""

    def __init__(self, parent: Node, name: str, provider: Any) -> None:
        super().__init__(parent, name)
        self.provider = provider
