"""Rule sets: a service's endpoint rules compiled to closures, a branch at a time as it is first entered.

Every closure takes one dict of variables, the parameters and what conditions have assigned. Rule sets never assign a
name twice on one way down, so the dict is shared by all rules of one evaluation.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from allpages import errors
from allpages.endpoints.rule_functions import FUNCTIONS, get_attr
from allpages.masks import without_user

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from allpages.models.catalog import Service

    Variables = dict[str, Any]
    Expression = Callable[[Variables], Any]
    Rule = Callable[[Variables], "Chosen | None"]

_UPGRADE_HINT = "The rules are newer than this package: upgrade allpages, or pass endpoint_url."


class Chosen(Struct, frozen=True):
    """What a rule set chose: where to send to, with which headers, and what else the rule says of it."""

    url: str
    headers: dict[str, str]
    properties: dict[str, Any]


class RuleRefusal(errors.EndpointError):
    """The rules say that these parameters have no endpoint, and why."""


class RuleSet:
    """The endpoint rules of one service."""

    def __init__(self, model: Mapping[str, Any]) -> None:
        """Rules as endpoint-rule-set-1.json has them."""
        self.parameters: dict[str, dict[str, Any]] = model["parameters"]
        self._defaults = {name: entry["default"] for name, entry in self.parameters.items() if "default" in entry}
        self._required = [name for name, entry in self.parameters.items() if entry.get("required")]
        self._rules = [_rule(entry) for entry in model["rules"]]

    def choose(self, parameters: Mapping[str, Any]) -> Chosen:
        """The endpoint for these parameters; those that are None or missing take their defaults.

        Raises: RuleRefusal.
        """
        variables = dict(self._defaults)
        variables.update((name, value) for name, value in parameters.items() if value is not None)
        for name in self._required:
            if name not in variables:
                raise RuleRefusal(f"The endpoint rules need a value for {name}.")
        for rule in self._rules:
            chosen = rule(variables)
            if chosen is not None:
                return chosen
        told = ", ".join(f"{name}={without_user(repr(value))}" for name, value in sorted(variables.items()))
        raise RuleRefusal(f"No endpoint rule fits {told}.", hint="Check the region and the options of the client.")


@cache
def rule_set(service: Service) -> RuleSet:
    """The rules of a service, compiled once a process."""
    return RuleSet(service.endpoint_rules)


def fixed_rule_set(url: str) -> RuleSet:
    """Rules that always choose this URL, for a service that comes without any."""
    return RuleSet({"parameters": {}, "rules": [{"type": "endpoint", "conditions": [], "endpoint": {"url": url}}]})


def _rule(entry: Mapping[str, Any]) -> Rule:
    conditions = [_condition(condition) for condition in entry["conditions"]]
    finish = _ENDINGS[entry["type"]](entry)

    def run(variables: Variables) -> Chosen | None:
        for holds in conditions:
            if not holds(variables):
                return None
        return finish(variables)

    return run


def _tree(entry: Mapping[str, Any]) -> Rule:
    compiled: list[Rule] = []

    def run(variables: Variables) -> Chosen | None:
        if not compiled:  # two threads may both compile: the slice assignment lets either win
            compiled[:] = [_rule(branch) for branch in entry["rules"]]
        for rule in compiled:
            chosen = rule(variables)
            if chosen is not None:
                return chosen
        return None

    return run


def _endpoint(entry: Mapping[str, Any]) -> Rule:
    endpoint = entry["endpoint"]
    url = _expression(endpoint["url"])
    # Only the first value of a header is sent, as botocore does.
    headers = [(name, _expression(values[0])) for name, values in endpoint.get("headers", {}).items()]
    properties = _structure(endpoint.get("properties", {}))

    def run(variables: Variables) -> Chosen:
        return Chosen(url(variables), {name: value(variables) for name, value in headers}, properties(variables))

    return run


def _error(entry: Mapping[str, Any]) -> Rule:
    text = _expression(entry["error"])

    def run(variables: Variables) -> Chosen | None:
        raise RuleRefusal(text(variables))

    return run


_ENDINGS: dict[str, Callable[[Mapping[str, Any]], Rule]] = {"tree": _tree, "endpoint": _endpoint, "error": _error}


def _condition(entry: Mapping[str, Any]) -> Expression:
    value = _call(entry)
    name: str = entry.get("assign", "")

    def assign(variables: Variables) -> bool:
        found = variables[name] = value(variables)
        return found is not None and found is not False

    def holds(variables: Variables) -> bool:
        found = value(variables)
        return found is not None and found is not False  # 0 and "" do hold

    return assign if name else holds


def _call(entry: Mapping[str, Any]) -> Expression:
    function = FUNCTIONS.get(entry["fn"])
    if function is None:
        raise errors.EndpointError(f"Unknown function {entry['fn']!r} in the endpoint rules.", hint=_UPGRADE_HINT)
    arguments = [_expression(argument) for argument in entry["argv"]]
    if len(arguments) == 1:
        (only,) = arguments
        return lambda variables: function(only(variables))
    return lambda variables: function(*[argument(variables) for argument in arguments])


def _expression(node: Any) -> Expression:
    if isinstance(node, dict):
        if "fn" in node:
            return _call(node)
        name = node["ref"]
        return lambda variables: variables.get(name)
    if isinstance(node, str) and "{" in node:
        return _template(node)
    return lambda _: node


def _structure(node: Any) -> Expression:
    """The properties of an endpoint: JSON with templates anywhere in it."""
    if isinstance(node, dict):
        members = [(name, _structure(value)) for name, value in node.items()]
        return lambda variables: {name: value(variables) for name, value in members}
    if isinstance(node, list):
        elements = [_structure(value) for value in node]
        return lambda variables: [element(variables) for element in elements]
    return _expression(node)


def _template(text: str) -> Expression:
    parts = _template_parts(text)
    return lambda variables: "".join([part if isinstance(part, str) else str(part(variables)) for part in parts])


def _template_parts(text: str) -> Sequence[str | Expression]:
    """The literals and the values of `"https://{Bucket}.{url#authority}"`, in order."""
    literal, *rest = text.split("{")
    parts: list[str | Expression] = [literal]
    for piece in rest:
        path, _, literal = piece.partition("}")
        name, _, attribute = path.partition("#")
        parts += [_lookup(name, attribute), literal]
    return [part for part in parts if part != ""]


def _lookup(name: str, attribute: str) -> Expression:
    if not attribute:
        return lambda variables: variables.get(name)
    return lambda variables: get_attr(variables.get(name), attribute)
