"""The client that the flags ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from allpages import errors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.cli.output.progress import Observer
    from allpages.config import Config
    from allpages.sync import Client

_ENDLESS_S = 604_800.0  # a week: nobody waits longer, and no system's time-outs are infinite


def client(service: str, given: Mapping[str, Any], transport: Any, observer: Observer) -> Client:
    """A client of `service`, reading ahead, with the flags' region, profile, endpoint and trust.

    Raises: UsageError, two flags at odds; ConfigError, EndpointError.
    """
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
        config=replace(config(given), observer=observer),
        transport=transport,
    )


def config(given: Mapping[str, Any]) -> Config:
    """The options of a client that the flags ask for.

    Raises: UsageError.
    """
    from allpages.config import Config

    found = Config(
        read_ahead=True,
        receipt_digest="receipt" in given,
        sign_requests=not given.get("no_sign_request"),
        retry_mode=given.get("retry_mode"),
        max_attempts=_attempts(given.get("max_attempts")),
    )
    waits = {f"{kind}_timeout": given.get(f"cli_{kind}_timeout") for kind in ("read", "connect")}
    return replace(found, **{name: _seconds(name, text) for name, text in waits.items() if text is not None})


def _seconds(name: str, text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= _ENDLESS_S:
        flag = f"--cli-{name.replace('_', '-')}"
        raise errors.UsageError(f"{flag} takes seconds, as 60 or 2.5, and 0 for no end; not {text!r}.")
    return seconds or _ENDLESS_S


def _attempts(text: str | None) -> int | None:
    if text is not None and (not text.isdecimal() or int(text) < 1):
        raise errors.UsageError(f"--max-attempts takes a whole number, 1 at least; not {text!r}.")
    return None if text is None else int(text)
