"""Listings of any operation, narrowed: parameters act on the members that they name, or are refused."""

from __future__ import annotations

import re
from typing import Any

import pytest
from botocore.loaders import Loader
from botocore.model import ServiceModel

import allpages
from allpages import errors, local
from allpages.local.server.in_process import LocalTransport
from allpages.local.world_clock import Clock

MODEL = ServiceModel(Loader().load_service_model("ec2", "service-2"), "ec2")


@pytest.fixture(scope="module")
def endpoint() -> Any:
    """An endpoint whose listings are drawn, but for what a test seeds."""
    return local.open_endpoint(demo=False, clock=Clock(pace=0.0), seed=1)


def client_of(endpoint: Any, service: str, region: str = local.REGION, account: str = local.ACCOUNT) -> Any:
    """A client of allpages, in process."""
    transport = LocalTransport(endpoint, credentials=local.credentials(account), region=region)
    return allpages.client(service, region_name=region, transport=transport, config=allpages.Config(max_attempts=1))


def listed(client: Any, operation: str, **params: Any) -> list[Any]:
    """All items, whatever the pages."""
    return list(client.get_paginator(operation).paginate(**params).items())


# Service, operation, a member of an item, and how its value is asked for: drawn items find themselves.
SELF: list[tuple[str, str, tuple[str, ...], str]] = [
    ("ec2", "describe_volumes", ("VolumeId",), "VolumeIds"),
    ("ec2", "describe_snapshots", ("SnapshotId",), "SnapshotIds"),
    ("ec2", "describe_vpcs", ("VpcId",), "VpcIds"),
    ("ec2", "describe_security_groups", ("GroupName",), "GroupNames"),
    ("ec2", "describe_instances", ("Instances", "InstanceId"), "InstanceIds"),
    ("elbv2", "describe_load_balancers", ("LoadBalancerArn",), "LoadBalancerArns"),
    ("elbv2", "describe_load_balancers", ("LoadBalancerName",), "Names"),
    ("autoscaling", "describe_auto_scaling_groups", ("AutoScalingGroupName",), "AutoScalingGroupNames"),
    ("cloudwatch", "describe_alarms", ("AlarmName",), "AlarmNames"),
    ("logs", "describe_log_groups", ("logGroupName",), "logGroupNamePrefix"),
    ("cloudwatch", "describe_alarms", ("AlarmName",), "AlarmNamePrefix"),
    ("s3", "list_objects_v2", ("Key",), "Prefix"),
]
SCOPE: dict[str, dict[str, Any]] = {"list_objects_v2": {"Bucket": "bucket"}}


def value_of(item: Any, way: tuple[str, ...]) -> Any:
    """What stands at the end of a way, the first of each list; None when it is not there."""
    for name in way:
        inner = item[0] if isinstance(item, list) and item else item
        item = inner.get(name) if isinstance(inner, dict) else None
    return item


@pytest.mark.parametrize(("service", "operation", "way", "parameter"), SELF)
def test_lists_and_prefixes_act_on_the_member_they_name(
    endpoint: Any, service: str, operation: str, way: tuple[str, ...], parameter: str
) -> None:
    """One is found by its own value, nothing by another."""
    client, scope = client_of(endpoint, service), SCOPE.get(operation, {})
    everything = listed(client, operation, **scope)
    item, value = next((one, value) for one in everything[3:] if (value := value_of(one, way)) is not None)
    is_list = parameter.endswith("s")
    found = listed(client, operation, **scope, **{parameter: [value] if is_list else value})
    assert value_of(item, way) in [value_of(one, way) for one in found]
    assert all(value in str(item) for item in found)
    assert len(found) < len(everything)
    assert listed(client, operation, **scope, **{parameter: ["nothing"] if is_list else "nothing"}) == []


FILTERS = [
    ("describe_volumes", "volume-id", ("VolumeId",)),
    ("describe_volumes", "status", ("State",)),
    ("describe_volumes", "attachment.instance-id", ("Attachments", "InstanceId")),
    ("describe_volumes", "size", ("Size",)),
    ("describe_volumes", "encrypted", ("Encrypted",)),
    ("describe_instances", "instance-state-name", ("Instances", "State", "Name")),
    ("describe_instances", "instance-id", ("Instances", "InstanceId")),
    ("describe_subnets", "vpc-id", ("VpcId",)),
    ("describe_network_interfaces", "subnet-id", ("SubnetId",)),
]


@pytest.mark.parametrize(("operation", "name", "way"), FILTERS)
def test_filters_of_ec2_act_on_the_member_they_name(
    endpoint: Any, operation: str, name: str, way: tuple[str, ...]
) -> None:
    """By the names of the model or the wire, nested ones too; values are alternatives with wildcards."""
    client = client_of(endpoint, "ec2")
    everything = listed(client, operation)
    item, value = next((one, value) for one in everything if (value := value_of(one, way)) is not None)
    text = str(value).lower() if isinstance(value, bool) else str(value)
    found = listed(client, operation, Filters=[{"Name": name, "Values": [text, "nothing"]}])
    assert value_of(item, way) in [value_of(one, way) for one in found]
    assert all(text in str(one).lower() for one in found)
    assert listed(client, operation, Filters=[{"Name": name, "Values": ["nothing"]}]) == []
    assert listed(client, operation, Filters=[{"Name": name, "Values": ["*"]}]) != []


PLAIN: list[tuple[str, str, dict[str, Any], str]] = [
    ("rds", "describe_db_instances", {}, "DBInstanceIdentifier"),
    ("elasticache", "describe_cache_clusters", {}, "CacheClusterId"),
    ("redshift", "describe_clusters", {}, "ClusterIdentifier"),
]


@pytest.mark.parametrize(("service", "operation", "scope", "member"), PLAIN)
def test_a_plain_parameter_that_names_the_item_chooses_it(
    endpoint: Any, service: str, operation: str, scope: dict[str, Any], member: str
) -> None:
    """The one, or none."""
    client = client_of(endpoint, service)
    everything = listed(client, operation, **scope)
    wanted = everything[3][member]
    assert listed(client, operation, **scope, **{member: wanted}) == [
        one for one in everything if one[member] == wanted
    ]
    assert listed(client, operation, **scope, **{member: "nothing-of-the-kind"}) == []


WHERE = [
    ("cloudwatch", "list_metrics", "Namespace", "AWS/EC2"),
    ("elasticache", "describe_snapshots", "CacheClusterId", "here"),
    ("lambda", "list_event_source_mappings", "EventSourceArn", "arn:aws:sqs:us-east-1:123456789012:queue"),
]


@pytest.mark.parametrize(("service", "operation", "parameter", "wanted"), WHERE)
def test_a_plain_parameter_that_says_where_is_borne_by_what_is_drawn_there(
    endpoint: Any, service: str, operation: str, parameter: str, wanted: str
) -> None:
    """As many as everywhere, each of them there."""
    client = client_of(endpoint, service)
    found = listed(client, operation, **{parameter: wanted})
    assert len(found) == len(listed(client, operation))
    assert {one[parameter] for one in found} == {wanted}


def test_a_reservation_keeps_the_instances_that_were_asked_for() -> None:
    """And no others."""
    endpoint = local.open_endpoint(demo=False)
    instances = [{"InstanceId": "i-1"}, {"InstanceId": "i-2"}]
    endpoint.anything.seeds.seed("ec2", "describe_instances", items=[{"ReservationId": "r-1", "Instances": instances}])
    client = client_of(endpoint, "ec2")
    expected = [{"ReservationId": "r-1", "Instances": [{"InstanceId": "i-2"}]}]
    assert client.describe_instances(InstanceIds=["i-2"])["Reservations"] == expected
    by_filter = [{"Name": "instance-id", "Values": ["i-2"]}]
    assert client.describe_instances(Filters=by_filter)["Reservations"] == expected


def test_tags_are_filtered_by() -> None:
    """Keys, and values of a key."""
    endpoint = local.open_endpoint(demo=False)
    items = [
        {"VolumeId": "vol-1", "Tags": [{"Key": "Env", "Value": "prod"}]},
        {"VolumeId": "vol-2", "Tags": [{"Key": "Env", "Value": "test"}]},
        {"VolumeId": "vol-3"},
    ]
    endpoint.anything.seeds.seed("ec2", "describe_volumes", items=items)
    client = client_of(endpoint, "ec2")
    for name, value, expected in (("tag:Env", "prod", 1), ("tag-key", "Env", 2), ("tag:Env", "*", 2)):
        assert len(listed(client, "describe_volumes", Filters=[{"Name": name, "Values": [value]}])) == expected


DEEP = "network-interface.addresses.association.ip-owner-id"
LACKING: list[tuple[str, str, dict[str, Any], str]] = [
    ("ec2", "describe_instances", {"Filters": [{"Name": DEEP, "Values": ["x"]}]}, "UnsupportedOperation"),
    ("dynamodb", "scan", {"TableName": "table", "FilterExpression": "a = b"}, "NotImplementedException"),
    ("logs", "filter_log_events", {"filterPattern": "ERROR"}, "NotImplementedException"),
    (
        "ssm",
        "describe_parameters",
        {"ParameterFilters": [{"Key": "Name", "Option": "BeginsWith", "Values": ["x"]}]},
        "NotImplementedException",
    ),
]


@pytest.mark.parametrize(("service", "operation", "params", "code"), LACKING)
def test_what_cannot_act_is_refused_in_our_words(
    endpoint: Any, service: str, operation: str, params: dict[str, Any], code: str
) -> None:
    """Nothing is ignored."""
    with pytest.raises(errors.ServiceError, match="not implemented by the local endpoint") as caught:
        listed(client_of(endpoint, service), operation, **params)
    assert caught.value.code == code


def test_a_filter_that_aws_does_not_have_is_invalid(endpoint: Any) -> None:
    """Told apart from one that the endpoint lacks."""
    with pytest.raises(errors.ServiceError, match="The filter 'colour' is invalid") as caught:
        listed(client_of(endpoint, "ec2"), "describe_volumes", Filters=[{"Name": "colour", "Values": ["red"]}])
    assert caught.value.code == "InvalidParameterValue"


def test_pages_of_what_was_chosen_hold_each_item_once(endpoint: Any) -> None:
    """Tokens count in what the filter leaves, and hold for it only."""
    client = client_of(endpoint, "ec2")
    params = {"Filters": [{"Name": "encrypted", "Values": ["true"]}]}
    whole = listed(client, "describe_volumes", **params)
    pages = list(client.get_paginator("describe_volumes").paginate(**params, PaginationConfig={"PageSize": 2}))
    assert [volume for page in pages for volume in page["Volumes"]] == whole
    assert max(len(page["Volumes"]) for page in pages) == 2
    with pytest.raises(errors.ServiceError):
        client.describe_volumes(MaxResults=2, NextToken=pages[0]["NextToken"])


def test_a_plain_parameter_chooses_among_seeded_items() -> None:
    """By the member that bears its name."""
    endpoint = local.open_endpoint(demo=False)
    items = [{"DBSnapshotIdentifier": f"s-{at}", "DBInstanceIdentifier": f"db-{at % 2}"} for at in range(4)]
    endpoint.anything.seeds.seed("rds", "describe_db_snapshots", items=items)
    found = client_of(endpoint, "rds").describe_db_snapshots(DBInstanceIdentifier="db-1")["DBSnapshots"]
    assert [one["DBSnapshotIdentifier"] for one in found] == ["s-1", "s-3"]


@pytest.mark.parametrize("operation", ["describe_volumes", "describe_snapshots", "describe_instances"])
def test_a_seeded_listing_of_ec2_comes_whole_without_a_limit(operation: str) -> None:
    """And in pages with one."""
    endpoint = local.open_endpoint(demo=False)
    key = {"describe_volumes": "VolumeId", "describe_snapshots": "SnapshotId"}.get(operation, "ReservationId")
    endpoint.anything.seeds.seed("ec2", operation, items=[{key: f"x-{at:03}"} for at in range(60)])
    client = client_of(endpoint, "ec2")
    whole = getattr(client, operation)()
    assert "NextToken" not in whole
    assert max(len(value) for value in whole.values() if isinstance(value, list)) == 60
    assert "NextToken" in getattr(client, operation)(MaxResults=5)


@pytest.mark.parametrize(("region", "partition"), [("eu-west-1", "aws"), ("cn-north-1", "aws-cn")])
def test_arns_and_accounts_are_those_of_the_caller(endpoint: Any, region: str, partition: str) -> None:
    """Partition, region and account."""
    client = client_of(endpoint, "elbv2", region, "222233334444")
    for item in listed(client, "describe_load_balancers"):
        arn, where, _, *of = item["LoadBalancerArn"].split(":")
        assert (arn, where, *of[:2]) == ("arn", partition, region, "222233334444")


@pytest.mark.parametrize(
    ("operation", "parameter"), [("describe_snapshots", "OwnerIds"), ("describe_fpga_images", "Owners")]
)
def test_the_owner_self_is_the_account_that_asks(operation: str, parameter: str) -> None:
    """Its own items are found by either name of it, and no others."""
    endpoint = local.open_endpoint(demo=False)
    items = [{"OwnerId": local.ACCOUNT}, {"OwnerId": "222233334444"}]
    endpoint.anything.seeds.seed("ec2", operation, items=items)
    client = client_of(endpoint, "ec2")
    for owner in ("self", local.ACCOUNT):
        assert [one["OwnerId"] for one in listed(client, operation, **{parameter: [owner]})] == [local.ACCOUNT]


@pytest.mark.parametrize("name", ["DescribeAvailabilityZones", "DescribeRegions"])
def test_every_filter_that_the_model_tells_of_places_is_known(endpoint: Any, name: str) -> None:
    """What is nowhere is found nowhere."""
    documentation = MODEL.operation_model(name).input_shape.members["Filters"].documentation
    told = re.findall(r"<code>([a-z-]+)</code> -", documentation)
    client = client_of(endpoint, "ec2")
    operation = {"DescribeRegions": client.describe_regions}.get(name, client.describe_availability_zones)
    assert len(told) >= 3
    for one in told:
        answer = operation(Filters=[{"Name": one, "Values": ["nowhere"]}])
        assert [found for found in answer.values() if found and isinstance(found, list)] == []


def test_zones_are_found_by_the_long_name_of_their_group(endpoint: Any) -> None:
    """As the model has it in its example."""
    by_name = [{"Name": "group-long-name", "Values": ["US West (Oregon) 1"]}]
    found = client_of(endpoint, "ec2", "us-west-2").describe_availability_zones(Filters=by_name)
    assert {zone["GroupLongName"] for zone in found["AvailabilityZones"]} == {"US West (Oregon) 1"}


def test_what_is_false_chooses_what_is_false() -> None:
    """As what is true chooses what is true."""
    endpoint = local.open_endpoint(demo=False)
    items = [{"Engine": "mysql", "Vpc": True}, {"Engine": "mysql", "Vpc": False}]
    endpoint.anything.seeds.seed("rds", "describe_orderable_db_instance_options", items=items)
    client = client_of(endpoint, "rds")
    for wanted in (True, False):
        found = listed(client, "describe_orderable_db_instance_options", Engine="mysql", Vpc=wanted)
        assert [one["Vpc"] for one in found] == [wanted]


JOBS = [
    {"TrainingJobName": "b", "TrainingJobArn": "arn:b", "CreationTime": 200, "TrainingJobStatus": "Failed"},
    {"TrainingJobName": "a", "TrainingJobArn": "arn:a", "CreationTime": 300, "TrainingJobStatus": "Completed"},
    {"TrainingJobName": "c", "TrainingJobArn": "arn:c", "CreationTime": 100, "TrainingJobStatus": "Failed"},
]
TOLD: list[tuple[dict[str, Any], str]] = [
    ({"StatusEquals": "Failed"}, "bc"),
    ({"NameContains": "c"}, "c"),
    ({"CreationTimeAfter": 100}, "ba"),
    ({"CreationTimeBefore": 300}, "bc"),
    ({"CreationTimeAfter": 100, "CreationTimeBefore": 300}, "b"),
    ({"SortBy": "Name"}, "abc"),
    ({"SortBy": "Name", "SortOrder": "Descending"}, "cba"),
    ({"SortOrder": "Descending"}, "abc"),  # the documentation: by CreationTime
    ({"SortBy": "CreationTime", "SortOrder": "Ascending"}, "cba"),
    ({"SortBy": "Status", "StatusEquals": "Failed"}, "bc"),
]


@pytest.mark.parametrize(("params", "expected"), TOLD)
def test_words_times_and_orders_act(params: dict[str, Any], expected: str) -> None:
    """On the state, the name and the time that the jobs have, in pages of one too."""
    endpoint = local.open_endpoint(demo=False)
    endpoint.anything.seeds.seed("sagemaker", "list_training_jobs", items=JOBS)
    client = client_of(endpoint, "sagemaker")
    for size in ({}, {"MaxResults": 1}):
        found = listed(client, "list_training_jobs", **params, **size)
        assert "".join(one["TrainingJobName"] for one in found) == expected


def test_a_state_chooses_where_the_model_has_it_in_another_structure() -> None:
    """As the states of clusters, which are inside their status."""
    endpoint = local.open_endpoint(demo=False)
    items = [{"Id": "a", "Status": {"State": "RUNNING"}}, {"Id": "b", "Status": {"State": "TERMINATED"}}]
    endpoint.anything.seeds.seed("emr", "list_clusters", items=items)
    found = listed(client_of(endpoint, "emr"), "list_clusters", ClusterStates=["TERMINATED"])
    assert [one["Id"] for one in found] == ["b"]


def test_events_are_those_of_the_time_that_was_asked_for() -> None:
    """Where times are numbers of milliseconds too."""
    endpoint = local.open_endpoint(demo=False)
    items = [{"timestamp": 1000 * at, "message": str(at)} for at in range(5)]
    endpoint.anything.seeds.seed("logs", "filter_log_events", items=items)
    client = client_of(endpoint, "logs")
    found = listed(client, "filter_log_events", logGroupName="group", startTime=1000, endTime=3000)
    assert [one["message"] for one in found] == ["1", "2", "3"]


def test_objects_are_listed_from_a_key_on() -> None:
    """After it, whether it is there or not."""
    endpoint = local.open_endpoint(demo=False)
    endpoint.anything.seeds.seed("s3", "list_objects_v2", items=[{"Key": key} for key in "abcd"])
    client = client_of(endpoint, "s3")
    for key, expected in (("b", "cd"), ("bb", "cd"), ("d", "")):
        found = listed(client, "list_objects_v2", Bucket="bucket", StartAfter=key)
        assert "".join(one["Key"] for one in found) == expected


def test_what_is_so_anyway_is_taken(endpoint: Any) -> None:
    """The documented default, a word for everything, a flag that is off."""
    everything = listed(client_of(endpoint, "iam"), "list_policies")
    assert listed(client_of(endpoint, "iam"), "list_policies", Scope="All", OnlyAttached=False) == everything
    client = client_of(endpoint, "ecs")
    assert listed(client, "list_tasks", desiredStatus="RUNNING") == listed(client, "list_tasks")
    with pytest.raises(errors.ServiceError, match="not implemented by the local endpoint"):
        listed(client, "list_tasks", desiredStatus="STOPPED")


def test_other_items_are_drawn_elsewhere(endpoint: Any) -> None:
    """Those of one cluster are the same in every run, and not those of another."""
    client = client_of(endpoint, "ecs")
    one, again, other = (listed(client, "list_tasks", cluster=name) for name in ("one", "one", "other"))
    assert one == again
    assert not set(one) & set(other)
    pages = list(client.get_paginator("list_tasks").paginate(cluster="one", PaginationConfig={"PageSize": 7}))
    assert [task for page in pages for task in page["taskArns"]] == one


def test_a_listing_without_pages_keeps_to_the_number_that_is_asked_for(endpoint: Any) -> None:
    """As Firehose has it."""
    client = client_of(endpoint, "firehose")
    whole = client.list_delivery_streams()["DeliveryStreamNames"]
    assert client.list_delivery_streams(Limit=3)["DeliveryStreamNames"] == whole[:3]


def test_a_bucket_of_somebody_else_is_not_taken_for_ours(endpoint: Any) -> None:
    """The expected owner is the account that asks, or it is refused."""
    client = client_of(endpoint, "s3")
    assert listed(client, "list_objects_v2", Bucket="bucket", ExpectedBucketOwner=local.ACCOUNT)
    with pytest.raises(errors.ServiceError, match="not implemented by the local endpoint"):
        listed(client, "list_objects_v2", Bucket="bucket", ExpectedBucketOwner="222233334444")


@pytest.mark.parametrize(
    ("params", "keys", "prefixes"),
    [
        ({"Delimiter": "/"}, ["top"], ["a/", "b/"]),
        ({"Delimiter": "/", "Prefix": "a/"}, ["a/1", "a/2"], ["a/deep/"]),
        ({"Delimiter": "deep"}, ["a/1", "a/2", "b/1", "top"], ["a/deep"]),
        ({"Delimiter": "/", "Prefix": "c"}, [], []),
        ({}, ["a/1", "a/2", "a/deep/1", "b/1", "top"], []),
    ],
    ids=str,
)
@pytest.mark.parametrize("size", [{}, {"MaxKeys": 1}], ids=str)
def test_keys_that_share_a_prefix_are_one(
    params: dict[str, Any], keys: list[str], prefixes: list[str], size: dict[str, int]
) -> None:
    """Up to the delimiter, after the prefix that is asked for; in any pages."""
    endpoint = local.open_endpoint(demo=False)
    given = [{"Key": key} for key in ("a/1", "a/2", "a/deep/1", "b/1", "top")]
    endpoint.anything.seeds.seed("s3", "list_objects_v2", items=given)
    pages = client_of(endpoint, "s3").get_paginator("list_objects_v2").paginate(Bucket="bucket", **params, **size)
    found = list(pages)
    assert [one["Key"] for page in found for one in page.get("Contents", [])] == keys
    assert [one["Prefix"] for page in found for one in page.get("CommonPrefixes", [])] == prefixes
    assert [page["KeyCount"] for page in found] == [
        len(page.get("Contents", [])) + len(page.get("CommonPrefixes", [])) for page in found
    ]


def test_a_delimiter_is_refused_where_a_page_of_prefixes_could_not_go_on(endpoint: Any) -> None:
    """In S3's old listing, whose token is the last key."""
    with pytest.raises(errors.ServiceError, match="not implemented by the local endpoint"):
        client_of(endpoint, "s3").list_objects(Bucket="bucket", Delimiter="/")
