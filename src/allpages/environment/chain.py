"""The chain: botocore's own search for credentials and tokens, and the one door through which its errors come."""

from __future__ import annotations

import os
from time import time
from typing import TYPE_CHECKING, Any

from allpages import errors
from allpages.masks import without_secrets
from allpages.values import Credentials

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from botocore.session import Session

    from allpages.environment.told import Told

    # Credentials, and until when they may be used without asking again, epoch seconds.
    Held: TypeAlias = tuple[Credentials, float]
    # What was found: asked again, it gives fresh credentials when the old ones are about to expire.
    Loaded: TypeAlias = Callable[[], Held]

_ALWAYS = float("inf")
_REFRESH_WINDOW_S = 15 * 60.0  # before expiry; botocore's advisory window
_SHORT_LIFE_S = 60.0


def credentials(profile_name: str | None, told: Told | None = None) -> Loaded | None:
    """What botocore's own chain finds, which honours AWS_EC2_METADATA_DISABLED and keeps itself fresh."""
    door = _Door(profile_name)
    found = door.asked(lambda: _session(profile_name, told).get_credentials())
    return None if found is None else lambda: door.asked(lambda: _frozen(found))


def _frozen(found: Any) -> Held:
    frozen = found.get_frozen_credentials()  # refreshes what is about to expire
    account_id = getattr(frozen, "account_id", None)
    if not (isinstance(frozen.access_key, str) and isinstance(frozen.secret_key, str) and frozen.secret_key):
        raise TypeError("the keys are no texts")
    if not (isinstance(frozen.token, str | None) and isinstance(account_id, str | None)):
        raise TypeError("the session token or the account is no text")
    keys = Credentials(
        access_key=frozen.access_key, secret_key=frozen.secret_key, token=frozen.token, account_id=account_id
    )
    return keys, _until(getattr(found, "_expiry_time", None))


def token(profile_name: str | None, told: Told | None = None) -> Loaded | None:
    """What botocore's chain of bearer tokens finds, the session of an SSO profile."""
    door = _Door(profile_name)
    found = door.asked(lambda: _session(profile_name, told).get_auth_token())
    return None if found is None else lambda: door.asked(lambda: _frozen_token(found))


def _frozen_token(found: Any) -> Held:
    frozen = found.get_frozen_token()
    return Credentials(access_key="", secret_key="", token=frozen.token), _until(frozen.expiration)


def _until(expiry: Any) -> float:
    """When to ask again: before expiry, but credentials of a short life are not fetched for every request."""
    if expiry is None:
        return _ALWAYS
    end = float(expiry.timestamp())
    return max(end - _REFRESH_WINDOW_S, min(time() + _SHORT_LIFE_S, end - _SHORT_LIFE_S))


def _session(profile_name: str | None, told: Told | None) -> Session:
    """A session of botocore whose own clients, for STS and SSO, do as the caller told the client that is signed for."""
    from botocore.config import Config
    from botocore.session import Session

    if told is None:
        return Session(profile=profile_name)
    own = Config(
        connect_timeout=told.config.connect_timeout,
        read_timeout=told.config.read_timeout,
        proxies=None if told.config.proxies is None else dict(told.config.proxies),
    )

    verified = told.verify

    class Instructed(Session):  # type: ignore[misc]  # botocore has no types
        def create_client(self, *given: Any, config: Any = None, verify: Any = None, **more: Any) -> Any:
            more["config"] = own if config is None else own.merge(config)
            more["verify"] = verified if verify is None else verify
            return super().create_client(*given, **more)

    session = Instructed(profile=profile_name)
    if told.region is not None:
        session.set_config_variable("region", told.region)
    return session


class _Door:
    """Where all that botocore's chain raises becomes an error of ours, which names the source."""

    def __init__(self, profile_name: str | None) -> None:
        self._profile_name = profile_name

    def asked(self, question: Callable[[], Any]) -> Any:
        """The answer; whatever comes instead, of whatever provider, is a CredentialsError."""
        from botocore.exceptions import ProfileNotFound

        try:
            return question()
        except errors.AllpagesError:
            raise
        except ProfileNotFound as cause:
            raise errors.ConfigError(str(cause), hint="See: aws configure list-profiles") from cause
        except Exception as cause:  # noqa: BLE001 - a source may be any program, and botocore raises what comes
            what, hint = _described(self._profile_name)
            failure = errors.CredentialsError(f"A source of credentials failed, {what}: {_told(cause)}", hint=hint)
        raise failure  # out here it has no context, whose text may quote what a source printed, a secret among it


def _told(cause: Exception) -> str:
    """What botocore says went wrong, without what might be a secret."""
    if isinstance(cause, RuntimeError) and "expired" in str(cause):
        return "what it gave has already expired"
    return f"{type(cause).__name__}: {without_secrets(str(cause))}" if str(cause) else type(cause).__name__


def _described(profile_name: str | None) -> tuple[str, str]:
    """The source that was asked, and what may help."""
    from allpages.environment import profiles

    try:
        name = profiles.profile_name(profile_name, os.environ)
        section = profiles.read(os.environ).profile(name)
    except errors.ConfigError:
        section, name = {}, profile_name
    for key, (kind, hint) in _KINDS.items():
        if key in section:
            return f"{kind} of the profile {name or profiles.DEFAULT!r}", hint
    if os.environ.get("AWS_WEB_IDENTITY_TOKEN_FILE"):
        return "the web identity of AWS_WEB_IDENTITY_TOKEN_FILE", _KINDS["web_identity_token_file"][1]
    if any(os.environ.get(name) for name in _CONTAINER):
        return f"the container's, of {_CONTAINER[0]}", "Is the container's role there, and its address reachable?"
    return "the instance's or the environment's", "See: aws configure list"


_CONTAINER = ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI")
_SSO = ("the SSO session", "Sign in again: aws sso login")
# What makes a profile's credentials, by the key that says so, in the order in which botocore looks; and what may help.
_KINDS = {
    "web_identity_token_file": ("the web identity", "Is the token in the file fresh, and may it take on the role?"),
    "role_arn": ("the role", "May its source take on the role? See source_profile or credential_source."),
    "sso_session": _SSO,
    "sso_start_url": _SSO,
    "login_session": ("the login session", "Sign in again: aws login"),
    "credential_process": (
        "the process (credential_process)",
        "Run it by hand: it should print a JSON object with Version, AccessKeyId, SecretAccessKey and Expiration.",
    ),
}
