"""Boost: boto3, botocore and aiobotocore give with our readers what they give without, and all else of them goes on."""

from __future__ import annotations

import asyncio
import copy
import os
import pickle
import subprocess
import sys
import zlib
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

import boto3
import botocore.session
import pytest
from aiobotocore.session import get_session as async_session
from botocore.awsrequest import AWSResponse
from botocore.config import Config as BotoConfig
from botocore.exceptions import ClientError
from botocore.parsers import ResponseParserFactory
from botocore.stub import Stubber

import allpages
from allpages import errors
from allpages.models import catalog
from allpages.protocols.boost import COMPONENT, Factory
from colours import KEYS
from differential import compare
from differential.generate import VARIANTS
from differential.run import answer, failure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from allpages.models.catalog import Operation
    from allpages.values import Response

EVERY = "ALLPAGES_EVERY" in os.environ
SAMPLE = ("ec2", "workspaces", "s3", "dynamodb", "iam", "lambda", "cloudwatch")
A_FEW = None if EVERY else 12  # of each service


def operations() -> Iterator[Operation]:
    """Those that botocore pages through; of all services with ALLPAGES_EVERY=1."""
    for name in catalog.service_names() if EVERY else SAMPLE:
        service = catalog.service(name)
        for operation in map(service.operation, list(service.pagination)[:A_FEW]):
            members = operation.output.members.values() if operation.output is not None else ()
            if not any(member.traits.get("eventstream") for member in members):
                yield operation


oracles = cache(compare.oracle_of)


def parsed(parser: Any, response: Response, shape: Any) -> Any:
    """What the parser makes of it, or the class of its error."""
    given = {"status_code": response.status, "headers": dict(response.headers), "body": response.body, "context": {}}
    try:
        return parser.parse(given, shape)
    except Exception as error:  # noqa: BLE001 - compared
        return type(error)


def test_generated_answers_and_errors_are_read_alike() -> None:
    """Minimal, full and odd ones of every operation; and the successes are read by us."""
    factory, ours, total = Factory(ResponseParserFactory()), 0, 0
    for operation in operations():
        protocol, model = operation.service.protocol, oracles(operation.service)
        shape = model.operation_model(operation.name).output_shape
        for variant in VARIANTS:
            random = Random(zlib.crc32(f"{operation.service.name}:{operation.name}:{variant}".encode()))
            for response in (answer(operation, random, variant), failure(operation, random, variant)):
                theirs = parsed(ResponseParserFactory().create_parser(protocol), response, shape)
                boosted = parsed(factory.create_parser(protocol), response, shape)
                if isinstance(theirs, dict):
                    assert compare.difference(theirs, boosted) is None, (operation, variant)
                else:
                    assert theirs is boosted, (operation, variant)
        total += 1
        ours += factory._readers.get(shape) is not None
    assert ours > 0.95 * total


class Raw:
    """A body, as urllib3 hands it out."""

    def __init__(self, body: bytes) -> None:
        """These bytes."""
        self.body = body

    def stream(self, **_: Any) -> Iterator[bytes]:
        """All of it."""
        yield self.body

    def read(self, *_: Any, **__: Any) -> bytes:
        """All of it, once."""
        body, self.body = self.body, b""
        return body


def client(session: Any, service: str, status: int, body: bytes, **headers: str) -> Any:
    """A client of a session whose every request is answered so."""
    once = BotoConfig(retries={"total_max_attempts": 1})  # botocore tries again, and waits, when it cannot read
    made = session.client(service, **KEYS, config=once)
    made.meta.events.register(
        "before-send", lambda **_: AWSResponse("https://x", status, {"x-amzn-requestid": "r", **headers}, Raw(body))
    )
    return made


KEYS_OF_S3 = (
    b"<ListBucketResult><Name>b</Name><EncodingType>url</EncodingType><IsTruncated>false</IsTruncated><Contents>"
    b"<Key>a%20b</Key><LastModified>2024-01-02T03:04:05.000Z</LastModified><Size>7</Size></Contents></ListBucketResult>"
)
IMAGES = b'{"Images": [{"ImageId": "wsi-1", "Created": 1700000000.5}]}'


def both(act: Callable[[Any], Any], service: str, status: int, body: bytes, **headers: str) -> tuple[Any, Any]:
    """What boto3 gives without and with the boost."""
    return tuple(
        act(client(session, service, status, body, **headers))
        for session in (boto3.Session(), allpages.boost(boto3.Session()))
    )


def test_results_of_boto3_are_the_same_through_handlers_and_paginators() -> None:
    """S3's keys are decoded by boto3's own handlers, pages are boto3's."""
    theirs, boosted = both(lambda s3: s3.list_objects_v2(Bucket="bucket"), "s3", 200, KEYS_OF_S3)
    assert theirs == boosted
    assert boosted["Contents"][0]["Key"] == "a b"
    theirs, boosted = both(
        lambda made: list(made.get_paginator("describe_workspace_images").paginate()), "workspaces", 200, IMAGES
    )
    assert theirs == boosted
    assert boosted[0]["Images"][0]["Created"].timestamp() == 1700000000.5


def test_errors_are_boto3s() -> None:
    """Modelled ones too."""

    def refused(made: Any) -> Any:
        with pytest.raises(made.exceptions.ResourceNotFoundException) as caught:
            made.describe_workspace_images()
        return caught.value.response

    theirs, boosted = both(refused, "workspaces", 400, b'{"__type": "ResourceNotFoundException", "message": "no"}')
    assert theirs == boosted


def test_what_cannot_be_read_is_boto3s_affair() -> None:
    """A body that is none gives, or raises, what it does in boto3."""

    def broken(made: Any) -> Any:
        try:
            return made.list_objects_v2(Bucket="bucket")
        except Exception as error:  # noqa: BLE001 - compared
            return f"{type(error)} {error}"

    for body in (b"<html>", b"", b"<ListBucketResult><Contents>", b"{}", KEYS_OF_S3.replace(b"7<", b"seven<")):
        theirs, boosted = both(broken, "s3", 200, body)
        assert theirs == boosted


def test_streams_are_boto3s() -> None:
    """A body that is streamed is not touched."""
    theirs, boosted = both(lambda s3: s3.get_object(Bucket="bucket", Key="k")["Body"].read(), "s3", 200, b"bytes")
    assert theirs == boosted == b"bytes"


def test_the_stubber_goes_on_working() -> None:
    """It answers before anything is parsed."""
    made = allpages.boost(boto3.Session()).client("workspaces", **KEYS)
    with Stubber(made) as stub:
        stub.add_response("describe_workspace_images", {"Images": [{"ImageId": "wsi-1"}]})
        stub.add_client_error("describe_workspace_images", "ThrottlingException")
        assert made.describe_workspace_images()["Images"] == [{"ImageId": "wsi-1"}]
        with pytest.raises(ClientError, match="ThrottlingException"):
            made.describe_workspace_images()


def test_moto_goes_on_working() -> None:
    """Listings, waiters and resources under mock_aws, with and without, are the same."""
    from moto import mock_aws

    def world(session: Any) -> list[Any]:
        with mock_aws():
            s3 = session.client("s3", **KEYS)
            s3.create_bucket(Bucket="bucket")
            s3.get_waiter("bucket_exists").wait(Bucket="bucket")
            for number in range(5):
                s3.put_object(Bucket="bucket", Key=f"k {number}", Body=b"x")
            keys = [
                item["Key"]
                for page in s3.get_paginator("list_objects_v2").paginate(
                    Bucket="bucket", PaginationConfig={"PageSize": 2}
                )
                for item in page["Contents"]
            ]
            table = session.resource("dynamodb", **KEYS).create_table(
                TableName="t",
                KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
                AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
                BillingMode="PAY_PER_REQUEST",
            )
            for number in range(3):
                table.put_item(Item={"id": str(number), "n": number})
            rows = sorted(row["id"] for row in table.scan()["Items"])
            iam = session.client("iam", **KEYS)
            iam.create_user(UserName="u")
            users = [user["UserName"] for page in iam.get_paginator("list_users").paginate() for user in page["Users"]]
            ec2 = session.client("ec2", **KEYS)
            zones = [zone["ZoneName"] for zone in ec2.describe_availability_zones()["AvailabilityZones"]]
            with pytest.raises(ClientError) as caught:
                s3.list_objects_v2(Bucket="nobody")
            return [keys, rows, users, zones, caught.value.response["Error"]]

    assert world(allpages.boost(boto3.Session())) == world(boto3.Session())


def test_aiobotocore_reads_alike() -> None:
    """Awaiting, results and errors."""

    async def act(session: Any, status: int, body: bytes) -> Any:
        async with session.create_client("workspaces", **KEYS) as made:

            async def answered(**_: Any) -> Any:
                class Answer(AWSResponse):
                    @property
                    async def content(self) -> bytes:
                        return body

                return Answer("https://x", status, {"x-amzn-requestid": "r"}, None)

            made.meta.events.register("before-send", answered)
            try:
                return await made.describe_workspace_images()
            except ClientError as error:
                return error.response

    for status, body in ((200, IMAGES), (400, b'{"__type": "ResourceNotFoundException"}')):
        theirs, boosted = (
            asyncio.run(act(session, status, body)) for session in (async_session(), allpages.boost(async_session()))
        )
        assert theirs == boosted


def test_sessions_of_botocore_are_boosted_too() -> None:
    """The session is given back, and a second time changes nothing."""
    session = botocore.session.get_session()
    assert allpages.boost(session) is session
    first = session.get_component(COMPONENT)
    assert allpages.boost(session) is session
    assert session.get_component(COMPONENT) is first
    assert "boost" in repr(first)


def test_without_an_argument_it_is_the_default_session() -> None:
    """In a process of its own, for it changes boto3's own state; `boto3.client` reads with us then."""
    code = (
        "import boto3, allpages\n"
        "assert allpages.boost() is boto3.DEFAULT_SESSION\n"
        "client = boto3.client('ec2', 'eu-west-1', aws_access_key_id='a', aws_secret_access_key='b')\n"
        "print(type(client._endpoint._response_parser_factory).__module__)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert found == ["allpages.protocols.boost"]


@pytest.mark.parametrize("wrong", [7, "default", boto3, object()])
def test_what_is_no_session_is_refused(wrong: Any) -> None:
    """Saying what is one."""
    with pytest.raises(errors.UsageError, match="boost takes a session"):
        allpages.boost(wrong)


def test_clients_made_before_stay_as_they_are() -> None:
    """Harmless: they go on with botocore's parsers."""
    session = boto3.Session()
    before = client(session, "workspaces", 200, IMAGES)
    allpages.boost(session)
    after = client(session, "workspaces", 200, IMAGES)
    assert before.describe_workspace_images() == after.describe_workspace_images()
    assert not isinstance(before._endpoint._response_parser_factory, Factory)
    assert isinstance(after._endpoint._response_parser_factory, Factory)


def test_who_wants_values_read_his_own_way_gets_them() -> None:
    """Parser defaults, set before or after, leave all to botocore."""
    for first in (True, False):
        session = botocore.session.get_session()
        if not first:
            allpages.boost(session)
        session.get_component(COMPONENT).set_parser_defaults(timestamp_parser=str)
        if first:
            allpages.boost(session)
        made = session.create_client("workspaces", **KEYS)
        made.meta.events.register("before-send", lambda **_: AWSResponse("https://x", 200, {}, Raw(IMAGES)))
        assert made.describe_workspace_images()["Images"][0]["Created"] == "1700000000.5"


def test_results_can_be_pickled_and_copied() -> None:
    """They are plain."""
    page = client(allpages.boost(boto3.Session()), "workspaces", 200, IMAGES).describe_workspace_images()
    assert pickle.loads(pickle.dumps(page)) == copy.deepcopy(page) == page
