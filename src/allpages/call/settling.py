"""What a client was given, settled: its configuration, its source of keys, what it tells of itself."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from allpages import errors
from allpages.call.retries import MAX_ATTEMPTS, policy
from allpages.call.sessions import explicit_keys
from allpages.config import Config, ForeignConfig
from allpages.environment.credentials import Fixed
from allpages.environment.settings import settings
from allpages.environment.shared import shared
from allpages.values import Credentials

if TYPE_CHECKING:
    from allpages.call.retries import Policy
    from allpages.call.sessions import Identity
    from allpages.environment.credentials import Source
    from allpages.environment.settings import Settings
    from allpages.environment.told import Told
    from allpages.models.catalog import Service


class Given(Struct, frozen=True, kw_only=True):
    """What a client was given: the arguments of `allpages.client`, and the session that it is one of.

    A transport may bring `credentials` and `region` of its own, used when none are given.
    """

    region_name: str | None = None
    endpoint_url: str | None = None
    aws_access_key_id: str | None = None
    aws_secret_access_key: str | None = None
    aws_session_token: str | None = None
    aws_account_id: str | None = None
    credentials: object | None = None
    profile_name: str | None = None
    config: Config | ForeignConfig | None = None
    transport: object | None = None
    api_version: str | None = None
    use_ssl: bool = True
    session: Identity | None = None
    verify: bool | str | None = None


def region_of(given: Given, found: Settings) -> str | None:
    """The region of a client: what is nearest to the call counts; botocore's Config may name one."""
    session = None if given.session is None else given.session.region_name
    named = given.region_name or session or getattr(given.config, "region_name", None)
    return named or found.region or getattr(given.transport, "region", None)


def settings_of(profile_name: str | None, transport: object | None) -> Settings:
    """What is set; for a transport that brings its own keys the files need not be sound, nor the profile exist.

    Raises: ConfigError.
    """
    try:
        return settings(profile_name)
    except errors.ConfigError:
        if profile_name is not None or getattr(transport, "credentials", None) is None:
            raise
    without = {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull, "AWS_PROFILE": ""}
    return settings(None, {**os.environ, **without, "AWS_DEFAULT_PROFILE": ""})


def trace() -> dict[str, str]:
    """The header by which AWS sees a Lambda that calls itself. Source: botocore.handlers, on recursion."""
    told = os.environ.get("_X_AMZN_TRACE_ID")
    if not told:
        return {}
    from urllib.parse import quote

    return {"X-Amzn-Trace-Id": quote(told, safe="-=;:+&[]{}\"',")}


def policy_of(config: Config) -> Policy:
    """How often calls are repeated, and when.

    Raises: ConfigError.
    """
    if not isinstance(config.patience, (int, float)) or not config.patience >= 0:
        hint = "Seconds without a page, after which a throttled listing ends; 0: after max_attempts, as any call."
        raise errors.ConfigError(f"patience is {config.patience!r}.", hint=hint)
    attempts = MAX_ATTEMPTS if config.max_attempts is None else config.max_attempts
    return policy(config.retry_mode or "standard", attempts)


def source_of(given: Given, profile_name: str | None, *, told: Told) -> Source:
    """Where the keys of a client come from: what is nearest to the call counts.

    Raises: ConfigError - half a pair of keys.
    """
    keys = explicit_keys(
        given.aws_access_key_id, given.aws_secret_access_key, given.aws_session_token, given.aws_account_id
    )
    session = given.session
    if keys is not None:
        return Fixed(keys)
    if given.credentials is not None:
        return _handed(given.credentials)
    if session is not None and session.explicit is not None:
        return session.explicit
    brought = getattr(given.transport, "credentials", None)
    if brought is not None:
        return _handed(brought)
    if session is None:
        return shared(profile_name, told)
    session.told = session.told or told  # as with botocore, that of its first client
    return session.source


def _handed(credentials: object) -> Source:
    if isinstance(credentials, Credentials) and credentials.access_key and credentials.secret_key:
        return Fixed(credentials)
    from allpages.environment.given import given

    return given(credentials)


def ours(config: Config | ForeignConfig | None) -> Config:
    """A configuration of ours, of what may be botocore's."""
    if config is None or isinstance(config, Config):
        return config or Config()
    from allpages.call import foreign_config

    return foreign_config.ours(config)


def refuse_unused(service: Service, given: Given) -> None:
    """What boto3 takes and has no equal here.

    Raises: ConfigError.
    """
    newest = service.folder.rstrip("/").rpartition("/")[2]
    if given.api_version not in {None, newest}:
        raise errors.ConfigError(
            f"{service.name} is offered in its API of {newest}, not {given.api_version}.", hint="Leave api_version out."
        )
    if not given.use_ssl and given.endpoint_url is None:
        raise errors.ConfigError(
            "use_ssl=False would send the keys' signatures in the clear.",
            hint="Give endpoint_url='http://...' instead.",
        )


def completed(config: Config, found: Settings) -> Config:
    """The configuration with what the environment and the profile say where it is silent."""
    from msgspec.structs import replace

    silent: dict[str, Any] = {
        name: value for name, value in found.config_defaults().items() if getattr(config, name) is None
    }
    return replace(config, **silent) if silent else config


def user_agent(config: Config) -> str:
    """The User-Agent header of every request."""
    from allpages.version import __version__

    python = ".".join(map(str, sys.version_info[:3]))
    parts = [f"allpages/{__version__}", "ua/2.1", f"os/{sys.platform}", f"lang/python#{python}"]
    parts.append(f"cfg/retry-mode#{config.retry_mode or 'standard'}")
    if config.user_agent_extra:
        parts.append(config.user_agent_extra)
    return " ".join(parts)
