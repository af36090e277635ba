"""Authentication: which scheme signs an operation, and for what name and region.

The endpoint rules come first, then the operation, then the service. Source: botocore.auth.resolve_auth_type,
botocore.regions.EndpointRulesetResolver.auth_schemes_to_signing_ctx.
"""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Any

from allpages import errors
from allpages.signing.canonical import S3_NAMES
from allpages.values import Scope

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from allpages.models.catalog import Operation, Service
    from allpages.values import Scheme

# The names of the models' traits, of their older `authtype` and `signatureVersion`, and of the rules' authSchemes.
_SCHEMES: dict[str, Scheme] = {
    "aws.auth#sigv4": "sigv4",
    "aws.auth#sigv4a": "sigv4a",
    "smithy.api#httpBearerAuth": "bearer",
    "smithy.api#noAuth": "none",
    "v4": "sigv4",
    "v4-unsigned-body": "sigv4",
    "s3": "sigv4",  # S3's model names its first scheme; everybody signs version 4
    "s3v4": "sigv4",
    "bearer": "bearer",
    "none": "none",
    "sigv4": "sigv4",
    "sigv4-s3express": "sigv4",
    "sigv4a": "sigv4a",
}
# Services whose model says v2 and that take v4. Source: botocore.client, _set_importexport_signature_version.
_V4_NONETHELESS = frozenset({"importexport"})
# Services that prefer a bearer token when the environment has one. Source: botocore.handlers.
_TOKEN_VARIABLES = {"bedrock": "AWS_BEARER_TOKEN_BEDROCK"}
S3_EXPRESS = "sigv4-s3express"
_SESSION_HEADER = "x-amz-s3session-token"


@cache
def has_sigv4a() -> bool:
    """Whether awscrt, which makes SigV4a signatures, is installed."""
    from importlib.util import find_spec

    return find_spec("awscrt") is not None


def bearer_token(service: Service) -> str | None:
    """The bearer token that the environment holds for this service, "AWS_BEARER_TOKEN_BEDROCK"; None when none."""
    offered = "smithy.api#httpBearerAuth" in service.metadata.get("auth", ())
    variable = _TOKEN_VARIABLES.get(service.metadata.get("signingName", ""))
    return os.environ.get(variable) if offered and variable else None


def preferred(names: Sequence[str], preference: str | None) -> list[str]:
    """Schemes in the order in which they are tried: first what is preferred, "sigv4a,sigv4", of what is offered.

    Source: botocore.auth.resolve_auth_scheme_preference; as there, blanks make another word.
    """
    offered = {name.rpartition("#")[2]: name for name in names}
    first = [offered[word] for word in (preference or "").split(",") if word in offered]
    return list(dict.fromkeys([*first, *names]))


def scheme_of(operation: Operation, *, sigv4a: bool, preference: str | None = None) -> Scheme:
    """The scheme that the operation's model, else the service's, asks for; of several the preferred one.

    Raises: EndpointError when nobody here can make it (SigV2).
    """
    model, metadata = operation.model, operation.service.metadata
    own = model.get("auth") or [model.get("authtype")]
    if own != [None]:
        return _SCHEMES[_first_known(preferred(own, preference), sigv4a=sigv4a)]
    if operation.service.name in _V4_NONETHELESS:
        return "sigv4"
    names = metadata.get("auth") or [metadata.get("signatureVersion", "v4")]
    return _SCHEMES[_first_known(preferred(names, preference), sigv4a=sigv4a)]


def signs_body(operation: Operation) -> bool:
    """Whether the signature covers the body."""
    return not operation.model.get("unsignedPayload") and operation.model.get("authtype") != "v4-unsigned-body"


def offered_by_rules(
    schemes: Sequence[Mapping[str, Any]], *, sigv4a: bool, preference: str | None = None
) -> Mapping[str, Any]:
    """The first of the rules' authSchemes that can be used here; the preferred ones come first.

    Raises: EndpointError.
    """
    name = _first_known(preferred([scheme["name"] for scheme in schemes], preference), sigv4a=sigv4a)
    return next(scheme for scheme in schemes if scheme["name"] == name)


def scope(
    scheme: Mapping[str, Any],
    *,
    name: str,
    region: str,
    may_be_s3: bool = True,
    sign_body: bool = True,
    region_set: str | None = None,
) -> Scope:
    """The scope of one of the rules' authSchemes; `name` and `region` where it is silent.

    `may_be_s3` is false for a service that has S3's signing name and neither says nor is told that it signs as S3 does:
    S3 on Outposts' own API.
    """
    kind = _SCHEMES[scheme["name"]]
    signing_name = scheme.get("signingName", name)
    if kind == "sigv4a":
        region = region_set or ",".join(scheme.get("signingRegionSet", ())) or "*"
    else:
        region = scheme.get("signingRegion", region)
    is_s3 = may_be_s3 and signing_name in S3_NAMES
    header = _SESSION_HEADER if scheme["name"] == S3_EXPRESS else "X-Amz-Security-Token"
    return Scope(
        name=signing_name,
        region=region,
        scheme=kind,
        double_encode=not is_s3,
        normalize_path=not is_s3,
        sign_body=sign_body,
        content_sha256=is_s3,
        token_header=header,
    )


def _first_known(names: Sequence[str], *, sigv4a: bool) -> str:
    for name in names:
        known = _SCHEMES.get(name)
        if known is not None and (known != "sigv4a" or sigv4a):
            return name
    raise _unsupported(names)


def _unsupported(names: Sequence[str]) -> errors.EndpointError:
    if any("sigv4a" in name for name in names):
        return errors.EndpointError("This must be signed with SigV4a.", hint="pip install 'allpages[sigv4a]'")
    told = "SigV2" if "v2" in names else ", ".join(names)
    return errors.EndpointError(f"{told} is not supported.", hint="Use the service's own tool, or boto3.")
