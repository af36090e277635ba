"""One service as a module of stubs: typed dicts and literals of its shapes, clients and paginators in both colours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from allpages.stubs.bodies import Bodies, Field
from allpages.stubs.clients import Typed, clients
from allpages.stubs.kinds import Kinds, literal, parts
from allpages.stubs.names import is_plain
from allpages.stubs.operations import calls, item_kind, request_fields, result_fields

if TYPE_CHECKING:
    from allpages.models.catalog import Service
    from allpages.models.shapes import Shape
    from allpages.stubs.operations import Call

_TYPING = ("Any", "Literal", "NotRequired", "Required", "TypedDict", "Unpack", "overload")
_BASE = (
    "AsyncClient",
    "AsyncPages",
    "AsyncPaginator",
    "Blob",
    "Client",
    "Document",
    "Exceptions",
    "Pages",
    "PaginationConfig",
    "Paginator",
    "Response",
    "ResponseMetadata",
    "Time",
    "UnsizedPaginationConfig",
)
# A client of one service takes less than one of any service: its own operations, its own parameters.
_NARROWER = '# mypy: disable-error-code="override"\n# pyright: reportIncompatibleMethodOverride=false\n'
_NOT_USED = re.compile(r'""".*?"""|"(?:[^"\\\n]|\\.)*"|^ +\w+:', re.MULTILINE)
_WORD = re.compile(r"\w+")


def source(service: Service) -> str:
    """The source of the service's module; the same for the same models."""
    return _Module(service).source()


class _Module:
    """One module under way."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._calls = calls([service.operation(name) for name in service.operation_names])
        taken = [shape for call in self._calls if (shape := call.operation.input) is not None]
        given = [shape for call in self._calls if (shape := call.operation.output) is not None]
        self._kinds = Kinds(taken, given)
        # A result that is a part of something else as well has no metadata there.
        self._inner = self._kinds.taken.keys() | {name for shape in given for name in parts(shape)}
        self._bodies = Bodies()
        self._shapes: dict[str, str] = {}  # the source of each typed dict, by name
        self._derived: dict[str, str] = {}  # and of those that stand on others

    def source(self) -> str:
        """All of it."""
        typed = [self._typed(call) for call in self._calls]
        self._add_shapes()
        metadata = self._service.metadata
        code = clients(typed, self._errors(), f"{metadata.get('serviceFullName', self._service.name)}.")
        enums = [f"{name} = {literal(values)}\n" for name, values in self._kinds.enums]
        aliases = [f"{alias} = {name}\n" for name, alias in sorted(self._bodies.aliases.items())]
        shapes = [found[name] for found in (self._shapes, self._derived) for name in sorted(found)]
        body = "".join([*enums, *aliases, *shapes, code])
        return f'"""Types of {self._service.name}, {metadata["apiVersion"]}."""\n{_NARROWER}{_imports(body)}{body}'

    def _typed(self, call: Call) -> Typed:
        operation, result = call.operation, self._result(call)
        full = None
        if call.rule is not None and operation.output is not None and "NextToken" not in operation.output.members:
            full = self._kinds.give_name(f"{operation.name}Full")
            self._derived[full] = f"class {full}({result}):\n    NextToken: NotRequired[str]\n"
        return Typed(
            call=call,
            request=self._request(call),
            result=result,
            item=item_kind(call, self._kinds),
            full=full,
            paginator=self._kinds.give_name(f"{operation.name}Paginator") if call.rule is not None else "",
        )

    def _request(self, call: Call) -> str | None:
        shape = call.operation.input
        if shape is None or not shape.members:
            return None
        name = self._kinds.name(shape, taken=True)
        if call.is_special:
            name = self._kinds.give_name(f"{call.operation.name}Call")
        if name not in self._shapes:
            self._shapes[name] = self._bodies.typed_dict(name, request_fields(call, shape, self._kinds))
        return name

    def _result(self, call: Call) -> str:
        shape = call.operation.output
        if shape is None:
            return "_Response"
        name = self._kinds.name(shape, taken=False)
        if shape.name not in self._inner:
            self._shapes[name] = self._bodies.typed_dict(
                name, result_fields(call, shape, self._kinds), base="_Response"
            )
            return name
        whole = self._kinds.give_name(f"{call.operation.name}Response")
        self._derived[whole] = f"class {whole}({name}):\n    ResponseMetadata: _ResponseMetadata\n"
        return whole

    def _add_shapes(self) -> None:
        for is_taken, found in ((True, self._kinds.taken), (False, self._kinds.given)):
            for shape in found.values():
                name = self._kinds.name(shape, taken=is_taken)
                if name not in self._shapes:
                    self._shapes[name] = self._body(name, shape, taken=is_taken)

    def _body(self, name: str, shape: Shape, *, taken: bool) -> str:
        required = shape.members.keys() if not taken else set(shape.required)
        fields = [
            Field(member, self._kinds.text(inner, taken=taken), member in required)
            for member, inner in shape.members.items()
        ]
        about = self._service.shape_json(shape.name).get("documentation", "")
        return self._bodies.typed_dict(name, fields, about=about)

    def _errors(self) -> list[str]:
        """The names of the errors in the model, as `client.exceptions` has them."""
        found = (name for name in self._service.shape_names if self._service.shape_json(name).get("exception"))
        return sorted(name for name in found if is_plain(name))


def _imports(body: str) -> str:
    """The lines that import what `body` uses, not what its members are called or its texts say."""
    used = set(_WORD.findall(_NOT_USED.sub("", body)))
    abstract = [name for name in ("Mapping", "Sequence") if name in used]
    base = [f"{name} as _{name}" for name in _BASE if f"_{name}" in used]
    lines = [
        f"from collections.abc import {', '.join(abstract)}\n" if abstract else "",
        "from datetime import datetime\n" if "datetime" in used else "",
        f"from typing import {', '.join(name for name in _TYPING if name in used)}\n",
        f"from allpages.types._base import {', '.join(base)}\n",
        "from allpages.errors import ServiceError\n" if "ServiceError" in used else "",
    ]
    return "".join(lines)
