"""The client that the flags ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages import errors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.cli.output.progress import Observer
    from allpages.sync import Client


def client(service: str, given: Mapping[str, Any], transport: Any, observer: Observer) -> Client:
    """A client of `service`, reading ahead, with the flags' region, profile, endpoint and trust.

    Raises: UsageError, two flags at odds; ConfigError, EndpointError.
    """
    from allpages.config import Config
    from allpages.sync import client as connect

    if "local" in given and "endpoint_url" in given:
        raise errors.UsageError(
            "--local and --endpoint-url exclude each other.", hint="The local endpoint is in process; it has no URL."
        )
    if transport is None and "local" in given:
        from allpages.local import transport as local_transport

        transport = local_transport(given["local"] or None)
    return connect(
        service,
        given.get("region"),
        profile_name=given.get("profile"),
        endpoint_url=given.get("endpoint_url"),
        verify=False if given.get("no_verify_ssl") else given.get("ca_bundle"),
        config=Config(read_ahead=True, sign_requests=not given.get("no_sign_request"), observer=observer),
        transport=transport,
    )
