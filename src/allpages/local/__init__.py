"""The local endpoint: AWS's behaviour on your own machine, for both image inventories.

    allpages.client("ec2", transport=allpages.local.transport())

needs no account, no credentials, no region and no socket. `allpages serve` puts the same endpoint on a port.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from allpages.local.behaviour import Settings
    from allpages.local.endpoint import Endpoint
    from allpages.local.identity import Key
    from allpages.local.limits import RateRule
    from allpages.local.organization.drawing import Fleet, Population
    from allpages.local.organization.tree import Organization
    from allpages.local.server.in_process import AsyncLocalTransport, LocalTransport
    from allpages.local.world_clock import Clock
    from allpages.values import Credentials

REGION = "us-east-1"  # of clients in process that name none
ACCOUNT = "123456789012"  # of every access key, while none are configured


def credentials(account: str = ACCOUNT) -> Credentials:
    """Credentials that an endpoint without configured keys takes for those of `account`."""
    from allpages.values import Credentials

    return Credentials(access_key=account, secret_key="local")  # noqa: S106 - nobody verifies it


def open_endpoint(
    data: str | Path | None = None,
    *,
    demo: bool | None = None,
    config: str | Path | None = None,
    settings: Settings | None = None,
    keys: Iterable[Key] = (),
    clock: Clock | None = None,
    seed: int | None = None,
    fleet: int | Fleet | None = None,
    organization: Organization | None = None,
    rates: Iterable[RateRule] = (),
) -> Endpoint:
    """An endpoint over the file `data`, or over memory.

    demo: fill an empty store with the demo inventory; None: only one in memory. config: a configuration file, for what
    the arguments do not say. fleet: an organization of so many accounts is drawn, with items in few places, instead of
    the demo inventory. The rest: see Endpoint.

    Raises: ConfigError: a file is not what it should be.
    """
    from allpages.local.endpoint import Endpoint
    from allpages.local.store import demo as inventory
    from allpages.local.store.database import Store

    if config is not None:
        given = {
            "data": data, "demo": demo, "settings": settings, "keys": tuple(keys), "clock": clock, "seed": seed,
            "fleet": fleet, "organization": organization, "rates": tuple(rates),
        }  # fmt: skip
        return _configured(config, given)

    population = None
    if fleet is not None:
        organization, population = _drawn(fleet)
    wanted = data is None and fleet is None if demo is None else demo
    store = Store(data or ":memory:", secret=None if data else inventory.SECRET)
    if wanted and not store.places():
        inventory.fill(store)
    return Endpoint(
        store,
        settings=settings,
        keys=keys,
        clock=clock,
        seed=seed,
        organization=organization,
        population=population,
        rates=rates,
    )


def _drawn(fleet: int | Fleet) -> tuple[Organization, Population]:
    from allpages.local.organization import drawing

    found = drawing.Fleet(accounts=fleet) if isinstance(fleet, int) else fleet
    return drawing.draw(found), drawing.population(found)


def _configured(config: str | Path, given: Mapping[str, Any]) -> Endpoint:
    """As open_endpoint, with what `given` leaves open as the file `config` says it."""
    from allpages.local.config import read
    from allpages.local.world_clock import Clock

    said = read(config)
    clock = Clock(pace=said.clock.pace, start_s=said.clock.start_s)
    file = {
        "settings": said.settings, "keys": said.keys, "clock": clock, "seed": said.seed, "rates": said.rates,
        "fleet": said.fleet if given["organization"] is None else None,
        "organization": said.organization if given["fleet"] is None else None,
    }  # fmt: skip
    made = open_endpoint(**{**given, **{name: value for name, value in file.items() if given[name] in (None, ())}})
    for fault in said.faults:
        made.troubles.switch_on(fault)
    for listing in said.listings:
        made.anything.seeds.add(listing)
    return made


def transport(data: str | Path | None = None, *, fleet: int | Fleet | None = None) -> LocalTransport:
    """A transport for `allpages.client` that answers in process, from the demo inventory or from the file `data`.

    fleet: see open_endpoint.
    """
    from allpages.local.server.in_process import LocalTransport

    return LocalTransport(open_endpoint(data, fleet=fleet), credentials=credentials(), region=REGION)


def async_transport(data: str | Path | None = None, *, fleet: int | Fleet | None = None) -> AsyncLocalTransport:
    """As transport, for `allpages.aio.client`."""
    from allpages.local.server.in_process import AsyncLocalTransport

    return AsyncLocalTransport(open_endpoint(data, fleet=fleet), credentials=credentials(), region=REGION)


def serve(
    data: str | Path | None = None,
    *,
    host: str = "127.0.0.1",
    port: int = 4566,
    demo: bool | None = None,
    config: str | Path | None = None,
    faults: Iterable[str] = (),
    throttle: bool = False,
    pace: float | None = None,
    fleet: int | None = None,
) -> None:
    """Serve an endpoint over HTTP until Ctrl-C. It listens on the loopback interface unless told otherwise.

    faults: switched on from the start, each as config.fault reads it. throttle: keep the published rate limits.
    pace: of the clock that life cycles run on; 60 makes a minute of a second. The rest: see open_endpoint.

    Raises: ConfigError: the port is taken, or a file or a fault is not what it should be.
    """
    from msgspec.structs import replace

    from allpages.local.config import fault
    from allpages.local.server import asgi
    from allpages.local.world_clock import Clock

    wanted = [fault(text) for text in faults]
    clock = None if pace is None else Clock(pace=pace)
    endpoint = open_endpoint(data, demo=demo, config=config, clock=clock, fleet=fleet)
    if throttle:
        endpoint.settings = replace(endpoint.settings, throttle=True)
    for trouble in wanted:
        endpoint.troubles.switch_on(trouble)
    asgi.serve(endpoint, host=host, port=port)
