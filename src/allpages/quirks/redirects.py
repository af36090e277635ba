"""Redirects: what an answer of S3 says about the region that the bucket is really in.

The caller asks once a call: `redirected` whether the answer means another region, `region_told` which one; where it
tells none, a `PROBE` of the bucket does, in its header, whatever its status. Then it calls `Resolver.redirect(bucket,
region)`, resolves anew and sends again, at once. Source: botocore.utils.S3RegionRedirectorv2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.errors import ServiceError

PROBE = "HeadBucket"
_HEADER = "x-amz-bucket-region"
_LABEL = 63  # characters of one between dots
_STATUSES = frozenset({301, 302, 307})
_BARE_CODES = frozenset({"301", "400"})  # a HEAD has no body, so the status stands for the code


def redirected(failure: ServiceError, bucket: Any) -> bool:
    """Whether an S3 error means: this bucket is in another region. Never for ARNs, which say their region."""
    if not isinstance(bucket, str) or bucket.startswith("arn:"):
        return False
    if failure.status in _STATUSES or failure.code == "PermanentRedirect":
        return True
    if failure.code == "AuthorizationHeaderMalformed":
        return "Region" in failure.response.get("Error", {})
    if failure.code == "IllegalLocationConstraintException":
        return failure.operation_name != "CreateBucket"
    if failure.code in _BARE_CODES:
        headers = failure.response.get("ResponseMetadata", {}).get("HTTPHeaders", {})
        return failure.operation_name == "HeadObject" or (failure.operation_name == PROBE and _HEADER in headers)
    return False


def region_told(headers: Mapping[str, str], error: Mapping[str, Any]) -> str | None:
    """The region that an answer names, in its header or in its error's `Region`; None when it names none.

    It becomes part of a host, so what cannot be the name of a region is none.
    """
    found = headers.get(_HEADER) or error.get("Region")
    is_region = (
        isinstance(found, str) and found.isascii() and found.replace("-", "a").isalnum() and len(found) <= _LABEL
    )
    return found if is_region else None
