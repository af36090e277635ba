"""The options of a client, as one frozen value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, Protocol

from msgspec import Struct

from allpages.errors import ConfigError
from allpages.masks import HIDDEN, without_user
from allpages.values import Attempt  # noqa: TC001 - the types of fields are looked at, by help() and others

MiB = 1024 * 1024
# The words that options of `Config` take, wherever they stand: in code, in the environment, in a profile.
WORDS = {
    "retry_mode": ("standard", "adaptive"),
    "s3_addressing_style": ("auto", "virtual", "path"),
    "s3_us_east_1_regional_endpoint": ("legacy", "regional"),
    "account_id_endpoint_mode": ("preferred", "disabled", "required"),
}


class ForeignConfig(Protocol):
    """botocore's Config, which is taken for what it says, and not imported here."""

    region_name: str | None
    user_agent_extra: str | None


class Config(Struct, frozen=True, kw_only=True):
    """The options of a client; every default is what the AWS tools do unless the remark says otherwise.

    `None` means: ask the environment and the profile, then take the default in the remark.
    """

    retry_mode: Literal["standard", "adaptive"] | None = None  # AWS_RETRY_MODE, retry_mode; "standard"
    max_attempts: int | None = None  # AWS_MAX_ATTEMPTS, max_attempts; 3, the first one included
    patience: float = 300.0  # seconds without a page that a throttled listing bears; 0: max_attempts (ours)
    connect_timeout: float = 10.0  # seconds (botocore: 60)
    read_timeout: float = 60.0  # seconds without a byte
    max_pool_connections: int = 64  # open connections per host; more wait (botocore: 10 idle ones are kept)
    client_cert: str | tuple[str, str] | None = None  # the path of our certificate with its key, or of both
    proxies: Mapping[str, str] | None = None  # {"https": "http://proxy:3128"}; else HTTPS_PROXY, NO_PROXY
    use_fips_endpoint: bool | None = None  # AWS_USE_FIPS_ENDPOINT; False
    use_dualstack_endpoint: bool | None = None  # AWS_USE_DUALSTACK_ENDPOINT; False
    s3_addressing_style: Literal["auto", "virtual", "path"] | None = None  # profile: s3 = addressing_style; "auto"
    s3_use_arn_region: bool | None = None  # AWS_S3_USE_ARN_REGION; sign for it; True (s3control: False)
    s3_us_east_1_regional_endpoint: Literal["legacy", "regional"] | None = None  # AWS_S3_US_EAST_1_...; "legacy"
    s3_use_accelerate_endpoint: bool | None = None  # False
    s3_use_dualstack_endpoint: bool | None = None  # profile: s3 = use_dualstack_endpoint; use_dualstack_endpoint
    s3_disable_multiregion_access_points: bool | None = None  # AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS; False
    s3_disable_express_session_auth: bool | None = None  # AWS_S3_DISABLE_EXPRESS_SESSION_AUTH; False
    sigv4a_signing_region_set: str | None = None  # AWS_SIGV4A_SIGNING_REGION_SET; as "us-east-1,us-west-2"; the rules
    auth_scheme_preference: str | None = None  # AWS_AUTH_SCHEME_PREFERENCE; as "sigv4a,sigv4"; the service's own order
    sign_requests: bool = True  # False: no signature and no credentials, for what is public
    inject_host_prefix: bool | None = None  # AWS_DISABLE_HOST_PREFIX_INJECTION; True
    account_id_endpoint_mode: Literal["preferred", "disabled", "required"] | None = None  # "preferred"
    endpoint_discovery: bool | None = None  # AWS_ENDPOINT_DISCOVERY_ENABLED; only where it is required
    infer_paginators: bool = True  # page through operations that have no paginator in botocore (ours)
    read_ahead: bool = False  # ask for the next page while you work on this one (ours)
    max_response_bytes: int = 32 * MiB  # a larger body is refused (ours)
    receipt_digest: bool = False  # receipts hold a digest of all items (ours)
    observer: Callable[[Attempt], object] | None = None  # is given every attempt (ours)
    user_agent_extra: str | None = None  # appended to the User-Agent header

    def __post_init__(self) -> None:
        """Raises: ConfigError - a word that an option does not take."""
        for option in WORDS:
            value = getattr(self, option)
            if value is not None:
                check_word(option, value, option)
        if not isinstance(self.endpoint_discovery, bool | None):
            message = f"endpoint_discovery is {_shown(self.endpoint_discovery)}."
            raise ConfigError(message, hint="It is one of: True, False, None (only where the service demands it).")

    def __repr__(self) -> str:
        """What is set, without the users and passwords of URLs."""
        defaults = dict(zip(self.__struct_fields__, self.__struct_defaults__, strict=True))
        found = {name: getattr(self, name) for name in self.__struct_fields__}
        changed = [f"{name}={_shown(value)}" for name, value in found.items() if value != defaults[name]]
        return f"Config({', '.join(changed)})"


def check_word(option: str, value: object, name: str) -> None:
    """Raises: ConfigError - `value`, which is called `name` where it stands, is none of the option's words."""
    words = WORDS[option]
    if value not in words:
        old = "The old mode is not offered. " if (option, value) == ("retry_mode", "legacy") else ""
        raise ConfigError(f"{name} is {_shown(value)}.", hint=f"{old}It is one of: {', '.join(words)}.")


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        entries = [f"{key!r}: {_shown(url) if isinstance(url, str) else HIDDEN}" for key, url in value.items()]
        return f"{{{', '.join(entries)}}}"
    if isinstance(value, str):
        return repr(without_user(value))
    if isinstance(value, tuple):
        return f"({', '.join(map(_shown, value))})"
    return repr(value) if isinstance(value, int | float | None) else HIDDEN
