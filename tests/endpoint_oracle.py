"""What botocore's own client would do: the URL, headers and signature scope of one call, asked without sending."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import botocore
from botocore.config import Config
from botocore.session import Session

SCHEMES = {"v4": "sigv4", "s3v4": "sigv4", "v4-s3express": "sigv4", "v4a": "sigv4a", "s3v4a": "sigv4a"}


class Expected(NamedTuple):
    """One answer; `error` is the type of what was raised instead."""

    url: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    scheme: str = ""
    name: str = ""
    region: str = ""
    error: str = ""


@cache
def session() -> Session:
    """One session, so that each model is read once."""
    found = Session()
    found.set_credentials("AKIDEXAMPLE", "secret", None)
    return found


def expected(
    service: str, operation: str, params: dict[str, Any], *, region: str, url: str | None = None, **options: Any
) -> Expected:
    """What botocore answers; `options` are those of its Config."""
    try:
        client = session().create_client(service, region, endpoint_url=url, config=Config(**options))
        model = client.meta.service_model.operation_model(operation)
        context: dict[str, Any] = {
            "auth_type": model.resolved_auth_type,
            "client_config": client.meta.config,
            "auth_options": client.meta.service_model.metadata.get("auth"),
        }
        found, headers, _ = client._resolve_endpoint_ruleset(model, params, context)
        signer = client._request_signer
        version = signer._choose_signer(operation, "standard", context)
    except Exception as failure:  # noqa: BLE001 - which one it is, is the answer
        return Expected(error=type(failure).__name__)
    signing = context.get("signing", {})
    scheme = "none" if version is botocore.UNSIGNED else SCHEMES.get(version, version)
    return Expected(
        found,
        tuple(headers.items()),
        scheme,
        signing.get("signing_name") or signer.signing_name,
        signing.get("region") or signer.region_name,
    )
