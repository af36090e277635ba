"""WorkSpaces at the local endpoint, seen with boto3 over a socket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from allpages import local
from allpages.local import error_details, lifecycle
from allpages.local.server.control import Control
from allpages.local.store import demo
from allpages.local.store.tables import Bundle, Outcome, Quota, WorkspaceImage

if TYPE_CHECKING:
    from collections.abc import Callable

    from allpages.local.endpoint import Endpoint

    Boto = Callable[..., Any]

GOLDEN = demo.SHARED_SERVICES
OTHER = "555555555555"
INFRASTRUCTURE = "arn:aws:imagebuilder:us-east-1:123456789012:infrastructure-configuration/one"
UNKNOWN = "wsi-000000000"
NOT_FOUND = "ResourceNotFoundException"
INVALID = "InvalidParameterValuesException"


def images(client: Any, *, size: int | None = None, **params: Any) -> list[dict[str, Any]]:
    """All images, through boto3's paginator."""
    config = {"PageSize": size} if size else {}
    pages = client.get_paginator("describe_workspace_images").paginate(PaginationConfig=config, **params)
    return [image for page in pages for image in page["Images"]]


def refusal(call: Callable[[], Any]) -> tuple[str, str]:
    """Code and message of the error that a call ends with; WorkSpaces answers every one with 400."""
    with pytest.raises(ClientError) as caught:
        call()
    response = caught.value.response
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert response["ResponseMetadata"]["HTTPHeaders"]["x-amzn-errortype"] == response["Error"]["Code"]
    return response["Error"]["Code"], response["Error"]["Message"]


@pytest.fixture
def workspaces(boto: Boto) -> Any:
    """The default account's client in us-east-1."""
    return boto("workspaces")


@pytest.fixture
def desktop(endpoint: Endpoint) -> str:
    """The id of a WorkSpace that images can be made of."""
    from allpages.local.store.tables import Workspace

    place = endpoint.store.place("aws", local.ACCOUNT, local.REGION).number
    found = endpoint.store.find(Workspace, {"place": place})
    return next(row.workspace_id for row in found if not row.encrypted)


def test_the_demo_inventory_has_every_state_and_more_than_one_page(workspaces: Any) -> None:
    """WorkSpaces images: at least 40 in us-east-1, in every state, owned and shared, BYOL among them."""
    found = images(workspaces, ImageType="OWNED")
    assert len(found) == 72
    assert {image["State"] for image in found} == {"AVAILABLE", "PENDING", "ERROR"}
    assert {image["RequiredTenancy"] for image in found} == {"DEFAULT", "DEDICATED"}
    assert any(image["Updates"]["UpdateAvailable"] for image in found if "Updates" in image)
    assert all(image["OperatingSystem"]["Type"] in {"WINDOWS", "LINUX"} for image in images(workspaces))
    failed = [image for image in found if image["State"] == "ERROR"]
    assert all(image["ErrorDetails"][0]["ErrorCode"] == image["ErrorCode"] for image in failed)
    assert not any("ErrorCode" in image for image in found if image["State"] != "ERROR")
    names = [image["Name"] for image in found]
    assert len(set(names)) == len(names)


def test_owned_and_shared_images_make_up_all(workspaces: Any) -> None:
    """Without ImageType both are listed, oldest first; SHARED are those of others."""
    shared = images(workspaces, ImageType="SHARED")
    assert {image["OwnerAccountId"] for image in shared} == {GOLDEN}
    everything = images(workspaces)
    both = sorted(
        shared + images(workspaces, ImageType="OWNED"), key=lambda image: (image["Created"], image["ImageId"])
    )
    assert everything == both


@pytest.mark.parametrize("size", [1, 3, 24, 25])
def test_pages_of_any_size_hold_every_image_once(workspaces: Any, size: int) -> None:
    """The listing is the same whatever the page size."""
    assert images(workspaces, size=size) == images(workspaces)


def test_pages_have_25_images_unless_fewer_are_asked_for(workspaces: Any) -> None:
    """The default page is the largest."""
    assert len(workspaces.describe_workspace_images()["Images"]) == 25
    assert len(workspaces.describe_workspace_images(MaxResults=7)["Images"]) == 7


def test_ids_choose_images_and_unknown_ones_are_absent(workspaces: Any) -> None:
    """Up to 25 ids, each listed once; one that is not there is left out."""
    known = [image["ImageId"] for image in images(workspaces)][5:15]
    found = [image["ImageId"] for image in images(workspaces, ImageIds=[*reversed(known), known[0], UNKNOWN], size=4)]
    assert found == known
    assert images(workspaces, ImageIds=[UNKNOWN]) == []


@pytest.mark.parametrize(
    ("params", "place", "rule"),
    [
        ({"MaxResults": 26}, "'26' at 'maxResults'", "have value less than or equal to 25"),
        ({"MaxResults": 0}, "'0' at 'maxResults'", "have value greater than or equal to 1"),
        ({"ImageType": "FOO"}, "'FOO' at 'imageType'", "satisfy enum value set: [OWNED, SHARED]"),
        (
            {"ImageIds": ["nope"]},
            "'nope' at 'imageIds.1.member'",
            "satisfy regular expression pattern: wsi-[0-9a-z]{9,63}$",
        ),
        ({"ImageIds": []}, "'[]' at 'imageIds'", "have length greater than or equal to 1"),
        ({"NextToken": ""}, "'' at 'nextToken'", "have length greater than or equal to 1"),
    ],
)
def test_broken_constraints_are_worded_as_aws_words_them(workspaces: Any, params: Any, place: str, rule: str) -> None:
    """A ValidationException names the value, the place and the rule."""
    message = f"1 validation error detected: Value {place} failed to satisfy constraint: Member must {rule}"
    assert refusal(lambda: workspaces.describe_workspace_images(**params)) == ("ValidationException", message)


def test_all_broken_constraints_are_told_at_once(workspaces: Any) -> None:
    """Two mistakes, one answer that counts them."""
    _, message = refusal(lambda: workspaces.describe_workspace_images(MaxResults=99, ImageIds=[UNKNOWN] * 26))
    assert message.startswith("2 validation errors detected: ")
    assert "; " in message
    _, message = refusal(workspaces.delete_workspace_image)
    place = "Value null at 'imageId'"
    assert message == f"1 validation error detected: {place} failed to satisfy constraint: Member must not be null"


def test_wrong_json_types_are_no_validation_errors(workspaces: Any) -> None:
    """A number where a list belongs cannot be read at all."""
    assert refusal(lambda: workspaces.describe_workspace_images(MaxResults="5"))[0] == "SerializationException"
    assert refusal(lambda: workspaces.describe_workspace_images(ImageType=["OWNED"]))[0] == "SerializationException"


def test_a_token_is_good_for_its_query_account_and_region_only(boto: Boto, workspaces: Any) -> None:
    """Any other use of a token, and any other text, is refused."""
    token = workspaces.describe_workspace_images(MaxResults=5)["NextToken"]
    others = [
        lambda: boto("workspaces", region="eu-west-1").describe_workspace_images(NextToken=token),
        lambda: boto("workspaces", account=GOLDEN).describe_workspace_images(NextToken=token),
        lambda: workspaces.describe_workspace_images(NextToken=token, ImageType="OWNED"),
        lambda: workspaces.describe_workspace_images(NextToken="garbage"),
    ]
    assert {refusal(other)[0] for other in others} == {INVALID}


def test_an_image_of_a_workspace_becomes_available(endpoint: Endpoint, workspaces: Any, desktop: str) -> None:
    """PENDING until its time has come, then AVAILABLE; its tags come with it."""
    tags = [{"Key": "Team", "Value": "IT"}]
    made = workspaces.create_workspace_image(Name="fresh-1", Description="a fresh one", WorkspaceId=desktop, Tags=tags)
    assert (made["State"], made["RequiredTenancy"], made["OwnerAccountId"]) == ("PENDING", "DEFAULT", local.ACCOUNT)
    assert (
        refusal(lambda: workspaces.delete_workspace_image(ImageId=made["ImageId"]))[0]
        == "InvalidResourceStateException"
    )
    endpoint.clock.step(2700)
    found = images(workspaces, ImageIds=[made["ImageId"]])[0]
    assert found["State"] == "AVAILABLE"
    assert found["Created"] == made["Created"]
    assert workspaces.describe_tags(ResourceId=made["ImageId"])["TagList"] == tags
    assert workspaces.delete_workspace_image(ImageId=made["ImageId"])["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert images(workspaces, ImageIds=[made["ImageId"]]) == []


@pytest.mark.parametrize("code", error_details.MESSAGES)
def test_a_failure_that_was_ordered_ends_in_error_with_its_details(endpoint: Endpoint, code: str) -> None:
    """PENDING becomes ERROR, with any of the 48 codes."""
    store = endpoint.store
    place = store.place("aws", "888888888888", local.REGION).number
    image = WorkspaceImage(place=place, image_id=f"wsi-{code}", name=code, created_ms=0, owner="", state="PENDING")
    store.put(image, Outcome(pattern=code, state="ERROR", code=code))
    from allpages.local.store.tables import Timer

    store.put(Timer(place=place, subject=image.image_id, kind="pending", due_ms=0))
    lifecycle.catch_up(store, endpoint.settings, 0)
    found = store.get(WorkspaceImage, place, image.image_id)
    assert found is not None
    assert (found.state, found.error_code) == ("ERROR", code)
    assert found.error_details == [{"ErrorCode": code, "ErrorMessage": error_details.MESSAGES[code]}]


def test_the_48_codes_are_those_of_the_model() -> None:
    """None is missing, none made up."""
    from allpages.models.catalog import service

    assert set(error_details.MESSAGES) == set(
        service("workspaces").shape("WorkspaceImageErrorDetailCode").traits["enum"]
    )
    assert len(error_details.MESSAGES) == 48


def test_images_are_copied_over_regions_and_from_others(boto: Boto, endpoint: Endpoint, workspaces: Any) -> None:
    """A copy belongs to the copier, in the region of the call, with an id of its own."""
    abroad = boto("workspaces", region="eu-west-1")
    source = next(image for image in images(workspaces, ImageType="SHARED") if image["State"] == "AVAILABLE")
    made = abroad.copy_workspace_image(Name="copied", SourceImageId=source["ImageId"], SourceRegion="us-east-1")
    endpoint.clock.step(2700)
    found = images(abroad, ImageIds=[made["ImageId"]])[0]
    assert (found["OwnerAccountId"], found["State"]) == (local.ACCOUNT, "AVAILABLE")
    assert found["OperatingSystem"] == source["OperatingSystem"]
    assert found["RequiredTenancy"] == source["RequiredTenancy"]

    def copy(**params: str) -> Any:
        return abroad.copy_workspace_image(
            **{"Name": "x", "SourceImageId": UNKNOWN, "SourceRegion": "us-east-1", **params}
        )

    assert refusal(copy)[0] == NOT_FOUND
    assert refusal(lambda: copy(Name="copied", SourceImageId=source["ImageId"]))[0] == "ResourceAlreadyExistsException"
    assert refusal(lambda: copy(Name="with space"))[0] == "ValidationException"
    failed = next(image for image in images(workspaces) if image["State"] == "ERROR")
    assert refusal(lambda: copy(SourceImageId=failed["ImageId"]))[0] == "ResourceUnavailableException"


def test_an_image_is_shared_seen_copied_and_taken_back(boto: Boto, workspaces: Any) -> None:
    """The other account sees it as SHARED with the original date, until the share ends; a shared one cannot go."""
    other = boto("workspaces", account=OTHER)
    image = next(image for image in images(workspaces, ImageType="OWNED") if image["State"] == "AVAILABLE")
    image_id = image["ImageId"]

    def share(account: str = OTHER, *, allow: bool = True, client: Any = workspaces, shared: str = image_id) -> Any:
        params = {"ImageId": shared, "SharedAccountId": account, "AllowCopyImage": allow}
        return client.update_workspace_image_permission(**params)

    assert refusal(lambda: share(allow=False))[0] == INVALID
    share()
    assert images(other) == images(other, ImageType="SHARED") == [image]
    assert images(other, ImageType="OWNED") == []
    assert refusal(lambda: other.describe_workspace_image_permissions(ImageId=image_id))[0] == NOT_FOUND
    assert refusal(lambda: share("111111111111", client=other))[0] == NOT_FOUND
    assert refusal(lambda: share(local.ACCOUNT))[0] == INVALID
    assert refusal(lambda: share(shared=UNKNOWN))[0] == NOT_FOUND
    assert refusal(lambda: workspaces.delete_workspace_image(ImageId=image_id))[0] == "InvalidResourceStateException"
    share(allow=False)
    assert images(other) == []


def test_permissions_are_listed_in_pages(boto: Boto, workspaces: Any) -> None:
    """Every account an image is shared with, whatever the page size; the owner is not among them."""
    image = next(image for image in reversed(images(workspaces, ImageType="OWNED")) if image["State"] == "AVAILABLE")
    accounts = [f"{number:012d}" for number in range(100000000000, 100000000031)]
    for account in accounts:
        workspaces.update_workspace_image_permission(
            ImageId=image["ImageId"], SharedAccountId=account, AllowCopyImage=True
        )
    for size in (1, 7, 25):
        found, token = [], {}
        while True:
            page = workspaces.describe_workspace_image_permissions(ImageId=image["ImageId"], MaxResults=size, **token)
            assert page["ImageId"] == image["ImageId"]
            found += [permission["SharedAccountId"] for permission in page["ImagePermissions"]]
            if "NextToken" not in page:
                break
            token = {"NextToken": page["NextToken"]}
        assert found == accounts
    assert refusal(lambda: workspaces.describe_workspace_image_permissions(ImageId=UNKNOWN))[0] == NOT_FOUND


def test_an_update_makes_a_new_image(endpoint: Endpoint, workspaces: Any) -> None:
    """The source stays, and tells that its update is on the way."""
    found = images(workspaces, ImageType="OWNED")
    source = next(one for one in found if one.get("Updates", {}).get("UpdateAvailable") and one["State"] == "AVAILABLE")
    params = {"Name": "updated-1", "Description": "updated", "SourceImageId": source["ImageId"]}
    made = workspaces.create_updated_workspace_image(**params)
    endpoint.clock.step(2700)
    assert images(workspaces, ImageIds=[made["ImageId"]])[0]["State"] == "AVAILABLE"
    after = images(workspaces, ImageIds=[source["ImageId"]])[0]
    assert not after["Updates"]["UpdateAvailable"]
    again = {**params, "Name": "updated-2"}
    assert refusal(lambda: workspaces.create_updated_workspace_image(**again))[0] == "OperationNotSupportedException"
    unknown = {**params, "SourceImageId": UNKNOWN}
    assert refusal(lambda: workspaces.create_updated_workspace_image(**unknown))[0] == NOT_FOUND


@pytest.fixture
def ami(endpoint: Endpoint) -> str:
    """An AMI that the account owns."""
    Control(endpoint).seed("DescribeImages", [{"ImageId": "ami-0123456789abcdef0", "Platform": "windows"}])
    return "ami-0123456789abcdef0"


def test_an_imported_image_is_dedicated(workspaces: Any, ami: str) -> None:
    """ImportWorkspaceImage is for BYOL, of an own AMI; more than one application is refused."""
    params = {
        "Ec2ImageId": ami,
        "IngestionProcess": "BYOL_REGULAR_WSP",
        "ImageName": "byol-1",
        "ImageDescription": "our own licence",
    }
    both = ["Microsoft_Office_2016", "Microsoft_Office_2019"]
    assert refusal(lambda: workspaces.import_workspace_image(**params, Applications=both))[0] == INVALID
    made = workspaces.import_workspace_image(**params)
    assert images(workspaces, ImageIds=[made["ImageId"]])[0]["RequiredTenancy"] == "DEDICATED"
    assert refusal(lambda: workspaces.import_workspace_image(**params))[0] == "ResourceAlreadyExistsException"
    unknown = {**params, "ImageName": "byol-2", "Ec2ImageId": "ami-0123456789abcdef1"}
    assert refusal(lambda: workspaces.import_workspace_image(**unknown))[0] == NOT_FOUND
    wrong = {**params, "Ec2ImageId": "ami-1"}
    assert refusal(lambda: workspaces.import_workspace_image(**wrong))[0] == "ValidationException"


def test_a_custom_import_tells_how_far_it_is(endpoint: Endpoint, workspaces: Any, ami: str) -> None:
    """From PENDING over every stage to COMPLETED, and the image with it."""
    params: dict[str, Any] = {
        "ImageName": "custom-1",
        "ImageDescription": "built for us",
        "ComputeType": "BASE",
        "Protocol": "DCV",
        "ImageSource": {"Ec2ImageId": ami},
        "InfrastructureConfigurationArn": INFRASTRUCTURE,
        "Platform": "WINDOWS",
        "OsVersion": "Windows_11",
    }
    pcoip = {**params, "Protocol": "PCOIP"}
    assert refusal(lambda: workspaces.import_custom_workspace_image(**pcoip))[0] == "OperationNotSupportedException"
    two = {**params, "ImageSource": {"Ec2ImageId": "ami-01234567", "Ec2ImportTaskId": "import-ami-01234567"}}
    assert refusal(lambda: workspaces.import_custom_workspace_image(**two))[0] == INVALID
    made = workspaces.import_custom_workspace_image(**params)
    seen = []
    for _ in lifecycle.IMPORT_STAGES:
        found = workspaces.describe_custom_workspace_image_import(ImageId=made["ImageId"])
        seen.append(found["State"])
        endpoint.clock.step(225)
    assert tuple(seen) == lifecycle.IMPORT_STAGES
    assert found["ProgressPercentage"] == 100
    assert (found["LastUpdatedTime"] - found["Created"]).total_seconds() == 2700
    assert found["ImageSource"] == params["ImageSource"]
    assert images(workspaces, ImageIds=[made["ImageId"]])[0]["State"] == "AVAILABLE"
    assert refusal(lambda: workspaces.describe_custom_workspace_image_import(ImageId=UNKNOWN))[0] == NOT_FOUND


def test_a_custom_import_fails_with_its_image(endpoint: Endpoint, workspaces: Any, ami: str) -> None:
    """An ordered failure shows in both."""
    endpoint.store.put(Outcome(pattern="doomed-*", state="ERROR", code="DomainJoined"))
    made = workspaces.import_custom_workspace_image(
        ImageName="doomed-1",
        ImageDescription="x",
        ComputeType="BASE",
        Protocol="DCV",
        ImageSource={"Ec2ImageId": ami},
        InfrastructureConfigurationArn=INFRASTRUCTURE,
        Platform="WINDOWS",
        OsVersion="Windows_10",
    )
    endpoint.clock.step(2700)
    found = workspaces.describe_custom_workspace_image_import(ImageId=made["ImageId"])
    assert (found["State"], found["ErrorDetails"][0]["ErrorCode"]) == ("ERROR", "DomainJoined")
    image = images(workspaces, ImageIds=[made["ImageId"]])[0]
    assert (image["State"], image["ErrorCode"]) == ("ERROR", "DomainJoined")


def test_workspaces_that_cannot_be_imaged_are_refused(endpoint: Endpoint, workspaces: Any, desktop: str) -> None:
    """No such WorkSpace, an encrypted one, a name that is taken."""
    from allpages.local.store.tables import Workspace

    place = endpoint.store.place("aws", local.ACCOUNT, local.REGION).number
    locked = next(row.workspace_id for row in endpoint.store.find(Workspace, {"place": place}) if row.encrypted)

    def create(workspace_id: str, name: str = "never") -> Any:
        return workspaces.create_workspace_image(Name=name, Description="x", WorkspaceId=workspace_id)

    taken = images(workspaces, ImageType="OWNED")[0]["Name"]
    assert refusal(lambda: create("ws-000000000"))[0] == NOT_FOUND
    assert refusal(lambda: create(locked))[0] == "OperationNotSupportedException"
    code, message = refusal(lambda: create(desktop, taken))
    assert code == "ResourceAlreadyExistsException"
    assert message.startswith("A WorkSpace image with the same name exists in the destination Region.")


def test_images_that_bundles_use_stay_and_unknown_ones_go(endpoint: Endpoint, workspaces: Any) -> None:
    """A bundle keeps its image; to delete what is not there is no mistake."""
    found = images(workspaces, ImageType="OWNED")
    image = next(one for one in found if one["State"] == "ERROR")
    place = endpoint.store.place("aws", local.ACCOUNT, local.REGION).number
    endpoint.store.put(Bundle(place=place, bundle_id="wsb-000000000", image_id=image["ImageId"], name="desk"))
    assert (
        refusal(lambda: workspaces.delete_workspace_image(ImageId=image["ImageId"]))[0] == "ResourceAssociatedException"
    )
    endpoint.store.delete(Bundle, {"place": place})
    workspaces.delete_workspace_image(ImageId=image["ImageId"])
    workspaces.delete_workspace_image(ImageId=UNKNOWN)


def test_the_quota_of_images_is_kept(endpoint: Endpoint, workspaces: Any, desktop: str) -> None:
    """One more than the quota is refused; shared images do not count."""
    place = endpoint.store.place("aws", local.ACCOUNT, local.REGION).number
    count = len(images(workspaces, ImageType="OWNED"))
    endpoint.store.put(Quota(place=place, name="images", value=count))
    params = {"Name": "one-too-many", "Description": "x", "WorkspaceId": desktop}
    assert refusal(lambda: workspaces.create_workspace_image(**params))[0] == "ResourceLimitExceededException"
    endpoint.store.put(Quota(place=place, name="images", value=200))


def test_tags_are_set_replaced_and_removed(workspaces: Any) -> None:
    """The same key replaces; fifty are the most; unknown resources have none."""
    image_id = images(workspaces, ImageType="OWNED")[0]["ImageId"]
    workspaces.create_tags(ResourceId=image_id, Tags=[{"Key": "Team", "Value": "A"}, {"Key": "Zone"}])
    workspaces.create_tags(ResourceId=image_id, Tags=[{"Key": "Team", "Value": "B"}])
    expected = [{"Key": "Team", "Value": "B"}, {"Key": "Zone", "Value": ""}]
    assert workspaces.describe_tags(ResourceId=image_id)["TagList"] == expected
    many = [{"Key": f"key-{number}", "Value": "x"} for number in range(49)]
    assert (
        refusal(lambda: workspaces.create_tags(ResourceId=image_id, Tags=many))[0] == "ResourceLimitExceededException"
    )
    workspaces.delete_tags(ResourceId=image_id, TagKeys=["Zone", "never"])
    assert workspaces.describe_tags(ResourceId=image_id)["TagList"] == expected[:1]
    for unknown in (UNKNOWN, "d-0123456789"):
        assert refusal(lambda unknown=unknown: workspaces.describe_tags(ResourceId=unknown))[0] == NOT_FOUND


def test_operations_that_are_not_there_say_so(workspaces: Any) -> None:
    """In the service's own form."""
    reboot = refusal(lambda: workspaces.reboot_workspaces(RebootWorkspaceRequests=[]))
    assert reboot[0] == "OperationNotSupportedException"


def test_states_and_partitions_that_do_not_allow_it(boto: Boto, endpoint: Endpoint, workspaces: Any) -> None:
    """A WorkSpace that is not ready, an image that is not, and what two partitions do not do."""
    control = Control(endpoint)
    control.seed("DescribeWorkspaces", [{"WorkspaceId": "ws-starting0", "State": "STARTING"}])
    params = {"Name": "x", "Description": "x", "WorkspaceId": "ws-starting0"}
    assert refusal(lambda: workspaces.create_workspace_image(**params))[0] == "InvalidResourceStateException"
    failed = next(image["ImageId"] for image in images(workspaces, ImageType="OWNED") if image["State"] == "ERROR")
    share = {"ImageId": failed, "SharedAccountId": OTHER, "AllowCopyImage": True}
    assert refusal(lambda: workspaces.update_workspace_image_permission(**share))[0] == "ResourceUnavailableException"
    update = {"Name": "x", "Description": "x", "SourceImageId": failed}
    assert refusal(lambda: workspaces.create_updated_workspace_image(**update))[0] == "InvalidResourceStateException"
    image = {"ImageId": "wsi-partition", "RequiredTenancy": "DEDICATED"}
    for partition, region in (("aws-cn", "cn-north-1"), ("aws-us-gov", "us-gov-west-1")):
        control.seed("DescribeWorkspaceImages", [image], partition=partition, region=region)
    copy = {"Name": "x", "SourceImageId": "wsi-partition", "SourceRegion": "cn-north-1"}
    china = boto("workspaces", region="cn-northwest-1")
    assert refusal(lambda: china.copy_workspace_image(**copy))[0] == "OperationNotSupportedException"
    gov = boto("workspaces", region="us-gov-west-1")
    share = {**share, "ImageId": "wsi-partition"}
    assert refusal(lambda: gov.update_workspace_image_permission(**share))[0] == "OperationNotSupportedException"
