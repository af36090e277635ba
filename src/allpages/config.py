"""The options of a client, as one frozen value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from allpages.values import Attempt

MiB = 1024 * 1024


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
    s3_addressing_style: Literal["auto", "virtual", "path"] | None = None  # "auto"
    s3_use_arn_region: bool | None = None  # sign for the ARN's region; True (s3control: False)
    s3_us_east_1_regional_endpoint: Literal["legacy", "regional"] | None = None  # "legacy": s3.amazonaws.com
    s3_use_accelerate_endpoint: bool | None = None  # False
    s3_disable_multiregion_access_points: bool | None = None  # False
    s3_disable_express_session_auth: bool | None = None  # False
    sigv4a_signing_region_set: str | None = None  # "us-east-1,us-west-2"; what the endpoint rules say
    sign_requests: bool = True  # False: no signature and no credentials, for what is public
    inject_host_prefix: bool | None = None  # AWS_DISABLE_HOST_PREFIX_INJECTION; True
    account_id_endpoint_mode: Literal["preferred", "disabled", "required"] | None = None  # "preferred"
    endpoint_discovery: bool | None = None  # None: only where the service requires it
    infer_paginators: bool = True  # page through operations that have no paginator in botocore (ours)
    read_ahead: bool = False  # ask for the next page while you work on this one (ours)
    max_response_bytes: int = 32 * MiB  # a larger body is refused (ours)
    observer: Callable[[Attempt], object] | None = None  # is given every attempt (ours)
    user_agent_extra: str | None = None  # appended to the User-Agent header

    def __repr__(self) -> str:
        """As any value's, without the users and passwords of proxies."""
        shown = ((name, getattr(self, name)) for name in self.__struct_fields__)
        return f"Config({', '.join(f'{name}={_open(name, value)!r}' for name, value in shown)})"


def _open(name: str, value: Any) -> Any:
    """The value of an option as it may be shown."""
    if name != "proxies" or value is None:
        return value
    return {scheme: without_login(url) for scheme, url in value.items()}


def without_login(url: str) -> str:
    """A URL without user and password, wherever they end."""
    scheme, mark, rest = url.partition("://")
    return f"{scheme}{mark}{rest.rpartition('@')[2]}" if mark else url.rpartition("@")[2]
