"""Context: what an operation and its parameters tell the endpoint rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.models.catalog import Operation

# Declared by S3's rules and used by none of them; as part of a key they would only make it miss.
_UNUSED = {"s3": frozenset({"Key", "Prefix", "CopySource"})}


class Context(Struct, frozen=True):
    """The rules' parameters that come with an operation."""

    fixed: dict[str, Any]  # the same for every call
    names: dict[str, str]  # rule parameter to input member
    paths: dict[str, str]  # rule parameter to a JMESPath over the input

    def values(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """The rules' parameters that one call gives; None where the call is silent."""
        found = {name: params.get(member) for name, member in self.names.items()}
        if self.paths:
            from jmespath import search

            found.update((name, _hashable(search(path, params))) for name, path in self.paths.items())
        return found


def context_of(operation: Operation, parameters: Mapping[str, Any]) -> Context:
    """What `operation` tells a rule set with these parameters. Source: the model's context parameter traits."""
    model = operation.model
    fixed = {name: entry["value"] for name, entry in model.get("staticContextParams", {}).items() if name in parameters}
    paths = {
        name: entry["path"] for name, entry in model.get("operationContextParams", {}).items() if name in parameters
    }
    unused = _UNUSED.get(operation.service.name, frozenset())
    members = operation.input.traits.get("members", {}) if operation.input is not None else {}
    names = {
        member["contextParam"]["name"]: name
        for name, member in members.items()
        if "contextParam" in member and member["contextParam"]["name"] not in unused
    }
    return Context(fixed, {name: member for name, member in names.items() if name in parameters}, paths)


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
