"""The stubs of a service against botocore's own reading of its model."""

from __future__ import annotations

import ast
import os
from functools import cache
from typing import TYPE_CHECKING, Any

import botocore.session
import pytest

from allpages.models import catalog
from allpages.stubs import service
from allpages.stubs.names import module_name

if TYPE_CHECKING:
    from collections.abc import Iterator

SESSION = botocore.session.get_session()
SAMPLE = ("ec2", "workspaces", "s3", "dynamodb", "iam", "lambda", "apigatewayv2", "textract")
SERVICES = catalog.service_names() if os.environ.get("ALLPAGES_EVERY") == "1" else SAMPLE
MOST = 3_000_000


@cache
def source_of(name: str) -> str:
    """The stubs of a service."""
    return service.source(catalog.service(name))


@cache
def model_of(name: str) -> Any:
    """The same service as botocore sees it."""
    return SESSION.get_service_model(name)


class Read:
    """The classes and names of one module of stubs, as its source says."""

    def __init__(self, source: str) -> None:
        """The module of this source."""
        self.classes: dict[str, ast.ClassDef] = {}
        self.fields: dict[str, dict[str, str]] = {}
        self.aliases: dict[str, str] = {}
        for node in ast.parse(source).body:
            if isinstance(node, ast.ClassDef):
                self.classes[node.name] = node
                self.fields[node.name] = {name: kind for base in node.bases for name, kind in self._of(base)}
                self.fields[node.name] |= dict(_annotated(node))
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                self._assigned(node.targets[0].id, node.value)

    def _of(self, base: ast.expr) -> Iterator[tuple[str, str]]:
        yield from self.fields.get(ast.unparse(base), {}).items()

    def _assigned(self, name: str, value: ast.expr) -> None:
        self.aliases[name] = ast.unparse(value)
        if isinstance(value, ast.Call) and isinstance(value.args[1], ast.Dict):
            pairs = zip(value.args[1].keys, value.args[1].values, strict=True)
            self.fields[name] = {ast.literal_eval(key): ast.unparse(kind) for key, kind in pairs if key}

    def methods(self, client: str) -> dict[str, Any]:
        """The methods of a client, by name."""
        defined = (ast.FunctionDef, ast.AsyncFunctionDef)
        return {node.name: node for node in self.classes[client].body if isinstance(node, defined)}


def _annotated(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for line in node.body:
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
            yield line.target.id, ast.unparse(line.annotation)


@pytest.mark.parametrize("name", SERVICES)
def test_every_operation_parameter_and_member_is_there(name: str) -> None:
    """Both clients have all methods; requests and results have the members of botocore's shapes."""
    read = Read(source_of(name))
    model = model_of(name)
    for client, kind in (("Client", ast.FunctionDef), ("AsyncClient", ast.AsyncFunctionDef)):
        methods = read.methods(client)
        for operation in map(model.operation_model, model.operation_names):
            method = methods[botocore.xform_name(operation.name)]
            assert isinstance(method, kind)
            if operation.input_shape and operation.input_shape.members:
                request = method.args.kwarg.annotation.slice.id
                assert set(operation.input_shape.members) <= set(read.fields[request]), request
            if operation.output_shape:
                result = ast.unparse(method.returns)
                assert set(operation.output_shape.members) <= set(read.fields[result]), result


@pytest.mark.parametrize("name", SERVICES)
def test_every_paginator_is_found_by_its_name(name: str) -> None:
    """`get_paginator` knows each operation for which botocore has a paginator."""
    source = source_of(name)
    try:
        pages = SESSION.get_paginator_model(name)._paginator_config
    except botocore.exceptions.UnknownServiceError:
        pages = {}
    for operation in pages:
        literal = f'operation_name: Literal["{botocore.xform_name(operation)}"]) -> '
        assert literal + f"{operation}Paginator" in source
        assert literal + f"Async{operation}Paginator" in source


@pytest.mark.parametrize("name", SERVICES)
def test_every_value_of_an_enum_is_there(name: str) -> None:
    """An enum that an operation reaches is a literal type with all its values."""
    source = source_of(name)
    read = Read(source)
    literals = {frozenset(ast.literal_eval(f"({kind[8:-1]},)")) for kind in read.aliases.values() if "Literal[" in kind}
    model = model_of(name)
    reached: set[str] = set()
    for operation in map(model.operation_model, model.operation_names):
        for shape in filter(None, (operation.input_shape, operation.output_shape)):
            _reach(shape, reached, literals)
    assert reached


def _reach(shape: Any, seen: set[str], literals: set[frozenset[str]]) -> None:
    if shape.name in seen or getattr(shape, "is_document_type", False) or shape.serialization.get("eventstream"):
        return
    seen.add(shape.name)
    if shape.type_name == "structure":
        for member in shape.members.values():
            _reach(member, seen, literals)
    elif shape.type_name == "list":
        _reach(shape.member, seen, literals)
    elif shape.type_name == "map":
        _reach(shape.key, seen, literals)
        _reach(shape.value, seen, literals)
    elif shape.type_name == "string" and shape.enum:
        assert frozenset(shape.enum) in literals, shape.name


def test_what_special_cases_fill_in_is_not_required() -> None:
    """Idempotency tokens and Glacier's account; and the other names that some parameters have."""
    glacier = Read(source_of("glacier"))
    assert glacier.fields["ListVaultsCall"]["accountId"] == "str"
    assert "total=False" in ast.unparse(glacier.classes["ListVaultsCall"]).splitlines()[0]
    logs = Read(source_of("logs"))
    assert {"from", "fromTime"} <= set(logs.fields["CreateExportTaskCall"])
    ec2 = Read(source_of("ec2"))
    assert {"Filter", "Filters"} <= set(ec2.fields["DescribeNatGatewaysCall"])


def test_a_shape_both_ways_is_said_once_where_it_is_the_same() -> None:
    """Where it is not, what came may be given as well."""
    read = Read(source_of("workspaces"))
    assert "TagParam" in read.fields
    assert read.fields["CreateTagsRequest"]["Tags"] == "Sequence[TagParam | Tag]"
    assert "FailedCreateWorkspaceRequestParam" not in read.fields


def test_the_same_models_give_the_same_bytes() -> None:
    """Twice, from a service opened anew."""
    first = service.source(catalog.service("ec2"))
    assert first == service.source(catalog.Service("ec2", catalog.service("ec2").folder))
    assert len(first.encode()) < MOST


def test_module_names_are_names() -> None:
    """Of every service, each another."""
    names = [module_name(name) for name in catalog.service_names()]
    assert all(name.isidentifier() for name in names)
    assert len(set(names)) == len(names)
    assert module_name("lambda") == "lambda_"
