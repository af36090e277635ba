"""The plan of one operation: everything about it that can be known before its first call, compiled once a process."""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING

from allpages.call.parameters import plain
from allpages.call.validation import validate
from allpages.models.names import only_reads
from allpages.paging.rules import modelled
from allpages.protocols import bind
from allpages.quirks.rows import as_sent, quirks_of

if TYPE_CHECKING:
    from allpages.models.catalog import Operation
    from allpages.paging.rules import Rule
    from allpages.protocols import Binding
    from allpages.values import Params


class Plan:
    """One operation, ready to be called: how it is checked, encoded, decoded, paged and repeated."""

    def __init__(self, operation: Operation) -> None:
        """The plan of `operation`; nothing is compiled before it is needed."""
        self.operation = operation
        self.quirks = quirks_of(operation)

    def __repr__(self) -> str:
        """The operation, and whether it pages."""
        return f"<Plan {self.operation.service.name}:{self.operation.name}>"

    @cached_property
    def binding(self) -> Binding:
        """The wire protocol's view of the operation."""
        return bind(as_sent(self.operation))

    @cached_property
    def modelled_rule(self) -> Rule | None:
        """The paging rule of botocore's paginator file; None when it has none."""
        return modelled(self.operation)

    @cached_property
    def inferred_rule(self) -> Rule | None:
        """The paging rule read off the model; None when there is a modelled one, or nothing to read."""
        from allpages.paging.inference import infer

        return infer(self.operation) if self.modelled_rule is None else None

    def rule(self, *, infer: bool) -> Rule | None:
        """The paging rule: the modelled one, else, when `infer`, the inferred one."""
        return self.modelled_rule or (self.inferred_rule if infer else None)

    @cached_property
    def repeatable(self) -> bool:
        """Whether the request may be sent again after nobody knows what became of it.

        Source: the model's `readonly` and `idempotent` traits, HTTP's idempotent methods, idempotency tokens; where it
        has neither trait, the name.
        """
        model, shape = self.operation.model, self.operation.input
        if model.get("readonly") or model.get("idempotent") or only_reads(self.operation.name):
            return True
        if model["http"]["method"] in {"GET", "HEAD", "PUT", "DELETE"}:
            return True
        return shape is not None and any(member.traits.get("idempotencyToken") for member in shape.members.values())

    @cached_property
    def is_stored(self) -> bool:
        """Whether the body of the answer is what somebody stored, whose coding is the reader's affair."""
        shape = self.operation.output
        payload = None if shape is None else shape.traits.get("payload")
        return shape is not None and payload is not None and shape.members[payload].type in {"blob", "string"}

    def prepare(self, params: Params) -> Params:
        """The parameters as they are sent: special cases applied, then checked.

        Raises: ParamValidationError.
        """
        params = plain(params)
        for change in self.quirks.before:
            params = change(params)
        validate(self.operation, params)
        return params


@cache
def plan_of(operation: Operation) -> Plan:
    """The plan of `operation`, compiled once a process."""
    return Plan(operation)
