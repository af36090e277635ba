"""Credentials: what signs, from explicit keys and the environment at once, from anywhere else through botocore's chain.

botocore is imported only when a source needs it: assumed roles, SSO, processes, containers, instance metadata.
"""

from __future__ import annotations

import os
from _thread import allocate_lock as Lock  # noqa: N812 - threading.Lock, without the import of threading
from time import time
from typing import TYPE_CHECKING, Any, Protocol

from allpages import errors, profiles
from allpages.values import Credentials

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeAlias

    # Credentials, and until when they may be used without asking again, epoch seconds.
    Held: TypeAlias = tuple[Credentials, float]
    # What a chain found: asked again, it gives fresh credentials when the old ones are about to expire.
    Loaded: TypeAlias = Callable[[], Held]

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
_REFRESH_WINDOW_S = 15 * 60.0  # before expiry; botocore's advisory window
_SHORT_LIFE_S = 60.0
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
) -> Source:
    """The source in force: explicit keys; the environment, unless a profile is named; that profile; botocore's chain.

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
        return _of_chain(profile_name) if found is None else lambda: (found, _ALWAYS)

    found = at_hand()
    held = None if found is None else (found, _ALWAYS)
    return Chained(find, _no_credentials(profile_name), held=held)


def bearer(signing_name: str, profile_name: str | None = None, environ: Mapping[str, str] | None = None) -> Source:
    """The source of a bearer token: AWS_BEARER_TOKEN_<SERVICE>, else the profile's SSO session.

    The credentials it gives have a token and no keys.
    """
    environ = os.environ if environ is None else environ
    token = environ.get(bearer_variable(signing_name))
    if token:
        return Fixed(Credentials(access_key="", secret_key="", token=token))
    return Chained(lambda: _of_token_chain(profile_name), _no_bearer(signing_name))


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
        chain: Callable[[], Loaded | None],
        missing: errors.NoCredentials,
        *,
        held: Held | None = None,
        clock: Callable[[], float] = time,
    ) -> None:
        """`held` is at hand already; else, and after a refusal, `chain` is asked, and `missing` raised if in vain."""
        self._chain = chain
        self._missing = missing
        self._clock = clock
        self._lock = Lock()
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
                self._found = self._chain()
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
        raise errors.ConfigError(f"In {where} there is no {missing}.", hint="Keys come in pairs: give both or neither.")


def _of_chain(profile_name: str | None) -> Loaded | None:
    """What botocore's own chain finds, which honours AWS_EC2_METADATA_DISABLED and keeps itself fresh."""
    from botocore.session import Session

    found = _asked(Session(profile=profile_name).get_credentials)
    return None if found is None else lambda: _frozen(found)


def _frozen(found: Any) -> Held:
    frozen = _asked(found.get_frozen_credentials)  # refreshes what is about to expire
    credentials = Credentials(
        access_key=frozen.access_key,
        secret_key=frozen.secret_key,
        token=frozen.token,
        account_id=getattr(frozen, "account_id", None),
    )
    return credentials, _until(getattr(found, "_expiry_time", None))


def _of_token_chain(profile_name: str | None) -> Loaded | None:
    from botocore.session import Session

    found = _asked(Session(profile=profile_name).get_auth_token)
    return None if found is None else lambda: _frozen_token(found)


def _frozen_token(found: Any) -> Held:
    frozen = _asked(found.get_frozen_token)
    return Credentials(access_key="", secret_key="", token=frozen.token), _until(frozen.expiration)


def _until(expiry: Any) -> float:
    """When to ask again: before expiry, but credentials of a short life are not fetched for every request."""
    if expiry is None:
        return _ALWAYS
    end = float(expiry.timestamp())
    return max(end - _REFRESH_WINDOW_S, min(time() + _SHORT_LIFE_S, end - _SHORT_LIFE_S))


def _asked(question: Callable[[], Any]) -> Any:
    """The answer of botocore; its errors become ours here, and nowhere else."""
    from botocore.exceptions import BotoCoreError, ClientError, ProfileNotFound

    try:
        return question()
    except ProfileNotFound as cause:
        raise errors.ConfigError(str(cause), hint="See: aws configure list-profiles") from cause
    except (BotoCoreError, ClientError, OSError, ValueError, KeyError) as cause:  # the last three: a bad process
        raise errors.CredentialsError(
            f"A source of credentials failed: {cause}", hint="If it is an SSO profile, sign in again: aws sso login"
        ) from cause


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
