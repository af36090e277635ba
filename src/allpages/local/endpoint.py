"""The endpoint: from a request to its response. All behaviour, no socket; usable from many threads."""

from __future__ import annotations

from collections import deque
from functools import partial
from random import Random
from time import perf_counter, sleep
from typing import TYPE_CHECKING, Any

from allpages.local import idempotency, identity, lifecycle, refused, regions, seeds
from allpages.local.anything.drawn import Anything
from allpages.local.behaviour import Settings
from allpages.local.calls import Call
from allpages.local.limits import Limits, Rates
from allpages.local.operations import GLOBAL, OF_THE_WORLD, OPERATIONS
from allpages.local.organization import inhabitants
from allpages.local.organization.sessions import Sessions
from allpages.local.organization.world import World
from allpages.local.seen import Seen, Tally
from allpages.local.trouble import MISTAKES, Trouble, Troubles, answering, delivered
from allpages.local.wire import arrival, refusals
from allpages.local.wire import families as wire
from allpages.local.wire.asked import Asked, Unknown
from allpages.local.wire.fault import Fault
from allpages.local.wire.faults import shared_fault
from allpages.local.wire.reads import reads
from allpages.local.world_clock import Clock

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from allpages.local.anything.seeding import Put
    from allpages.local.calls import Act
    from allpages.local.identity import Key
    from allpages.local.limits import RateRule
    from allpages.local.organization.drawing import Population
    from allpages.local.organization.tree import Organization
    from allpages.local.store.database import Place, Store
    from allpages.local.trouble import Answering
    from allpages.local.wire.arrival import Arrival
    from allpages.models.catalog import Operation
    from allpages.values import Request, Response

MAX_BODY_BYTES = 1024 * 1024  # nothing these services take comes near
_REMEMBERED = 200
_FAMILIES = {"ec2": "ec2", "workspaces": "json", "sts": "query"}  # of services with operations of their own


class Endpoint:
    """AWS's behaviour over one store."""

    def __init__(
        self,
        store: Store,
        *,
        settings: Settings | None = None,
        keys: Iterable[Key] = (),
        clock: Clock | None = None,
        seed: int | None = None,
        organization: Organization | None = None,
        population: Population | None = None,
        rates: Iterable[RateRule] = (),
    ) -> None:
        """An endpoint over `store`.

        keys: with any, signatures are verified and others are refused. clock: what life cycles run on; None is the
        real one. seed: makes the ids of requests and new resources the same in every run. organization: of the
        accounts; None: each stands alone. population: how much listings hold that nobody seeded. rates: limits to keep.
        """
        self.store = store
        self.settings = settings or Settings()
        self.keys = {key.access_key: key for key in keys}
        self.clock = clock or Clock()
        self.recent: deque[Seen] = deque(maxlen=_REMEMBERED)
        self.world = World(sessions=Sessions(store.secret), organization=organization, population=population)
        self.limits = Limits()
        self.rates = Rates(rates)
        self.troubles = Troubles(seed=seed or 0)
        self.anything = Anything(self._own_seeds)  # answers every operation that has no behaviour of its own
        self.tallies: dict[tuple[str, str], Tally] = {}  # by account and region
        self.keeps_params = False  # they may be secret, and large
        self._random = Random(seed)  # noqa: S311 - ids, not secrets

    def _own_seeds(self, operation: Operation) -> Put | None:
        """What puts the items of a listing into the store; None for listings without rows there."""
        if not seeds.is_own(operation.service.name, operation.name):
            return None

        def put(items: Iterable[Any], account: str | None, region: str | None) -> int:
            where = region or self.settings.default_region
            partition = regions.partition_of().get(where, "aws")
            place = self.store.place(partition, account or self.settings.default_account, where)
            return seeds.sow(self.store, place, operation.name, items)

        return put

    def answer(self, request: Request) -> Response:
        """The response to a request; every mistake is answered in the form of its protocol.

        Raises: ConnectionLost: a fault that was switched on has cut the answer.
        """
        response, travels = self.perform(request)
        if travels.wait_s:
            sleep(travels.wait_s)
        return delivered(response, travels)

    def perform(self, request: Request) -> tuple[Response, Answering]:
        """The response to a request, and how it is to travel."""
        begun_s = perf_counter()
        request_id = _request_id(self._random)
        arrived = arrival.of(request)
        family, caller, asked, code = wire.family_of(arrived), None, None, ""
        struck: list[Trouble] = []
        try:
            if len(request.body) > MAX_BODY_BYTES:
                raise shared_fault("too large", family, name=str(MAX_BODY_BYTES))  # noqa: TRY301 - as all other faults
            asked = wire.understand(arrived, family)
            family = asked.family
            if isinstance(asked, Unknown):
                raise wire.no_operation(asked)  # noqa: TRY301 - as above
            caller = self._caller(asked, arrived)
            struck = self.troubles.strike(asked.service, asked.name, caller.account, caller.region)
            response = self._act(asked, arrived, caller, request_id, struck)
        except Fault as fault:
            code = fault.code
            response = wire.FAMILIES[family].fault(fault, request_id)
        except Exception as mistake:  # noqa: BLE001 - the outermost door: the caller gets an answer, the log the rest
            _log(request_id, mistake)
            broken = shared_fault("internal", family)
            code, response = broken.code, wire.FAMILIES[family].fault(broken, request_id)
        travels = answering(struck, len(response.body))
        seen = Seen(
            at_ms=int(self.clock.wall() * 1000),
            service=asked.service if asked else "",
            operation=asked.name[:64] if asked else "",
            account=caller.account if caller else "",
            region=caller.region if caller else "",
            status=response.status,
            code=code,
            took_ms=(perf_counter() - begun_s + travels.wait_s) * 1000,
            params=_params_of(asked, arrived) if self.keeps_params and isinstance(asked, Asked) else None,
        )
        self.recent.append(seen)
        if caller is not None:
            self._count((caller.account, caller.region), code)
        return response, travels

    def _count(self, where: tuple[str, str], code: str) -> None:
        tally = self.tallies.get(where)
        if tally is None:
            if len(self.tallies) >= self.settings.rate_buckets:
                return
            tally = self.tallies[where] = Tally()
        tally.requests += 1
        if code:
            tally.failed += 1
            tally.code = code

    def refused(self, request: Request, why: str) -> Response:
        """The answer to a request that may not come in, in the form of its protocol."""
        family = wire.family_of(arrival.of(request))
        denied = shared_fault("denied", family)
        return wire.FAMILIES[family].fault(Fault(denied.code, why, status=403), _request_id(self._random))

    def _caller(self, asked: Asked, arrived: Arrival) -> identity.Caller:
        if asked.is_open:
            return identity.anybody(asked.scope, self.settings)
        gate = identity.Gate(settings=self.settings, keys=self.keys, world=self.world, clock=self.clock)
        return gate.caller(arrived, family=asked.family, service=asked.scope)

    def _act(
        self, asked: Asked, arrived: Arrival, caller: identity.Caller, request_id: str, struck: list[Trouble]
    ) -> Response:
        family, operation = wire.FAMILIES[asked.family], asked.operation
        self._let_through(asked, caller, struck)
        is_stored = asked.name in OPERATIONS.get(asked.service, {})
        if is_stored:
            self._prepare(caller)
        act = self.own_act(operation, caller.account, caller.region)
        if act is None:
            family = wire.FAMILIES[wire.MODELLED.get(asked.family, asked.family)]
            act = self.anything.act_of(operation, caller.account, caller.region)
        if act is None:
            raise shared_fault("not implemented", asked.family, name=asked.name)
        make = is_stored and not reads(operation)
        place = self.store.place(caller.partition, caller.account, caller.region, make=make)
        call = self._call(operation, family.read(asked, arrived), caller, place, family=asked.family, host=arrived.host)
        if act != self.anything.act:
            refused.check(call)
            if idempotency.token_of(operation) is not None:
                act = partial(idempotency.act_once, act)
        output = self.troubles.act(act, call, struck) if struck else act(call)
        return family.write(operation, output, request_id)

    def _prepare(self, caller: identity.Caller) -> None:
        """Let happen what is due before an operation on the store."""
        lifecycle.catch_up(self.store, self.settings, self.clock.now_ms())
        if self.world.population is not None:
            inhabitants.settle(self.store, self.world.population, caller.partition, caller.account, caller.region)

    def own_act(self, operation: Operation, account: str, region: str) -> Act | None:
        """What answers an operation that has a behaviour of its own in a place; None for others."""
        service, name = operation.service.name, operation.name
        stored = OPERATIONS.get(service, {}).get(name)
        if stored is not None:
            return stored
        act = OF_THE_WORLD.get(service, {}).get(name)
        return None if act is None or self.anything.seeds.has(operation, account, region) else act

    def look(self, operation: Operation, place: Place, params: Mapping[str, Any]) -> Mapping[str, Any]:
        """What an operation with a behaviour of its own answers to whoever owns a place; nobody is told of it.

        Raises: Fault.
        """
        act = self.own_act(operation, place.account, place.region)
        assert act is not None  # noqa: S101 - asked for such operations only
        service = operation.service.name
        caller = identity.Caller(partition=place.partition, account=place.account, region=place.region, service=service)
        self._prepare(caller)
        # Asked for once more: who settles there gives the place its number.
        here = self.store.place(place.partition, place.account, place.region, make=False)
        return act(self._call(operation, params, caller, here, family=_FAMILIES.get(service, "aws-json")))

    def _call(
        self,
        operation: Operation,
        params: Mapping[str, Any],
        caller: identity.Caller,
        place: Place,
        *,
        family: str,
        host: str = "",
    ) -> Call:
        return Call(
            operation=operation,
            params=params,
            caller=caller,
            place=place,
            store=self.store,
            settings=self.settings,
            clock=self.clock,
            random=self._random,
            family=family,
            world=self.world,
            host=host,
        )

    def _let_through(self, asked: Asked, caller: identity.Caller, struck: list[Trouble]) -> None:
        """Refuse what is over the rate limit, and what a fault says is to be refused."""
        for trouble in struck:
            if trouble.kind == "error":
                raise Fault(trouble.code, trouble.message, status=trouble.status)
            if trouble.kind in MISTAKES:
                raise shared_fault(
                    MISTAKES[trouble.kind], asked.family, json_auth_status=self.settings.json_auth_status
                )
        organization = self.world.organization
        if (
            organization is not None
            and asked.service not in GLOBAL
            and organization.is_denied(caller.account, caller.region)
        ):
            raise shared_fault("denied by policy", asked.family, name=f"{caller.service}:{asked.name}")
        rate = self.rates.of(asked.service, asked.name, published=self.settings.throttle)
        if rate is not None:
            where = (caller.partition, caller.account, caller.region if rate.scope == "region" else "")
            if not self.limits.take(where, rate, self.clock.wall(), most=self.settings.rate_buckets):
                raise _throttled(asked)


def _params_of(asked: Asked, arrived: Arrival) -> Any:
    """The parameters of a request, if they can be read."""
    try:
        return wire.FAMILIES[asked.family].read(asked, arrived)
    except Fault:
        return None


def _throttled(asked: Asked) -> Fault:
    """The refusal of what comes too fast, in the words of the operation's own error where it has one."""
    own = None if asked.family in {"ec2", "json"} else refusals.too_many(asked.operation)
    return own or shared_fault("throttled", asked.family)


def _request_id(random: Random) -> str:
    """A random identifier in the form of a UUID, version 4; the module of that name costs a cold start 5 ms."""
    digits = f"{random.getrandbits(128):032x}"
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"


def _log(request_id: str, mistake: Exception) -> None:
    """A mistake of ours, with its traceback; the request goes without, for it may hold secrets."""
    import logging

    logger = logging.getLogger("allpages.local")
    logger.error("The request %s could not be answered.", request_id, exc_info=mistake)
