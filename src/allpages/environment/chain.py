"""The chain: botocore's own search for credentials and tokens, and the one door through which its errors come."""

from __future__ import annotations

from time import time
from typing import TYPE_CHECKING, Any

from allpages import errors
from allpages.values import Credentials

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    # Credentials, and until when they may be used without asking again, epoch seconds.
    Held: TypeAlias = tuple[Credentials, float]
    # What was found: asked again, it gives fresh credentials when the old ones are about to expire.
    Loaded: TypeAlias = Callable[[], Held]

_ALWAYS = float("inf")
_REFRESH_WINDOW_S = 15 * 60.0  # before expiry; botocore's advisory window
_SHORT_LIFE_S = 60.0


def credentials(profile_name: str | None) -> Loaded | None:
    """What botocore's own chain finds, which honours AWS_EC2_METADATA_DISABLED and keeps itself fresh."""
    from botocore.session import Session

    found = _asked(Session(profile=profile_name).get_credentials)
    return None if found is None else lambda: _frozen(found)


def _frozen(found: Any) -> Held:
    frozen = _asked(found.get_frozen_credentials)  # refreshes what is about to expire
    keys = Credentials(
        access_key=frozen.access_key,
        secret_key=frozen.secret_key,
        token=frozen.token,
        account_id=getattr(frozen, "account_id", None),
    )
    return keys, _until(getattr(found, "_expiry_time", None))


def token(profile_name: str | None) -> Loaded | None:
    """What botocore's chain of bearer tokens finds, the session of an SSO profile."""
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
