"""Credentials that are handed in: ours, boto3's, a dict of STS, or a function that gives one of these."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from time import time
from typing import TYPE_CHECKING, Any

from allpages import errors
from allpages.environment.credentials import Fixed
from allpages.values import Credentials

if TYPE_CHECKING:
    from collections.abc import Callable

    from allpages.environment.credentials import Source

_HINT = "Give allpages.Credentials, what boto3's session.get_credentials() gives, or a function that gives one of them."
_SOON_S = 60.0  # before the end: to be asked again
# Of a dict: as STS answers, and as botocore's refreshable credentials take it.
_NAMES = {
    "access_key": ("AccessKeyId", "access_key"),
    "secret_key": ("SecretAccessKey", "secret_key"),
    "token": ("SessionToken", "token"),
    "account_id": ("AccountId", "account_id"),
}
_ENDS = ("Expiration", "expiry_time")


def given(credentials: object) -> Source:
    """The source that `credentials=` stands for.

    Raises: ConfigError, when it is nothing that gives credentials.
    """
    if isinstance(credentials, Credentials):
        return Fixed(_whole(credentials))
    if hasattr(credentials, "get_frozen_credentials"):
        return Handed(lambda: credentials, credentials)
    if isinstance(credentials, Mapping):
        return Fixed(_of_mapping(credentials)[0])
    if callable(credentials):
        return Handed(credentials, credentials)
    raise _wrong(credentials)


class Handed:
    """What somebody else keeps, and may renew."""

    def __init__(self, give: Callable[[], object], name: object) -> None:
        """Asked for when the credentials are needed, about to end, or refused."""
        self._give = give
        self._name = getattr(name, "__qualname__", type(name).__qualname__)
        self._held: object = None  # what was given: keeps itself fresh, or has an end
        self._keys: tuple[Credentials, float] | None = None

    def cached(self) -> Credentials | None:
        """As Source.cached: an object that may have to renew itself is asked only if it says that it need not."""
        keys = self._keys
        if keys is not None:
            return keys[0] if time() < keys[1] else None
        needs = getattr(self._held, "refresh_needed", None)
        if self._held is None or needs is None or needs():
            return None
        return self._frozen(self._held)

    def load(self) -> Credentials:
        """As Source.load.

        Raises: CredentialsError, naming the source.
        """
        if self._held is None or self._keys is not None:
            self._held = self._asked(self._give)
        found = self._held
        if isinstance(found, Credentials):
            self._keys = _whole(found), float("inf")
        elif isinstance(found, Mapping):
            self._keys = self._asked(lambda: _of_mapping(found))
        elif hasattr(found, "get_frozen_credentials"):
            keys = self._frozen(found)
            if not hasattr(found, "refresh_needed"):  # that never change, or that must be asked each time
                self._held = None
            return keys
        else:
            self._held = None
            raise errors.CredentialsError(f"{self._name}, given as credentials, gave {_shown(found)}.", hint=_HINT)
        return self._keys[0]

    def refused(self) -> None:
        """As Source.refused."""
        self._held = self._keys = None

    def _frozen(self, found: Any) -> Credentials:
        frozen = self._asked(found.get_frozen_credentials)
        if hasattr(frozen, "close") and hasattr(frozen, "send"):
            frozen.close()
            raise errors.CredentialsError(
                f"{self._name}, given as credentials, answers asynchronously.",
                hint="Give botocore's or boto3's credentials, or a function that gives them.",
            )
        keys = Credentials(
            access_key=frozen.access_key,
            secret_key=frozen.secret_key,
            token=frozen.token,
            account_id=getattr(frozen, "account_id", None),
        )
        return _whole(keys)

    def _asked(self, question: Callable[[], Any]) -> Any:
        try:
            return question()
        except errors.CredentialsError:
            raise
        except Exception as cause:  # noqa: BLE001 - whatever they are made by
            failed = f"{self._name}, given as credentials, failed: {type(cause).__name__}."
        # Out here it has no context: a text of theirs may hold a secret.
        raise errors.CredentialsError(failed, hint="It is yours to mend.")


def _of_mapping(found: Mapping[str, Any]) -> tuple[Credentials, float]:
    values: dict[str, Any] = {
        ours: next((found[name] for name in names if name in found), None) for ours, names in _NAMES.items()
    }
    end = next((found[name] for name in _ENDS if found.get(name)), None)
    if isinstance(end, str):
        end = datetime.fromisoformat(end)
    if not values["access_key"] or not values["secret_key"]:
        raise errors.PartialCredentials("The dict given as credentials lacks a key of the pair.", hint=_HINT)
    until = float("inf") if end is None else end.timestamp() - _SOON_S
    made = Credentials(
        access_key=values["access_key"],
        secret_key=values["secret_key"],
        token=values["token"],
        account_id=values["account_id"],
    )
    return made, until


def _whole(keys: Credentials) -> Credentials:
    if not isinstance(keys.access_key, str) or not keys.access_key or not keys.secret_key:
        raise errors.PartialCredentials("The credentials given lack a key of the pair.", hint=_HINT)
    return keys


def _wrong(found: object) -> errors.ConfigError:
    return errors.ConfigError(f"credentials is {_shown(found)}, which gives no credentials.", hint=_HINT)


def _shown(found: object) -> str:
    return f"a {type(found).__name__}"
