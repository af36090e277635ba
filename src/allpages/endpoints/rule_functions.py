"""Rule functions: what the conditions and templates of an endpoint rule set can ask.

Each takes evaluated arguments and gives a value, `None` when there is none; a missing argument never raises.
Source: Smithy's specification of endpoint rules, "standard library" and "AWS-specific functions".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages.endpoints.partitions import partition_outputs

if TYPE_CHECKING:
    from collections.abc import Callable

_LABEL_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")
_LABEL_LENGTH = 63
_BUCKET_LENGTH = 3  # the least
_PORTS = 65536
_ARN_PARTS = 6
_OCTETS = 4


def is_set(value: Any) -> bool:
    """Whether there is a value."""
    return value is not None


def negated(value: Any) -> bool:
    """Whether `value` does not hold."""
    return not value


def equals(left: Any, right: Any) -> bool:
    """Whether two strings, or two booleans, are the same."""
    return bool(left == right)


def get_attr(value: Any, path: str) -> Any:
    """The part of a record or list that `path` names: `"name"`, `"resourceId[1]"`, `"[0]"`, dots between steps."""
    for step in path.split("."):
        name, _, index = step.partition("[")
        if name:
            value = value.get(name) if value is not None else None
        if index:
            at = int(index.rstrip("]"))
            value = value[at] if value is not None and at < len(value) else None
    return value


def substring(value: Any, start: int, stop: int, reverse: bool) -> str | None:  # noqa: FBT001 - the rules' own order
    """The characters from `start` up to `stop`, counted from the end if `reverse`; None when it is too short."""
    if not isinstance(value, str) or start >= stop or len(value) < stop or not value.isascii():
        return None
    return value[len(value) - stop : len(value) - start] if reverse else value[start:stop]


def uri_encode(value: str | None) -> str | None:
    """The value percent-encoded, all but unreserved characters."""
    from urllib.parse import quote

    return None if value is None else quote(value, safe="-._~")


def parse_url(value: str | None) -> dict[str, Any] | None:
    """The parts of an http or https URL; None for all else, and for one with a query."""
    scheme, separator, rest = (value or "").partition("://")
    rest = rest.partition("#")[0]
    scheme = scheme.lower()
    if not separator or scheme not in {"http", "https"} or rest.partition("?")[2]:
        return None
    authority, slash, path = rest.partition("?")[0].partition("/")
    host, port = _host_and_port(authority)
    if port and not (port.isdecimal() and int(port) < _PORTS):
        return None
    return {
        "scheme": scheme,
        "authority": authority,
        "path": slash + path,
        "normalizedPath": _normal_path(slash + path),
        "isIp": host.startswith("[") or _is_ipv4(host),
    }


def is_valid_host_label(value: str | None, allow_subdomains: bool) -> bool:  # noqa: FBT001 - the rules' own order
    """Whether `value` can be a label of a host name, or, if `allow_subdomains`, labels with dots between."""
    if value is None:
        return False
    labels = value.split(".") if allow_subdomains else [value]
    return all(map(_is_label, labels))


def parse_arn(value: str | None) -> dict[str, Any] | None:
    """The parts of an ARN; None when it is none, or has no partition, service or resource."""
    parts = (value or "").split(":", _ARN_PARTS - 1)
    if len(parts) < _ARN_PARTS or parts[0] != "arn":
        return None
    _, partition, service, region, account, resource = parts
    if not (partition and service and resource):
        return None
    steps = resource.replace(":", "/").split("/")
    return {"partition": partition, "service": service, "region": region, "accountId": account, "resourceId": steps}


def is_virtual_hostable_bucket(value: str | None, allow_subdomains: bool) -> bool:  # noqa: FBT001 - the rules' order
    """Whether an S3 bucket can stand in a host name: a valid label in lower case, and no IP address."""
    if value is None or len(value) < _BUCKET_LENGTH or value.lower() != value or _is_ipv4(value):
        return False
    return is_valid_host_label(value, allow_subdomains)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "isSet": is_set,
    "not": negated,
    "stringEquals": equals,
    "booleanEquals": equals,
    "getAttr": get_attr,
    "substring": substring,
    "uriEncode": uri_encode,
    "parseURL": parse_url,
    "isValidHostLabel": is_valid_host_label,
    "aws.partition": partition_outputs,
    "aws.parseArn": parse_arn,
    "aws.isVirtualHostableS3Bucket": is_virtual_hostable_bucket,
}


def _is_label(label: str) -> bool:
    if not 0 < len(label) <= _LABEL_LENGTH or "-" in (label[0], label[-1]):
        return False
    return _LABEL_CHARACTERS.issuperset(label)


def _is_ipv4(host: str) -> bool:
    octets = host.split(".")
    return len(octets) == _OCTETS and all(part.isdecimal() and len(part) <= len("255") for part in octets)


def _host_and_port(authority: str) -> tuple[str, str]:
    host = authority.rpartition("@")[2]
    if host.startswith("["):
        address, _, after = host.partition("]")
        return f"{address}]", after.removeprefix(":")
    name, _, port = host.partition(":")
    return name, port


def _normal_path(path: str) -> str:
    kept: list[str] = []
    for step in path.split("/"):
        if step == "..":
            del kept[-1:]
        elif step not in {"", "."}:
            kept.append(step)
    if not kept:
        return "/"
    from urllib.parse import quote

    return f"/{quote('/'.join(kept))}/"
