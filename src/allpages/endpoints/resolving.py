"""Resolving: from a client's options and a call's parameters to the URL to send to and the scope to sign for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from allpages import errors
from allpages.endpoints import authentication, context
from allpages.endpoints.builtins import Surroundings, builtins
from allpages.endpoints.partitions import usual_url
from allpages.endpoints.rule_set import RuleRefusal, RuleSet, fixed_rule_set, rule_set

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.config import Config
    from allpages.models.catalog import Operation, Service
    from allpages.values import Scope

_REMEMBERED = 1000  # endpoints a client keeps, by bucket or table; all are forgotten when there are more


class Endpoint(Struct, frozen=True):
    """Where a call goes and how it is signed."""

    url: str  # scheme, host and perhaps a path (a bucket, a custom endpoint's own); no query
    headers: tuple[tuple[str, str], ...]
    scope: Scope
    needs_session: bool = False  # S3 Express: sign with the keys of a CreateSession for this bucket

    def at(self, path: str, *, host_prefix: str = "") -> str:
        """The URL of a path, "/" or "" or "/images", here; `host_prefix` goes before the host.

        A path of the endpoint's own, a bucket or that of a custom URL, goes before. Source: botocore's `_urljoin`.
        """
        scheme, _, rest = self.url.partition("://")
        host, slash, own = rest.partition("/")
        own = slash + own
        whole = (own or "/") if path in {"", "/"} else own.removesuffix("/") + path
        return f"{scheme}://{host_prefix}{host}{whole}"


class _Route(Struct):
    """What one operation brings to the rules, found once."""

    given: context.Context
    scheme: str  # as the models say; the rules may say otherwise
    sign_body: bool
    fixed: Endpoint | None = None  # where nothing depends on the call


class Resolver:
    """The endpoints of one client; safe to share between threads."""

    def __init__(
        self,
        service: Service,
        rules: RuleSet,
        surroundings: Surroundings,
        *,
        sigv4a: bool,
        bearer: bool,
        preference: str | None,
        region_set: str | None,
    ) -> None:
        """Made by `resolver`."""
        self.service = service
        self.region = surroundings.region
        self.needs_account_id = "AccountId" in rules.parameters and surroundings.wants_account_id
        self._rules = rules
        self._surroundings = surroundings
        self._sigv4a = sigv4a
        self._bearer = bearer
        self._preference = preference
        self._region_set = region_set
        self._routes: dict[str, _Route] = {}
        self._known: dict[tuple[Any, ...], Endpoint] = {}
        self._bucket_regions: dict[str, str] = {}

    def __repr__(self) -> str:
        """Service and region."""
        return f"<Resolver {self.service.name} {self.region or 'no region'}>"

    def resolve(self, operation: Operation, params: Mapping[str, Any], account_id: str | None = None) -> Endpoint:
        """The endpoint of one call, by the account where it `needs_account_id`.

        Raises: EndpointError, ParamValidationError (an ARN that cannot be used), ConfigError.
        """
        route = self._routes.get(operation.name)
        if route is None:
            route = self._routes.setdefault(operation.name, self._route(operation))
        if route.fixed is not None:
            return route.fixed
        values = route.given.values(params)
        account = account_id if self.needs_account_id else None
        key = (operation.name, account, *values.values())
        found = self._known.get(key)
        if found is None:
            found = self._choose(route, operation, {**values, "AccountId": account} if account else values)
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[key] = found
        if not route.given.names and not self.needs_account_id:
            route.fixed = found
        return found

    def redirect(self, bucket: str, region: str) -> None:
        """Remember that S3 said: this bucket lives in that region."""
        self._bucket_regions[bucket] = region
        self._known.clear()

    def _route(self, operation: Operation) -> _Route:
        return _Route(
            given=context.context_of(operation, self._rules.parameters),
            scheme=authentication.scheme_of(operation, sigv4a=self._sigv4a, preference=self._preference),
            sign_body=authentication.signs_body(operation),
        )

    def _choose(self, route: _Route, operation: Operation, given: Mapping[str, Any]) -> Endpoint:
        around = self._surroundings
        parameters = {**around.for_call(operation, given, self._bucket_regions), **route.given.fixed}
        parameters.update((name, value) for name, value in given.items() if value is not None)
        try:
            chosen = self._rules.choose(parameters)
        except RuleRefusal as refusal:
            raise _translated(refusal, self.service) from None
        offered = chosen.properties.get("authSchemes")
        scheme: Mapping[str, Any] = {"name": route.scheme}
        if route.scheme == "sigv4" and self._bearer:
            scheme = {"name": "bearer"}
        elif offered and route.scheme not in {"none", "bearer"}:
            scheme = authentication.offered_by_rules(offered, sigv4a=self._sigv4a, preference=self._preference)
        return Endpoint(
            url=chosen.url,
            headers=tuple(chosen.headers.items()),
            scope=authentication.scope(
                scheme,
                name=around.signing_name,
                region=around.signing_region,
                may_be_s3=bool(offered) or self.service.metadata.get("signatureVersion", "").startswith("s3"),
                sign_body=route.sign_body,
                region_set=self._region_set,
            ),
            needs_session=scheme["name"] == authentication.S3_EXPRESS,
        )


def resolver(
    service: Service,
    *,
    region: str | None,
    config: Config,
    endpoint_url: str | None,
    has_sigv4a: bool | None = None,
    usual_preference: str | None = None,
) -> Resolver:
    """The resolver of one client.

    `has_sigv4a` None: whether awscrt is installed. `usual_preference`: of schemes, where `config` says none; it gives
    way to a bearer token of the environment. Source: botocore.handlers, _should_prefer_bearer_auth.
    Raises: ConfigError - a region that cannot be one, none where one is needed, a malformed endpoint_url.
    """
    has_rules = bool(service.endpoint_rules)
    rules = rule_set(service) if has_rules else fixed_rule_set(endpoint_url or "")
    around = builtins(service, rules, region=region, config=config, endpoint_url=endpoint_url)
    if not has_rules and endpoint_url is None:
        rules = fixed_rule_set(_usual_url(service, around.region or "", config))
    sigv4a = authentication.has_sigv4a() if has_sigv4a is None else has_sigv4a
    return Resolver(
        service,
        rules,
        around,
        sigv4a=sigv4a,
        bearer=config.auth_scheme_preference is None and authentication.bearer_token(service) is not None,
        preference=config.auth_scheme_preference or usual_preference,
        region_set=config.sigv4a_signing_region_set,
    )


def _usual_url(service: Service, region: str, config: Config) -> str:
    prefix: str = service.metadata["endpointPrefix"]
    return usual_url(prefix, region, fips=bool(config.use_fips_endpoint), dualstack=bool(config.use_dualstack_endpoint))


def _translated(refusal: RuleRefusal, service: Service) -> errors.AllpagesError:
    """The error of this package that fits what the rules said."""
    text = refusal.message
    if text.startswith(("Invalid ARN", "Invalid Access Point", "AccountId is required", "Invalid region in ARN")):
        return errors.ParamValidationError(f"{service.name}: {text}")
    hint = (
        refusal.hint or "Check the region, FIPS, dual-stack and the other options of the client, or pass endpoint_url."
    )
    return errors.EndpointError(f"{service.name}: {text}", hint=hint)
