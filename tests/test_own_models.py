"""Models of a user's own: drawn at random in all six protocols, with botocore as the judge, or saying little."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

import allpages
import own_models
from allpages import errors
from allpages.models import catalog
from allpages.protocols import bind
from allpages.values import Response
from colours import KEYS
from differential import compare, run

if TYPE_CHECKING:
    from pathlib import Path

    from colours import Async, Sync

DRAWN = 1000 if os.environ.get("ALLPAGES_EVERY") else 12
TEXT = {"shape": "Text"}
SHAPES: dict[str, Any] = {
    "Text": {"type": "string"},
    "Asked": {"type": "structure", "members": {"Next": TEXT}},
    "Told": {"type": "structure", "members": {"Items": {"shape": "Items"}, "Next": TEXT}},
    "Items": {"type": "list", "member": TEXT},
}
LISTED = {"name": "ListThings", "input": {"shape": "Asked"}, "output": {"shape": "Told"}}
PAGED = {"input_token": "Next", "output_token": "Next", "result_key": "Items"}
_CBOR = b"\xa2\x65Items\x81\x61%b\x64Next\x61%b"
PAGES = {
    "json": b'{"Items": ["%b"], "Next": "%b"}',
    "rest-json": b'{"Items": ["%b"], "Next": "%b"}',
    "rest-xml": b"<r><Items><member>%b</member></Items><Next>%b</Next></r>",
    "query": b"<r><Items><member>%b</member></Items><Next>%b</Next></r>",
    "ec2": b"<r><Items><member>%b</member></Items><Next>%b</Next></r>",
    "smithy-rpc-v2-cbor": _CBOR,
}


@pytest.mark.parametrize("protocol", own_models.PROTOCOLS)
def test_any_model_is_read_and_written_as_botocore_does(protocol: str, tmp_path: Path) -> None:
    """Names, namespaces, flat and nested lists and maps, places outside the body, modelled errors: as they fall."""
    for number in range(DRAWN):
        drawn = own_models.drawn(tmp_path / str(number), protocol, Random(f"{protocol} {number}"))
        tally = run.run([drawn], seeds=[number], everything=True)
        assert not tally.failures, (number, tally.failures)
        assert tally.total == 1


@pytest.mark.parametrize("protocol", own_models.PROTOCOLS)
@pytest.mark.parametrize("endpoint_url", [None, "http://127.0.0.1:9"])
def test_a_service_of_ones_own_is_listed(
    colour: Sync | Async,
    protocol: str,
    endpoint_url: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A folder named by AWS_DATA_PATH, with no endpoint rules in it, is a service like any other."""
    own_models.service(tmp_path, protocol, LISTED, SHAPES, paginator=PAGED)
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))
    catalog.service.cache_clear()
    replay = allpages.Replay([Response(200, {}, PAGES[protocol] % (b"a", b"t")), Response(200, {}, b"")])
    try:
        client = colour.client("own", transport=replay, endpoint_url=endpoint_url)
        iterator = colour.iterate(client.get_paginator("list_things").paginate().items())
        assert colour.take(iterator, 1) == ["a"]
        host = endpoint_url or "https://own.us-east-1.amazonaws.com"
        assert replay.requests[0].url.startswith(f"{host}/")
    finally:
        catalog.service.cache_clear()


@pytest.mark.parametrize(
    ("region", "options", "url"),
    [
        ("us-east-1", {}, "https://own.us-east-1.amazonaws.com/"),
        ("cn-north-1", {}, "https://own.cn-north-1.amazonaws.com.cn/"),
        ("us-gov-west-1", {}, "https://own.us-gov-west-1.amazonaws.com/"),
        ("eu-west-1", {"use_fips_endpoint": True}, "https://own-fips.eu-west-1.amazonaws.com/"),
        ("eu-west-1", {"use_dualstack_endpoint": True}, "https://own.eu-west-1.api.aws/"),
    ],
)
def test_a_service_without_rules_is_where_botocore_finds_it(
    region: str, options: dict[str, Any], url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The older table says so, as for a service that is in it."""
    from botocore.config import Config
    from botocore.session import Session

    own_models.service(tmp_path, "json", LISTED, SHAPES)
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))
    catalog.service.cache_clear()
    try:
        theirs = Session().create_client("own", region, config=Config(**options))
        replay = allpages.Replay([Response(200, {}, b"{}")])
        config = allpages.Config(**options)
        allpages.client("own", transport=replay, config=config, **{**KEYS, "region_name": region}).list_things()
    finally:
        catalog.service.cache_clear()
    assert f"{theirs.meta.endpoint_url}/" == replay.requests[0].url == url


@pytest.mark.parametrize("protocol", own_models.PROTOCOLS)
def test_a_model_may_leave_out_what_is_optional(protocol: str, tmp_path: Path) -> None:
    """No `http`, no `resultWrapper`, no members, no names: all have a usual meaning."""
    bare = {"Nothing": {"type": "structure"}, **SHAPES}
    folder = tmp_path / "bare"
    one = own_models.service(folder, protocol, {"name": "Go", "output": {"shape": "Told"}}, bare)
    for name in ("http", "input"):
        model = one.operation("Go").model
        assert name == "input" or model["http"] == {"method": "POST", "requestUri": "/"}
    page = bind(one.operation("Go")).decode(Response(200, {}, PAGES[protocol] % (b"a", b"t")))
    assert (page["Items"], page["Next"]) == (["a"], "t")
    told = own_models.service(
        tmp_path / "told", protocol, {"input": {"shape": "Nothing"}, "output": {"shape": "Nothing"}}, bare
    )
    assert bind(told.operation("Ask")).encode({}).method == "POST"
    assert bind(told.operation("Ask")).decode(Response(200, {}, b"")) == {}


REPEATED: dict[str, Any] = {
    **SHAPES,
    "Part": {"type": "structure", "members": {"Text": TEXT, "More": {"shape": "Part"}}},
    "Flat": {"type": "list", "member": {"shape": "Part"}, "flattened": True},
    "FlatMap": {"type": "map", "key": TEXT, "value": {"shape": "Part"}, "flattened": True},
    "Held": {"type": "list", "member": {"shape": "Whole"}},
    "Whole": {
        "type": "structure",
        "members": {
            "Part": {"shape": "Part"},
            "Flat": {"shape": "Flat"},
            "FlatMap": {"shape": "FlatMap"},
            "Held": {"shape": "Held"},
            "Text": TEXT,
        },
    },
}
ENTRY = "<FlatMap><key>%s</key><value><Text>%s</Text></value></FlatMap>"


@pytest.mark.parametrize("protocol", ["rest-xml", "query", "ec2"])
@pytest.mark.parametrize(
    "inside",
    [
        "<Part><Text>a</Text></Part><Part><Text>b</Text></Part>",
        "<Part><Text>a</Text></Part><Part/><Part><Text>b</Text></Part>",
        "<Part><More><Text>a</Text></More><More><Text>b</Text></More></Part>",
        "<Flat><Text>a</Text></Flat><Part/><Flat><Text>b</Text></Flat>",
        "<Flat><More/><More><Text>b</Text></More></Flat>",
        (ENTRY % ("a", "1")) + (ENTRY % ("b", "2")),
        "<Unknown>1</Unknown><Unknown>2</Unknown><Text>t</Text>",
        "<Held>" + "<member><Part><Text>a</Text></Part><Part><Text>b</Text></Part></member>" * 3 + "</Held>",
    ],
)
def test_a_repeated_element_is_read_as_botocore_reads_it(protocol: str, inside: str, tmp_path: Path) -> None:
    """Of structures the first, of flat lists and maps all; however often the page's layout has come before."""
    told = {"name": "Ask", "output": {"shape": "Whole"}}
    operation = own_models.service(tmp_path, protocol, told, REPEATED).operation("Ask")
    model = compare.oracle_of(operation.service).operation_model("Ask")
    for comment in ("", "<!-- not plain -->"):
        response = Response(200, {}, f"<r>{inside}{comment}</r>".encode())
        assert compare.page_difference(operation, model, response) == ""


@pytest.mark.parametrize("protocol", ["rest-xml", "query", "ec2"])
@pytest.mark.parametrize("comment", ["", "<!-- not plain -->"])
def test_of_repeated_texts_the_first_counts(protocol: str, comment: str, tmp_path: Path) -> None:
    """Botocore cannot read them; one of them is better than none."""
    told = {"name": "Ask", "output": {"shape": "Whole"}}
    operation = own_models.service(tmp_path, protocol, told, REPEATED).operation("Ask")
    body = f"<r><Text>a</Text><Text>b</Text>{comment}</r>".encode()
    assert bind(operation).decode(Response(200, {}, body)) == {"Text": "a"}


@pytest.mark.parametrize("damage", [b"", b"{", b'{"metadata": 5}', b"\xff"], ids=["empty", "cut", "odd", "no text"])
def test_a_model_that_cannot_be_read_is_an_error_of_ours(
    damage: bytes, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """It names the file and what to do; the thread that opens it beforehand has nothing to say."""
    made = own_models.service(tmp_path, "json", {}, {})
    file = tmp_path / "own" / "2026-01-01" / "service-2.json"
    file.write_bytes(damage)
    made._open_for_the_first()
    with pytest.raises(errors.ConfigError, match="service-2") as caught:
        made.shape_names  # noqa: B018 - it is the question
    assert "AWS_DATA_PATH" in caught.value.hint
    assert capfd.readouterr().err == ""


def _without(*way: str) -> Any:
    def change(model: Any) -> None:
        for name in way[:-1]:
            model = model[name]
        del model[way[-1]]

    return change


def _with(value: Any, *way: str) -> Any:
    def change(model: Any) -> None:
        for name in way[:-1]:
            model = model[name]
        model[way[-1]] = value

    return change


DAMAGES: dict[str, Any] = {
    "no input shape": _without("shapes", "In"),
    "no output shape": _without("shapes", "Out"),
    "no inner shape": _without("shapes", "T"),
    "no type": _without("shapes", "T", "type"),
    "an odd type": _with("tensor", "shapes", "T", "type"),
    "a list of nothing": _without("shapes", "L", "member"),
    "a number for a shape": _with(5, "shapes", "T"),
    "members as a list": _with([1], "shapes", "In", "members"),
    "a reference without a shape": _with({}, "shapes", "In", "members", "A"),
    "one name required": _with("A", "shapes", "In", "required"),
    "a number for an operation": _with(3, "operations", "Ask"),
    "a text for the input": _with("In", "operations", "Ask", "input"),
    "a text for http": _with("GET", "operations", "Ask", "http"),
    "a number for the path": _with({"method": "GET", "requestUri": 5}, "operations", "Ask", "http"),
    "an object for errors": _with({"shape": "X"}, "operations", "Ask", "errors"),
    "an error without a shape": _with([{"shape": "X"}], "operations", "Ask", "errors"),
    "no protocol": _without("metadata", "protocol"),
    "an odd protocol": _with("soap", "metadata", "protocol"),
    "an odd signature": _with("v9", "metadata", "signatureVersion"),
    "no shapes": _without("shapes"),
    "no operations": _without("operations"),
    "no metadata": _without("metadata"),
}


@pytest.mark.parametrize("protocol", own_models.PROTOCOLS)
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_model_that_is_none_is_an_error_of_ours(
    protocol: str, damage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is wrong with it, it is told, or does not matter to what is asked."""
    shapes = {
        "In": {"type": "structure", "members": {"A": {"shape": "T"}}},
        "Out": {"type": "structure", "members": {"B": {"shape": "L"}}},
        "L": {"type": "list", "member": {"shape": "T"}},
        "T": {"type": "string"},
    }
    operation = {"input": {"shape": "In"}, "output": {"shape": "Out"}}
    own_models.service(tmp_path, protocol, operation, shapes)
    file = tmp_path / "own" / "2026-01-01" / "service-2.json"
    model = json.loads(file.read_text())
    DAMAGES[damage](model)
    file.write_text(json.dumps(model))
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))
    catalog.service.cache_clear()
    try:
        for answer in (Response(200, {}, b"{}"), Response(400, {}, b"<Error/>")):
            with suppress(errors.AllpagesError):
                config = allpages.Config(max_attempts=1)
                allpages.client("own", transport=allpages.Replay([answer]), config=config, **KEYS).ask(A="x")
    finally:
        catalog.service.cache_clear()
