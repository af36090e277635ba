"""YAML as input: the parameters after --cli-input-yaml, by the rules of YAML 1.2: a day is text, `no` is too."""

from __future__ import annotations

import re
from base64 import b64encode
from typing import Any

from allpages import errors

_BOOLEAN = "tag:yaml.org,2002:bool"
_OLD = {_BOOLEAN, "tag:yaml.org,2002:timestamp"}  # words and days that YAML 1.1 takes for something else


def read(flag: str, text: str) -> Any:
    """The document in what JSON has, bytes as base64.

    Raises: ParamValidationError: it is no YAML.
    """
    import yaml

    words = {
        letter: [(tag, pattern) for tag, pattern in resolvers if tag not in _OLD]
        for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    loader: Any = type("Loader", (yaml.SafeLoader,), {"yaml_implicit_resolvers": words})
    loader.add_implicit_resolver(_BOOLEAN, re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF"))
    try:
        return _plain(yaml.load(text, loader))  # noqa: S506 - a safe one, with fewer words
    except yaml.YAMLError as failure:
        raise errors.ParamValidationError(
            f"{flag} is no YAML: {' '.join(str(failure).split())}",
            hint="It holds the parameters by name: MaxResults: 5",
        ) from None


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [*map(_plain, value)]
    return b64encode(value).decode() if isinstance(value, bytes) else value
