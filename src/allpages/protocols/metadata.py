"""ResponseMetadata: what every page and every error says about the response it came in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.values import Response


def response_metadata(response: Response, found: Mapping[str, Any] | None = None, retries: int = 0) -> dict[str, Any]:
    """`RequestId`, `HostId` where there is one, `HTTPStatusCode`, `HTTPHeaders` (lower case) and `RetryAttempts`.

    `found`: what the body says of it (query and EC2); None where the headers are to be asked.
    """
    headers = lower_case(response.headers)
    metadata = request_ids(headers) if found is None else dict(found)
    metadata["HTTPStatusCode"] = response.status
    metadata["HTTPHeaders"] = headers
    metadata["RetryAttempts"] = retries
    return metadata


def request_ids(headers: Mapping[str, str]) -> dict[str, Any]:
    """The request id of lower-case headers, and the second one that S3 and its kin send with theirs.

    Source: botocore.parsers, `_populate_response_metadata`. The JSON protocols send the first only.
    """
    if "x-amzn-requestid" in headers:
        return {"RequestId": headers["x-amzn-requestid"]}
    if "x-amz-request-id" in headers:
        return {"RequestId": headers["x-amz-request-id"], "HostId": headers.get("x-amz-id-2", "")}
    return {}


def lower_case(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers by lower-case name."""
    return {name.lower(): value for name, value in headers.items()}
