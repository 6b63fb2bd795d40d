"""The contracts between core and plugins; verified when a plugin registers."""

from __future__ import annotations

from zope.interface import Attribute, Interface


class ILedger(Interface):
    """A table rebuilt from events."""

    name = Attribute("``<plugin>.<ledger>``, for ever.")
    title = Attribute("What people call it.")
    kind = Attribute("``record``, ``event`` or ``rollup``.")
    columns = Attribute("Its columns, in order.")

    def rows(effective):  # type: ignore[no-untyped-def]  # noqa: ANN201, N805
        """Return the rows of one stream by key; pure, from its effective events."""

    def concerns(event):  # type: ignore[no-untyped-def]  # noqa: ANN201, N805
        """Return whether an event at a stream's end changes any row."""


class IGuard(Interface):
    """What rules read; a projection of the live horizon inside the command."""

    name = Attribute("``<plugin>.<guard>``, for ever.")
    per = Attribute("Topics of the aggregates it is folded from.")
    table = Attribute("Where its rows are kept.")

    def rows(aggregate, effective):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201, N805
        """Return the set of rows of one stream; pure, from its effective events."""

    def concerns(aggregate, event):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201, N805
        """Return whether an event at a stream's end changes its rows."""

    def check(guarding, added):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201, N805
        """Raise ``Refused`` when the new rows break the guard's rule."""

    def insert(connection, rows):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201, N805
        """Put rows in."""

    def remove(connection, rows):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201, N805
        """Take rows out."""


class IIdentityProvider(Interface):
    """Somebody else's directory that knows logins and passwords (LDAP).

    Asked only when this site's own password does not fit. Who it says somebody is
    gets in as the person of that login here; nobody is registered by it.
    """

    code = Attribute("Names it in settings: ``ldap``.")
    title = Attribute("What people call it.")

    def check(login, password):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201, N805
        """Return the login name of who this is, or nothing.

        Raise ``IdentityProviderUnavailable`` when it cannot be asked.
        """


class IRedirectingIdentityProvider(Interface):
    """Somebody else's login page that a browser is sent to (OpenID Connect)."""

    code = Attribute("Names it in settings and in addresses: ``oidc``.")
    title = Attribute("What the link on the login page says: 统一身份认证.")

    def begin(callback):  # type: ignore[no-untyped-def]  # noqa: ANN201, N805
        """Return where to send the browser, and what to keep until it is back.

        ``callback`` is the absolute address it comes back to; what is kept is a dict
        of texts, signed into the browser's session.
        Raise ``IdentityProviderUnavailable`` when it cannot be asked.
        """

    def finish(callback, kept, given):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201, N805
        """Return the login name of who came back, or nothing.

        ``kept`` is what :meth:`begin` gave, ``given`` the query's parameters.
        Raise ``IdentityProviderUnavailable`` when it cannot be asked.
        """


class IAttachmentStore(Interface):
    """Where the contents of attachments are kept, each under its SHA-256.

    Digests are 64 hexadecimal digits in small letters. Nothing here is called inside
    a transaction of the site.
    """

    title = Attribute("What people call the place, in messages.")

    def keep(digest, file):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201, N805
        """Store a file's content, whole or not at all; again replaces it."""

    def pieces(digest):  # type: ignore[no-untyped-def]  # noqa: ANN201, N805
        """Yield the content piece by piece; nothing where none can be read."""

    def holds(digest):  # type: ignore[no-untyped-def]  # noqa: ANN201, N805
        """Return whether anything is kept under the digest."""

    def remove(digest):  # type: ignore[no-untyped-def]  # noqa: ANN201, N805
        """Delete the content; nothing kept is no error."""

    def kept(before):  # type: ignore[no-untyped-def]  # noqa: ANN201, N805
        """Return the digests stored before an instant, in microseconds UTC."""

    def tidy(before):  # type: ignore[no-untyped-def]  # noqa: ANN201, N805
        """Delete what was left half stored before an instant."""
