"""Canned pages: realistic items with every member, as bytes whose token alone differs from page to page."""

from __future__ import annotations

import json

WORKSPACES_ITEMS = 25
EC2_ITEMS = 200
S3_KEYS = 1000
DYNAMODB_ITEMS = 1000

STATES = ("enabled", "enabling", "enabled", "enabled-failed", "enabled", "disabling")
REASONS = ("Client.UserInitiated", "Unable to stop instance ID=i-0123456789abcdef0 for snapshot creation.")


def workspaces_page(token: str | None) -> bytes:
    """One answer of WorkSpaces DescribeWorkspaceImages, 25 images."""
    body = {"Images": [_image(number) for number in range(WORKSPACES_ITEMS)]}
    return json.dumps(body if token is None else {**body, "NextToken": token}, separators=(",", ":")).encode()


def ec2_page(token: str | None) -> bytes:
    """One answer of EC2 DescribeFastLaunchImages, 200 images."""
    items = "".join(_fast_launch(number) for number in range(EC2_ITEMS))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<DescribeFastLaunchImagesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">\n'
        "    <requestId>8a1c7b52-6a3e-4f0f-9f4e-0a6f6a3f9b1d</requestId>\n"
        f"    <fastLaunchImageSet>{items}</fastLaunchImageSet>\n"
        f"{'' if token is None else f'    <nextToken>{token}</nextToken>'}\n"
        "</DescribeFastLaunchImagesResponse>"
    ).encode()


def s3_page() -> bytes:
    """One answer of S3 ListObjectsV2, 1,000 keys."""
    contents = "".join(
        f"<Contents><Key>exports/2026/11/22/part-{number:05d}.parquet</Key>"
        f"<LastModified>2026-11-22T03:{number // 60 % 60:02d}:{number % 60:02d}.000Z</LastModified>"
        f"<ETag>&quot;{number:032x}&quot;</ETag><ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm>"
        f"<ChecksumType>FULL_OBJECT</ChecksumType><Size>{1024 * number}</Size>"
        "<StorageClass>STANDARD</StorageClass></Contents>"
        for number in range(S3_KEYS)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
        "<Name>inventory</Name><Prefix>exports/</Prefix><NextContinuationToken>1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy"
        f"</NextContinuationToken><KeyCount>{S3_KEYS}</KeyCount><MaxKeys>{S3_KEYS}</MaxKeys><EncodingType>url"
        f"</EncodingType><IsTruncated>true</IsTruncated>{contents}</ListBucketResult>"
    ).encode()


def dynamodb_page() -> bytes:
    """One answer of DynamoDB Scan, 1,000 items."""
    items = [
        {
            "pk": {"S": f"user#{number:06d}"},
            "sk": {"S": "profile"},
            "visits": {"N": str(number * 7)},
            "active": {"BOOL": number % 3 > 0},
            "tags": {"L": [{"S": "a"}, {"S": "b"}]},
            "address": {"M": {"city": {"S": "Berlin"}, "zip": {"N": "10115"}}},
        }
        for number in range(DYNAMODB_ITEMS)
    ]
    last = {"pk": {"S": "user#000999"}, "sk": {"S": "profile"}}
    body = {"Count": DYNAMODB_ITEMS, "Items": items, "LastEvaluatedKey": last, "ScannedCount": DYNAMODB_ITEMS}
    return json.dumps(body, separators=(",", ":")).encode()


def _image(number: int) -> dict[str, object]:
    image: dict[str, object] = {
        "ImageId": f"wsi-{number:09x}",
        "Name": f"win11-golden-{number:03d}",
        "Description": "Golden image with office and agents (monthly)",
        "OperatingSystem": {"Type": "WINDOWS"},
        "State": "AVAILABLE",
        "RequiredTenancy": "DEFAULT" if number % 2 else "DEDICATED",
        "Created": 1736977058.94 + number,
        "OwnerAccountId": "123456789012",
        "Updates": {"UpdateAvailable": number % 3 == 0, "Description": "An update is available"},
    }
    if number % 8 == 0:
        detail = {"ErrorCode": "PendingReboot", "ErrorMessage": "Restart the WorkSpace and try again."}
        image |= {"State": "ERROR", "ErrorCode": "PendingReboot", "ErrorMessage": "Image creation failed."}
        image |= {"ErrorDetails": [detail]}
    return image


def _fast_launch(number: int) -> str:
    return (
        "<item>"
        f"<imageId>ami-{number:017x}</imageId><resourceType>snapshot</resourceType>"
        "<snapshotConfiguration><targetResourceCount>5</targetResourceCount></snapshotConfiguration>"
        f"<launchTemplate><launchTemplateId>lt-{number:017x}</launchTemplateId><launchTemplateName>"
        "EC2FastLaunchDefaultResourceCreation-a8c6215d-94e6-441b-9272-dbd1f87b07e2</launchTemplateName>"
        "<version>1</version></launchTemplate>"
        "<maxParallelLaunches>6</maxParallelLaunches><ownerId>123456789012</ownerId>"
        f"<state>{STATES[number % len(STATES)]}</state>"
        f"<stateTransitionReason>{REASONS[number % 5 == 0]}</stateTransitionReason>"
        f"<stateTransitionTime>2026-01-27T22:{number // 60:02d}:{number % 60:02d}.552Z</stateTransitionTime>"
        "</item>"
    )
