"""Paths: the operation that a REST request is for, by method, path and query, among those of one service."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from msgspec import Struct

from allpages.local.wire import services
from allpages.models import catalog

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.models.catalog import Operation

_MAX_SEGMENTS = 200


class Found(Struct, frozen=True):
    """An operation, and the labels of the path, decoded."""

    operation: Operation
    labels: dict[str, str]
    weight: tuple[int, ...]  # how special its pattern is; of operations that are whole, more than of those that lack


class Pattern(Struct, frozen=True, eq=False):
    """One operation's URI."""

    operation: Operation
    before: tuple[str, ...]  # segments; "{Name}" is a label
    greedy: str | None  # the label that takes any number of segments
    after: tuple[str, ...]  # segments behind a greedy label
    constants: frozenset[tuple[str, str]]  # of the query
    names: frozenset[str]  # of the query, that the URI has
    fields: frozenset[str]  # of the query, that are required
    headers: frozenset[str]  # that are required, in lower case

    @property
    def weight(self) -> tuple[int, int, int]:
        """How special it is: the more, the earlier it is asked."""
        literal = sum("{" not in segment for segment in (*self.before, *self.after))
        return (
            literal,
            len(self.constants) + len(self.names) + len(self.fields) + len(self.headers),
            -(self.greedy is not None),
        )

    def match(self, segments: list[str]) -> dict[str, str] | None:
        """The labels of a path that fits; None for one that does not."""
        count = len(self.before) + len(self.after)
        if len(segments) != count if self.greedy is None else len(segments) <= count:
            return None
        labels: dict[str, str] = {}
        behind = len(segments) - len(self.after)
        pairs = (*zip(self.before, segments, strict=False), *zip(self.after, segments[behind:], strict=False))
        for expected, given in pairs:
            if expected[:1] == "{" and expected[-1:] == "}":
                if not given:
                    return None
                labels[expected[1:-1]] = unquote(given)
            elif not _fits(expected, given, labels):
                return None
        if self.greedy is not None:
            text = "/".join(segments[len(self.before) : behind])
            if not text:
                return None
            labels[self.greedy] = unquote(text)
        return labels


def _fits(expected: str, given: str, labels: dict[str, str]) -> bool:
    """Whether a segment is the literal one, or a literal with one label in it (`{Name}.json`)."""
    if "{" not in expected:
        return expected in (given, unquote(given))
    start, _, rest = expected.partition("{")
    name, _, end = rest.partition("}")
    text = unquote(given)
    if "{" in end or not (text.startswith(start) and text.endswith(end) and len(text) > len(start) + len(end)):
        return False
    labels[name] = text[len(start) : len(text) - len(end)]
    return True


class Routes:
    """The patterns of one service."""

    def __init__(self, operations: list[Operation]) -> None:
        """The patterns of `operations`."""
        self._by_method: dict[str, list[Pattern]] = {}
        for operation in operations:
            method = operation.model["http"].get("method", "POST")
            self._by_method.setdefault(method, []).append(_pattern(operation))
        for found in self._by_method.values():
            found.sort(key=lambda one: one.weight, reverse=True)
        self._by_length: dict[tuple[str, int], list[Pattern]] = {}  # those that may fit so many segments

    def find(self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Found | None:
        """The operation of a request; None when there is none.

        Required fields and headers tell operations of the same path apart; one that lacks some is still understood.
        """
        segments = path.strip("/").split("/", _MAX_SEGMENTS) if path.strip("/") else []
        exact = path.lstrip("/").split("/", _MAX_SEGMENTS) if path.strip("/") else []
        given = {name.lower() for name in headers}
        second: Found | None = None
        for one in self._of_length(method, len(segments)):
            if not one.names <= query.keys() or any(query.get(name) != value for name, value in one.constants):
                continue
            labels = one.match(exact if one.greedy else segments)
            if labels is None:
                continue
            if one.fields <= query.keys() and one.headers <= given:
                return Found(one.operation, labels, (1, *one.weight))
            second = second or Found(one.operation, labels, (0, *one.weight))
        return second

    def _of_length(self, method: str, count: int) -> list[Pattern]:
        """The patterns of a method that a path of so many segments may fit."""
        found = self._by_length.get((method, count))
        if found is None:
            listed = self._by_method.get(method)
            if listed is None:  # what somebody calls a method is not remembered
                return []
            found = [one for one in listed if one.greedy is not None or len(one.before) == count]
            self._by_length[method, count] = found
        return found


@cache
def routes_of(service: str, *, is_open: bool = False) -> Routes:
    """The patterns of a service; `is_open`: only of operations whose requests are not signed."""
    opened = catalog.service(service)
    operations = [opened.operation(name) for name in opened.operation_names]
    return Routes([one for one in operations if not is_open or services.is_open(one)])


def query_names(query: str) -> dict[str, str]:
    """The fields of a query by name, the last of each, decoded; bounded by what a URL may hold."""
    pairs = (piece.partition("=") for piece in query.split("&") if piece)
    return {unquote(name): unquote(value.replace("+", " ")) for name, _, value in pairs}


def split(url: str) -> tuple[str, str, str]:
    """Host, path and query of a URL; of any text, for the host is what somebody wrote into a header."""
    before, _, query = url.partition("#")[0].partition("?")
    host, slash, path = before.partition("://")[2].partition("/")
    return host, slash + path, query


def is_s3(host: str) -> bool:
    """Whether a host's name is one of S3's, with a bucket or without."""
    return host.startswith(("s3.", "s3-")) or with_bucket(host, "/") != "/"


def with_bucket(host: str, path: str) -> str:
    """The path with the bucket that S3's host names begin with."""
    name = host.partition(":")[0]
    bucket, dot, rest = name.partition(".s3")
    if dot and bucket and rest[:1] in {".", "-"} and rest.endswith((".com", ".com.cn", ".eu")):
        return f"/{bucket}{path if path.startswith('/') else '/' + path}"
    return path


def _pattern(operation: Operation) -> Pattern:
    uri: str = operation.model["http"]["requestUri"]
    path, _, query = uri.partition("?")
    pieces = [piece.partition("=") for piece in query.split("&") if piece]
    shape = operation.input
    required = [] if shape is None else [(name, shape.members[name].traits) for name in shape.required]
    fields, headers = (
        [traits.get("locationName", name) for name, traits in required if traits.get("location") == place]
        for place in ("querystring", "header")
    )
    segments = path.strip("/").split("/") if path.strip("/") else []
    greedy = next((at for at, segment in enumerate(segments) if segment.endswith("+}")), None)
    before, after = (segments, []) if greedy is None else (segments[:greedy], segments[greedy + 1 :])
    return Pattern(
        operation,
        tuple(before),
        None if greedy is None else segments[greedy][1:-2],
        tuple(after),
        frozenset((name, value) for name, _, value in pieces if value),
        frozenset(name for name, _, value in pieces if not value),
        frozenset(fields),
        frozenset(name.lower() for name in headers),
    )
