"""The two surfaces, from one list of scenarios: clients, paginators, pages, items, errors, and going on after them."""

from __future__ import annotations

import json
from typing import Any

import pytest

import allpages
from allpages import errors
from allpages.transport.replay import Replay
from colours import Async, Sync, json_fault, json_page

LISTING = "describe_workspace_images"


def pages_of(colour: Sync | Async, script: list[Any], paging: dict[str, Any] | None = None, **options: Any) -> Any:
    """The pages of a scripted listing, and the script."""
    replay = Replay(script)
    client = colour.client("workspaces", transport=replay, **options)
    return client.get_paginator(LISTING).paginate(PaginationConfig=paging or {}), replay


def sent(replay: Replay) -> list[dict[str, Any]]:
    """The parameters of every request."""
    return [json.loads(request.body) for request in replay.requests]


def test_pages_are_dicts_as_boto3_gives_them(colour: Sync | Async) -> None:
    """Members and ResponseMetadata, in one dict."""
    pages, replay = pages_of(colour, [json_page(["wsi-1"], "t"), json_page(["wsi-2"])])
    first, second = colour.take(colour.iterate(pages))
    assert first["Images"] == [{"ImageId": "wsi-1", "State": "AVAILABLE"}]
    assert first["NextToken"] == "t"
    assert first["ResponseMetadata"]["RequestId"] == "r-1"
    assert first["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert first["ResponseMetadata"]["HTTPHeaders"] == {"x-amzn-requestid": "r-1"}
    assert first["ResponseMetadata"]["RetryAttempts"] == 0
    assert "NextToken" not in second
    assert sent(replay) == [{}, {"NextToken": "t"}]


def test_items_come_one_by_one(colour: Sync | Async) -> None:
    """Over all pages, empty ones too."""
    pages, _ = pages_of(colour, [json_page(["a"], "1"), json_page([], "2"), json_page(["b", "c"])])
    assert [item["ImageId"] for item in colour.take(pages.items())] == ["a", "b", "c"]


def test_a_second_iteration_starts_where_the_first_did(colour: Sync | Async) -> None:
    """Unlike botocore, where it gives the last page only."""
    pages, replay = pages_of(colour, [json_page(["a"], "1"), json_page(["b"])] * 2)
    assert colour.take(colour.iterate(pages)) == colour.take(colour.iterate(pages))
    assert sent(replay) == [{}, {"NextToken": "1"}] * 2


def test_next_after_an_error_asks_for_the_failed_page_again(colour: Sync | Async) -> None:
    """Pages and items survive, and the error says where to go on."""
    script = [json_page(["a"], "1"), json_fault("AccessDeniedException"), json_page(["b"])]
    pages, replay = pages_of(colour, script)
    iterator = colour.iterate(pages)
    assert len(colour.take(iterator, 1)) == 1
    with pytest.raises(errors.AccessDenied) as caught:
        colour.take(iterator, 1)
    assert caught.value.checkpoint == pages.checkpoint is not None
    assert [page["Images"][0]["ImageId"] for page in colour.take(iterator)] == ["b"]
    assert sent(replay) == [{}, {"NextToken": "1"}, {"NextToken": "1"}]


def test_items_survive_an_error(colour: Sync | Async) -> None:
    """Nothing is lost, nothing is repeated."""
    pages, _ = pages_of(colour, [json_page(["a", "b"], "1"), json_fault("AccessDeniedException"), json_page(["c"])])
    items = pages.items()
    assert [item["ImageId"] for item in colour.take(items, 2)] == ["a", "b"]
    with pytest.raises(errors.AccessDenied):
        colour.take(items, 1)
    assert [item["ImageId"] for item in colour.take(items)] == ["c"]


@pytest.mark.parametrize("taken", range(7))
def test_a_checkpoint_is_exact_to_the_item(colour: Sync | Async, taken: int) -> None:
    """Whatever was handed out, the checkpoint goes on with the next item."""
    served = {None: (["a", "b", "c"], "1"), "1": (["d", "e"], "2"), "2": (["f"], None)}

    def answer(request: allpages.Request) -> allpages.Response:
        ids, token = served[json.loads(request.body).get("NextToken")]
        return json_page(ids, token)

    pages, _ = pages_of(colour, [answer] * 3)
    before = [item["ImageId"] for item in colour.take(pages.items(), taken)]
    rest, _ = pages_of(colour, [answer] * 3, {"StartingToken": pages.checkpoint})
    after = [item["ImageId"] for item in colour.take(rest.items())] if pages.checkpoint or not taken else []
    assert before + after == ["a", "b", "c", "d", "e", "f"]


@pytest.mark.parametrize("read_ahead", [False, True])
def test_reading_ahead_changes_nothing_but_when(colour: Sync | Async, read_ahead: bool) -> None:  # noqa: FBT001
    """The same pages, tokens and checkpoints; an error waits until its page's turn."""
    script = [json_page(["a"], "1"), json_page(["b"], "2"), json_fault("AccessDeniedException"), json_page(["c"])]
    pages, replay = pages_of(colour, script, config=allpages.Config(read_ahead=read_ahead))
    iterator = colour.iterate(pages)
    assert [page["Images"][0]["ImageId"] for page in colour.take(iterator, 2)] == ["a", "b"]
    with pytest.raises(errors.AccessDenied):
        colour.take(iterator, 1)
    assert [page["Images"][0]["ImageId"] for page in colour.take(iterator)] == ["c"]
    assert pages.checkpoint is None
    assert sent(replay) == [{}, {"NextToken": "1"}, {"NextToken": "2"}, {"NextToken": "2"}]


def test_build_full_result_carries_the_resume_token(colour: Sync | Async) -> None:
    """As botocore: primary results joined, NextToken when MaxItems cut it short."""
    pages, _ = pages_of(colour, [json_page(["a", "b"], "1"), json_page(["c", "d"], "2")], {"MaxItems": 3})
    whole = colour.do(pages.build_full_result())
    assert [image["ImageId"] for image in whole["Images"]] == ["a", "b", "c"]
    assert whole["NextToken"] == pages.resume_token is not None


def test_search_yields_nothing_for_a_page_without_a_match(colour: Sync | Async) -> None:
    """Lists item by item, and no None."""
    pages, _ = pages_of(colour, [json_page(["a"], "1"), json_page([], "2"), json_page(["b"])])
    assert colour.take(pages.search("Images[].ImageId")) == ["a", "b"]
    pages, _ = pages_of(colour, [json_page(["a"])])
    assert colour.take(pages.search("Nothing")) == []


def test_a_search_that_does_not_parse_is_refused(colour: Sync | Async) -> None:
    """Before any request."""
    pages, replay = pages_of(colour, [])
    with pytest.raises(errors.UsageError, match="does not parse"):
        pages.search("Images[")
    assert replay.requests == []


def test_one_call_is_a_method(colour: Sync | Async) -> None:
    """Any modelled operation, by its method name."""
    replay = Replay([json_page(["wsi-1"])])
    client = colour.client("workspaces", transport=replay)
    page = colour.do(client.describe_workspace_images(ImageIds=["wsi-123456789"]))
    assert page["Images"][0]["ImageId"] == "wsi-1"
    assert sent(replay) == [{"ImageIds": ["wsi-123456789"]}]
    assert "describe_workspace_images" in dir(client)


def test_what_pages_is_told(colour: Sync | Async) -> None:
    """Modelled, inferred, and neither."""
    client = colour.client("workspaces", transport=Replay([]))
    assert client.can_paginate("describe_workspace_images")
    assert not client.get_paginator("describe_workspace_images").inferred
    assert client.can_paginate("describe_workspace_image_permissions")
    assert client.get_paginator("describe_workspace_image_permissions").inferred
    assert not client.can_paginate("create_tags")
    strict = colour.client("workspaces", transport=Replay([]), config=allpages.Config(infer_paginators=False))
    assert not strict.can_paginate("describe_workspace_image_permissions")
    with pytest.raises(errors.OperationNotPageable, match="create_tags"):
        client.get_paginator("create_tags")


@pytest.mark.parametrize(
    ("wrong", "error", "named"),
    [
        (lambda colour: colour.client("workspace"), errors.UnknownService, "workspaces"),
        (lambda colour: colour.client("ec2", region_name="not a region"), errors.ConfigError, "not a region"),
        (lambda colour: colour.client("ec2", aws_secret_access_key=None), errors.ConfigError, "aws_secret_access_key"),
        (
            lambda colour: colour.client("ec2").get_paginator("describe_fast_launch_image"),
            errors.UnknownOperation,
            "describe_fast_launch_images",
        ),
        (lambda colour: colour.client("ec2").describe_fast_launch_image, errors.UnknownOperation, "images"),
        (lambda colour: _paginate(colour, {"MaxItem": 1}), errors.PaginationConfigError, "MaxItems"),
        (lambda colour: _paginate(colour, {"MaxItems": -1}), errors.PaginationConfigError, "-1"),
        (lambda colour: _paginate(colour, {"PageSize": "many"}), errors.PaginationConfigError, "many"),
        (lambda colour: _first(colour, ImageId=["wsi-1"]), errors.ParamValidationError, "ImageIds"),
        (lambda colour: _first(colour, ImageIds="wsi-1"), errors.ParamValidationError, "list"),
        (lambda colour: _first(colour, ImageIds=[]), errors.ParamValidationError, "ImageIds"),
    ],
)
def test_misuse_is_refused_before_any_request(colour: Sync | Async, wrong: Any, error: type, named: str) -> None:
    """With the nearest right word."""
    with pytest.raises(error, match=named):
        wrong(colour)


def _paginate(colour: Sync | Async, paging: dict[str, Any]) -> Any:
    return pages_of(colour, [], paging)


def _first(colour: Sync | Async, **params: Any) -> Any:
    client = colour.client("workspaces", transport=Replay([]))
    return colour.take(colour.iterate(client.get_paginator(LISTING).paginate(**params)), 1)


def test_no_credentials_is_said_before_any_request(colour: Sync | Async) -> None:
    """With what to do."""
    pages, replay = pages_of(colour, [], aws_access_key_id=None, aws_secret_access_key=None)
    with pytest.raises(errors.NoCredentials) as caught:
        colour.take(colour.iterate(pages))
    assert "AWS_ACCESS_KEY_ID" in str(caught.value)
    assert replay.requests == []


def test_a_throttled_page_is_asked_for_again(colour: Sync | Async) -> None:
    """Up to three attempts, and the page says how many it took."""
    script = [json_fault("ThrottlingException"), errors.ReadTimeout("slow"), json_page(["a"])]
    pages, replay = pages_of(colour, script)
    (page,) = colour.take(colour.iterate(pages))
    assert page["ResponseMetadata"]["RetryAttempts"] == 2
    assert len(replay.slept) == 2
    attempts = [request.headers["amz-sdk-request"] for request in replay.requests]
    assert attempts == ["attempt=1", "attempt=2; max=3", "attempt=3; max=3"]
    assert len({request.headers["amz-sdk-invocation-id"] for request in replay.requests}) == 1


def test_attempts_end(colour: Sync | Async) -> None:
    """The last error is raised, and says how often it was tried."""
    pages, replay = pages_of(
        colour, [json_fault("ThrottlingException")] * 4, config=allpages.Config(max_attempts=4, patience=0)
    )
    with pytest.raises(errors.Throttled, match="retries: 3"):
        colour.take(colour.iterate(pages))
    assert len(replay.requests) == 4


def test_what_may_not_be_repeated_is_not(colour: Sync | Async) -> None:
    """A write without an idempotency token whose outcome nobody knows; a throttled one may be."""
    replay = Replay([errors.ReadTimeout("slow")])
    client = colour.client("workspaces", transport=replay)
    with pytest.raises(errors.ReadTimeout):
        colour.do(client.create_workspace_image(Name="n", Description="d", WorkspaceId="ws-12345678"))
    assert len(replay.requests) == 1
    replay = Replay([json_fault("ThrottlingException"), allpages.Response(200, {}, b"{}")])
    client = colour.client("workspaces", transport=replay)
    colour.do(client.create_workspace_image(Name="n", Description="d", WorkspaceId="ws-12345678"))
    assert len(replay.requests) == 2


def test_a_wrong_clock_is_put_right_from_the_answer(colour: Sync | Async) -> None:
    """The next signature, and all later ones, carry the service's time."""
    late = {"date": "Thu, 01 Jan 2026 02:00:00 GMT"}
    script = [json_fault("RequestExpired", status=400, **late), json_page(["a"], "1"), json_page(["b"])]
    pages, replay = pages_of(colour, script)
    assert len(colour.take(colour.iterate(pages))) == 2
    dates = [request.headers["X-Amz-Date"] for request in replay.requests]
    assert dates == ["20260101T000000Z", "20260101T020000Z", "20260101T020000Z"]


def test_a_service_error_is_shaped_as_in_botocore(colour: Sync | Async) -> None:
    """response, operation_name, and what we add."""
    pages, _ = pages_of(colour, [json_fault("AccessDeniedException", "not you")])
    with pytest.raises(errors.ServiceError) as caught:
        colour.take(colour.iterate(pages))
    error = caught.value
    assert error.response["Error"] == {"Code": "AccessDeniedException", "Message": "not you"}
    assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert (error.operation_name, error.code, error.status) == ("DescribeWorkspaceImages", "AccessDeniedException", 400)
    assert error.request_id == "r-2"


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (allpages.Response(200, {}, b"<html>proxy</html>"), errors.ResponseError),
        (allpages.Response(200, {}, b'{"Images": ['), errors.ResponseError),
        (allpages.Response(200, {}, b"\xff\xfe"), errors.ResponseError),
        (allpages.Response(502, {}, b"<html>bad gateway</html>"), errors.ServiceUnavailable),
        (errors.TLSError("no trust"), errors.TLSError),
        (errors.ProxyError("no proxy"), errors.ProxyError),
        (errors.ConnectionLost("cut"), errors.ConnectionLost),
    ],
)
def test_every_failure_carries_the_checkpoint(colour: Sync | Async, answer: Any, error: type) -> None:
    """And going on from it repeats and loses nothing."""
    config = allpages.Config(max_attempts=1)
    pages, _ = pages_of(colour, [json_page(["a"], "1"), answer], config=config)
    items = pages.items()
    assert [item["ImageId"] for item in colour.take(items, 1)] == ["a"]
    with pytest.raises(error) as caught:
        colour.take(items, 1)
    rest, replay = pages_of(colour, [json_page(["b"])], {"StartingToken": caught.value.checkpoint})
    assert [item["ImageId"] for item in colour.take(rest.items())] == ["b"]
    assert sent(replay) == [{"NextToken": "1"}]


def test_a_cycle_of_tokens_ends_with_an_error(colour: Sync | Async) -> None:
    """After the good pages were handed out."""
    script = [json_page(["a"], "A"), json_page(["b"], "B"), json_page(["c"], "A")]
    for read_ahead in (False, True):
        pages, replay = pages_of(colour, script, config=allpages.Config(read_ahead=read_ahead))
        iterator = colour.iterate(pages)
        assert len(colour.take(iterator, 3)) == 3
        with pytest.raises(errors.PaginationError):
            colour.take(iterator, 1)
        assert len(replay.requests) == 3


def test_a_page_size_of_our_choice_steps_down_when_the_service_refuses_it(colour: Sync | Async) -> None:
    """From the model's maximum to 100, then to none; and the client remembers it for the next listing."""
    refusal = json_fault("InvalidRequestException", "MaxResults is more than maximum allowed length 100")
    page = allpages.Response(200, {}, b"{}")
    replay = Replay([refusal, refusal, page, page])
    client = colour.client("athena", transport=replay)
    for _ in range(2):
        paginator = client.get_paginator("get_query_results")
        pages = paginator.paginate(QueryExecutionId="q", PaginationConfig={"PageSize": "max"})
        assert len(colour.take(colour.iterate(pages))) == 1
    assert [params.get("MaxResults") for params in sent(replay)] == [1000, 100, None, None]


def test_a_page_size_of_the_users_own_is_not_changed(colour: Sync | Async) -> None:
    """Its refusal is the answer; and so is a refusal of anything else."""
    refusal = json_fault("InvalidRequestException", "MaxResults is more than maximum allowed length 100")
    client = colour.client("athena", transport=Replay([refusal]))
    paginator = client.get_paginator("get_query_results")
    with pytest.raises(errors.ServiceError, match="MaxResults"):
        colour.take(colour.iterate(paginator.paginate(QueryExecutionId="q", PaginationConfig={"PageSize": 500})))
    client = colour.client("athena", transport=Replay([json_fault("InvalidRequestException", "Query did not run")]))
    paginator = client.get_paginator("get_query_results")
    with pytest.raises(errors.ServiceError, match="did not run"):
        colour.take(colour.iterate(paginator.paginate(QueryExecutionId="q", PaginationConfig={"PageSize": "max"})))


def test_a_client_can_be_left(colour: Sync | Async) -> None:
    """As a context manager."""
    client = colour.client("workspaces", transport=Replay([]))
    if isinstance(colour, Sync):
        with client as same:
            assert same is client
        return

    async def leave() -> None:
        async with client as same:
            assert same is client

    colour.do(leave())


def test_reprs_show_state(colour: Sync | Async) -> None:
    """Service, region, operation, progress; no secrets."""
    pages, _ = pages_of(colour, [json_page(["a"], "1"), json_page(["b"])])
    assert "DescribeWorkspaceImages" in repr(pages)
    colour.take(colour.iterate(pages), 1)
    assert "1 page" in repr(pages)
    client = colour.client("ec2", transport=Replay([]))
    assert "ec2" in repr(client)
    assert "us-east-1" in repr(client)
    assert "secret" not in repr(client) + repr(client.get_paginator("describe_fast_launch_images"))


def test_result_key_iters_share_one_iteration() -> None:
    """As botocore's, each with its key; sync only, as tee is."""
    pages, replay = pages_of(Sync(), [json_page(["a"], "1"), json_page(["b"])])
    (images,) = pages.result_key_iters()
    assert images.result_key.expression == "Images"
    assert [image["ImageId"] for image in images] == ["a", "b"]
    assert len(replay.requests) == 2
