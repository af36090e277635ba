"""Operations: what a user asks to be listed, by names, wildcards or a file, as operations with parameters."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from allpages import errors
from allpages.call.plan import plan_of
from allpages.hints import did_you_mean
from allpages.models import catalog
from allpages.models.names import method_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import TypeAlias

    from allpages.models.catalog import Operation
    from allpages.paging.rules import Rule

    # "ec2:describe-images", that and parameters as JSON behind it, "@FILE", or a pair of name and parameters.
    Wanted: TypeAlias = str | tuple[str, Mapping[str, Any]]


class Asked(Struct, frozen=True):
    """One operation to be listed everywhere."""

    service: str
    operation: str  # "describe_images"
    params: str = "{}"  # JSON

    @property
    def table(self) -> str:
        """The name of its table, `ec2.describe_images`."""
        return f"{self.service}.{self.operation}"

    def model(self) -> Operation:
        """The operation in the catalog."""
        return catalog.service(self.service).by_python_name(self.operation)

    def rule(self) -> Rule:
        """How it is paged."""
        rule = plan_of(self.model()).rule(infer=True)
        assert rule is not None  # noqa: S101 - nothing else is asked for
        return rule


def asked(wanted: Iterable[Wanted]) -> list[Asked]:
    """The operations that are wanted, each once, in the order in which they were named.

    Raises: UsageError - an unknown name, a wildcard that matches nothing, an operation that cannot be listed, bad
    parameters; it says which.
    """
    found: dict[Asked, None] = {}
    for one in wanted:
        for name, params in _spelled(one):
            found |= dict.fromkeys(_named(name, params))
    if not found:
        raise errors.UsageError("No operation is named.", hint="Name some, as ec2:describe-images, or @FILE.")
    return list(found)


def _spelled(wanted: Wanted) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if not isinstance(wanted, str):
        name, params = wanted
        yield name, params
    elif wanted.startswith("@"):
        for number, line in enumerate(_lines(wanted[1:]), 1):
            text = line.strip()
            if text and not text.startswith("#"):
                yield _split(text, f"{wanted[1:]}, line {number}: ")
    else:
        yield _split(wanted, "")


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise errors.UsageError(f"The file of operations {path} cannot be read: {error}.") from error


def _split(text: str, where: str) -> tuple[str, Mapping[str, Any]]:
    name, _, rest = text.partition(" ")
    if not rest.strip():
        return name, {}
    try:
        return name, msgspec.json.decode(rest, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        raise errors.UsageError(
            f"{where}the parameters of {name} are no JSON object: {error}.",
            hint="""Write them behind the name: 'ec2:describe-images {"Owners": ["self"]}'""",
        ) from None


def _named(name: str, params: Mapping[str, Any]) -> list[Asked]:
    service_name, colon, operation = name.replace(".", ":", 1).partition(":")
    if not colon or not operation:
        raise errors.UsageError(
            f"{name!r} names no operation.", hint="Write service:operation, as ec2:describe-images."
        )
    if not _is_pattern(name):
        return [_exact(service_name, operation.replace("-", "_"), params)]
    services = [one for one in catalog.service_names() if fnmatchcase(one, service_name)]
    pattern = operation.replace("-", "_")
    found = [one for service in services for one in _matching(service, pattern, params)]
    if not found:
        raise errors.UsageError(
            f"{name!r} matches no operation that can be listed without parameters.",
            hint=f"{did_you_mean(service_name, catalog.service_names())} See: allpages operations".strip(),
        )
    return found


def _is_pattern(name: str) -> bool:
    return any(letter in name for letter in "*?[")


def _matching(service_name: str, pattern: str, params: Mapping[str, Any]) -> Iterator[Asked]:
    service = catalog.service(service_name)
    for name in service.operation_names:
        python_name = method_name(name)
        if fnmatchcase(python_name, pattern):
            operation = service.operation(name)
            if plan_of(operation).rule(infer=True) is not None and not _missing(operation, params):
                yield _checked(operation, params)


def _exact(service_name: str, operation_name: str, params: Mapping[str, Any]) -> Asked:
    operation = catalog.service(service_name).by_python_name(operation_name)
    if plan_of(operation).rule(infer=True) is None:
        raise errors.OperationNotPageable(
            f"{service_name}:{operation_name} does not page, so there is no list to sweep.",
            hint=f"See which do: allpages operations {service_name}",
        )
    missing = _missing(operation, params)
    if missing:
        example = ", ".join(f'"{name}": ...' for name in missing)
        raise errors.ParamValidationError(
            f"{service_name}:{operation_name} cannot be listed without {', '.join(missing)}.",
            hint=f"Give them behind the name: '{service_name}:{operation_name} {{{example}}}'",
        )
    return _checked(operation, params)


def _missing(operation: Operation, params: Mapping[str, Any]) -> list[str]:
    shape = operation.input
    return (
        [] if shape is None else [name for name in shape.required if name not in params and not _is_made(shape, name)]
    )


def _is_made(shape: Any, name: str) -> bool:
    """Whether the member is filled in by the client: a token that tells a repeated request from a new one."""
    return bool(shape.members[name].traits.get("idempotencyToken"))


def _checked(operation: Operation, params: Mapping[str, Any]) -> Asked:
    plan = plan_of(operation)
    plan.prepare(dict(params))
    rule = plan.rule(infer=True)
    taken = [name for name in (rule.inputs if rule else ()) if name in params]
    if taken:
        raise errors.ParamValidationError(
            f"{taken[0]} of {operation.service.name}:{operation.python_name} is the sweep's own affair.",
            hint="A sweep lists every page from the first; leave the token out.",
        )
    return Asked(operation.service.name, operation.python_name, msgspec.json.encode(params, order="sorted").decode())
