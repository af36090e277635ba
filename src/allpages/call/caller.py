"""What both surfaces share: a client's settings resolved, its operations by name, and the flow of any call."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

from allpages import errors
from allpages.call import settling
from allpages.call.desk import Desk
from allpages.call.flow import call
from allpages.call.plan import plan_of
from allpages.call.turns import limits_of
from allpages.endpoints import resolver
from allpages.environment.credentials import Fixed
from allpages.environment.told import Told
from allpages.models import catalog
from allpages.models.names import ALIASES, method_name
from allpages.reference.lazy import Reference
from allpages.values import Credentials

if TYPE_CHECKING:
    from allpages.call.desk import Retries, Tally
    from allpages.call.effects import Flow
    from allpages.call.exceptions import Exceptions
    from allpages.call.meta import Meta
    from allpages.call.plan import Plan
    from allpages.environment.credentials import Source
    from allpages.paging.rules import Rule
    from allpages.values import Params, Scheme


class Caller:
    """One client's knowledge, of no colour: what to call, where, as whom; it never sends anything itself."""

    def __init__(self, service_name: str, given: settling.Given) -> None:
        """A client's, of what it was given.

        Raises: UnknownService, ConfigError (no region, unknown profile, half a pair of keys), EndpointError.
        """
        self.service = catalog.service(service_name)
        settling.refuse_unused(self.service, given)
        session, transport = given.session, given.transport
        self.service.begin()
        profile_name = given.profile_name if session is None else session.given_profile
        found = settling.settings_of(profile_name, transport)
        self.config = settling.completed(settling.ours(given.config), found)
        self.region = settling.region_of(given, found)
        self._profile_name = profile_name
        self.ca_bundle = found.ca_bundle
        verify = found.ca_bundle if given.verify is None else given.verify
        self._told = Told(region=self.region, verify=verify, config=self.config)
        self.source: Source = settling.source_of(given, profile_name, told=self._told)
        self.endpoint_url = given.endpoint_url or found.endpoint_url(self.service)
        self.resolver = resolver(
            self.service,
            region=self.region,
            config=self.config,
            endpoint_url=self.endpoint_url,
            usual_preference=found.auth_scheme_preference,
        )
        retries = settling.policy_of(self.config)
        user_agent = settling.user_agent(self.config)
        self.desk = Desk(
            self.resolver,
            retries,
            self.config,
            endpoint_url=self.endpoint_url,
            user_agent=user_agent,
            limits=limits_of(transport),
            trace=settling.trace if "AWS_LAMBDA_FUNCTION_NAME" in os.environ else None,
        )

    def __repr__(self) -> str:
        """Service and region."""
        return f"{self.service.name} {self.region or 'no region'}"

    def plan(self, python_name: str) -> Plan:
        """The plan of the operation whose method is called `python_name`.

        Raises: UnknownOperation.
        """
        return plan_of(self.service.by_python_name(python_name))

    def method(self, python_name: str) -> Plan:
        """The plan of the operation that is called by this attribute, which may be an older name.

        Raises: UnknownOperation.
        """
        return self.plan(ALIASES.get((self.service.name, python_name), python_name))

    def pageable(self, python_name: str) -> bool:
        """Whether the operation pages, by botocore's paginators or by inference.

        Raises: UnknownOperation.
        """
        return self.plan(python_name).rule(infer=self.config.infer_paginators) is not None

    def paged(self, python_name: str) -> tuple[Plan, Rule]:
        """The plan of an operation, with the rule it is paged by.

        Raises: UnknownOperation, OperationNotPageable.
        """
        plan = self.plan(python_name)
        rule = plan.rule(infer=self.config.infer_paginators)
        if rule is None:
            raise errors.OperationNotPageable(
                f"{self.service.name} {plan.operation.name} does not page.",
                hint=f"Call it once: client.{python_name}(...). See: allpages operations {self.service.name}",
            )
        return plan, rule

    def flow(self, plan: Plan, params: Params, *, tally: Tally | None = None) -> Flow:
        """The flow of one call; with a tally, of one page of a listing, which slows down when it is throttled."""
        return call(plan, params, self.desk, tally=tally)

    def reference(self, plan: Plan, *, colour: str) -> Reference:
        """What help() tells of the operation's method."""
        infer = self.config.infer_paginators
        return Reference(plan.operation, lambda: plan.rule(infer=infer), colour=colour, paged=False)

    @cached_property
    def exceptions(self) -> Exceptions:
        """The errors that the service models."""
        from allpages.call.exceptions import Exceptions

        return Exceptions(self.service)

    @cached_property
    def meta(self) -> Meta:
        """What the client is."""
        from allpages.call.meta import Meta

        return Meta(self.service, self.region, self.endpoint_url, self.config)

    def refuse(self, name: str) -> None:
        """Say what exists instead of what boto3's clients have and these have not.

        Raises: UnknownOperation.
        """
        if not self.service.has_python_name(name):
            from allpages.call import missing

            missing.refuse(name, missing.OF_CLIENTS, self.service.name)

    def method_names(self) -> list[str]:
        """The method of every operation, for `dir`."""
        return [method_name(name) for name in self.service.operation_names]

    def source_of(self, scheme: Scheme) -> Source | None:
        """What signs in this scheme; None when nothing does."""
        if scheme == "none" or not self.config.sign_requests:
            return None
        return self.source if scheme != "bearer" else self._bearer

    @cached_property
    def _bearer(self) -> Source:
        from allpages.environment.credentials import bearer

        metadata = self.service.metadata
        name = metadata.get("signingName", metadata["endpointPrefix"])
        return bearer(name, self._profile_name, told=self._told)

    def with_source(self, source: Source | Credentials, retries: Retries | None = None) -> Caller:
        """The same for another identity: what the models and the rules say is shared, what an account has is not.

        retries: how its calls are repeated, and how fast they are made; None: as the configuration says, with a quota
        of its own.
        """
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__)
        for made in ("_bearer", "meta"):
            other.__dict__.pop(made, None)
        other.source = Fixed(source) if isinstance(source, Credentials) else source
        other.desk = self.desk.for_another(
            retries or settling.policy_of(self.config), limits=self.desk.limits if retries is None else None
        )
        return other
