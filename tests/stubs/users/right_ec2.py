"""What users of typed EC2 clients write; no type checker may complain. Checked, never run."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, assert_type

import allpages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allpages.types import ec2


def images_of(client: ec2.Client, owner: str = "self") -> list[ec2.Image]:
    """1: items as a list of a named type."""
    paginator = client.get_paginator("describe_images")
    pages = paginator.paginate(Owners=[owner], Filters=[{"Name": "state", "Values": ["available"]}])
    return list(pages.items())


def old_images(days: int) -> list[str]:
    """2: members in a comprehension, times as text, as EC2 gives them."""
    limit = datetime.now(UTC) - timedelta(days=days)
    client = allpages.client("ec2", region_name="eu-west-1")
    return [
        image["ImageId"]
        for image in images_of(client)
        if datetime.fromisoformat(image["CreationDate"]) < limit and image["State"] == "available"
    ]


def names(tags: list[ec2.Tag]) -> dict[str, str]:
    """3: tags as a dict."""
    return {tag["Key"]: tag["Value"] for tag in tags}


def running() -> Counter[str]:
    """4: pages, nested lists, a default for what may be missing."""
    found: Counter[str] = Counter()
    pages = (
        allpages.client("ec2")
        .get_paginator("describe_instances")
        .paginate(
            Filters=[{"Name": "instance-state-name", "Values": ["running", "pending"]}],
            PaginationConfig={"MaxItems": 500, "PageSize": 100, "StartingToken": None},
        )
    )
    for page in pages:
        for reservation in page["Reservations"]:
            for instance in reservation["Instances"]:
                name = names(instance.get("Tags", [])).get("Name", instance["InstanceId"])
                found[name] += 1
    return found


def request_built_up(owners: list[str], token: str | None) -> ec2.DescribeImagesResult:
    """5: a request built up in steps."""
    request: ec2.DescribeImagesRequest = {"Owners": owners, "MaxResults": 100}
    if token is not None:
        request["NextToken"] = token
    return allpages.client("ec2").describe_images(**request)


def by_hand(client: ec2.Client) -> Iterator[ec2.Volume]:
    """6: paging by hand, a token that may be missing."""
    answer = client.describe_volumes(MaxResults=100)
    yield from answer["Volumes"]
    while token := answer.get("NextToken"):
        answer = client.describe_volumes(MaxResults=100, NextToken=token)
        yield from answer["Volumes"]


def by_hand_too(client: ec2.Client) -> int:
    """7: paging by hand, the token compared with None."""
    count, token = 0, ""
    while True:
        answer = client.describe_snapshots(OwnerIds=["self"], NextToken=token)
        count += len(answer["Snapshots"])
        if "NextToken" not in answer:
            return count
        token = answer["NextToken"]


def copy_tags(source: str, target: str) -> None:
    """8: what came from one operation goes into another."""
    client = allpages.client("ec2")
    tags = client.describe_images(ImageIds=[source])["Images"][0]["Tags"]
    client.create_tags(Resources=[target], Tags=tags)
    client.create_tags(Resources=[target], Tags=[*tags, {"Key": "copied-from", "Value": source}])


def started(kind: ec2.InstanceType, image: str) -> list[str]:
    """9: required parameters, an enum as a parameter, nested structures."""
    answer = allpages.client("ec2").run_instances(
        ImageId=image,
        InstanceType=kind,
        MinCount=1,
        MaxCount=2,
        TagSpecifications=[{"ResourceType": "instance", "Tags": [{"Key": "team", "Value": "desktop"}]}],
        BlockDeviceMappings=[{"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 50, "VolumeType": "gp3"}}],
    )
    return [instance["InstanceId"] for instance in answer["Instances"]]


def fast_launch() -> dict[str, ec2.FastLaunchStateCode]:
    """10: the showcase: names of a literal type, a full result, tokens."""
    pages = (
        allpages.client("ec2", "us-east-1")
        .get_paginator("describe_fast_launch_images")
        .paginate(ImageIds=["ami-0123456789abcdef0"], PaginationConfig={"PageSize": "max"})
    )
    full = pages.build_full_result()
    assert_type(pages.resume_token, str | None)
    assert_type(pages.checkpoint, str | None)
    return {image["ImageId"]: image["State"] for image in full["FastLaunchImages"]}


def any_client(client: allpages.Client, operation: str) -> bool:
    """11: a function that takes any client."""
    return client.can_paginate(operation)


def takes_any() -> dict[str, Any]:
    """12: a typed client is a client; a service known only at run time gives one, too."""
    with allpages.client("ec2") as client:
        if any_client(client, "describe_images"):
            return {}
    other = allpages.client(sys.argv[1])
    assert_type(other, allpages.Client)
    return other.list_things(Filter="x")


def any_pages(pages: allpages.Pages) -> list[Any]:
    """13: pages of any operation."""
    return list(pages.search("Images[].ImageId"))


def states(client: ec2.Client) -> Literal["ok", "bad"]:
    """14: comparing enums, and a match over them."""
    for image in any_pages(client.get_paginator("describe_images").paginate()):
        str(image)
    for status in client.get_paginator("describe_fast_launch_images").paginate().items():
        match status["State"]:
            case "enabling-failed" | "disabling-failed" | "enabled-failed":
                return "bad"
            case _:
                continue
    return "ok"


def failures(client: ec2.Client) -> str:
    """15: errors, and what the service said with its answer."""
    try:
        answer = client.describe_images(DryRun=True)
    except client.exceptions.ClientError as error:
        return str(error.response["Error"]["Code"])
    except allpages.AllpagesError as error:
        return error.hint
    metadata = answer["ResponseMetadata"]
    return f"{metadata['HTTPStatusCode']} {metadata['RequestId']}"


def filters(client: ec2.Client, *, tagged: bool) -> int:
    """16: a list of filters built up, of a named type."""
    wanted: list[ec2.Filter] = [{"Name": "state", "Values": ["available"]}]
    if tagged:
        wanted.append({"Name": "tag-key", "Values": ["team"]})
    return sum(len(page["Images"]) for page in client.get_paginator("describe_images").paginate(Filters=wanted))


def many(profiles: list[str]) -> dict[str, str | None]:
    """32: sessions, whose clients are typed as well; what a client says of itself."""
    found: dict[str, str | None] = {}
    for profile in profiles:
        session = allpages.Session(profile_name=profile, region_name="eu-west-1")
        client = session.client("ec2", region_name="us-east-1")
        found.update({image["ImageId"]: client.meta.region_name for image in images_of(client)})
        assert_type(session.client(profile), allpages.Client)
    return found
