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
from allpages.call.sessions import explicit_keys
from allpages.call.turns import limits_of
from allpages.config import Config
from allpages.endpoints import resolver
from allpages.environment.credentials import Fixed
from allpages.environment.settings import settings
from allpages.environment.shared import shared
from allpages.environment.told import Told
from allpages.models import catalog
from allpages.models.names import ALIASES, method_name
from allpages.reference.lazy import Reference
from allpages.values import Credentials

if TYPE_CHECKING:
    from allpages.call.desk import Retries, Tally
    from allpages.call.effects import Flow
    from allpages.call.exceptions import Exceptions
    from allpages.call.foreign_config import ForeignConfig
    from allpages.call.meta import Meta
    from allpages.call.plan import Plan
    from allpages.call.retries import Policy
    from allpages.call.sessions import Identity
    from allpages.environment.credentials import Source
    from allpages.environment.settings import Settings
    from allpages.models.catalog import Service
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
        config: Config | ForeignConfig | None,
        transport: object | None,
        aws_account_id: str | None = None,
        api_version: str | None = None,
        use_ssl: bool = True,
        credentials: object | None = None,
        session: Identity | None = None,
        verify: bool | str | None = None,
    ) -> None:
        """As allpages.client. A transport may bring `credentials` and `region` of its own, used when none are given.

        Raises: UnknownService, ConfigError (no region, unknown profile, half a pair of keys), EndpointError.
        """
        self.service = catalog.service(service_name)
        _refuse_unused(self.service, api_version, use_ssl=use_ssl, endpoint_url=endpoint_url)
        if session is not None:
            region_name = region_name or session.region_name
            profile_name = session.given_profile
        self.service.begin()
        found = _settings(profile_name, transport)
        self.config = _completed(_ours(config), found)
        named = region_name or getattr(config, "region_name", None)  # botocore's Config may name one
        self.region = named or found.region or getattr(transport, "region", None)
        keys = explicit_keys(aws_access_key_id, aws_secret_access_key, aws_session_token, aws_account_id)
        self._profile_name = profile_name
        self.ca_bundle = found.ca_bundle
        self._told = Told(region=self.region, verify=found.ca_bundle if verify is None else verify, config=self.config)
        self.source: Source = _source(keys, credentials, session, transport, profile_name, told=self._told)
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
            retries or _policy(self.config), limits=self.desk.limits if retries is None else None
        )
        return other


def _settings(profile_name: str | None, transport: object | None) -> Settings:
    """What is set; for a transport that brings its own keys the files need not be sound, nor the profile exist."""
    try:
        return settings(profile_name)
    except errors.ConfigError:
        if profile_name is not None or getattr(transport, "credentials", None) is None:
            raise
    without = {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull, "AWS_PROFILE": ""}
    return settings(None, {**os.environ, **without, "AWS_DEFAULT_PROFILE": ""})


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


def _source(
    keys: Credentials | None,
    credentials: object | None,
    session: Identity | None,
    transport: object | None,
    profile_name: str | None,
    *,
    told: Told,
) -> Source:
    """Where the keys of a client come from: what is nearest to the call counts."""
    if keys is not None:
        return Fixed(keys)
    if credentials is not None:
        return _handed(credentials)
    if session is not None and session.explicit is not None:
        return session.explicit
    brought = getattr(transport, "credentials", None)
    if brought is not None:
        return _handed(brought)
    if session is None:
        return shared(profile_name, told)
    session.told = session.told or told  # as with botocore, that of its first client
    return session.source


def _handed(credentials: object) -> Source:
    if isinstance(credentials, Credentials) and credentials.access_key and credentials.secret_key:
        return Fixed(credentials)
    from allpages.environment.given import given

    return given(credentials)


def _ours(config: Config | ForeignConfig | None) -> Config:
    if config is None or isinstance(config, Config):
        return config or Config()
    from allpages.call import foreign_config

    return foreign_config.ours(config)


def _refuse_unused(service: Service, api_version: str | None, *, use_ssl: bool, endpoint_url: str | None) -> None:
    """What boto3 takes and has no equal here."""
    newest = service.folder.rstrip("/").rpartition("/")[2]
    if api_version is not None and api_version != newest:
        raise errors.ConfigError(
            f"{service.name} is offered in its API of {newest}, not {api_version}.", hint="Leave api_version out."
        )
    if not use_ssl and endpoint_url is None:
        raise errors.ConfigError(
            "use_ssl=False would send the keys' signatures in the clear.",
            hint="Give endpoint_url='http://...' instead.",
        )


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
