"""botocore's Config taken for what it says: each option is ours, has no effect here, or is refused with a way to go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages import errors
from allpages.config import Config

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


_NO_LIMIT_S = 1e7  # botocore's None: no time-out
_SAME = {
    "max_pool_connections": "max_pool_connections",
    "proxies": "proxies",
    "client_cert": "client_cert",
    "inject_host_prefix": "inject_host_prefix",
    "use_dualstack_endpoint": "use_dualstack_endpoint",
    "use_fips_endpoint": "use_fips_endpoint",
    "account_id_endpoint_mode": "account_id_endpoint_mode",
    "sigv4a_signing_region_set": "sigv4a_signing_region_set",
    "auth_scheme_preference": "auth_scheme_preference",
    "s3_disable_express_session_auth": "s3_disable_express_session_auth",
}
_S3 = {
    "addressing_style": "s3_addressing_style",
    "use_arn_region": "s3_use_arn_region",
    "use_accelerate_endpoint": "s3_use_accelerate_endpoint",
    "use_dualstack_endpoint": "s3_use_dualstack_endpoint",
    "us_east_1_regional_endpoint": "s3_us_east_1_regional_endpoint",
    "s3_disable_multiregion_access_points": "s3_disable_multiregion_access_points",
    "disable_s3_express_session_auth": "s3_disable_express_session_auth",
}
# Options that change only what is uploaded, or how; listings and single calls are as they would be with them.
_WITHOUT_EFFECT = frozenset(
    {
        "region_name",  # which the caller reads by itself
        "request_min_compression_size_bytes",
        "disable_request_compression",
        "request_checksum_calculation",
        "response_checksum_validation",
        "tcp_keepalive",
    }
)
_REFUSED = {
    "user_agent": "Use user_agent_extra, which is appended.",
    "parameter_validation": "Parameters are always checked here; leave it out.",
    "proxies_config": "A proxy's certificate is verified as all others are: pass verify= or set AWS_CA_BUNDLE.",
    "ignore_configured_endpoint_urls": "Set AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true instead.",
    "defaults_mode": "Set the time-outs and retries that you want one by one.",
    "client_context_params": "No operation that pages takes one.",
}


def ours(config: object) -> Config:
    """Our Config of botocore's.

    Raises: ConfigError, naming the option that has no equal here, with what to do instead.
    """
    options = getattr(config, "_user_provided_options", None)  # what was said; the attributes hold defaults as well
    if options is None or not type(config).__module__.startswith(("botocore.", "aiobotocore.")):
        raise errors.ConfigError(
            f"config must be an allpages.Config or botocore's, not {type(config).__name__}.",
            hint="allpages.Config(max_attempts=5, read_timeout=30)",
        )
    found: dict[str, Any] = {}
    for name, value in options.items():
        found |= _option(name, value)
    signature = found.pop("signature", None)  # counts for more than a preference. Source: botocore.handlers
    if signature is not None:
        found["auth_scheme_preference"] = signature
    extra = " ".join(filter(None, (found.pop("app", None), found.pop("agent", None))))
    return Config(**found, user_agent_extra=extra or None)


def _option(name: str, value: Any) -> dict[str, Any]:
    if name in _SAME:
        return {_SAME[name]: value}
    if name in {"connect_timeout", "read_timeout"}:
        return {name: _NO_LIMIT_S if value is None else float(value)}
    reading = _READINGS.get(name)
    if reading is not None:
        return reading(value)
    if name in _WITHOUT_EFFECT or value in (None, {}) or (name, value) == ("parameter_validation", True):
        return {}
    hint = _REFUSED.get(name, "See allpages.Config for what there is.")
    raise errors.ConfigError(f"botocore's option {name}={value!r} has no equal here.", hint=hint)


def _retries(value: Mapping[str, Any] | None) -> dict[str, Any]:
    """Source: botocore.config, the section on retries: `max_attempts` there does not count the first one."""
    found: dict[str, Any] = {}
    for name, number in (value or {}).items():
        if name == "mode":
            # The old mode has no equal here: the standard one, with the attempts of the old.
            found["retry_mode"] = "standard" if number == "legacy" else number
            if number == "legacy":
                found.setdefault("max_attempts", 5)
        elif name in {"max_attempts", "total_max_attempts"}:
            found["max_attempts"] = number + (name == "max_attempts")
        else:
            raise errors.ConfigError(f"retries has no {name!r}.", hint="max_attempts, total_max_attempts, mode")
    return found


def _s3(value: Mapping[str, Any] | None) -> dict[str, Any]:
    found = {}
    for name, wanted in (value or {}).items():
        if name in _S3:
            found[_S3[name]] = wanted
        elif name != "payload_signing_enabled":  # of uploads
            raise errors.ConfigError(f"The S3 option {name!r} has no equal here.", hint=f"Known: {', '.join(_S3)}.")
    return found


def _signature(value: object) -> dict[str, Any]:
    if type(value).__name__ == "UNSIGNED":
        return {"sign_requests": False}
    if value is None:
        return {}
    if value in {"v4", "s3v4"}:
        return {"signature": "sigv4"}
    hint = "Leave it out, or say auth_scheme_preference: 'sigv4a', 'httpBearerAuth'; botocore.UNSIGNED for none."
    raise errors.ConfigError(f"The signature version {value!r} cannot be chosen here.", hint=hint)


def _discovery(value: object) -> dict[str, Any]:
    """True, False, or the same as text, or "auto": only where the service demands it."""
    words = {"true": True, "false": False, "auto": None, "none": None}
    word = str(value).strip().lower()
    return {"endpoint_discovery": words.get(word, value)}  # what is none of these, Config refuses


_READINGS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "endpoint_discovery_enabled": _discovery,
    "retries": _retries,
    "s3": _s3,
    "signature_version": _signature,
    "user_agent_extra": lambda value: {"agent": value},
    "user_agent_appid": lambda value: {"app": f"app/{value}" if value else None},
}
