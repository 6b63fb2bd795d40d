"""Logins that an office keeps elsewhere: LDAP and OpenID Connect, both off by default.

The installation's ini file names them, for their secrets are no matter of the log:
``houqin.ldap.url``, ``houqin.oidc.issuer`` and what else the two modules list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyramid.config import Configurator

_LDAP, _OIDC = "houqin.ldap.", "houqin.oidc."


def part(settings: Mapping[str, Any], prefix: str) -> dict[str, str]:
    """The settings below a prefix, without it."""
    return {
        name.removeprefix(prefix): str(value)
        for name, value in settings.items()
        if name.startswith(prefix)
    }


def includeme(config: Configurator) -> None:
    """Declare what the settings turn on."""
    settings = config.registry.settings or {}
    if ldap := part(settings, _LDAP):
        # Loaded by whoever uses it: an office without one starts faster.
        from houqin.core.people.external.ldap import LdapDirectory  # noqa: PLC0415 - see above

        directory = LdapDirectory(**ldap)
        config.add_identity_provider("ldap", lambda _site: directory)
    if oidc := part(settings, _OIDC):
        from houqin.core.people.external.oidc import OidcProvider  # noqa: PLC0415 - see above

        provider = OidcProvider(**oidc)
        config.add_identity_provider("oidc", lambda _site: provider)
