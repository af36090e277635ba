"""Empty means empty, and what was seeded is there where it was said: nothing is made up beside it."""

from __future__ import annotations

from typing import Any

import pytest

import allpages
from allpages import errors, local
from allpages.local.behaviour import Settings
from allpages.local.server.in_process import LocalTransport

OTHER_REGION = "eu-west-1"


def endpoint_of(*, drawn: bool = False) -> Any:
    """An endpoint without a demo."""
    return local.open_endpoint(demo=False, seed=1, settings=Settings(drawn=drawn))


def client_of(endpoint: Any, service: str, region: str = local.REGION) -> Any:
    """A client of allpages, in process."""
    transport = LocalTransport(endpoint, credentials=local.credentials(local.ACCOUNT), region=region)
    return allpages.client(service, region_name=region, transport=transport, config=allpages.Config(max_attempts=1))


def test_a_thing_beside_a_list_is_not_there() -> None:
    """The group whose users are asked for: no answer tells of one."""
    with pytest.raises(errors.ServiceError, match="Nothing was seeded for GetGroup") as caught:
        client_of(endpoint_of(), "iam").get_group(GroupName="nobody")
    assert caught.value.code == "NoSuchEntity"


def test_nothing_is_made_up_beside_an_empty_list() -> None:
    """But what the request says, and how much there is."""
    answer = client_of(endpoint_of(), "s3").list_buckets()
    assert set(answer) - {"ResponseMetadata"} == {"Buckets"}
    assert client_of(endpoint_of(drawn=True), "s3").list_buckets()["Owner"]


def test_a_listing_of_the_world_is_seeded_in_one_region_alone() -> None:
    """Elsewhere it is answered as ever."""
    endpoint = endpoint_of(drawn=True)
    endpoint.anything.seeds.seed("ec2", "describe_regions", items=[{"RegionName": "mars-1"}], region=local.REGION)
    here = client_of(endpoint, "ec2").describe_regions()["Regions"]
    there = client_of(endpoint, "ec2", OTHER_REGION).describe_regions()["Regions"]
    assert here == [{"RegionName": "mars-1"}]
    assert "eu-west-1" in {one["RegionName"] for one in there}


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ({"region": "us-esat-1"}, "no region 'us-esat-1'"),
        ({"account": "12345"}, "no account '12345'"),
        ({"count": -1, "items": None}, "-1 items"),
        ({"count": 10**12, "items": None}, "items cannot be listed"),
    ],
)
def test_a_seed_that_nobody_could_see_is_refused(where: dict[str, Any], message: str) -> None:
    """With what there is."""
    with pytest.raises(errors.UsageError, match=message):
        endpoint_of().anything.seeds.seed("ec2", "describe_volumes", **{"items": [], **where})


def test_a_seeded_count_is_listed_whole_without_a_limit() -> None:
    """As EC2 answers a call without MaxResults."""
    endpoint = endpoint_of()
    endpoint.anything.seeds.seed("ec2", "describe_volumes", count=60)
    answer = client_of(endpoint, "ec2").describe_volumes()
    assert len(answer["Volumes"]) == 60
    assert "NextToken" not in answer


def test_an_owner_that_is_none_is_malformed() -> None:
    """In drawn listings too; aliases are owners."""
    client = client_of(endpoint_of(drawn=True), "ec2")
    with pytest.raises(errors.ServiceError) as caught:
        client.describe_snapshots(OwnerIds=["bob"])
    assert caught.value.code == "InvalidUserID.Malformed"
    endpoint = endpoint_of()
    items = [{"SnapshotId": "snap-1", "OwnerAlias": "amazon"}, {"SnapshotId": "snap-2", "OwnerId": local.ACCOUNT}]
    endpoint.anything.seeds.seed("ec2", "describe_snapshots", items=items)
    found = client_of(endpoint, "ec2").describe_snapshots(OwnerIds=["amazon"])["Snapshots"]
    assert [one["SnapshotId"] for one in found] == ["snap-1"]


def test_a_recorded_ami_that_came_back_from_the_bin_is_private() -> None:
    """And available: what the recording said of both is over."""
    endpoint = local.open_endpoint(demo=False, seed=1, settings=Settings(recycle_bin_s=600.0))
    item = {"ImageId": "ami-00000001", "Name": "golden", "OwnerId": local.ACCOUNT, "State": "available", "Public": True}
    endpoint.anything.seeds.seed("ec2", "describe_images", items=[item])
    client = client_of(endpoint, "ec2")
    client.deregister_image(ImageId="ami-00000001")
    client.restore_image_from_recycle_bin(ImageId="ami-00000001")
    (found,) = client.describe_images(ImageIds=["ami-00000001"])["Images"]
    assert (found["State"], found["Public"]) == ("available", False)


def test_a_copy_does_not_tell_what_was_so_of_its_source_alone() -> None:
    """The instance that it was made of, and the parameter that names it."""
    endpoint = endpoint_of()
    of_source = {"SourceInstanceId": "i-1", "FreeTierEligible": True, "ImageAllowed": True}
    item = {"ImageId": "ami-00000001", "Name": "golden", "OwnerId": local.ACCOUNT, "State": "available", **of_source}
    endpoint.anything.seeds.seed("ec2", "describe_images", items=[item])
    client = client_of(endpoint, "ec2")
    made = client.copy_image(Name="copy", SourceImageId="ami-00000001", SourceRegion=local.REGION)["ImageId"]
    assert not of_source.keys() & client.describe_images(ImageIds=[made])["Images"][0].keys()


def test_the_ancestry_of_a_copy_leads_to_its_source() -> None:
    """Over regions; a source that is gone is named, and no more."""
    endpoint = endpoint_of()
    item = {"ImageId": "ami-00000001", "Name": "golden", "OwnerId": local.ACCOUNT, "State": "available"}
    item["SourceImageId"] = "ami-00000000"
    endpoint.anything.seeds.seed("ec2", "describe_images", items=[item], region=OTHER_REGION)
    client = client_of(endpoint, "ec2")
    made = client.copy_image(Name="copy", SourceImageId="ami-00000001", SourceRegion=OTHER_REGION)["ImageId"]
    first, second = client.get_image_ancestry(ImageId=made)["ImageAncestryEntries"]
    assert (first["ImageId"], first["SourceImageId"]) == (made, "ami-00000001")
    assert first["SourceImageRegion"] == OTHER_REGION
    assert first["CreationDate"].tzinfo is not None
    assert second == {"ImageId": "ami-00000001", "SourceImageId": "ami-00000000"}


def test_an_ancestry_that_goes_in_a_circle_ends() -> None:
    """As a seed may say."""
    endpoint = endpoint_of()
    item = {"ImageId": "ami-00000001", "Name": "a", "OwnerId": local.ACCOUNT, "SourceImageId": "ami-00000001"}
    endpoint.anything.seeds.seed("ec2", "describe_images", items=[item])
    found = client_of(endpoint, "ec2").get_image_ancestry(ImageId="ami-00000001")["ImageAncestryEntries"]
    assert [one["ImageId"] for one in found] == ["ami-00000001"]


def test_an_ancestry_that_leads_nowhere_makes_no_place_there() -> None:
    """To read is not to write, whatever region a seed names."""
    endpoint = endpoint_of()
    of = {"SourceImageId": "ami-00000002", "SourceImageRegion": "mars-1"}
    item = {"ImageId": "ami-00000001", "Name": "a", "OwnerId": local.ACCOUNT, **of}
    endpoint.anything.seeds.seed("ec2", "describe_images", items=[item])
    (found,) = client_of(endpoint, "ec2").get_image_ancestry(ImageId="ami-00000001")["ImageAncestryEntries"]
    assert found["SourceImageRegion"] == "mars-1"
    assert "mars-1" not in {place.region for place in endpoint.store.places()}


def test_an_application_knows_what_has_it() -> None:
    """Page after page, of the types that are asked for."""
    endpoint = endpoint_of()
    ids = [f"wsi-00000000{at}" for at in range(3)]
    of = {"AssociatedResourceId": "wsa-000000001", "AssociatedResourceType": "APPLICATION", "State": "COMPLETED"}
    endpoint.anything.seeds.seed("workspaces", "describe_image_associations", items=[{"ImageId": x, **of} for x in ids])
    client = client_of(endpoint, "workspaces")
    asked = {"ApplicationId": "wsa-000000001", "AssociatedResourceTypes": ["IMAGE"]}
    pages = client.get_paginator("describe_application_associations").paginate(
        **asked, PaginationConfig={"PageSize": 2}
    )
    found = [page["Associations"] for page in pages]
    assert [len(page) for page in found] == [2, 1]
    assert [one["AssociatedResourceId"] for page in found for one in page] == ids
    assert {(one["State"], one["AssociatedResourceType"]) for page in found for one in page} == {("COMPLETED", "IMAGE")}
    assert not client.describe_application_associations(**{**asked, "AssociatedResourceTypes": ["BUNDLE"]})[
        "Associations"
    ]


@pytest.mark.parametrize("token", ["x" * 129, "schlüssel"])
def test_a_client_token_that_ec2_does_not_take_is_refused(token: str) -> None:
    """128 ASCII characters, says the model."""
    client = client_of(endpoint_of(), "ec2")
    with pytest.raises(errors.ServiceError) as caught:
        client.create_launch_template(
            LaunchTemplateName="golden", LaunchTemplateData={"InstanceType": "t3.large"}, ClientToken=token
        )
    assert caught.value.code == "InvalidParameterValue"
