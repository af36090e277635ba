"""Receipts: what one iteration proves: how much came, in how many requests, and whether that was all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct, json

from allpages import errors

if TYPE_CHECKING:
    from typing import Protocol

    from allpages.call.desk import Tally
    from allpages.values import Page

    class Hash(Protocol):
        """Of hashlib."""

        def update(self, data: bytes, /) -> None:
            """Take more in."""

        def copy(self) -> Hash:
            """As it is now."""

        def hexdigest(self) -> str:
            """What it says of what it has taken in."""


# Not enabled: as the fleet tells it. Source: the common errors of EC2, of the Query API and of JSON services.
_NOT_ENABLED = frozenset({"OptInRequired", "SubscriptionRequiredException"})
_ENDINGS: tuple[tuple[type[errors.AllpagesError], str], ...] = (
    (errors.Throttled, "throttled"),
    (errors.TokenRefused, "token"),
    (errors.AccessDenied, "denied"),
    (errors.PaginationError, "cycle"),
    (errors.ConnectError, "unreachable"),
    (errors.ConnectTimeout, "unreachable"),
)


class Receipt(Struct, frozen=True, kw_only=True):
    """What the latest iteration proves, as far as it has come."""

    service: str
    operation: str
    pages: int
    items: int  # of the primary result key
    requests: int  # sent, repeated ones included
    retries: int
    throttles: int
    waited_s: float
    ended: str | None  # "end": by the service's own word; "max-items"; or what went wrong; None: it goes on
    first_request_id: str | None
    last_request_id: str | None
    digest: str | None  # of the items in order: SHA-256 of each as JSON and a line feed; see Config.receipt_digest


class Proved(Struct, frozen=True):
    """What pages have come; replaced as a whole, so that no interruption leaves half of one."""

    latest: Page | None = None
    pages: int = 0
    items: int = 0
    first_request_id: str | None = None
    last_request_id: str | None = None
    digest: Hash | None = None  # None: not asked for; it costs more than all else that is done for a small page

    def with_page(self, page: Page, items: list[Any]) -> Proved:
        """And one more; the same page twice is one."""
        if page is self.latest:
            return self
        digest = self.digest
        if digest is not None:
            digest = digest.copy()
            digest.update(_lines(items))
        request_id = page.get("ResponseMetadata", {}).get("RequestId")
        first = self.first_request_id if self.pages else request_id
        return Proved(page, self.pages + 1, self.items + len(items), first, request_id, digest)

    def receipt(self, service: str, operation: str, tally: Tally, ended: str | None) -> Receipt:
        """As it is handed out."""
        return Receipt(
            service=service,
            operation=operation,
            pages=self.pages,
            items=self.items,
            requests=tally.requests,
            retries=tally.retries,
            throttles=tally.throttles,
            waited_s=tally.waited_s,
            ended=ended,
            first_request_id=self.first_request_id,
            last_request_id=self.last_request_id,
            digest=None if self.digest is None else self.digest.hexdigest(),
        )


def nothing(*, digest: bool) -> Proved:
    """Before the first page."""
    if not digest:
        return Proved()
    from hashlib import sha256

    return Proved(digest=sha256())


def ending_of(failure: errors.AllpagesError) -> str:
    """What an iteration that broke off ended with, as the receipts of a fleet call it."""
    if isinstance(failure, errors.ServiceError) and failure.code in _NOT_ENABLED:
        return "not-enabled"
    return next((ending for kind, ending in _ENDINGS if isinstance(failure, kind)), "failed")


_ENCODER = json.Encoder(enc_hook=repr)


def _lines(items: list[Any]) -> bytes:
    try:
        return _ENCODER.encode_lines(items)
    except (UnicodeEncodeError, TypeError):  # half a character, or a key that JSON does not have
        return "".join(f"{item!r}\n" for item in items).encode("utf-8", "surrogatepass")
