"""Every optional member of every drawn listing acts, is refused, or is known to change nothing."""

from __future__ import annotations

from itertools import islice, product
from typing import TYPE_CHECKING, Any

import pytest

from allpages import errors, local
from allpages.local.anything.locating import spelled
from allpages.local.anything.sheets import sheet_of
from allpages.local.operations import OF_THE_WORLD, OPERATIONS
from allpages.local.wire.reads import reads
from allpages.local.world_clock import Clock
from allpages.models import catalog
from allpages.models.names import method_name
from local.any_params import UNSIGNABLE, params_of, value_of
from local.test_anything_narrowing import client_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allpages.models.catalog import Operation
    from allpages.models.shapes import Shape

# What changes nothing here, and why.
ANYWAY = {
    "dryrun": "judged before anything is listed",
    "consistentread": "every read is consistent",
    "consistencylevel": "every read is consistent",
    "requestpayer": "nobody pays",
    "encodingtype": "no name has a character that would be encoded",
    "auditcontext": "nobody audits",
}
# Whose every word is the default or means everything, or whose items have nothing that could differ.
UNTOLD = {
    "iotsitewise ListAssetModelProperties.filter",
    "iotsitewise ListAssetProperties.filter",
    "greengrassv2 ListDeployments.historyFilter",
    "greengrassv2 ListInstalledComponents.topologyFilter",
    "grafana ListVersions.workspaceId",
    "servicecatalog ListPortfolioAccess.OrganizationParentId",
}
BEARER = {"codecatalyst"}  # no token of it is to be had here


@pytest.fixture(scope="module")
def endpoint() -> Any:
    """An endpoint whose listings are all drawn."""
    return local.open_endpoint(demo=False, clock=Clock(pace=0.0), seed=1)


def drawn_listings(service: str) -> Iterator[Operation]:
    """The operations of a service that list what is drawn."""
    opened = catalog.service(service)
    for operation in map(opened.operation, opened.operation_names):
        is_own = any(operation.name in own.get(service, {}) for own in (OPERATIONS, OF_THE_WORLD))
        if not is_own and operation.input is not None and reads(operation):
            sheet = sheet_of(operation)
            if sheet.parts and sheet.is_listing:
                yield operation


def values_of(operation: Operation, member: Shape, name: str) -> list[Any]:
    """Values that a member can have; of those that choose, one at least chooses otherwise than nothing does."""
    if member.traits.get("enum"):
        return list(member.traits["enum"])
    if member.type == "boolean":
        return [True, False]
    if member.type == "timestamp":
        return ["2001-01-01T00:00:00Z", "2090-01-01T00:00:00Z"]
    if member.type in {"integer", "long"}:
        return [1, 10**14 if member.type == "long" else 2]
    if member.type == "structure" and not member.traits.get("document"):
        chosen = {one: words for one, inner in member.members.items() if (words := inner.traits.get("enum"))}
        first = structure(operation, member)
        return [{**first, **dict(zip(chosen, words, strict=True))} for words in islice(product(*chosen.values()), 40)]
    inner = member.member if member.type == "list" else member
    other: list[Any] = [] if inner.type != "string" else ["zzzzz", "/", "-"] if member.type == "string" else [["zzzzz"]]
    return [value_of(operation, member, name), *other]


def structure(operation: Operation, shape: Shape) -> dict[str, Any]:
    """The members that a structure needs; the first one where it needs none."""
    names = shape.required or list(shape.members)[:1]
    return {name: value_of(operation, shape.members[name], name) for name in names}


def answer_of(client: Any, operation: Operation, params: dict[str, Any]) -> Any:
    """What an operation answers but for its tokens; None where it refuses."""
    sheet = sheet_of(operation)
    tokens = [output.keys[0] for output in (sheet.rule.outputs if sheet.rule is not None else ()) if output.keys]
    try:
        answer = getattr(client, method_name(operation.name))(**params)
    except (errors.ServiceError, errors.ParamValidationError):
        return None
    return {name: one for name, one in answer.items() if name not in {"ResponseMetadata", *tokens}}


def orders_of(operation: Operation) -> list[dict[str, Any]]:
    """Both orders, where an operation has a parameter for them."""
    members = operation.input.members if operation.input is not None else {}
    name = next((name for name in members if spelled(name) in {"sortorder", "sortdirection", "order"}), None)
    words = members[name].traits.get("enum", ()) if name is not None else ()
    return [{}, *({name: word} for word in words)]


def is_silent(client: Any, operation: Operation, name: str, plain: Any, base: dict[str, Any]) -> bool:
    """Whether a member is taken and changes nothing."""
    assert operation.input is not None
    member = operation.input.members[name]
    words = (member.member if member.type == "list" else member).traits.get("enum") or ()
    orders = orders_of(operation) if "sort" in name.lower() or "order" in name.lower() else [{}]
    for one, order in product(values_of(operation, member, name), orders):
        found = answer_of(client, operation, {**base, **order, name: one})
        if found is None or any(found.get(key) != plain.get(key) for key in plain):
            return False
    # What there is one word for, and all items have, cannot be told from what is not asked for.
    return len([word for word in words if word.lower() not in {"all", "any"}]) != 1


@pytest.mark.parametrize("service", [name for name in catalog.service_names() if name not in UNSIGNABLE | BEARER])
def test_no_member_of_a_drawn_listing_is_taken_and_dropped(endpoint: Any, service: str) -> None:
    """It acts, or is refused, or stands in the list above."""
    client, silent = client_of(endpoint, service), []
    for operation in drawn_listings(service):
        base = params_of(operation)
        plain = answer_of(client, operation, base)
        sheet = sheet_of(operation)
        if plain is None or not any(part.place.search(plain) for part in sheet.parts):
            continue
        assert operation.input is not None
        for name in operation.input.members:
            is_asked = name not in base and name not in sheet.unbound and name.lower() not in ANYWAY
            if is_asked and is_silent(client, operation, name, plain, base):
                silent.append(f"{service} {operation.name}.{name}")
    assert [one for one in silent if one not in UNTOLD] == []
