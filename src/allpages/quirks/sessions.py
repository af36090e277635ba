"""Sessions: S3 Express wants requests signed with short-lived keys of the bucket, which CreateSession gives.

Where `Endpoint.needs_session` is true: call CreateSession with the bucket (it is signed with the caller's own keys),
keep `credentials(page)` for that bucket and those keys until `is_stale`, and sign with them. The endpoint's scope names
the header that carries the session's token. Source: botocore.utils.S3ExpressIdentityCache, botocore.auth.S3ExpressAuth.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from allpages import errors
from allpages.values import Credentials

if TYPE_CHECKING:
    from collections.abc import Mapping

OPERATION = "CreateSession"
_RENEW_S = 45.0  # before the end; sessions last five minutes. Source: botocore's advisory time-out


def request(bucket: str) -> dict[str, Any]:
    """The parameters of the CreateSession call for a bucket."""
    return {"Bucket": bucket}


def credentials(page: Mapping[str, Any]) -> tuple[Credentials, float]:
    """The keys that CreateSession answered, and when they end, in epoch seconds.

    Raises: ResponseError - one of them is missing, or is no text or no time.
    """
    found = page.get("Credentials")
    found = found if isinstance(found, dict) else {}
    texts = [found.get(name) for name in ("AccessKeyId", "SecretAccessKey", "SessionToken")]
    ends = found.get("Expiration")
    if not all(text and isinstance(text, str) for text in texts) or not isinstance(ends, datetime):
        raise errors.ResponseError(
            "The session that S3 gave has not all of key, secret, token and expiration.",
            hint="Is the endpoint S3's own? Config(s3_disable_express_session_auth=True) signs without sessions.",
        )
    access_key, secret_key, token = map(str, texts)
    return Credentials(access_key=access_key, secret_key=secret_key, token=token), ends.timestamp()


def is_stale(ends: float, now: float) -> bool:
    """Whether a session that ends then should be renewed now."""
    return now >= ends - _RENEW_S
