"""The errors of this package, one tree, so that one `except` can tell them all apart.

AllpagesError
├── UsageError                  refused before any request was made
│   ├── UnknownService
│   ├── UnknownOperation
│   ├── OperationNotPageable
│   ├── ParamValidationError
│   ├── PaginationConfigError   MaxItems, PageSize or StartingToken cannot be used
│   └── ConfigError             a setting, a profile or a region
│       ├── NoRegion
│       ├── UnknownProfile
│       └── PartialCredentials  half a pair of keys
├── CredentialsError
│   └── NoCredentials
├── EndpointError               no endpoint for this region and these options
├── ServiceError                the service answered with an error
│   ├── Throttled               retried
│   ├── ServiceUnavailable      HTTP 5xx, retried
│   ├── ExpiredCredentials
│   ├── AccessDenied            (also wrong keys, wrong signature)
│   └── TokenRefused            the page's token has expired, or was never this listing's
├── ResponseError               the service answered with something that cannot be read
│   ├── EmptyResponse           with nothing at all; retried
│   └── ResponseTooLarge
├── PaginationError             the service's tokens never end
├── RunError                    the folder of a sweep cannot be used, or written to
└── TransportError              the request or the answer did not get through
    ├── ConnectError            retried
    │   ├── TLSError
    │   └── ProxyError
    ├── ConnectTimeout          retried
    ├── ReadTimeout             retried
    └── ConnectionLost          cut in the middle of an answer; retried
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self


class AllpagesError(Exception):
    """The root of the tree. `hint` says what to do next, `checkpoint` is the token that goes on after the last item."""

    retryable: ClassVar[bool] = False  # may the same request be sent again?
    throttling: ClassVar[bool] = False
    timeout: ClassVar[bool] = False  # costs more of the retry quota

    def __new__(cls, *given: Any, **_more: Any) -> Self:
        """An error that is botocore's as well, where botocore is loaded; see allpages.twins."""
        if "botocore.exceptions" in sys.modules:
            from allpages.twins import doubled

            cls = doubled(cls)  # noqa: PLW0642 - it is a subclass
        return super().__new__(cls, *given)

    def __init__(self, message: str, *, hint: str = "") -> None:
        """What happened, with the values, and what to do next."""
        Exception.__init__(self, message)  # by name: a twin's next class takes other arguments
        self.message = message
        self.hint = hint
        self.checkpoint: str | None = None  # set by the pages that were under way

    def __str__(self) -> str:
        """The message, and the hint on a line of its own."""
        return f"{self.message}\n  {self.hint}" if self.hint else self.message

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled and copied whole, whatever the class asks of who makes one, and whether botocore is loaded there."""
        from allpages.twins import plain

        kind = type(self)
        return _again, (plain(kind), self.args, self.__dict__, getattr(kind, "modelled", None))


def _again(
    kind: type[AllpagesError], args: tuple[Any, ...], state: Mapping[str, Any], modelled: tuple[str, str] | None = None
) -> AllpagesError:
    """An error as it was, of its class, its texts and its attributes."""
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    if modelled is not None and isinstance(error, ServiceError):
        from allpages.twins import modelled_as

        error.__class__ = modelled_as(type(error), ServiceError, *modelled)
    return error


class UsageError(AllpagesError, ValueError):
    """The call cannot be made as it was asked for; nothing was sent."""


class UnknownService(UsageError):
    """No service of this name is in the models."""


class UnknownOperation(UsageError, AttributeError):
    """The service has no operation of this name. Also an AttributeError: operations are methods of a client."""


class OperationNotPageable(UsageError):
    """The operation exists, and its model shows nothing to page by."""


class ParamValidationError(UsageError):
    """The parameters do not fit the operation's input shape; the message lists every fault."""


class PaginationConfigError(UsageError):
    """MaxItems, PageSize or StartingToken cannot be used with this operation."""


class ConfigError(UsageError):
    """A setting, a profile or a region is missing or wrong."""


class NoRegion(ConfigError):
    """A region is needed, and none is set."""


class UnknownProfile(ConfigError):
    """No file has a profile of this name."""


class PartialCredentials(ConfigError):
    """One key of a pair is missing."""


class CredentialsError(AllpagesError):
    """A source of credentials failed."""


class NoCredentials(CredentialsError):
    """No source had credentials."""


class EndpointError(AllpagesError):
    """The service's rules know no endpoint for this region and these options."""


class ServiceError(AllpagesError):
    """The service answered with an error; shaped as botocore's `ClientError`.

    `response` holds `Error` (`Code`, `Message`, ...), `ResponseMetadata` and the modelled members of the error.
    """

    def __init__(self, response: Mapping[str, Any], operation_name: str, *, hint: str = "") -> None:
        """The parsed error of one operation, by its CamelCase name."""
        error = response.get("Error", {})
        super().__init__(error.get("Message") or "no message", hint=hint)
        self.response = dict(response)
        self.operation_name = operation_name
        self.code: str = error.get("Code", "Unknown")
        metadata = response.get("ResponseMetadata", {})
        self.status: int = metadata.get("HTTPStatusCode", 0)
        self.request_id: str | None = metadata.get("RequestId")
        self.retry_after: float | None = None  # seconds the service asked to wait

    def __str__(self) -> str:
        """Code, message, operation, status and, after retries, how many; then the hint."""
        retries = self.response.get("ResponseMetadata", {}).get("RetryAttempts", 0)
        tried = f", retries: {retries}" if retries else ""
        text = f"{self.code}: {self.message} ({self.operation_name}, HTTP {self.status}{tried})"
        return f"{text}\n  {self.hint}" if self.hint else text


class Throttled(ServiceError):
    """The service asks for fewer requests."""

    retryable = True
    throttling = True


class ServiceUnavailable(ServiceError):
    """The service failed, or says so (HTTP 5xx)."""

    retryable = True


class ExpiredCredentials(ServiceError):
    """The credentials have outlived their time; refresh them and go on from `checkpoint`."""


class AccessDenied(ServiceError):
    """The credentials are not accepted, or may not do this."""


class TokenRefused(ServiceError):
    """The token of the page that was asked for is not accepted (any more): list again from the start."""


class ResponseError(AllpagesError):
    """The answer is not what the operation's protocol says: not XML or JSON, or not of the output shape."""


class EmptyResponse(ResponseError):
    """The answer has no body, where the operation's result stands in one."""

    retryable = True


class ResponseTooLarge(ResponseError):
    """The answer is larger than `Config.max_response_bytes`."""


class PaginationError(AllpagesError):
    """The service returned a token it had returned before: paging on would never end."""


class RunError(AllpagesError):
    """The folder of a sweep cannot be used, or cannot be written to."""


class TransportError(AllpagesError):
    """The request or the answer did not get through."""

    may_have_acted: bool = True  # whether the service may have got the request, and acted upon it
    is_stale: bool = False  # a connection that had served before ended before the first byte of this answer


class ConnectError(TransportError):
    """No connection: the name does not resolve, or nobody listens."""

    retryable = True
    may_have_acted = False


class TLSError(ConnectError):
    """The TLS handshake failed; trying again would not help."""

    retryable = False


class ProxyError(ConnectError):
    """The proxy could not be reached or refused."""


class ConnectTimeout(TransportError):
    """No connection within `Config.connect_timeout`."""

    retryable = True
    may_have_acted = False
    timeout = True


class ReadTimeout(TransportError):
    """No byte of the answer within `Config.read_timeout`."""

    retryable = True
    timeout = True


class ConnectionLost(TransportError):
    """The connection was cut before the answer was whole."""

    retryable = True
