"""Logins by OpenID Connect: the code flow with PKCE, the token's signature checked."""

from __future__ import annotations

import secrets
from threading import Lock
from typing import TYPE_CHECKING, Any

import requests
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from zope.interface import implementer

from houqin.core.interfaces import IRedirectingIdentityProvider
from houqin.core.schema.errors import IdentityProviderUnavailable

if TYPE_CHECKING:
    from collections.abc import Mapping

_UNAVAILABLE = "统一认证服务暂时不可用，请稍后再试，或者用本系统的密码登录"
_DISCOVERY = "/.well-known/openid-configuration"
#: Signatures that are believed; never ``none``, never a shared secret.
_ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
#: Seconds to wait for an answer; somebody stands at the login page.
_PATIENCE = 5
_RANDOM_BYTES = 32
#: Seconds by which two machines' clocks may differ.
_LEEWAY = 60


@implementer(IRedirectingIdentityProvider)
class OidcProvider:
    """One provider.

    :param issuer: its address, as its tokens name it.
    :param claim: what in the token is the login name here.
    """

    code = "oidc"

    def __init__(
        self,
        issuer: str,
        client_id: str,
        *,
        client_secret: str = "",
        claim: str = "preferred_username",
        scope: str = "openid profile",
        title: str = "统一身份认证",
    ) -> None:
        self.title = title
        self._issuer = issuer.rstrip("/")
        self._client = (client_id, client_secret or None)
        self._claim = claim
        self._scope = scope
        self._lock = Lock()
        self._found: dict[str, Any] = {}

    def begin(self, callback: str) -> tuple[str, dict[str, str]]:
        """Where to send the browser, with what proves that it was sent by us."""
        kept = {
            name: secrets.token_urlsafe(_RANDOM_BYTES) for name in ("nonce", "verifier")
        }
        with self._session(callback) as session:
            url, state = session.create_authorization_url(
                self._endpoint("authorization_endpoint"),
                nonce=kept["nonce"],
                code_verifier=kept["verifier"],
            )
        return str(url), kept | {"state": state}

    def finish(
        self, callback: str, kept: Mapping[str, str], given: Mapping[str, str]
    ) -> str | None:
        """The login name in a token that was made for us and for this login."""
        same = secrets.compare_digest(given.get("state", ""), kept.get("state", ""))
        if not same or "code" not in given:
            return None
        try:
            with self._session(callback) as session:
                token = session.fetch_token(
                    self._endpoint("token_endpoint"),
                    code=given["code"],
                    code_verifier=kept["verifier"],
                    timeout=_PATIENCE,
                )
            claims = self._claims(token.get("id_token", ""), kept["nonce"])
        except (OAuthError, JoseError, ValueError):
            return None
        except requests.RequestException as error:
            raise IdentityProviderUnavailable(_UNAVAILABLE) from error
        return str(claims.get(self._claim) or claims["sub"])

    def _session(self, callback: str) -> Any:
        client, secret = self._client
        return OAuth2Session(
            client, secret, scope=self._scope, redirect_uri=callback,
            code_challenge_method="S256",
        )  # fmt: skip

    def _claims(self, token: str, nonce: str) -> dict[str, Any]:
        keys = KeySet.import_key_set(self._json(self._endpoint("jwks_uri")))
        claims = jwt.decode(token, keys, algorithms=_ALGORITHMS).claims
        asked: dict[str, Any] = {
            "iss": {"essential": True, "values": [self._issuer, f"{self._issuer}/"]},
            "aud": {"essential": True, "value": self._client[0]},
            "nonce": {"essential": True, "value": nonce},
            "exp": {"essential": True},
        }
        jwt.JWTClaimsRegistry(leeway=_LEEWAY, **asked).validate(claims)
        return claims

    def _endpoint(self, name: str) -> str:
        with self._lock:
            if not self._found:
                self._found = self._json(self._issuer + _DISCOVERY)
        return str(self._found[name])

    def _json(self, url: str) -> Any:
        try:
            answer = requests.get(url, timeout=_PATIENCE)
            answer.raise_for_status()
            return answer.json()
        except requests.RequestException as error:
            raise IdentityProviderUnavailable(_UNAVAILABLE) from error
