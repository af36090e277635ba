"""What users of other services write; no type checker may complain. Checked, never run."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import allpages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from allpages.types import dynamodb, iam, s3, workspaces


def desktops(client: workspaces.Client) -> Iterator[tuple[str, workspaces.WorkspaceImageState, datetime]]:
    """17: items of the other showcase, with times."""
    pages = client.get_paginator("describe_workspace_images").paginate(ImageType="OWNED")
    for image in pages.items():
        if image["Created"] < datetime.now(UTC):
            yield image["Name"], image["State"], image["Created"]


def modelled_errors(name: str) -> str | None:
    """18: an error of the model, by the client's name for it."""
    client = allpages.client("workspaces")
    try:
        client.delete_workspace_image(ImageId=name)
    except client.exceptions.ResourceNotFoundException as error:
        return error.request_id
    except (client.exceptions.ResourceAssociatedException, client.exceptions.AccessDeniedException):
        raise
    return None


def upload(bucket: str, path: Path) -> str:
    """19: bodies as bytes, as text and as a file; metadata as a map."""
    client = allpages.client("s3")
    client.put_object(Bucket=bucket, Key="a", Body=b"...", Metadata={"made-by": "test"})
    with path.open("rb") as file:
        return client.put_object(Bucket=bucket, Key=path.name, Body=file, StorageClass="STANDARD_IA")["ETag"]


def keys(bucket: str, prefix: str) -> list[tuple[str, int, datetime]]:
    """20: a listing with more than one result key."""
    client = allpages.client("s3")
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix, Delimiter="/")
    found = [(item["Key"], item["Size"], item["LastModified"]) for item in pages.items()]
    folders = [prefix["Prefix"] for page in pages for prefix in page.get("CommonPrefixes", [])]
    full = pages.build_full_result()
    if (token := full.get("NextToken")) is not None:
        folders.append(token)
    return found


def removed(client: s3.Client, bucket: str, objects: list[s3.Object]) -> int:
    """21: a nested request made from items."""
    answer = client.delete_objects(
        Bucket=bucket, Delete={"Objects": [{"Key": found["Key"]} for found in objects], "Quiet": True}
    )
    return len(answer["Deleted"])


def table(client: dynamodb.Client) -> list[str]:
    """22: a recursive shape, of which one member is there."""
    pages = client.get_paginator("scan").paginate(
        TableName="desktops",
        FilterExpression="#s = :s",
        ExpressionAttributeNames={"#s": "State"},
        ExpressionAttributeValues={":s": {"S": "ready"}, ":n": {"L": [{"N": "1"}, {"M": {"a": {"BOOL": True}}}]}},
    )
    return [item["Id"]["S"] for item in pages.items()]


def stored(client: dynamodb.Client, item: Mapping[str, dynamodb.AttributeValueParam]) -> None:
    """23: values of a named type; an item that was read is written back."""
    client.put_item(TableName="desktops", Item=item)
    client.put_item(TableName="desktops", Item=client.get_item(TableName="t", Key={"Id": {"S": "1"}})["Item"])


def policies(client: iam.Client) -> Any:
    """24: a document, handed out as what it says."""
    for role in client.get_paginator("list_roles").paginate(PathPrefix="/").items():
        document = role["AssumeRolePolicyDocument"]
        for statement in document["Statement"]:
            yield statement["Effect"]


def queue(name: str) -> list[str]:
    """25: a map whose keys are an enum."""
    client = allpages.client("sqs")
    url = client.create_queue(QueueName=name, Attributes={"VisibilityTimeout": "30"})["QueueUrl"]
    client.send_message(QueueUrl=url, MessageBody=json.dumps({"a": 1}))
    return [message["Body"] for message in client.receive_message(QueueUrl=url, WaitTimeSeconds=20)["Messages"]]


def functions() -> dict[str, str]:
    """26: a service whose name is a word of Python; times as seconds and as text."""
    allpages.client("logs").create_export_task(logGroupName="g", fromTime=0, to=1, destination="bucket")
    allpages.client("cloudtrail").lookup_events(StartTime=datetime(2026, 1, 1, tzinfo=UTC), EndTime="2026-02-01")
    found = allpages.client("lambda").get_paginator("list_functions").paginate(FunctionVersion="ALL").items()
    return {function["FunctionName"]: function["Runtime"] for function in found}


def vaults() -> int:
    """27: what special cases fill in need not be given."""
    count = sum(1 for _ in allpages.client("glacier").get_paginator("list_vaults").paginate().items())
    allpages.client("athena").start_query_execution(QueryString="select 1")
    return count
