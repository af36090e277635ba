"""Discovery: services that must be asked for the endpoint of this account before they are called.

For an operation that needs it (`needs_discovery`): look in a `Cells`; when it has nothing fresh, call `operation_of`
the service with `request`, keep the answer with `Cells.keep`, and put `Cells.find` in place of the endpoint's host. On
HTTP 421 or InvalidEndpointException: `Cells.evict`, and send again at once. Source: botocore.discovery.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages import errors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.models.catalog import Operation, Service
    from allpages.models.shapes import Shape

WRONG_CELL_STATUS = 421
WRONG_CELL_CODE = "InvalidEndpointException"
_FOREVER_S = 3600.0 * 24 * 366
_LONGEST_HOST, _LONGEST_PORT = 255, 5  # characters
_PAUSE_S = 60.0  # before discovery is tried again after it failed, as long as an old address is there


def is_host(text: str) -> bool:
    """Whether a text is a host, perhaps with a port, and nothing that a URL has besides."""
    host, colon, port = text.partition(":")
    labels = host.split(".")
    fits = all(label.isascii() and label.replace("-", "a").isalnum() for label in labels) and len(text) <= _LONGEST_HOST
    return fits and (not colon or (port.isascii() and port.isdigit() and len(port) <= _LONGEST_PORT))


def needs_discovery(operation: Operation, *, wanted: bool | None, endpoint_url: str | None) -> bool:
    """Whether a call must ask for its endpoint first; `wanted` is Config.endpoint_discovery. Never with a custom URL.

    Raises: ConfigError when the service demands discovery and the configuration forbids it.
    """
    trait = operation.model.get("endpointdiscovery")
    if trait is None or endpoint_url is not None:
        return False
    required = bool(trait.get("required"))
    if required and wanted is False:
        raise errors.ConfigError(
            f"{operation.service.name} {operation.name} needs endpoint discovery, which is turned off.",
            hint="Leave Config(endpoint_discovery=...) unset, or pass endpoint_url.",
        )
    return required or wanted is True


def operation_of(service: Service) -> Operation:
    """The operation that tells endpoints, DescribeEndpoints.

    Raises: ConfigError when the service has none.
    """
    # The names that may be it come first: decoding every operation to see its traits would cost milliseconds.
    names = sorted(service.operation_names, key=lambda name: name != "DescribeEndpoints")
    for name in names:
        found = service.operation(name)
        if found.model.get("endpointoperation"):
            return found
    raise errors.ConfigError(f"{service.name} has no endpoint discovery.")


def request(operation: Operation, params: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of the discovery call for a call of `operation`: its ids, where the service asks for them."""
    asked = operation_of(operation.service).input
    identifiers = _identifiers(operation.input, params) if operation.input is not None else {}
    given = {"Operation": operation.name, "Identifiers": identifiers} if identifiers else {}
    return {name: value for name, value in given.items() if asked is not None and name in asked.members}


def is_wrong_cell(failure: errors.ServiceError) -> bool:
    """Whether the service says: this account is not here."""
    return failure.status == WRONG_CELL_STATUS or failure.code == WRONG_CELL_CODE


class Cells:
    """The endpoints that one client has discovered, and until when they hold. Times are epoch seconds."""

    def __init__(self) -> None:
        """None known."""
        self._known: dict[str, tuple[str, float]] = {}

    def find(self, key: Mapping[str, Any], now: float) -> str | None:
        """The URL for a discovery request, while it holds; None when it must be asked for."""
        url, until = self._known.get(repr(key), (None, 0.0))
        return url if now < until else None

    def keep(self, key: Mapping[str, Any], page: Mapping[str, Any], now: float) -> str:
        """Keep the first endpoint of a discovery answer for as long as it says; its URL.

        Raises: ResponseError - it names no host to be reached by HTTPS, or not for how long.
        """
        told = page.get("Endpoints") or [{}]
        first = told[0] if isinstance(told, list) and isinstance(told[0], dict) else {}
        address, minutes = first.get("Address"), first.get("CachePeriodInMinutes")
        host = address.removeprefix("https://").removesuffix("/") if isinstance(address, str) else ""
        period_s = 60.0 * minutes if isinstance(minutes, int | float) and not isinstance(minutes, bool) else -1.0
        if not 0 <= period_s < _FOREVER_S or not is_host(host):
            raise errors.ResponseError(
                f"The endpoint discovered cannot be used: {str(address)[:200]!r}, for {str(minutes)[:50]} minutes.",
                hint="It should be a host, reached by HTTPS, with the minutes for which it holds.",
            )
        url = f"https://{host}"
        self._known[repr(key)] = (url, now + period_s)
        return url

    def stale(self, key: Mapping[str, Any], now: float) -> str | None:
        """The last URL known, for when discovery itself fails; it then holds a minute more. None: raise the failure."""
        url, _ = self._known.get(repr(key), (None, 0.0))
        if url is not None:
            self._known[repr(key)] = (url, now + _PAUSE_S)
        return url

    def evict(self, key: Mapping[str, Any]) -> None:
        """Forget the endpoint: the service said that it is the wrong one."""
        self._known.pop(repr(key), None)


def _identifiers(shape: Shape, params: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, member in shape.members.items():
        if name not in params:
            continue
        if member.traits.get("endpointdiscoveryid"):
            found[name] = params[name]
        elif member.type == "structure":
            found.update(_identifiers(member, params[name]))
    return found
