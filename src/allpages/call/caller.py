"""What both surfaces share: a client's settings resolved, its operations by name, and the flow of any call."""

from __future__ import annotations

import os
import sys
from functools import cached_property
from typing import TYPE_CHECKING, Any

from allpages import errors
from allpages.call.desk import Desk
from allpages.call.flow import call
from allpages.call.plan import plan_of
from allpages.call.retries import MAX_ATTEMPTS, policy
from allpages.call.turns import limits_of
from allpages.config import Config
from allpages.endpoints import resolver
from allpages.environment.credentials import Fixed, source
from allpages.environment.settings import settings
from allpages.models import catalog
from allpages.models.names import method_name
from allpages.reference.lazy import Reference
from allpages.values import Credentials

if TYPE_CHECKING:
    from allpages.call.desk import Retries, Tally
    from allpages.call.effects import Flow
    from allpages.call.plan import Plan
    from allpages.call.retries import Policy
    from allpages.environment.credentials import Source
    from allpages.environment.settings import Settings
    from allpages.paging.walk import Rule
    from allpages.values import Params, Scheme


class Caller:
    """One client's knowledge, of no colour: what to call, where, as whom; it never sends anything itself."""

    def __init__(
        self,
        service_name: str,
        *,
        region_name: str | None,
        endpoint_url: str | None,
        aws_access_key_id: str | None,
        aws_secret_access_key: str | None,
        aws_session_token: str | None,
        profile_name: str | None,
        config: Config | None,
        transport: object | None,
    ) -> None:
        """As allpages.client. A transport may bring `credentials` and `region` of its own, used when none are given.

        Raises: UnknownService, ConfigError (no region, unknown profile, half a pair of keys), EndpointError.
        """
        if config is not None and not isinstance(config, Config):
            raise errors.ConfigError(f"config must be an allpages.Config, not {type(config).__name__}.")
        self.service = catalog.service(service_name)
        self.service.begin()
        found = settings(profile_name)
        self.config = _completed(config or Config(), found)
        self.region = region_name or found.region or getattr(transport, "region", None)
        explicit = _explicit(aws_access_key_id, aws_secret_access_key, aws_session_token)
        self._profile_name = profile_name
        self.source: Source = source(explicit or getattr(transport, "credentials", None), profile_name)
        self.endpoint_url = endpoint_url or found.endpoint_url(self.service)
        self.resolver = resolver(
            self.service,
            region=self.region,
            config=self.config,
            endpoint_url=self.endpoint_url,
        )
        retries = _policy(self.config)
        user_agent = _user_agent(self.config)
        self.desk = Desk(
            self.resolver,
            retries,
            self.config,
            endpoint_url=self.endpoint_url,
            user_agent=user_agent,
            limits=limits_of(transport),
            trace=_trace if "AWS_LAMBDA_FUNCTION_NAME" in os.environ else None,
        )
        self.ca_bundle = found.ca_bundle

    def __repr__(self) -> str:
        """Service and region."""
        return f"{self.service.name} {self.region or 'no region'}"

    def plan(self, python_name: str) -> Plan:
        """The plan of the operation whose method is called `python_name`.

        Raises: UnknownOperation.
        """
        return plan_of(self.service.by_python_name(python_name))

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
        return bearer(metadata.get("signingName", metadata["endpointPrefix"]), self._profile_name)

    def with_source(self, source: Source | Credentials, retries: Retries | None = None) -> Caller:
        """The same for another identity: what the models and the rules say is shared, what an account has is not.

        retries: how its calls are repeated, and how fast they are made; None: as the configuration says, with a quota
        of its own.
        """
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__)
        other.__dict__.pop("_bearer", None)
        other.source = Fixed(source) if isinstance(source, Credentials) else source
        other.desk = self.desk.for_another(
            retries or _policy(self.config), limits=self.desk.limits if retries is None else None
        )
        return other


def _trace() -> dict[str, str]:
    """The header by which AWS sees a Lambda that calls itself. Source: botocore.handlers, on recursion."""
    told = os.environ.get("_X_AMZN_TRACE_ID")
    if not told:
        return {}
    from urllib.parse import quote

    return {"X-Amzn-Trace-Id": quote(told, safe="-=;:+&[]{}\"',")}


def _policy(config: Config) -> Policy:
    if not isinstance(config.patience, (int, float)) or not config.patience >= 0:
        hint = "Seconds without a page, after which a throttled listing ends; 0: after max_attempts, as any call."
        raise errors.ConfigError(f"patience is {config.patience!r}.", hint=hint)
    attempts = MAX_ATTEMPTS if config.max_attempts is None else config.max_attempts
    return policy(config.retry_mode or "standard", attempts)


def _explicit(access_key: str | None, secret_key: str | None, token: str | None) -> Credentials | None:
    if access_key is None and secret_key is None and token is None:
        return None
    if not access_key or not secret_key:
        raise errors.ConfigError(
            "Credentials are incomplete.",
            hint="Give both aws_access_key_id and aws_secret_access_key; aws_session_token goes with them.",
        )
    return Credentials(access_key=access_key, secret_key=secret_key, token=token)


def _completed(config: Config, found: Settings) -> Config:
    """The configuration with what the environment and the profile say where it is silent."""
    from msgspec.structs import replace

    silent: dict[str, Any] = {
        name: value for name, value in found.config_defaults().items() if getattr(config, name) is None
    }
    return replace(config, **silent) if silent else config


def _user_agent(config: Config) -> str:
    from allpages.version import __version__

    python = ".".join(map(str, sys.version_info[:3]))
    parts = [f"allpages/{__version__}", "ua/2.1", f"os/{sys.platform}", f"lang/python#{python}"]
    parts.append(f"cfg/retry-mode#{config.retry_mode or 'standard'}")
    if config.user_agent_extra:
        parts.append(config.user_agent_extra)
    return " ".join(parts)
