"""Reading one page: botocore's parser against ours, the same bytes, no network."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING

from pages import dynamodb_page, ec2_page, s3_page, workspaces_page
from report import Row

if TYPE_CHECKING:
    from collections.abc import Callable

# What is read, the size of a page, and the ratio it must reach and aims for.
CASES = (
    ("s3", "ListObjectsV2", "S3 ListObjectsV2, 1,000 keys", s3_page, 7.0, 12.0),
    ("dynamodb", "Scan", "DynamoDB Scan, 1,000 items", dynamodb_page, 4.0, 8.0),
    ("ec2", "DescribeFastLaunchImages", "EC2 fast launch, 200 images", lambda: ec2_page("t"), None, None),
    ("workspaces", "DescribeWorkspaceImages", "WorkSpaces, 25 images", lambda: workspaces_page("t"), None, None),
)


def rows(rounds: int, seconds: float) -> list[Row]:
    """Each case, both readers in turn; the figures are milliseconds a page."""
    found = []
    for service, operation, name, page, at_least, aim in CASES:
        body = page()
        ours, theirs = _ours(service, operation, body), _botocores(service, operation, body)
        pairs = [(_ms(theirs, seconds), _ms(ours, seconds)) for _ in range(rounds)]
        found.append(
            Row(f"decode {name}", "ms", [ours for _, ours in pairs], [theirs for theirs, _ in pairs], "botocore",
                less_is_better=True, at_least=at_least, aim=aim)
        )  # fmt: skip
    return found


def _ours(service: str, operation: str, body: bytes) -> Callable[[], object]:
    from allpages.models import catalog
    from allpages.protocols import bind
    from allpages.values import Response

    binding = bind(catalog.service(service).operation(operation))
    return lambda: binding.decode(Response(200, {"content-length": str(len(body))}, body))


def _botocores(service: str, operation: str, body: bytes) -> Callable[[], object]:
    from botocore.parsers import create_parser
    from botocore.session import get_session

    model = get_session().get_service_model(service)
    parser = create_parser(model.resolved_protocol)
    shape = model.operation_model(operation).output_shape
    headers = {"content-length": str(len(body))}
    return lambda: parser.parse({"status_code": 200, "headers": headers, "body": body}, shape)


def _ms(read: Callable[[], object], seconds: float) -> float:
    read()
    gc.collect()
    count, start = 0, time.process_time()  # nothing here waits, and what else runs on the machine shall not count
    while (spent := time.process_time() - start) < seconds:
        read()
        count += 1
    return spent / count * 1000
