"""An image administrator's clean-up, as such scripts are: list, find what nothing uses, delete, share, look again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from boto_clients import boto_client
from botocore.exceptions import ClientError
from botocore.loaders import Loader

from allpages import local
from allpages.local.organization.tree import Account, Organization
from allpages.local.server import asgi
from allpages.local.server.control import Control
from allpages.local.trouble import Trouble
from allpages.local.world_clock import Clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allpages.local.endpoint import Endpoint

HOME, FRIENDS = "111111111111", ("222222222222", "333333333333")


def images() -> list[dict[str, Any]]:
    """Six images, a month apart."""
    return [
        {"ImageId": f"wsi-00000000{at}", "Name": f"image-{at}", "State": "AVAILABLE", "OwnerAccountId": HOME,
         "Created": f"2025-0{at}-01T00:00:00Z", "RequiredTenancy": "DEFAULT"}
        for at in range(1, 7)
    ]  # fmt: skip


@pytest.fixture
def endpoint() -> Endpoint:
    """Images, of which two have a bundle, one of these a WorkSpace, and one is shared; and AMIs."""
    made = local.open_endpoint(demo=False, clock=Clock(pace=0.0), seed=1)
    control = Control(made)
    control.seed("DescribeWorkspaceImages", images(), account=HOME)
    bundles = [
        {"BundleId": f"wsb-00000000{at}", "Name": f"bundle-{at}", "Owner": HOME, "ImageId": f"wsi-00000000{at}"}
        for at in (1, 2)
    ]
    control.seed("DescribeWorkspaceBundles", bundles, account=HOME)
    desk = {"WorkspaceId": "ws-000000001", "BundleId": "wsb-000000001", "State": "AVAILABLE"}
    control.seed("DescribeWorkspaces", [desk], account=HOME)
    return made


@pytest.fixture
def url(endpoint: Endpoint) -> Iterator[str]:
    """Where it is served."""
    with asgi.serving(endpoint) as found:
        yield found


def code_of(act: Any, **params: Any) -> str:
    """The code of the error that a call ends with."""
    with pytest.raises(ClientError) as caught:
        act(**params)
    return str(caught.value.response["Error"]["Code"])


def test_images_that_nothing_uses_are_deleted_and_the_newest_is_shared(url: str) -> None:
    """What a WorkSpace or a share needs is kept, and says why."""
    desks = boto_client(url, "workspaces", account=HOME)
    desks.update_workspace_image_permission(ImageId="wsi-000000003", AllowCopyImage=True, SharedAccountId=FRIENDS[0])
    found = [one for page in desks.get_paginator("describe_workspace_images").paginate() for one in page["Images"]]
    bundles = [one for page in desks.get_paginator("describe_workspace_bundles").paginate() for one in page["Bundles"]]
    made = [one for page in desks.get_paginator("describe_workspaces").paginate() for one in page["Workspaces"]]
    used = {one["BundleId"] for one in made}
    assert len(found) == 6

    for bundle in bundles:
        if bundle["BundleId"] not in used:
            desks.delete_workspace_bundle(BundleId=bundle["BundleId"])
    assert code_of(desks.delete_workspace_bundle, BundleId="wsb-000000001") == "ResourceAssociatedException"
    needed = {one["ImageId"] for one in desks.describe_workspace_bundles()["Bundles"]}
    newest = max(found, key=lambda one: one["Created"])["ImageId"]

    kept, deleted = [], []
    for image in found:
        image_id = image["ImageId"]
        shares = desks.describe_workspace_image_permissions(ImageId=image_id)["ImagePermissions"]
        if image_id in needed or shares or image_id == newest:
            kept.append(image_id)
            continue
        desks.delete_workspace_image(ImageId=image_id)
        deleted.append(image_id)
    assert deleted == ["wsi-000000002", "wsi-000000004", "wsi-000000005"]
    assert code_of(desks.delete_workspace_image, ImageId="wsi-000000001") == "ResourceAssociatedException"
    assert code_of(desks.delete_workspace_image, ImageId="wsi-000000003") == "InvalidResourceStateException"

    for friend in FRIENDS:
        desks.update_workspace_image_permission(ImageId=newest, AllowCopyImage=True, SharedAccountId=friend)
    shares = desks.describe_workspace_image_permissions(ImageId=newest)["ImagePermissions"]
    assert shares == [{"SharedAccountId": friend} for friend in FRIENDS]
    for friend in FRIENDS:
        seen = boto_client(url, "workspaces", account=friend).describe_workspace_images(ImageType="SHARED")["Images"]
        assert newest in [one["ImageId"] for one in seen]
    left = [one["ImageId"] for one in desks.describe_workspace_images()["Images"]]
    assert left == kept == ["wsi-000000001", "wsi-000000003", "wsi-000000006"]


def test_an_ami_is_shared_deregistered_and_looked_for_again(endpoint: Endpoint, url: str) -> None:
    """Its life after its end is that of the model's text: shown for a while, then nothing, then an error."""
    ec2 = boto_client(url, "ec2", account=HOME)
    tags = [{"ResourceType": "image", "Tags": [{"Key": "Stage", "Value": "old"}]}]
    for number in range(3):
        ec2.register_image(Name=f"golden-{number}", TagSpecifications=tags)
        endpoint.clock.step(60)
    own = ec2.describe_images(Owners=["self"], Filters=[{"Name": "tag:Stage", "Values": ["old"]}])["Images"]
    oldest, *_, newest = (image["ImageId"] for image in sorted(own, key=lambda one: one["CreationDate"]))
    ec2.modify_image_attribute(ImageId=newest, LaunchPermission={"Add": [{"UserId": one} for one in FRIENDS]})
    told = ec2.describe_image_attribute(ImageId=newest, Attribute="launchPermission")
    told.pop("ResponseMetadata")
    assert told == {"ImageId": newest, "LaunchPermissions": [{"UserId": friend} for friend in FRIENDS]}
    friend = boto_client(url, "ec2", account=FRIENDS[0])
    assert [image["ImageId"] for image in friend.describe_images(ExecutableUsers=["self"])["Images"]] == [newest]
    assert code_of(friend.describe_image_attribute, ImageId=newest, Attribute="description") == "AuthFailure"

    ec2.deregister_image(ImageId=oldest)
    assert [image["State"] for image in ec2.describe_images(ImageIds=[oldest])["Images"]] == ["deregistered"]
    assert code_of(ec2.deregister_image, ImageId=oldest) == "InvalidAMIID.Unavailable"
    ec2.register_image(Name="golden-0")  # the name is free again
    endpoint.clock.step(60)
    assert ec2.describe_images(ImageIds=[oldest])["Images"] == []
    assert oldest not in [image["ImageId"] for image in ec2.describe_images(Owners=["self"])["Images"]]
    endpoint.clock.step(3600)
    assert code_of(ec2.describe_images, ImageIds=[oldest]) == "InvalidAMIID.NotFound"


def test_a_token_gives_its_template_again(url: str) -> None:
    """The same request the same template, another one an error; so a retry after a cut connection is safe."""
    ec2 = boto_client(url, "ec2", account=HOME)
    params = {"LaunchTemplateName": "golden", "LaunchTemplateData": {"InstanceType": "t3.large"}, "ClientToken": "t-1"}
    first, again = (ec2.create_launch_template(**params)["LaunchTemplate"] for _ in range(2))
    assert first == again
    other = {**params, "LaunchTemplateName": "other"}
    assert code_of(ec2.create_launch_template, **other) == "IdempotentParameterMismatch"
    assert len(ec2.describe_launch_templates()["LaunchTemplates"]) == 1


def test_a_retry_after_a_cut_connection_makes_one_template(endpoint: Endpoint, url: str) -> None:
    """boto3 sends the same token again."""
    endpoint.troubles.switch_on(Trouble(kind="cut", operation="CreateLaunchTemplate", count=1))
    ec2 = boto3.client(
        "ec2", endpoint_url=url, region_name="us-east-1", aws_access_key_id=HOME, aws_secret_access_key="local"
    )
    made = ec2.create_launch_template(LaunchTemplateName="golden", LaunchTemplateData={"InstanceType": "t3.large"})
    assert made["LaunchTemplate"]["LaunchTemplateName"] == "golden"
    assert len(ec2.describe_launch_templates()["LaunchTemplates"]) == 1


def test_what_an_organization_is_given_its_accounts_see() -> None:
    """And those of a unit what the unit is given; others see nothing."""
    accounts = tuple(Account(id=number, unit=unit) for number, unit in ((FRIENDS[0], "Prod"), (FRIENDS[1], "Test")))
    organization = Organization(management=HOME, accounts=accounts)
    endpoint = local.open_endpoint(demo=False, organization=organization)
    with asgi.serving(endpoint) as url:
        ec2 = boto_client(url, "ec2", account=HOME)
        ids = [ec2.register_image(Name=f"golden-{number}")["ImageId"] for number in range(2)]
        unit = organization.arn("ou", organization.paths["Prod"])
        permissions = ({"OrganizationArn": organization.arn("organization")}, {"OrganizationalUnitArn": unit})
        for image_id, given in zip(ids, permissions, strict=True):
            ec2.modify_image_attribute(ImageId=image_id, LaunchPermission={"Add": [given]})
        seen = {
            account: {
                image["ImageId"] for image in boto_client(url, "ec2", account=account).describe_images()["Images"]
            }
            for account in (*FRIENDS, "444444444444")
        }
    assert seen == {FRIENDS[0]: set(ids), FRIENDS[1]: {ids[0]}, "444444444444": set()}


def test_every_filter_of_the_model_is_known(url: str) -> None:
    """Each name that the model's text has."""
    model = Loader().load_service_model("ec2", "service-2")
    text = model["shapes"]["DescribeImagesRequest"]["members"]["Filters"]["documentation"]
    names = [name for name in re.findall(r"<li>\s*<p>\s*<code>([a-z.-]+)</code>", text) if name != "tag"]
    assert len(names) >= 45
    ec2 = boto_client(url, "ec2", account=HOME)
    for name in [*names, "tag:Name"]:
        assert ec2.describe_images(Filters=[{"Name": name, "Values": ["nothing"]}])["Images"] == []


def test_unknown_ids_are_named_in_the_order_asked(url: str) -> None:
    """Not sorted; and a filter without values fits nothing."""
    ec2 = boto_client(url, "ec2", account=HOME)
    ec2.register_image(Name="golden")
    with pytest.raises(ClientError, match=r"\[ami-00000009, ami-00000001\]"):
        ec2.describe_images(ImageIds=["ami-00000009", "ami-00000001"])
    assert ec2.describe_images(Filters=[{"Name": "state", "Values": []}])["Images"] == []
