"""Settings: what the environment and the profile say, each looked up in the order of the AWS tools.

The environment comes before the profile. The region is the one that differs from botocore: AWS_REGION, which all other
AWS SDKs read, comes before AWS_DEFAULT_REGION. Source of names and defaults: botocore.configprovider.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from allpages import errors
from allpages.config import check_word
from allpages.environment import profiles

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages.models.catalog import Service


def settings(profile_name: str | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """What is set for a profile: the one named, else that of the environment, else "default".

    Raises: ConfigError - no such profile, an unreadable file, or a value that cannot be used.
    """
    environ = os.environ if environ is None else environ
    files = profiles.read(environ)
    name = profiles.profile_name(profile_name, environ)
    section = files.profile(name)
    values = {field: _lookup(row, environ, section) for field, row in _TABLE.items()}
    # A name that is empty is a mistake, not silence. Source: botocore.endpoint.EndpointCreator, also for the last one.
    named = (environ.get("AWS_CA_BUNDLE"), values["ca_bundle"], environ.get("REQUESTS_CA_BUNDLE"))
    values["ca_bundle"] = next((path for path in named if path is not None), None)
    urls = _Urls(environ, section, files)
    return Settings(profile_name=name, urls=urls, **values)


class Settings(Struct, frozen=True, kw_only=True):
    """The values in force; None where nothing is set."""

    profile_name: str | None
    urls: _Urls
    region: str | None
    ca_bundle: str | None  # path
    retry_mode: str | None  # "standard" or "adaptive"
    max_attempts: int | None
    use_fips_endpoint: bool | None
    use_dualstack_endpoint: bool | None
    ignore_configured_endpoint_urls: bool | None
    account_id_endpoint_mode: str | None
    endpoint_discovery: bool | None  # None also for "auto"
    disable_host_prefix_injection: bool | None
    app_id: str | None  # of the user agent
    sigv4a_signing_region_set: str | None
    auth_scheme_preference: str | None  # not among the defaults: what is said in code counts for more
    s3_addressing_style: str | None
    s3_use_arn_region: bool | None
    s3_us_east_1_regional_endpoint: str | None
    s3_use_accelerate_endpoint: bool | None
    s3_use_dualstack_endpoint: bool | None  # False is None: the general option counts
    s3_disable_multiregion_access_points: bool | None
    s3_disable_express_session_auth: bool | None

    def endpoint_url(self, service: Service) -> str | None:
        """The URL set for a service, or for all; None when none is, or they are to be ignored.

        Raises: ConfigError - the profile names a services section that does not exist.
        """
        return None if self.ignore_configured_endpoint_urls else self.urls.of(service)

    def config_defaults(self) -> dict[str, Any]:
        """What is set, by the names of `Config`."""
        found: dict[str, Any] = {
            "retry_mode": self.retry_mode,
            "max_attempts": self.max_attempts,
            "use_fips_endpoint": self.use_fips_endpoint,
            "use_dualstack_endpoint": self.use_dualstack_endpoint,
            "account_id_endpoint_mode": self.account_id_endpoint_mode,
            "endpoint_discovery": self.endpoint_discovery,
            "s3_addressing_style": self.s3_addressing_style,
            "s3_use_arn_region": self.s3_use_arn_region,
            "s3_us_east_1_regional_endpoint": self.s3_us_east_1_regional_endpoint,
            "s3_use_accelerate_endpoint": self.s3_use_accelerate_endpoint,
            "s3_use_dualstack_endpoint": self.s3_use_dualstack_endpoint,
            "s3_disable_multiregion_access_points": self.s3_disable_multiregion_access_points,
            "s3_disable_express_session_auth": self.s3_disable_express_session_auth,
            "sigv4a_signing_region_set": self.sigv4a_signing_region_set,
            "inject_host_prefix": False if self.disable_host_prefix_injection else None,
            "user_agent_extra": f"app/{self.app_id}" if self.app_id else None,
        }
        return {name: value for name, value in found.items() if value is not None}


class _Urls:
    """Where endpoint URLs are looked up when a service asks; keeps what may hold secrets out of `repr`."""

    def __init__(self, environ: Mapping[str, str], section: profiles.Section, files: profiles.Profiles) -> None:
        self._environ = {name: url for name, url in environ.items() if name.startswith("AWS_ENDPOINT_URL")}
        self._url = section.get("endpoint_url")
        self._services_name = section.get("services")
        self._services = files.services

    def of(self, service: Service) -> str | None:
        """The service's own variable, the general one, the services section, the profile."""
        service_id = service.metadata["serviceId"].replace(" ", "_").replace("-", "_")
        return (
            self._environ.get(f"AWS_ENDPOINT_URL_{service_id.upper()}")
            or self._environ.get("AWS_ENDPOINT_URL")
            or self._of_section(service_id.lower())
            or _text(self._url)
        )

    def _of_section(self, service_id: str) -> str | None:
        if self._services_name is None:
            return None
        name = str(self._services_name)
        if name not in self._services:
            known = ", ".join(sorted(self._services)) or "none"
            raise errors.ConfigError(f"The profile names the services section {name!r}.", hint=f"There are: {known}.")
        block = self._services[name].get(service_id)
        return block.get("endpoint_url") if isinstance(block, dict) else None


class _Row(Struct, frozen=True):
    """Where one setting stands: variables, then keys of the profile ("s3.key" in its s3 block), what it must be."""

    variables: tuple[str, ...]
    keys: tuple[str, ...]
    convert: Callable[[str, str], Any]


def _text(value: object, _name: str = "") -> str | None:
    return value or None if isinstance(value, str) else None


def _flag(value: str, _name: str) -> bool:
    return value.strip().lower() == "true"


def _only_true(value: str, name: str) -> bool | None:
    return _flag(value, name) or None


def _number(value: str, name: str) -> int:
    if not (value.isascii() and value.isdigit() and int(value) > 0):
        raise errors.ConfigError(f"{name} is {value!r}, not a number of 1 or more.")
    return int(value)


def _retry_mode(value: str, name: str) -> str:
    # The old mode has no equal here; whoever has it set means the retries of the time before the standard mode.
    return "standard" if value == "legacy" else _one_of("retry_mode")(value, name)


def _discovery(value: str, name: str) -> bool | None:
    words = {"true": True, "false": False, "auto": None}
    if value.lower() not in words:
        raise errors.ConfigError(f"{name} is {value!r}.", hint=f"It is one of: {', '.join(words)}.")
    return words[value.lower()]


def _one_of(option: str) -> Callable[[str, str], str]:
    """A value that is one of the words that the option of `Config` takes."""

    def chosen(value: str, name: str) -> str:
        check_word(option, value, name)
        return value

    return chosen


_TABLE = {
    "region": _Row(("AWS_REGION", "AWS_DEFAULT_REGION"), ("region",), _text),
    "ca_bundle": _Row(("AWS_CA_BUNDLE",), ("ca_bundle",), _text),
    "retry_mode": _Row(("AWS_RETRY_MODE",), ("retry_mode",), _retry_mode),
    "max_attempts": _Row(("AWS_MAX_ATTEMPTS",), ("max_attempts",), _number),
    "use_fips_endpoint": _Row(("AWS_USE_FIPS_ENDPOINT",), ("use_fips_endpoint",), _flag),
    "use_dualstack_endpoint": _Row(("AWS_USE_DUALSTACK_ENDPOINT",), ("use_dualstack_endpoint",), _flag),
    "ignore_configured_endpoint_urls": _Row(
        ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",), ("ignore_configured_endpoint_urls",), _flag
    ),
    "account_id_endpoint_mode": _Row(
        ("AWS_ACCOUNT_ID_ENDPOINT_MODE",),
        ("account_id_endpoint_mode",),
        _one_of("account_id_endpoint_mode"),
    ),
    "endpoint_discovery": _Row(("AWS_ENDPOINT_DISCOVERY_ENABLED",), ("endpoint_discovery_enabled",), _discovery),
    "disable_host_prefix_injection": _Row(
        ("AWS_DISABLE_HOST_PREFIX_INJECTION",), ("disable_host_prefix_injection",), _flag
    ),
    "app_id": _Row(("AWS_SDK_UA_APP_ID",), ("sdk_ua_app_id",), _text),
    "sigv4a_signing_region_set": _Row(("AWS_SIGV4A_SIGNING_REGION_SET",), ("sigv4a_signing_region_set",), _text),
    "auth_scheme_preference": _Row(("AWS_AUTH_SCHEME_PREFERENCE",), ("auth_scheme_preference",), _text),
    "s3_addressing_style": _Row((), ("s3.addressing_style",), _one_of("s3_addressing_style")),
    "s3_use_arn_region": _Row(("AWS_S3_USE_ARN_REGION",), ("s3_use_arn_region", "s3.use_arn_region"), _flag),
    "s3_us_east_1_regional_endpoint": _Row(
        ("AWS_S3_US_EAST_1_REGIONAL_ENDPOINT",),
        ("s3_us_east_1_regional_endpoint", "s3.us_east_1_regional_endpoint"),
        _one_of("s3_us_east_1_regional_endpoint"),
    ),
    "s3_use_accelerate_endpoint": _Row((), ("s3.use_accelerate_endpoint",), _flag),
    "s3_use_dualstack_endpoint": _Row((), ("s3.use_dualstack_endpoint",), _only_true),
    "s3_disable_multiregion_access_points": _Row(
        ("AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS",), ("s3.s3_disable_multiregion_access_points",), _flag
    ),
    "s3_disable_express_session_auth": _Row(
        ("AWS_S3_DISABLE_EXPRESS_SESSION_AUTH",), ("s3_disable_express_session_auth",), _flag
    ),
}


def _lookup(row: _Row, environ: Mapping[str, str], section: profiles.Section) -> Any:
    for name in row.variables:
        if environ.get(name):
            return row.convert(environ[name], name)
    for key in row.keys:
        block, dot, inner = key.partition(".")
        found = section.get(block)
        if dot and isinstance(found, dict):
            found = found.get(inner)
        if found and isinstance(found, str):
            return row.convert(found, f"{key} of the profile")
    return None
