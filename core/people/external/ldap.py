"""Passwords checked by a directory server (LDAP): find the entry, bind as it."""

from __future__ import annotations

import ssl
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ldap3 import ALL_ATTRIBUTES, NONE, SUBTREE, Connection, Server, Tls
from ldap3.core.exceptions import LDAPBindError, LDAPException
from ldap3.utils.conv import escape_filter_chars
from zope.interface import implementer

from houqin.core.interfaces import IIdentityProvider
from houqin.core.schema.errors import IdentityProviderUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldap3 import Entry

_UNAVAILABLE = "统一认证服务暂时不可用，请稍后再试，或者用本系统的密码登录"
#: Seconds to wait for an answer; somebody stands at the login page.
_PATIENCE = 5


@implementer(IIdentityProvider)
class LdapDirectory:
    """One directory.

    :param url: ``ldaps://host`` or ``ldap://host``; the latter turns TLS on with
        ``starttls = true``, and without only a server on this machine is asked.
    :param base: where people are looked for.
    :param attribute: what holds the login name, compared whole.
    :param bind_dn: who may look; nobody in particular if empty.
    """

    code = "ldap"

    def __init__(
        self,
        url: str,
        base: str,
        *,
        attribute: str = "uid",
        bind_dn: str = "",
        bind_password: str = "",
        starttls: str = "false",
        ca_file: str = "",
        title: str = "统一认证",
    ) -> None:
        self.title = title
        self._base = base
        self._attribute = attribute
        self._reader = (bind_dn or None, bind_password or None)
        self._starttls = starttls == "true"
        tls = Tls(validate=ssl.CERT_REQUIRED, ca_certs_file=ca_file or None)
        self._server = Server(url, get_info=NONE, tls=tls, connect_timeout=_PATIENCE)

    def check(self, login: str, password: str) -> str | None:
        """The login name in the directory's own spelling, if the password fits."""
        # An empty password binds as nobody, which a server calls a success.
        if not login or not password:
            return None
        try:
            entry = self._entry(login)
            return self._bound(entry, password) if entry else None
        except LDAPException as error:
            raise IdentityProviderUnavailable(_UNAVAILABLE) from error

    def _entry(self, login: str) -> Entry | None:
        """The one entry of that login; several are none."""
        wanted = f"({self._attribute}={escape_filter_chars(login)})"
        with self._connection(*self._reader) as connection:
            connection.search(self._base, wanted, SUBTREE, attributes=ALL_ATTRIBUTES)
            found = connection.entries
        return found[0] if len(found) == 1 else None

    def _bound(self, entry: Entry, password: str) -> str | None:
        try:
            with self._connection(entry.entry_dn, password):
                names = entry[self._attribute].values
        except LDAPBindError:
            return None
        return str(names[0])

    @contextmanager
    def _connection(
        self, user: str | None, password: str | None
    ) -> Iterator[Connection]:
        connection = Connection(
            self._server, user, password, receive_timeout=_PATIENCE, read_only=True
        )
        try:
            connection.open()
            if self._starttls:
                connection.start_tls()
            if not connection.bind():
                raise LDAPBindError(connection.result["description"])
            yield connection
        finally:
            # Also where nobody was let in: the library leaves its socket open then.
            connection.unbind()
            if connection.socket is not None:
                connection.socket.close()
