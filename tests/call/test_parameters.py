"""Values of the caller's own classes: in every format and place they go out as the type that they stand for."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from datetime import UTC, datetime
from enum import Enum, IntEnum, IntFlag
from typing import TYPE_CHECKING, Any

import pytest

import allpages
import own_models
from allpages import Response
from allpages.call.parameters import plain
from allpages.models import catalog
from colours import KEYS

if TYPE_CHECKING:
    from pathlib import Path

    from colours import Async, Sync


class Word(str, Enum):  # noqa: UP042 - the old way, whose `str` is not its value
    """An Enum of texts."""

    OWN = "own-1"


class Loud(str):
    """A text that spells itself otherwise."""

    __slots__ = ()

    def __str__(self) -> str:
        """Not what it is."""
        return "LOUD"

    __repr__ = __str__

    def __format__(self, _: str) -> str:
        """Not what it is."""
        return "LOUD"

    def encode(self, *_: Any, **__: Any) -> bytes:
        """Not what it is."""
        return b"LOUD"


class Seven(IntEnum):
    """A number by name."""

    SEVEN = 7


class Flag(IntFlag):
    """A number made of flags."""

    SEVEN = 7


class Count(int):
    """A number that spells itself otherwise."""

    def __str__(self) -> str:
        """Not what it is."""
        return "many"

    __repr__ = __str__


class Half(float):
    """A number that spells itself otherwise."""

    def __str__(self) -> str:
        """Not what it is."""
        return "a half"

    __repr__ = __str__


class Moment(datetime):
    """A time of another library."""

    def isoformat(self, *_: Any, **__: Any) -> str:
        """Not what it is."""
        return "now"

    def strftime(self, _: str) -> str:
        """Not what it is."""
        return "now"

    __str__ = isoformat


class Entries(dict):  # type: ignore[type-arg]
    """A dict that hides what it holds from whoever iterates."""

    def __iter__(self) -> Any:
        """Not what it is."""
        return iter(())

    def items(self) -> Any:
        """Nothing."""
        return ()


WHEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
PAIRS: list[tuple[str, Any, Any]] = [
    ("string", Word.OWN, "own-1"),
    ("string", Loud("own-1"), "own-1"),
    ("integer", Seven.SEVEN, 7),
    ("integer", Flag.SEVEN, 7),
    ("long", Count(7), 7),
    ("double", Half(0.5), 0.5),
    ("float", Half(0.5), 0.5),
    ("timestamp", Moment(2026, 1, 2, 3, 4, 5, tzinfo=UTC), WHEN),
]
PLACES = (None, "header", "querystring", "uri")


def asked(folder: Path, protocol: str, kind: str, place: str | None, value: Any) -> Any:
    """What is sent for a value of this type in this place, inside a structure, a list and a map as well."""
    own: dict[str, Any] = {"shape": "Own"} | ({} if place is None else {"location": place, "locationName": "Own"})
    uri = "/a/{Own}" if place == "uri" else "/a"
    inside = {"Inner": {"shape": "Inner"}, "List": {"shape": "List"}, "Map": {"shape": "Map"}}
    shapes = {
        "Own": {"type": kind},
        "Key": {"type": "string"},
        "Inner": {"type": "structure", "members": {"Own": {"shape": "Own"}}},
        "List": {"type": "list", "member": {"shape": "Own"}},
        "Map": {"type": "map", "key": {"shape": "Key"}, "value": {"shape": "Own"}},
        "In": {"type": "structure", "members": {"Own": own, **inside}},
    }
    operation = {"name": "Ask", "http": {"method": "POST", "requestUri": uri}, "input": {"shape": "In"}}
    own_models.service(folder, protocol, operation, shapes)
    catalog.service.cache_clear()
    replay = allpages.Replay([Response(200, {}, b"<r/>" if protocol in {"query", "ec2"} else b"{}")])
    client = allpages.client("own", transport=replay, **KEYS)
    key = Word.OWN if isinstance(value, Enum) else "own-1"
    held: Any = Entries({key: value}) if type(value).__module__ == __name__ else {key: value}
    client.ask(Own=value, Inner=OrderedDict(Own=value), List=(value,), Map=held)
    request = replay.requests[0]
    rest = {
        name: text for name, text in request.headers.items() if name not in {"Authorization", "amz-sdk-invocation-id"}
    }
    return request.method, request.url, rest, request.body


@pytest.mark.parametrize("protocol", own_models.PROTOCOLS)
@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair[0]} {type(pair[1]).__name__}")
def test_a_subclass_goes_out_as_its_base_does(
    protocol: str, pair: tuple[str, Any, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the byte, signature apart, in body, header, query and path."""
    kind, value, base = pair
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))
    for place in PLACES if protocol.startswith("rest") else (None,):
        try:
            assert asked(tmp_path, protocol, kind, place, value) == asked(tmp_path, protocol, kind, place, base)
        finally:
            catalog.service.cache_clear()


@pytest.mark.parametrize("bucket", [Loud("pictures"), Enum("Where", {"HERE": "pictures"}, type=str).HERE])
def test_a_host_is_made_of_what_a_text_stands_for(bucket: Any) -> None:
    """A bucket's name becomes a part of it, a key of the path, a prefix of the query."""
    replay = allpages.Replay([Response(200, {}, b"<r><a/></r>")] * 2)
    client = allpages.client("s3", transport=replay, **KEYS)
    client.list_objects_v2(Bucket=bucket, Prefix=Loud("a/"), MaxKeys=Count(3))
    client.head_object(Bucket=bucket, Key=Loud("k"))
    assert (
        replay.requests[0].url
        == "https://pictures.s3.amazonaws.com/?list-type=2&prefix=a%2F&max-keys=3&encoding-type=url"
    )
    assert replay.requests[1].url == "https://pictures.s3.amazonaws.com/k"


def test_a_resume_token_goes_out_as_its_base_does(colour: Sync | Async) -> None:
    """Given as StartingToken, or as a parameter."""
    for token in ({"PaginationConfig": {"StartingToken": Loud("t")}}, {"NextToken": Loud("t")}):
        replay = allpages.Replay([Response(200, {}, b"{}")])
        pages = (
            colour.client("workspaces", transport=replay).get_paginator("describe_workspace_images").paginate(**token)
        )
        colour.take(colour.iterate(pages))
        assert replay.requests[0].body == b'{"NextToken":"t"}'


def test_nothing_that_is_given_is_changed() -> None:
    """Plain values stay what they are, others are copied."""
    given = {"a": [1, "b", {"c": WHEN}], "d": b"e"}
    assert plain(given) == given
    held = defaultdict(list, {"a": [Count(1)]})
    assert plain(held) == {"a": [1]}
    assert type(plain(held)) is dict
    assert type(held["a"][0]) is Count
    stream = object()
    assert plain(stream) is stream
