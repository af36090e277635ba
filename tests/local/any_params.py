"""Parameters that any operation takes, and every operation that pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages.call.plan import plan_of
from allpages.local.anything import items
from allpages.local.anything.draw import Draw
from allpages.local.anything.sheets import sheet_of
from allpages.local.operations import OF_THE_WORLD
from allpages.models import catalog

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allpages.models.catalog import Operation
    from allpages.models.shapes import Shape

# What no shape tells: values that the endpoint rules, or the model of another service, want to see.
GIVEN: dict[tuple[str, str], dict[str, Any]] = {
    ("cloudfront-keyvaluestore", "ListKeys"): {
        "KvsARN": "arn:aws:cloudfront::123456789012:key-value-store/0123456789abcdef"
    },
}
# Those with a behaviour of their own, and the service that signs in a way nobody here can.
OWN = {
    ("ec2", "DescribeFastLaunchImages"),
    ("ec2", "DescribeImages"),
    ("workspaces", "DescribeWorkspaceImages"),
    ("workspaces", "DescribeWorkspaceImagePermissions"),
    *((service, name) for service, acts in OF_THE_WORLD.items() for name in acts),
}
UNSIGNABLE = {"sdb"}
_DEEPEST = 12  # of what is optional, in one another


def paged() -> Iterator[Operation]:
    """Every operation with a paging rule, modelled or inferred, that is answered from its model."""
    for name in catalog.service_names():
        service = catalog.service(name)
        for operation in map(service.operation, service.operation_names):
            if plan_of(operation).rule(infer=True) is None or name in UNSIGNABLE:
                continue
            if (name, operation.name) not in OWN:
                yield operation


def params_of(operation: Operation) -> dict[str, Any]:
    """Valid parameters: what is required, and a limit of ten where one is."""
    if operation.input is None:
        return {}
    found = {name: value_of(operation, operation.input.members[name], name) for name in operation.input.required}
    sheet = sheet_of(operation)
    rule = sheet.rule
    if rule is not None:
        found = {name: value for name, value in found.items() if name not in rule.inputs}
        if rule.limit_key in found:
            size = min(10, sheet.most)
            found[rule.limit_key] = str(size) if rule.limit_is_text else size
    return {**found, **GIVEN.get((operation.service.name, operation.name), {})}


def value_of(operation: Operation, shape: Shape, name: str, depth: int = 0) -> Any:
    """A value of a shape with nothing empty in it, for a form cannot say so, unless the shape holds itself."""
    if shape.type == "list":
        return [value_of(operation, shape.member, name, depth + 1)] * max(1, shape.traits.get("min") or 0)
    if shape.type == "structure" and not shape.traits.get("document"):
        names = shape.required or (list(shape.members)[:1] if depth < _DEEPEST else [])
        return {one: value_of(operation, shape.members[one], one, depth + 1) for one in names}
    service = operation.service.name
    draw = Draw.of(0, operation.name, name, account="123456789012", region="us-east-1", service=service)
    return items.maker(shape, name, service)(draw, 0)
