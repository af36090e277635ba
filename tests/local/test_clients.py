"""The same inventory through every client: boto3, aiobotocore, allpages over a socket and in process."""

from __future__ import annotations

import asyncio
from threading import Thread
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

import allpages
from allpages import local
from allpages.local.behaviour import Settings
from allpages.local.server import asgi
from allpages.local.store import demo
from allpages.local.store.tables import FastLaunch
from allpages.local.trouble import Trouble
from allpages.values import Request

if TYPE_CHECKING:
    from allpages.local.endpoint import Endpoint

LISTINGS = [
    ("ec2", "describe_fast_launch_images", "FastLaunchImages", {"Filters": [{"Name": "state", "Values": ["en*"]}]}),
    ("ec2", "describe_fast_launch_images", "FastLaunchImages", {}),
    ("workspaces", "describe_workspace_images", "Images", {"ImageType": "OWNED"}),
    ("workspaces", "describe_workspace_images", "Images", {}),
]
PAGING = {"PageSize": 7}
KEYS = {"region_name": "us-east-1", "aws_access_key_id": local.ACCOUNT, "aws_secret_access_key": "local"}


async def listed_by_aiobotocore(url: str, service: str, operation: str, params: Any) -> list[Any]:
    """The pages of aiobotocore."""
    from aiobotocore.session import get_session

    async with get_session().create_client(service, endpoint_url=url, **KEYS) as client:
        pages = client.get_paginator(operation).paginate(PaginationConfig=PAGING, **params)
        return [page async for page in pages]


def bare(pages: Any, key: str) -> list[Any]:
    """The items, page by page."""
    return [page[key] for page in pages]


@pytest.mark.parametrize(("service", "operation", "key", "params"), LISTINGS)
def test_every_client_lists_the_same(url: str, boto: Any, service: str, operation: str, key: str, params: Any) -> None:  # noqa: PLR0917 - one row
    """Page by page, item by item, times included."""
    expected = bare(boto(service).get_paginator(operation).paginate(PaginationConfig=PAGING, **params), key)
    assert bare(asyncio.run(listed_by_aiobotocore(url, service, operation, params)), key) == expected
    over_socket = allpages.client(service, endpoint_url=url, **KEYS)
    assert bare(over_socket.get_paginator(operation).paginate(PaginationConfig=PAGING, **params), key) == expected
    in_process = allpages.client(service, transport=local.transport())
    assert bare(in_process.get_paginator(operation).paginate(PaginationConfig=PAGING, **params), key) == expected


def test_a_token_of_one_process_goes_on_in_another() -> None:
    """The demo inventory is the same in every process, and so is what seals its tokens."""
    one, two = (local.open_endpoint(settings=Settings(allow_unsigned=True)) for _ in range(2))
    target = {"x-amz-target": "WorkspacesService.DescribeWorkspaceImages"}

    def ask(endpoint: Endpoint, **params: Any) -> Any:
        answer = endpoint.answer(Request("POST", "http://localhost/", target, msgspec.json.encode(params)))
        return msgspec.json.decode(answer.body)

    token = ask(one)["NextToken"]
    assert ask(two, NextToken=token) == ask(one, NextToken=token)


def test_a_listing_is_stable_while_others_write(endpoint: Endpoint) -> None:
    """Rows come and go in several threads; every row that stays is listed once, in order, in each of many listings."""
    store, account = endpoint.store, "989898989898"
    place = store.place("aws", account, "us-east-1").number

    def row(number: int) -> FastLaunch:
        image_id = f"ami-{number:017x}"
        return FastLaunch(place=place, image_id=image_id, state="enabled", reason="", changed_ms=0)

    store.put_many(FastLaunch, map(row, range(0, 400, 2)))
    staying = [row(number).image_id for number in range(0, 400, 2)]
    going = True

    def churn(first: int) -> None:
        number = first
        while going:
            store.put(row(number))
            store.delete(FastLaunch, {"place": place, "image_id": row(number).image_id})
            number = (number + 4) % 400

    writers = [Thread(target=churn, args=(first,)) for first in (1, 3)]
    for writer in writers:
        writer.start()
    try:
        with asgi.serving(endpoint) as url:
            client = allpages.client("ec2", endpoint_url=url, **{**KEYS, "aws_access_key_id": account})
            for _ in range(5):
                pages = client.get_paginator("describe_fast_launch_images").paginate(PaginationConfig={"PageSize": 20})
                found = [image["ImageId"] for image in pages.items()]
                assert found == sorted(set(found))
                assert [one for one in found if int(one[4:], 16) % 2 == 0] == staying
    finally:
        going = False
        for writer in writers:
            writer.join()


@pytest.mark.parametrize("kind", ["throttle", "unavailable", "cut", "truncate", "short-pages", "empty-pages", "slow"])
def test_allpages_loses_nothing_in_trouble(kind: Any) -> None:
    """Whatever happens to the second request, both colours list the same as without it."""
    transport = local.transport()
    pages = allpages.client("workspaces", transport=transport).get_paginator("describe_workspace_images").paginate()
    calm = list(pages.items())
    wait = {"seconds": 0.01} if kind == "slow" else {}
    transport.endpoint.troubles.switch_on(Trouble(kind=kind, after=1, count=1, **wait))
    assert list(pages.items()) == calm

    async def listed() -> list[Any]:
        awaiting = local.async_transport()
        awaiting.endpoint.troubles.switch_on(Trouble(kind=kind, after=1, count=1, **wait))
        async with allpages.aio.client("workspaces", transport=awaiting) as client:
            found = client.get_paginator("describe_workspace_images").paginate()
            return [image async for image in found.items()]

    assert asyncio.run(listed()) == calm


def test_the_greeting_tells_how_to_connect(url: str) -> None:
    """The greeting names the URL for each kind of client."""
    text = "\n".join(asgi.greeting(url))
    for way in (f"{url}/_allpages/", f"AWS_ENDPOINT_URL={url}", f"endpoint_url='{url}'", "AWS_ACCESS_KEY_ID="):
        assert way in text
    assert demo.REGIONS[0] in text
