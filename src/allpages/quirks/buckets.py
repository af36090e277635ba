"""Buckets: what may be the name or the ARN of one, and what an ARN says of the account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allpages import errors
from allpages.quirks.changes import members_of

if TYPE_CHECKING:
    from allpages.models.catalog import Operation
    from allpages.quirks.changes import Before
    from allpages.values import Params

_LENGTH = 255
_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_")
_ACCESS_POINT_SERVICES = frozenset({"s3", "s3-object-lambda"})
_ARN_PARTS = 6
_ACCOUNT_DIGITS = 12


def valid_bucket(operation: Operation) -> Before | None:
    """Refuse a bucket that is neither a name nor the ARN of an access point; the model's own pattern says less."""
    if "Bucket" not in members_of(operation):
        return None

    def change(params: Params) -> Params:
        bucket = params.get("Bucket")
        if isinstance(bucket, str) and not _is_bucket_name(bucket) and not is_bucket_arn(bucket):
            raise errors.ParamValidationError(
                f"{bucket!r} cannot be a bucket.",
                hint="Give a bucket's name (letters, digits, dots, hyphens, underscores) or an access point's ARN.",
            )
        return params

    return change


# What the ARN that stands in a member may be of. Source: botocore.utils.S3ControlArnParamHandlerv2.
_OF_OUTPOSTS = {"Name": "accesspoint", "Bucket": "bucket"}


def outpost_members(operation: Operation) -> dict[str, str]:
    """The members of an S3 Control operation that may be an ARN, each with what the ARN must then be of."""
    if operation.name in {"CreateBucket", "ListRegionalBuckets"}:
        return {}
    found = {name: kind for name, kind in _OF_OUTPOSTS.items() if name in members_of(operation)}
    if operation.name == "CreateAccessPoint":
        found.pop("Name", None)
    return found


def account_of_outpost(operation: Operation) -> Before | None:
    """Take AccountId from the ARN of an outpost's bucket or access point; refuse every other ARN."""
    members = outpost_members(operation)
    if not members or "AccountId" not in members_of(operation):
        return None

    def change(params: Params) -> Params:
        for member, kind in members.items():
            parts = str(params.get(member, "")).split(":", _ARN_PARTS - 1)
            if parts[0] == "arn" and len(parts) == _ARN_PARTS:
                _check_outpost(params[member], parts, kind)
                account = parts[4]
                if params.get("AccountId", account) != account:
                    raise errors.ParamValidationError(
                        f"AccountId {params['AccountId']!r} is not the account of {params[member]!r}.",
                        hint="Leave AccountId out, or give the ARN's.",
                    )
                params = {**params, "AccountId": account}
        return params

    return change


def _check_outpost(arn: str, parts: list[str], kind: str) -> None:
    _, _, service, region, _, resource = parts
    names = resource.replace(":", "/").split("/")
    is_outpost = service == "s3-outposts" and len(names) == len(("outpost", "id", kind, "name"))
    if not is_outpost or names[0] != "outpost" or names[2] != kind:
        raise errors.ParamValidationError(
            f"{arn!r} cannot stand here.", hint=f"Give a name, or the ARN of an outpost's {kind}."
        )
    if region.startswith("fips-") or region.endswith("-fips"):
        raise errors.ParamValidationError(
            f"The region {region!r} in an ARN cannot be used.",
            hint="Name the region itself, and use_fips_endpoint.",
        )


def _is_bucket_name(text: str) -> bool:
    return 0 < len(text) <= _LENGTH and _CHARACTERS.issuperset(text)


def is_bucket_arn(text: str) -> bool:
    """Whether this is the ARN of an access point, of S3, S3 Object Lambda or an outpost."""
    parts = text.split(":", _ARN_PARTS - 1)
    if len(parts) < _ARN_PARTS or parts[0] != "arn" or not parts[1].startswith("aws"):
        return False
    _, _, service, region, account, resource = parts
    kind, *names = resource.replace(":", "/").split("/")
    if len(account) != _ACCOUNT_DIGITS or not account.isdecimal() or not all(map(_is_bucket_name, names)):
        return False
    if service in _ACCESS_POINT_SERVICES:
        return kind == "accesspoint" and len(names) == 1
    outpost = kind == "outpost" and names[1:2] == ["accesspoint"] and len(names) == len(("id", "accesspoint", "name"))
    return service == "s3-outposts" and bool(region) and outpost
