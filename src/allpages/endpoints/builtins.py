"""Built-in parameters: what the client's region and options tell the endpoint rules.

Source: botocore.args.ClientArgsCreator and botocore.handlers.customize_endpoint_resolver_builtins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from allpages import errors
from allpages.endpoints.partitions import Placement, placement
from allpages.endpoints.rule_functions import is_valid_host_label, parse_url
from allpages.masks import without_user

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.config import Config
    from allpages.endpoints.rule_set import RuleSet
    from allpages.models.catalog import Operation, Service

_MAY_BE_ARNS = ("AccessPointName", "Bucket")  # as the rules of S3 Control call them
_GLOBAL_S3_REGION = "us-east-1"
# S3 and STS are asked about by the endpoint's name, all others by the region the user gave. Source: botocore.args.
_BY_ENDPOINT_NAME = frozenset({"s3", "sts"})


class Surroundings(Struct, frozen=True):
    """What a client brings to every resolution."""

    region: str | None  # as the user sees it
    parameters: dict[str, Any]  # the rules' built-in parameters, by the rules' own names
    signing_name: str  # where the rules are silent
    signing_region: str
    wants_account_id: bool
    is_s3: bool
    is_accelerated_control: bool  # S3 Control, asked to be accelerated

    def for_call(
        self, operation: Operation, given: Mapping[str, Any], bucket_regions: Mapping[str, str]
    ) -> dict[str, Any]:
        """The built-in parameters of one call; S3's depend on the bucket.

        Raises: ConfigError - S3 Control has no accelerated endpoints, which matters where an ARN says where to go.
        """
        if not self.is_s3:
            arns = [name for name in _MAY_BE_ARNS if str(given.get(name, "")).startswith("arn:")]
            if arns and self.is_accelerated_control:
                hint = "Leave Config(s3_use_accelerate_endpoint=True) out for this client."
                raise errors.ConfigError("S3 Control has no accelerated endpoints.", hint=hint)
            return self.parameters
        bucket = given.get("Bucket")
        found = dict(self.parameters)
        if operation.name == "GetBucketLocation":  # else a wrong region's answer could not be read
            found["ForcePathStyle"] = True
        elif bucket is not None and bucket.startswith("arn:"):
            found["ForcePathStyle"] = False
        if bucket is not None and bucket in bucket_regions:
            found["Region"] = bucket_regions[bucket]
        return found


def builtins(
    service: Service, rules: RuleSet, *, region: str | None, config: Config, endpoint_url: str | None
) -> Surroundings:
    """The surroundings of a client.

    Raises: ConfigError.
    """
    region, fips = _without_fips(region)
    fips = (fips or bool(config.use_fips_endpoint)) and not endpoint_url
    prefix = service.metadata["endpointPrefix"]
    dualstack = wants_dualstack(prefix, config) and not endpoint_url
    _check(region, endpoint_url)
    placed, seen = _placed(service, region, config, endpoint_url, fips=fips, dualstack=dualstack)
    by_name = region is None or prefix in _BY_ENDPOINT_NAME
    mode = config.account_id_endpoint_mode or "preferred"
    values = {
        "AWS::Region": seen if by_name else region,
        "AWS::UseFIPS": fips,
        "AWS::UseDualStack": dualstack,
        "SDK::Endpoint": endpoint_url,
        "AWS::Auth::AccountIdEndpointMode": mode,
        "AWS::STS::UseGlobalEndpoint": False,
        **_s3_values(prefix, seen, config, endpoint_url),
    }
    known = {name: values.get(entry.get("builtIn", name)) for name, entry in rules.parameters.items()}
    metadata = service.metadata
    return Surroundings(
        region=seen,
        parameters={name: value for name, value in known.items() if value is not None},
        signing_name=placed.signing_name or metadata.get("signingName") or prefix,
        signing_region=region if endpoint_url and region else placed.signing_region,
        wants_account_id=rules.parameters.get("AccountId", {}).get("builtIn") is not None,
        is_s3=prefix == "s3",
        is_accelerated_control=prefix == "s3-control" and bool(config.s3_use_accelerate_endpoint),
    )


def wants_dualstack(prefix: str, config: Config) -> bool:
    """Whether addresses of IPv6 are wanted as well; S3 and S3 Control have an option of their own, which goes first.

    Source: botocore.client.ClientEndpointBridge, `_resolve_use_dualstack_endpoint`.
    """
    own = config.s3_use_dualstack_endpoint if prefix in {"s3", "s3-control"} else None
    return bool(config.use_dualstack_endpoint if own is None else own)


def _placed(
    service: Service, region: str | None, config: Config, endpoint_url: str | None, *, fips: bool, dualstack: bool
) -> tuple[Placement, str]:
    """Where the older table puts the service, and the region that the client then says it has."""
    prefix = service.metadata["endpointPrefix"]
    if prefix == "s3" and region in {None, _GLOBAL_S3_REGION} and _is_legacy(config):
        return placement("s3", None if not dualstack else _GLOBAL_S3_REGION, fips=fips), _GLOBAL_S3_REGION
    placed = placement(prefix, region, fips=fips, dualstack=dualstack)
    return placed, region if endpoint_url and region else placed.region


def _s3_values(prefix: str, region: str, config: Config, endpoint_url: str | None) -> dict[str, Any]:
    if not prefix.startswith("s3"):
        return {}
    accelerate = bool(config.s3_use_accelerate_endpoint)
    style = config.s3_addressing_style or "auto"
    custom = endpoint_url is not None and not _is_accelerate(endpoint_url)
    return {
        "AWS::S3::Accelerate": accelerate,
        "AWS::S3::ForcePathStyle": not accelerate and (style != "virtual" if custom else style == "path"),
        "AWS::S3::UseGlobalEndpoint": region == _GLOBAL_S3_REGION and _is_legacy(config),
        "AWS::S3::UseArnRegion": config.s3_use_arn_region is not False,
        "AWS::S3Control::UseArnRegion": bool(config.s3_use_arn_region),
        "AWS::S3::DisableMultiRegionAccessPoints": bool(config.s3_disable_multiregion_access_points),
        # No built-in of the rules but a parameter that the client gives, by its own name.
        "DisableS3ExpressSessionAuth": bool(config.s3_disable_express_session_auth),
    }


def _is_legacy(config: Config) -> bool:
    return config.s3_us_east_1_regional_endpoint != "regional"


def _is_accelerate(url: str) -> bool:
    host = url.partition("://")[2].partition("/")[0]
    return host in {"s3-accelerate.amazonaws.com", "s3-accelerate.dualstack.amazonaws.com"}


def _without_fips(region: str | None) -> tuple[str | None, bool]:
    """The region without "fips" in it, and whether there was one: "fips-us-east-1", "us-east-1-fips"."""
    if region is None:
        return None, False
    plain = region.replace("fips-", "").replace("-fips", "")
    return plain, plain != region


def _check(region: str | None, endpoint_url: str | None) -> None:
    if region is not None and (region.isdigit() or not is_valid_host_label(region, allow_subdomains=False)):
        raise errors.ConfigError(
            f"{region!r} cannot be the name of a region.", hint="Regions look like eu-west-1; see region_name."
        )
    if endpoint_url is not None and parse_url(endpoint_url) is None:
        raise errors.ConfigError(
            f"endpoint_url {without_user(endpoint_url)!r} is not a URL that can be used.",
            hint="Give it as http://host:port.",
        )
