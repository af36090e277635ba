"""Credentials: what signs, from explicit keys and the environment at once, from anywhere else through botocore's chain.

The chain is asked only where a source needs it: assumed roles, SSO, processes, containers, instance metadata.
"""

from __future__ import annotations

import os
from time import time
from typing import TYPE_CHECKING, Protocol

from allpages import errors
from allpages.environment import profiles
from allpages.locks import lock
from allpages.values import Credentials

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages.environment.chain import Held, Loaded
    from allpages.environment.told import Told

_TOKENS = ("AWS_SECURITY_TOKEN", "AWS_SESSION_TOKEN")  # the first is the old name
# A profile with one of these makes its credentials; botocore's chain knows the order among them.
_DYNAMIC = (
    "role_arn",
    "sso_session",
    "sso_start_url",
    "credential_process",
    "web_identity_token_file",
    "login_session",
)
_ALWAYS = float("inf")


class Source(Protocol):
    """Where credentials come from; safe to share between threads."""

    def cached(self) -> Credentials | None:
        """The credentials, if they are at hand and not about to expire; never blocks."""

    def load(self) -> Credentials:
        """The credentials, fetched if need be: may read files, start processes, ask the network.

        Raises: NoCredentials, CredentialsError, ConfigError.
        """

    def refused(self) -> None:
        """The service called them expired: what is cached is dropped."""


def source(
    explicit: Credentials | None = None,
    profile_name: str | None = None,
    environ: Mapping[str, str] | None = None,
    told: Told | None = None,
) -> Source:
    """The source in force: explicit keys; the environment, unless a profile is named; that profile; botocore's chain.

    `told`: what the chain is to do as the client does; None: as the environment says.

    Raises: ConfigError - half a pair of keys, an unreadable file, no such profile.
    """
    environ = os.environ if environ is None else environ
    if explicit is not None:
        _refuse_half(explicit.access_key, explicit.secret_key, "the call")
        return Fixed(explicit)

    # botocore: a profile named in the call is meant, one named in the environment gives way to keys beside it.
    def at_hand() -> Credentials | None:
        return (None if profile_name else _of_environment(environ)) or _of_file(profile_name, environ)

    def find() -> Loaded | None:
        found = at_hand()
        if found is not None:
            return lambda: (found, _ALWAYS)
        from allpages.environment import chain

        return chain.credentials(profile_name, told)

    found = at_hand()
    held = None if found is None else (found, _ALWAYS)
    return Chained(find, _no_credentials(profile_name), held=held)


def bearer(
    signing_name: str,
    profile_name: str | None = None,
    environ: Mapping[str, str] | None = None,
    told: Told | None = None,
) -> Source:
    """The source of a bearer token: AWS_BEARER_TOKEN_<SERVICE>, else the profile's SSO session.

    The credentials it gives have a token and no keys.
    """
    environ = os.environ if environ is None else environ
    token = environ.get(bearer_variable(signing_name))
    if token:
        return Fixed(Credentials(access_key="", secret_key="", token=token))

    def find() -> Loaded | None:
        from allpages.environment import chain

        return chain.token(profile_name, told)

    return Chained(find, _no_bearer(signing_name))


def bearer_variable(signing_name: str) -> str:
    """The variable that holds the bearer token of a service, `AWS_BEARER_TOKEN_BEDROCK`."""
    return "AWS_BEARER_TOKEN_" + signing_name.replace(" ", "_").replace("-", "_").upper()


class Fixed:
    """Credentials that are what they are."""

    def __init__(self, credentials: Credentials) -> None:
        """Always these."""
        self._credentials = credentials

    def cached(self) -> Credentials:
        """As Source.cached."""
        return self._credentials

    def load(self) -> Credentials:
        """As Source.load."""
        return self._credentials

    def refused(self) -> None:
        """As Source.refused: there are no others."""


class Chained:
    """Credentials that a chain finds and may have to find again; one thread at a time asks it."""

    def __init__(
        self,
        find: Callable[[], Loaded | None],
        missing: errors.NoCredentials,
        *,
        held: Held | None = None,
        clock: Callable[[], float] = time,
    ) -> None:
        """`held` is at hand already; else, and after a refusal, `find` is asked, and `missing` raised if in vain."""
        self._find = find
        self._missing = missing
        self._clock = clock
        self._lock = lock()
        self._found: Loaded | None = None
        self._held = held

    def cached(self) -> Credentials | None:
        """As Source.cached."""
        held = self._held
        return held[0] if held is not None and self._clock() < held[1] else None

    def load(self) -> Credentials:
        """As Source.load; threads that ask meanwhile wait for the same answer."""
        with self._lock:
            known = self.cached()
            if known is not None:
                return known
            if self._found is None:
                self._found = self._find()
            if self._found is None:
                raise errors.NoCredentials(self._missing.message, hint=self._missing.hint)
            self._held = self._found()
            return self._held[0]

    def refused(self) -> None:
        """As Source.refused."""
        self._held = None
        self._found = None


def _of_environment(environ: Mapping[str, str]) -> Credentials | None:
    access_key, secret_key = environ.get("AWS_ACCESS_KEY_ID"), environ.get("AWS_SECRET_ACCESS_KEY")
    if not access_key:  # as botocore: a secret alone is overlooked
        return None
    _refuse_half(access_key, secret_key, "the environment")
    return Credentials(
        access_key=access_key,
        secret_key=secret_key or "",
        token=next((environ[name] for name in _TOKENS if environ.get(name)), None),
        account_id=environ.get("AWS_ACCOUNT_ID") or None,
    )


def _of_file(profile_name: str | None, environ: Mapping[str, str]) -> Credentials | None:
    """The keys that the credentials file holds for a profile with nothing dynamic about it."""
    if not profile_name and environ.get("AWS_WEB_IDENTITY_TOKEN_FILE"):  # comes before the file
        return None
    files = profiles.read(environ)
    name = profiles.profile_name(profile_name, environ)
    section = files.profile(name)
    keys = files.credentials.get(name or profiles.DEFAULT, {})
    if "aws_access_key_id" not in keys or any(key in section for key in _DYNAMIC):
        return None
    texts = {key: value for key, value in keys.items() if isinstance(value, str)}
    access_key, secret_key = texts.get("aws_access_key_id", ""), texts.get("aws_secret_access_key", "")
    _refuse_half(access_key, secret_key, f"the profile {name or profiles.DEFAULT!r}")
    return Credentials(
        access_key=access_key,
        secret_key=secret_key,
        token=texts.get("aws_security_token") or texts.get("aws_session_token") or None,
        account_id=texts.get("aws_account_id") or None,
    )


def _refuse_half(access_key: str | None, secret_key: str | None, where: str) -> None:
    if not access_key or not secret_key:
        missing = "secret access key" if access_key else "access key"
        raise errors.PartialCredentials(
            f"In {where} there is no {missing}.", hint="Keys come in pairs: give both or neither."
        )


def _no_credentials(profile_name: str | None) -> errors.NoCredentials:
    tried = [] if profile_name else ["the call's keys", "the environment (AWS_ACCESS_KEY_ID)"]
    tried.append(f"the profile {profile_name!r}" if profile_name else "the profile of the environment, or default")
    tried += ["the container's", "the instance's"]
    return errors.NoCredentials(
        f"There are no credentials. Tried: {', '.join(tried)}.",
        hint="Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; or sign in: aws configure sso",
    )


def _no_bearer(signing_name: str) -> errors.NoCredentials:
    variable = bearer_variable(signing_name)
    return errors.NoCredentials(
        f"There is no bearer token for {signing_name}. Tried: {variable}, the profile's SSO session.",
        hint=f"Sign in: aws sso login; or set {variable}.",
    )
