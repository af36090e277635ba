"""Models of a user's own: services of any protocol, as plain dicts, in a folder as AWS_DATA_PATH names one."""

from __future__ import annotations

import json
from itertools import count
from typing import TYPE_CHECKING, Any

from allpages.models.catalog import Service

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from random import Random

PROTOCOLS = ("json", "rest-json", "rest-xml", "smithy-rpc-v2-cbor", "query", "ec2")
SCALARS = ("string", "integer", "long", "boolean", "float", "double", "blob", "timestamp", "character")
_RESERVED = {"http": {"method": "POST", "requestUri": "/"}}


def metadata(protocol: str, **more: Any) -> dict[str, Any]:
    """What a model says of its service."""
    return {
        "apiVersion": "2026-01-01",
        "endpointPrefix": "own",
        "protocol": protocol,
        "serviceId": "Own",
        "signatureVersion": "v4",
        "targetPrefix": "Own",
        "jsonVersion": "1.1",
        "xmlNamespace": "https://own.example.com/",
        **more,
    }


def service(
    folder: Path,
    protocol: str,
    operation: Mapping[str, Any],
    shapes: Mapping[str, Any],
    *,
    paginator: Mapping[str, Any] | None = None,
    **more: Any,
) -> Service:
    """The service `own` with one operation, below `folder`, which can be AWS_DATA_PATH."""
    version = folder / "own" / "2026-01-01"
    version.mkdir(parents=True, exist_ok=True)
    whole = {**_RESERVED, "name": "Ask", **operation}
    model = {
        "version": "2.0",
        "metadata": metadata(protocol, **more),
        "operations": {whole["name"]: whole},
        "shapes": shapes,
    }
    (version / "service-2.json").write_text(json.dumps(model))
    if paginator is not None:
        (version / "paginators-1.json").write_text(json.dumps({"pagination": {whole["name"]: paginator}}))
    return Service("own", str(version))


class Drawn:
    """Shapes drawn at random: every type, nested, with whatever traits a protocol knows for names and places."""

    def __init__(self, random: Random, protocol: str, *, is_input: bool) -> None:
        """`is_input`: names for requests; answers have some traits more."""
        self.random = random
        self.protocol = protocol
        self.is_input = is_input
        self.shapes: dict[str, Any] = {}
        self._names = count()

    def structure(self, depth: int = 0, *, is_root: bool = False) -> str:
        """The name of a new structure."""
        members = {f"m{number}": self.reference(depth + 1) for number in range(self.random.randint(2, 5))}
        if is_root and self.protocol.startswith("rest"):
            self._place(members)
        return self._add({"type": "structure", "members": members, **self._named("structure")})

    def reference(self, depth: int) -> dict[str, Any]:
        """A reference to a new shape, with traits of its own."""
        kinds = ("structure", "list", "map") if depth < 4 else ()
        kind = self.random.choice((*SCALARS, *kinds, *kinds))
        if kind == "character" and self.protocol == "smithy-rpc-v2-cbor":
            kind = "string"  # the protocol has no single letters, and botocore writes none
        if kind == "structure":
            return {"shape": self.structure(depth), **self._named(kind)}
        if kind == "list":
            return self._list(depth)
        if kind == "map":
            return self._map(depth)
        traits = {}
        if kind == "timestamp" and self.random.random() < 0.4:
            traits = {"timestampFormat": self.random.choice(("iso8601", "rfc822", "unixTimestamp"))}
        return {"shape": self._add({"type": kind, **traits}), **self._named(kind)}

    def _list(self, depth: int) -> dict[str, Any]:
        member = self._inside(depth)
        flat = self._flat()
        return {"shape": self._add({"type": "list", "member": member, **flat}), **self._named("list")}

    def _map(self, depth: int) -> dict[str, Any]:
        key = {"shape": self._add({"type": "string"}), **self._named("string", chance=0.3)}
        shape = {"type": "map", "key": key, "value": self._inside(depth), **self._flat()}
        return {"shape": self._add(shape), **self._named("map")}

    def _inside(self, depth: int) -> dict[str, Any]:
        """What a list or a map holds: never flat, for it has no other home."""
        found = self.reference(max(depth + 1, 3))
        for name in (found["shape"],):
            self.shapes[name].pop("flattened", None)
        return {name: value for name, value in found.items() if name != "flattened"}

    def _flat(self) -> dict[str, Any]:
        knows = self.protocol in {"rest-xml", "query"} or (self.protocol == "ec2" and not self.is_input)
        return {"flattened": True} if knows and self.random.random() < 0.4 else {}

    def _named(self, kind: str, *, chance: float = 0.35) -> dict[str, Any]:
        """A name on the wire, and a namespace, each as it falls."""
        traits: dict[str, Any] = {}
        if self.protocol != "smithy-rpc-v2-cbor" and self.random.random() < chance:
            traits["locationName"] = f"wire{next(self._names)}"
        if self.protocol == "ec2" and self.is_input and self.random.random() < chance:
            traits["queryName"] = f"Query{next(self._names)}"
        if self.protocol == "rest-xml" and self.is_input and self.random.random() < chance:
            uri = f"https://{kind}.example.com/"
            traits["xmlNamespace"] = self.random.choice((uri, {"uri": uri}, {"uri": uri, "prefix": "p"}))
        return traits

    def _place(self, members: dict[str, dict[str, Any]]) -> None:
        """Some members of a REST root stand outside the body."""
        number = len(self.shapes)
        for place in ("header", "header", "headers", "statusCode", "querystring"):
            if self.random.random() < 0.5 or ((place == "querystring") is not self.is_input and place in _ONE_WAY):
                continue
            number += 1
            members[f"at{number}"] = {
                "shape": self._add(self._placeable(place)),
                "location": place,
                "locationName": "x-own-" if place == "headers" else f"x-name-{number}",
            }

    def _placeable(self, place: str) -> dict[str, Any]:
        if place == "statusCode":
            return {"type": "integer"}
        if place == "headers":
            text = self._add({"type": "string"})
            return {"type": "map", "key": {"shape": text}, "value": {"shape": text}}
        return {"type": self.random.choice(("string", "integer", "boolean", "timestamp"))}

    def _add(self, shape: dict[str, Any]) -> str:
        name = f"Shape{'In' if self.is_input else 'Out'}{len(self.shapes)}"
        self.shapes[name] = shape
        return name


_ONE_WAY = {"querystring", "statusCode"}


def drawn(folder: Path, protocol: str, random: Random) -> Service:
    """A service whose one operation, its input, output and one modelled error `Bad`, was drawn."""
    given, told, wrong = (Drawn(random, protocol, is_input=is_input) for is_input in (True, False, False))
    wrong.shapes = told.shapes
    input_name, output_name = given.structure(is_root=True), told.structure(is_root=True)
    bad = wrong.structure(is_root=True)
    shapes = {**given.shapes, **told.shapes}
    shapes["Bad"] = {**shapes.pop(bad), "exception": True}
    operation = {
        "input": {"shape": input_name, "locationName": "AskRequest"},
        "output": {"shape": output_name},
        "errors": [{"shape": "Bad"}],
    }
    if protocol == "query" and random.random() < 0.7:
        operation["output"]["resultWrapper"] = "AskResult"
    return service(folder, protocol, operation, shapes)
