"""The error tree: every class travels, pickled, copied and across processes, with all that it carries."""

from __future__ import annotations

import copy
import inspect
import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from pkgutil import walk_packages
from typing import TYPE_CHECKING, Any

import pytest

import allpages
from allpages import errors

if TYPE_CHECKING:
    from collections.abc import Callable

ANSWER = {
    "Error": {"Code": "Throttling", "Message": "slow down"},
    "ResponseMetadata": {"HTTPStatusCode": 400, "RequestId": "r-1", "HTTPHeaders": {"a": "b"}, "RetryAttempts": 2},
}
WAYS: list[Callable[[Any], Any]] = [
    *[lambda value, protocol=protocol: pickle.loads(pickle.dumps(value, protocol)) for protocol in range(6)],
    copy.copy,
    copy.deepcopy,
]


def classes() -> list[type[errors.AllpagesError]]:
    """Every class of the tree, wherever in the package it is defined."""
    for module in walk_packages(allpages.__path__, "allpages."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    found, left = [], [errors.AllpagesError]
    while left:
        kind = left.pop()
        found.append(kind)
        left += [
            one
            for one in kind.__subclasses__()
            if one.__module__.startswith("allpages") and "ours" not in vars(one)  # twins are made, not defined
        ]
    return sorted(set(found), key=lambda kind: (kind.__module__, kind.__name__))


def made(kind: type[errors.AllpagesError]) -> errors.AllpagesError:
    """One of its kind, with everything an error can carry."""
    if issubclass(kind, errors.ServiceError):
        error: errors.AllpagesError = kind(ANSWER, "DescribeImages", hint="Wait.")
        error.retry_after = 1.5
    else:
        asked = list(inspect.signature(kind.__init__).parameters.values())[1:]
        needed = [
            one
            for one in asked
            if one.default is one.empty and one.kind in (one.POSITIONAL_OR_KEYWORD, one.POSITIONAL_ONLY)
        ]
        error = kind(*[f"text {number}" for number in range(max(len(needed), 1))])
        error.hint = "Wait."
    error.checkpoint = "token"
    error.add_note("a note")
    return error


def test_every_error_of_the_package_is_an_allpages_error() -> None:
    """What is public derives from the one root."""
    for name in allpages.__all__:
        found = getattr(allpages, name)
        if isinstance(found, type) and issubclass(found, BaseException):
            assert issubclass(found, errors.AllpagesError)


@pytest.mark.parametrize("kind", classes(), ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_an_error_is_the_same_after_every_journey(kind: type[errors.AllpagesError]) -> None:
    """Its class, its texts, and every attribute."""
    error = made(kind)
    for way in WAYS:
        again = way(error)
        assert type(again) is type(error)  # kind, or its twin where botocore is loaded
        assert isinstance(again, kind)
        assert (str(again), again.args, vars(again)) == (str(error), error.args, vars(error))
        assert again is not error
    deep = copy.deepcopy(error)
    if isinstance(deep, errors.ServiceError):
        deep.response["Error"]["Code"] = "changed"
        assert error.response["Error"]["Code"] == "Throttling"


def _fail(kind: type[errors.AllpagesError]) -> None:
    raise made(kind)


def test_errors_cross_processes() -> None:
    """A pool that meets one stays whole, and the error is caught as what it is."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        for kind in (errors.Throttled, errors.EmptyResponse, errors.UnknownOperation):
            with pytest.raises(kind) as caught:
                pool.submit(_fail, kind).result()
            assert (caught.value.checkpoint, caught.value.hint) == ("token", "Wait.")


VALUES = [
    allpages.Config(retry_mode="adaptive", proxies={"https": "http://p:1"}, max_attempts=2),
    allpages.Credentials(access_key="a", secret_key="b", token="t", account_id="123456789012"),
    allpages.Request("GET", "https://example.com/", {"a": "b"}, b"x"),
    allpages.Response(200, {"a": "b"}, b"x"),
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_public_value_is_the_same_after_every_journey(value: object) -> None:
    """Config, credentials, requests and responses."""
    for way in WAYS:
        assert way(value) == value


@pytest.mark.parametrize("name", ["page", "listing"])
def test_an_error_of_a_call_travels_with_what_it_carries(name: str) -> None:
    """Not only one that a test has made."""
    page = allpages.Response(200, {}, b'{"Images": [{"ImageId": "wsi-1"}], "NextToken": "t"}')
    wrong = allpages.Response(400, {"x-amzn-requestid": "r"}, b'{"__type": "X", "message": "m"}')
    keys = {"region_name": "us-east-1", "aws_access_key_id": "a", "aws_secret_access_key": "b"}
    replay = allpages.Replay([page, wrong] if name == "listing" else [wrong])
    pages = (
        allpages.client("workspaces", transport=replay, **keys).get_paginator("describe_workspace_images").paginate()
    )
    with pytest.raises(errors.ServiceError) as caught:
        list(pages)
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.code, again.request_id, again.checkpoint) == ("X", "r", caught.value.checkpoint)
    assert again.checkpoint is not None
    assert again.response == caught.value.response
