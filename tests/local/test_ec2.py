"""EC2 at the local endpoint, seen with boto3 over a socket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from allpages import local
from allpages.local.server.control import Control
from allpages.local.store import demo

if TYPE_CHECKING:
    from collections.abc import Callable

    from allpages.local.endpoint import Endpoint

    Boto = Callable[..., Any]

STATES = ["disabling", "disabling-failed", "enabled", "enabled-failed", "enabling", "enabling-failed"]
GOLDEN = demo.SHARED_SERVICES


def images(ec2: Any, *, size: int | None = None, **params: Any) -> list[dict[str, Any]]:
    """All fast launch images, through boto3's paginator."""
    config = {"PageSize": size} if size else {}
    pages = ec2.get_paginator("describe_fast_launch_images").paginate(PaginationConfig=config, **params)
    return [image for page in pages for image in page["FastLaunchImages"]]


def refusal(call: Callable[[], Any]) -> tuple[int, str, str]:
    """Status, code and message of the error that a call ends with."""
    with pytest.raises(ClientError) as caught:
        call()
    response = caught.value.response
    return response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Code"], response["Error"]["Message"]


@pytest.fixture
def ec2(boto: Boto) -> Any:
    """The default account's client in us-east-1."""
    return boto("ec2")


def test_the_demo_inventory_has_every_state_and_more_than_forty_images(ec2: Any) -> None:
    """Fast launch: at least 40 of them in us-east-1, in every state, with the documented oddities."""
    found = images(ec2)
    assert len(found) == 62
    assert sorted({image["State"] for image in found}) == STATES
    assert sum("OwnerId" not in image for image in found) == 6
    assert any(image["LaunchTemplate"] == {} for image in found)
    assert any(image["SnapshotConfiguration"] == {} for image in found)
    assert all(image["StateTransitionTime"].microsecond % 1000 == 0 for image in found)


@pytest.mark.parametrize("size", [1, 7, 61, 62, 63, 200])
def test_pages_of_any_size_hold_every_image_once(ec2: Any, size: int) -> None:
    """The listing is the same whatever the page size, in the order of ids."""
    found = [image["ImageId"] for image in images(ec2, size=size)]
    assert found == sorted(set(found))
    assert len(found) == 62


def test_a_page_of_exactly_what_is_left_has_no_token(ec2: Any) -> None:
    """No token leads to an empty last page."""
    assert "NextToken" not in ec2.describe_fast_launch_images(MaxResults=62)
    assert ec2.describe_fast_launch_images(MaxResults=61)["NextToken"].startswith("v1.")


def test_the_page_size_may_change_between_pages(ec2: Any) -> None:
    """A token is bound to the query, not to MaxResults."""
    first = ec2.describe_fast_launch_images(MaxResults=10)
    rest = ec2.describe_fast_launch_images(MaxResults=200, NextToken=first["NextToken"])
    assert len(rest["FastLaunchImages"]) == 52


def test_regions_and_accounts_have_inventories_of_their_own(boto: Boto) -> None:
    """Each region and account lists its own images."""
    listed = [{image["ImageId"] for image in images(boto("ec2", region=region))} for region in demo.REGIONS]
    listed.append({image["ImageId"] for image in images(boto("ec2", account=GOLDEN))})
    assert all(listed)
    assert len(set.union(*listed)) == sum(map(len, listed))
    assert images(boto("ec2", region="ap-east-1")) == []


@pytest.mark.parametrize(
    ("filters", "states"),
    [
        ([{"Name": "state", "Values": ["enabled"]}], ["enabled"]),
        ([{"Name": "state", "Values": ["enabled", "disabling"]}], ["disabling", "enabled"]),
        ([{"Name": "state", "Values": ["enabl*"]}], ["enabled", "enabled-failed", "enabling", "enabling-failed"]),
        ([{"Name": "state", "Values": ["*-failed"]}], ["disabling-failed", "enabled-failed", "enabling-failed"]),
        ([{"Name": "state", "Values": ["enable??"]}], ["enabled"]),
        ([{"Name": "state", "Values": ["foo", "ENABLED", "enabled\\*"]}], []),
        (
            [{"Name": "state", "Values": ["en*"]}, {"Name": "state", "Values": ["*ed"]}],
            ["enabled", "enabled-failed", "enabling-failed"],
        ),
        ([{"Name": "resource-type", "Values": ["snapshot"]}], STATES),
        ([{"Name": "resource-type", "Values": ["volume"]}], []),
    ],
)
def test_filters_choose_by_state(ec2: Any, filters: list[Any], states: list[str]) -> None:
    """Values are alternatives, filters must all agree, and wildcards count; small pages list the same."""
    found = images(ec2, Filters=filters)
    assert sorted({image["State"] for image in found}) == states
    everything = [image for image in images(ec2) if image["State"] in states]
    assert found == everything
    assert images(ec2, Filters=filters, size=3) == found


def test_the_owner_filter_never_finds_images_without_an_owner(ec2: Any) -> None:
    """Shared images tell no owner, so no pattern matches it."""
    assert len(images(ec2, Filters=[{"Name": "owner-id", "Values": ["*"]}])) == 56
    assert len(images(ec2, Filters=[{"Name": "owner-id", "Values": ["1234*", "x"]}], size=9)) == 56
    assert images(ec2, Filters=[{"Name": "owner-id", "Values": [GOLDEN]}]) == []


def test_ids_choose_images_and_unknown_ones_are_absent(ec2: Any) -> None:
    """ImageIds list each image once, in order; an AMI that is not there is left out."""
    known = [image["ImageId"] for image in images(ec2)][10:20]
    asked = [*reversed(known), known[0], "ami-0123456789abcdef0"]
    assert [image["ImageId"] for image in images(ec2, ImageIds=asked)] == known
    assert [image["ImageId"] for image in images(ec2, ImageIds=asked, size=3)] == known
    enabled = images(ec2, ImageIds=asked, Filters=[{"Name": "state", "Values": ["enabled"]}])
    assert {image["State"] for image in enabled} == {"enabled"}


INVALID = "InvalidParameterValue"
LONG = "x" * 256
BAD_NAME = "InvalidLaunchTemplateName.MalformedException"
TOO_MANY = "Value ( 201 ) for parameter MaxResults is invalid. Expecting a value smaller than or equal to 200."
TOO_FEW = "Value ( -1 ) for parameter MaxResults is invalid. Expecting a value greater than or equal to 0."
TOO_LONG = "A value of the filter 'state' is longer than 255 characters"
VALUES = "201 values were given for the filter 'state'; 200 are allowed."
OLD_FILTER = "The filter 'launch-template' is invalid"


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"MaxResults": 201}, (400, INVALID, TOO_MANY)),
        ({"MaxResults": -1}, (400, INVALID, TOO_FEW)),
        ({"MaxResults": "ten"}, (400, INVALID, "Value ( ten ) for parameter MaxResults is invalid.")),
        ({"NextToken": "garbage"}, (400, "InvalidNextToken", "The specified NextToken is not valid.")),
        ({"ImageIds": ["ami-1", "nope"]}, (400, "InvalidAMIID.Malformed", 'Invalid id: "ami-1" (expecting "ami-...")')),
        ({"Filters": [{"Name": "nope", "Values": ["x"]}]}, (400, INVALID, "The filter 'nope' is invalid")),
        ({"Filters": [{"Name": "launch-template", "Values": ["x"]}]}, (400, INVALID, OLD_FILTER)),
        ({"Filters": [{"Values": ["x"]}]}, (400, INVALID, "The filter 'null' is invalid")),
        ({"Filters": [{"Name": "state", "Values": [LONG]}]}, (400, INVALID, TOO_LONG)),
        (
            {"Filters": [{"Name": "state", "Values": ["x"]}] * 51},
            (400, "FilterLimitExceeded", "51 filters were given; 50 are allowed."),
        ),
        ({"Filters": [{"Name": "state", "Values": ["x"] * 201}]}, (400, "FilterLimitExceeded", VALUES)),
        ({"DryRun": True}, (412, "DryRunOperation", "Request would have succeeded, but DryRun flag is set.")),
        ({"DryRun": True, "MaxResults": 201}, (400, INVALID, TOO_MANY)),
    ],
)
def test_mistakes_are_answered_as_ec2_answers_them(ec2: Any, params: Any, expected: tuple[int, str, str]) -> None:
    """Status, code and message of each mistake; a dry run comes last."""
    assert refusal(lambda: ec2.describe_fast_launch_images(**params)) == expected


def test_max_results_of_zero_is_no_limit(ec2: Any) -> None:
    """The model allows 0, and it means that nothing was said."""
    assert len(ec2.describe_fast_launch_images(MaxResults=0)["FastLaunchImages"]) == 62


def test_a_token_is_good_for_its_query_account_and_region_only(boto: Boto, ec2: Any) -> None:
    """Any other use of a token is refused."""
    token = ec2.describe_fast_launch_images(MaxResults=5)["NextToken"]
    others = [
        lambda: boto("ec2", region="eu-west-1").describe_fast_launch_images(NextToken=token),
        lambda: boto("ec2", account=GOLDEN).describe_fast_launch_images(NextToken=token),
        lambda: ec2.describe_fast_launch_images(NextToken=token, ImageIds=["ami-0123456789abcdef0"]),
        lambda: ec2.describe_fast_launch_images(NextToken=token, Filters=[{"Name": "state", "Values": ["*"]}]),
        lambda: ec2.describe_images(NextToken=token, MaxResults=5),
    ]
    assert {refusal(other)[1] for other in others} == {"InvalidNextToken"}


def test_a_resume_token_of_boto3_goes_on_where_it_stopped(ec2: Any) -> None:
    """MaxItems ends a run; its resume token starts the next one without loss."""
    paginator = ec2.get_paginator("describe_fast_launch_images")
    found, token = [], None
    while True:
        config = {"MaxItems": 11, "PageSize": 4, "StartingToken": token}
        result = paginator.paginate(PaginationConfig=config).build_full_result()
        found += result["FastLaunchImages"]
        token = result.get("NextToken")
        if token is None:
            break
    assert found == images(ec2)


def test_unknown_operations_are_answered_in_the_protocol(ec2: Any) -> None:
    """What EC2 has and the endpoint has not is said so, as an EC2 error."""
    assert refusal(lambda: ec2.create_vpc(CidrBlock="10.0.0.0/16"))[:2] == (400, "UnsupportedOperation")


def test_fast_launch_goes_from_enabling_to_enabled_and_away(endpoint: Endpoint, ec2: Any) -> None:
    """Register an AMI, enable it, wait, disable it, wait."""
    image_id = ec2.register_image(Name="Win2022-golden")["ImageId"]
    answer = ec2.enable_fast_launch(ImageId=image_id)
    assert answer["State"] == "enabling"
    assert answer["LaunchTemplate"] == {}
    assert answer["SnapshotConfiguration"] == {"TargetResourceCount": 5}
    assert (answer["MaxParallelLaunches"], answer["OwnerId"]) == (6, local.ACCOUNT)
    endpoint.clock.step(239)
    assert images(ec2, ImageIds=[image_id])[0]["State"] == "enabling"
    endpoint.clock.step(1)
    enabled = images(ec2, ImageIds=[image_id])[0]
    assert enabled["State"] == "enabled"
    assert enabled["LaunchTemplate"]["LaunchTemplateName"].startswith("EC2FastLaunchDefaultResourceCreation-")
    assert (enabled["StateTransitionTime"] - answer["StateTransitionTime"]).total_seconds() == 240
    assert ec2.disable_fast_launch(ImageId=image_id)["State"] == "disabling"
    assert refusal(lambda: ec2.enable_fast_launch(ImageId=image_id))[1] == "IncorrectState"
    endpoint.clock.step(60)
    assert images(ec2, ImageIds=[image_id]) == []
    assert refusal(lambda: ec2.disable_fast_launch(ImageId=image_id))[1] == "IncorrectState"


def test_an_ami_shared_with_another_account_shows_no_owner_there(boto: Boto, ec2: Any) -> None:
    """Share an AMI, enable it in the other account: a row of that account, without OwnerId."""
    other = boto("ec2", account="555555555555")
    image_id = ec2.register_image(Name="Win2025-shared")["ImageId"]
    assert refusal(lambda: other.enable_fast_launch(ImageId=image_id))[1] == "InvalidAMIID.NotFound"
    ec2.modify_image_attribute(ImageId=image_id, LaunchPermission={"Add": [{"UserId": "555555555555"}]})
    assert [image["OwnerId"] for image in other.describe_images(ImageIds=[image_id])["Images"]] == [local.ACCOUNT]
    assert "OwnerId" not in other.enable_fast_launch(ImageId=image_id)
    assert [image["ImageId"] for image in images(other)] == [image_id]
    assert images(ec2, ImageIds=[image_id]) == []
    foreign = {"ImageId": image_id, "UserIds": ["555555555555"]}
    assert refusal(lambda: other.modify_image_attribute(**foreign))[1] == "AuthFailure"


def test_launch_templates_are_named_by_id_or_name_with_a_version(ec2: Any) -> None:
    """A template is found by either, and every mistake has its code."""
    made = ec2.create_launch_template(LaunchTemplateName="golden", LaunchTemplateData={})["LaunchTemplate"]
    image_id = ec2.register_image(Name="Win2019-template")["ImageId"]

    def enable(**template: str) -> Any:
        return ec2.enable_fast_launch(ImageId=image_id, LaunchTemplate=template)

    cases = [
        ({"LaunchTemplateName": "golden"}, "MissingParameter"),
        ({"Version": "1"}, "MissingParameter"),
        ({"LaunchTemplateName": "a-name", "LaunchTemplateId": "x", "Version": "1"}, "InvalidParameterCombination"),
        ({"LaunchTemplateId": "x", "Version": "1"}, "InvalidLaunchTemplateId.Malformed"),
        ({"LaunchTemplateId": "lt-0123456789abcdef0", "Version": "1"}, "InvalidLaunchTemplateId.NotFound"),
        ({"LaunchTemplateName": "?", "Version": "1"}, "InvalidLaunchTemplateName.MalformedException"),
        ({"LaunchTemplateName": "unknown", "Version": "1"}, "InvalidLaunchTemplateName.NotFoundException"),
        ({"LaunchTemplateName": "golden", "Version": "2"}, "InvalidLaunchTemplateId.VersionNotFound"),
    ]
    for template, code in cases:
        assert refusal(lambda template=template: enable(**template))[1] == code
    answer = enable(LaunchTemplateName="golden", Version="$Latest")
    wanted = {"LaunchTemplateId": made["LaunchTemplateId"], "LaunchTemplateName": "golden", "Version": "$Latest"}
    assert answer["LaunchTemplate"] == wanted


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({}, "MissingParameter"),
        ({"ImageId": "ami-xyz"}, "InvalidAMIID.Malformed"),
        ({"ImageId": "ami-0123456789abcdef0"}, "InvalidAMIID.NotFound"),
        ({"ImageId": "ami-0123456789abcdef0", "DryRun": True}, "InvalidAMIID.NotFound"),
        ({"ImageId": "ami-0123456789abcdef0", "MaxParallelLaunches": 5}, INVALID),
        ({"ImageId": "ami-0123456789abcdef0", "ResourceType": "volume"}, INVALID),
        ({"ImageId": "ami-0123456789abcdef0", "SnapshotConfiguration": {"TargetResourceCount": 0}}, INVALID),
    ],
)
def test_enabling_refuses_what_cannot_be(ec2: Any, params: Any, code: str) -> None:
    """The code of each mistake in EnableFastLaunch."""
    if params.get("SnapshotConfiguration"):
        params = {**params, "ImageId": images(ec2)[0]["ImageId"]}
    assert refusal(lambda: ec2.enable_fast_launch(**params))[1] == code


def test_the_quota_of_parallel_launches_counts_over_all_images(boto: Boto) -> None:
    """The sum over the account and region stays within 40."""
    client = boto("ec2", account="777777777777")
    ids = [client.register_image(Name=f"win-{number}")["ImageId"] for number in range(3)]
    client.enable_fast_launch(ImageId=ids[0], MaxParallelLaunches=34)
    assert (
        refusal(lambda: client.enable_fast_launch(ImageId=ids[1], MaxParallelLaunches=7))[1] == "ResourceCountExceeded"
    )
    client.enable_fast_launch(ImageId=ids[2])
    client.enable_fast_launch(ImageId=ids[0], MaxParallelLaunches=30)


def test_images_are_listed_in_pages_with_those_that_are_shared(boto: Boto, ec2: Any) -> None:
    """DescribeImages pages over own and shared AMIs, and filters them."""
    pages = ec2.get_paginator("describe_images").paginate(PaginationConfig={"PageSize": 5})
    found = [image["ImageId"] for page in pages for image in page["Images"]]
    assert found == sorted(set(found))
    shared = ec2.describe_images(Owners=[GOLDEN])["Images"]
    assert len(shared) == 6
    assert len(ec2.describe_images(Filters=[{"Name": "name", "Values": ["shared-*"]}])["Images"]) == 6
    assert refusal(lambda: ec2.describe_images(MaxResults=4))[1] == INVALID
    assert refusal(lambda: ec2.describe_images(ImageIds=found[:1], MaxResults=5))[1] == "InvalidParameterCombination"
    assert refusal(lambda: ec2.describe_images(ImageIds=["ami-0123456789abcdef0"]))[1] == "InvalidAMIID.NotFound"
    ec2.deregister_image(ImageId=ec2.register_image(Name="short-lived")["ImageId"])


@pytest.mark.parametrize(
    ("operation", "params", "code"),
    [
        ("register_image", {}, "MissingParameter"),
        ("register_image", {"Name": "ab"}, "InvalidAMIName.Malformed"),
        ("register_image", {"Name": "abc", "Architecture": "vax"}, INVALID),
        ("create_launch_template", {"LaunchTemplateData": {}}, "MissingParameter"),
        ("create_launch_template", {"LaunchTemplateName": "a b", "LaunchTemplateData": {}}, BAD_NAME),
        ("deregister_image", {"ImageId": "ami-0123456789abcdef0"}, "InvalidAMIID.NotFound"),
        ("modify_image_attribute", {"ImageId": "ami-0123456789abcdef0"}, "InvalidParameterCombination"),
        ("disable_fast_launch", {"ImageId": "ami-0123456789abcdef0"}, "InvalidAMIID.NotFound"),
        ("disable_fast_launch", {"ImageId": "nope"}, "InvalidAMIID.Malformed"),
    ],
)
def test_other_operations_refuse_what_cannot_be(boto: Boto, operation: str, params: Any, code: str) -> None:
    """The code of each mistake."""
    assert refusal(lambda: getattr(boto("ec2"), operation)(**params))[1] == code


def test_images_are_described_shared_and_forgotten(boto: Boto) -> None:
    """Names are unique; permissions come and go in both forms; the description changes."""
    client, other = boto("ec2", account="616161616161"), boto("ec2", account="626262626262")
    image_id = client.register_image(Name="one", Description="first")["ImageId"]
    assert refusal(lambda: client.register_image(Name="one"))[1] == "InvalidAMIName.Duplicate"
    client.modify_image_attribute(ImageId=image_id, OperationType="add", UserIds=["626262626262"])
    client.modify_image_attribute(ImageId=image_id, Description={"Value": "second"})
    found = other.describe_images(ImageIds=[image_id])["Images"][0]
    assert (found["Name"], found["Description"], found["OwnerId"]) == ("one", "second", "616161616161")
    assert found["CreationDate"].endswith("Z")
    filters = [{"Name": "platform", "Values": ["windows"]}, {"Name": "is-public", "Values": ["false"]}]
    assert len(other.describe_images(Filters=filters)["Images"]) == 1
    assert other.describe_images(Owners=["self"])["Images"] == []
    assert refusal(lambda: other.deregister_image(ImageId=image_id))[1] == "AuthFailure"
    bad = refusal(lambda: client.modify_image_attribute(ImageId=image_id, UserIds=["1"]))
    assert bad[1:] == ("InvalidAMIAttributeItemValue", 'Invalid attribute item value "1" for userId item type.')
    client.modify_image_attribute(ImageId=image_id, LaunchPermission={"Remove": [{"UserId": "626262626262"}]})
    assert refusal(lambda: other.describe_images(ImageIds=[image_id]))[1] == "InvalidAMIID.NotFound"
    client.deregister_image(ImageId=image_id)
    assert [image["State"] for image in client.describe_images()["Images"]] == ["deregistered"]


def test_a_public_linux_image_is_seen_by_all_and_not_launched_fast(boto: Boto, endpoint: Endpoint) -> None:
    """Public AMIs are found by their ids, in their region only."""
    seed = {"ImageId": "ami-0000beef", "Name": "al2023", "Public": True}
    Control(endpoint).seed("DescribeImages", [seed], account="636363636363")
    client = boto("ec2")
    found = client.describe_images(ImageIds=["ami-0000beef"])["Images"][0]
    assert (found["PlatformDetails"], found["Public"]) == ("Linux/UNIX", True)
    assert refusal(lambda: client.enable_fast_launch(ImageId="ami-0000beef"))[1] == "UnsupportedOperation"
    abroad = boto("ec2", region="eu-west-1")
    assert refusal(lambda: abroad.describe_images(ImageIds=["ami-0000beef"]))[1] == "InvalidAMIID.NotFound"
