"""The reference in help(): what it names, against botocore's models; how it is told; that it costs nothing before."""

from __future__ import annotations

import inspect
import os
import pydoc
import re
import subprocess
import sys
from typing import Any

import botocore.session
import pytest

import allpages
from allpages.models import catalog
from allpages.models.names import method_name

SESSION = botocore.session.get_session()
EVERY = os.environ.get("ALLPAGES_EVERY") == "1"
SAMPLE = {
    "ec2": ("DescribeFastLaunchImages", "DescribeInstances", "RunInstances", "DescribeNatGateways"),
    "workspaces": ("DescribeWorkspaceImages", "DescribeWorkspaces", "CreateWorkspaces"),
    "s3": ("ListObjectsV2", "PutObject"),
    "dynamodb": ("Scan", "PutItem"),
    "quicksight": ("DescribeDashboardDefinition",),
    "glacier": ("ListVaults",),
    "bedrock-runtime": ("Converse",),
    "iam": ("ListRoles", "GetAccountSummary"),
    "logs": ("CreateExportTask", "FilterLogEvents"),
    "rds": ("DownloadDBLogFilePortion",),
}
CASES = (
    [(name, None) for name in catalog.service_names()]
    if EVERY
    else [(name, operation) for name, operations in SAMPLE.items() for operation in operations]
)
KEYS = {"aws_access_key_id": "AKIDEXAMPLE", "aws_secret_access_key": "secret"}
_TAG = re.compile(r"""(?<![">])<(p|ul|li|code|a|note|b|i)\b[^>]*>""")  # in quotes, it is an example of HTML
_WORDS = re.compile(r"[^\s,]+")


def client(service: str, module: Any = allpages) -> Any:
    """A client that nobody will call."""
    return module.client(service, "us-east-1", endpoint_url="http://127.0.0.1:9", **KEYS)


def names_of(shape: Any, seen: set[str]) -> set[str]:
    """The members and values of enums that values of botocore's shape can have."""
    if shape is None or shape.name in seen or getattr(shape, "is_document_type", False):
        return set()
    seen.add(shape.name)
    if shape.type_name == "structure":
        below = (names_of(member, seen) for member in shape.members.values())
        return set(shape.members).union(*below)
    if shape.type_name == "list":
        return names_of(shape.member, seen)
    if shape.type_name == "map":
        return names_of(shape.key, seen) | names_of(shape.value, seen)
    return set(getattr(shape, "enum", ()))


@pytest.mark.parametrize(("service", "only"), CASES)
def test_every_parameter_member_and_value_is_named(service: str, only: str | None) -> None:
    """In the documentation of the method, and of `paginate` where there is one."""
    model = SESSION.get_service_model(service)
    connected = client(service)
    for name in [only] if only else model.operation_names:
        operation = model.operation_model(name)
        wanted = names_of(operation.input_shape, set()) | names_of(operation.output_shape, set())
        python_name = method_name(name)
        texts = [getattr(connected, python_name).__doc__]
        if connected.can_paginate(python_name):
            texts.append(connected.get_paginator(python_name).paginate.__doc__)
        for text in texts:
            one_line = " ".join(text.split())
            missing = wanted - set(_WORDS.findall(text)) - set(_WORDS.findall(text.replace(":", " ")))
            assert {word for word in missing if not (" " in word or "," in word) or word not in one_line} == set(), name
            assert not _TAG.search(text), name


@pytest.mark.parametrize("module", [allpages, allpages.aio], ids=["sync", "async"])
def test_help_of_a_paginator_is_the_reference(module: Any) -> None:
    """Syntax, parameters with their filters, paging, result, response, errors, what is special; as help() shows it."""
    text = pydoc.plain(pydoc.render_doc(client("ec2", module).get_paginator("describe_fast_launch_images").paginate))
    one_line = " ".join(text.split()).replace("( ", "(").replace(", )", ")")  # Python 3.13 breaks long signatures
    assert "paginate(*, ImageIds=..., Filters=..., DryRun=..., PaginationConfig=None, **params)" in one_line
    sections = ["Request syntax", "Parameters", "Returns", "Response syntax", "Response structure", "Errors", "Special"]
    places = [text.index(f"\n    {heading}\n") for heading in sections]
    assert places == sorted(places)
    for said in (
        "owner-id - The owner ID for the pre-provisioning resource.",
        "'StateTransitionTime': datetime(",
        "One of: enabling, enabling-failed, enabled",
        "PageSize (integer): how many a request, sent as MaxResults; 'max' asks for 200.",
        "MaxResults, NextToken: set by the paging",
        "the request returns" if module is allpages else "await pages",
        "async for page" if module is allpages.aio else "`for page",
        "NextToken of a page goes into NextToken",
    ):
        assert said in text, said


@pytest.mark.parametrize("module", [allpages, allpages.aio], ids=["sync", "async"])
def test_help_of_a_method_is_the_reference(module: Any) -> None:
    """Of one call, with the errors of its model."""
    method = client("workspaces", module).describe_workspace_image_permissions
    text = pydoc.plain(pydoc.render_doc(method))
    assert "describe_workspace_image_permissions(*, ImageId, NextToken=..., MaxResults=...)" in text
    assert ("await client." in text) is (module is allpages.aio)
    assert "ResourceNotFoundException" in text
    assert "ImageId (string, required)" in text
    assert "get_paginator('describe_workspace_image_permissions')" in text


def test_what_is_special_is_said() -> None:
    """Inferred rules, special cases, an operation that has no page size."""
    ec2, glacier, desktops = client("ec2"), client("glacier"), client("workspaces")
    inferred = next(
        name
        for name in map(method_name, catalog.service("workspaces").operation_names)
        if desktops.can_paginate(name) and desktops.get_paginator(name).inferred
    )
    assert "boto3 has no paginator" in desktops.get_paginator(inferred).paginate.__doc__
    assert "a hyphen means the caller's own" in glacier.list_vaults.__doc__
    assert "names are taken" in ec2.describe_nat_gateways.__doc__
    unsized = desktops.get_paginator("describe_workspaces_connection_status").paginate.__doc__
    assert "PageSize: refused" in unsized
    assert "It pages" not in ec2.run_instances.__doc__


def test_methods_are_routines_with_a_name_and_a_signature() -> None:
    """What editors and notebooks ask for."""
    method = client("ec2").describe_images
    assert inspect.isroutine(method)
    assert callable(method)
    assert method.__name__ == "describe_images"
    assert next(iter(inspect.signature(method).parameters)) == "ExecutableUsers"
    required = inspect.signature(client("s3").get_object).parameters
    assert required["Bucket"].default is inspect.Parameter.empty
    assert repr(required["Range"].default) == "..."
    words = inspect.signature(client("logs").create_export_task).parameters
    assert "from" not in words
    assert "params" in words


def test_of_the_class_the_method_is_as_it_stands() -> None:
    """help(allpages.Paginator) tells of any paginator."""
    assert inspect.isfunction(allpages.Paginator.paginate)
    assert "MaxItems" in (allpages.Paginator.paginate.__doc__ or "")


def test_nothing_is_made_before_it_is_asked_for() -> None:
    """A first page loads none of it; reading `__doc__` does."""
    code = (
        "import sys, allpages\n"
        "replay = allpages.Replay([allpages.Response(200, {}, b'{}')])\n"
        "client = allpages.client('workspaces', 'eu-west-1', aws_access_key_id='a', aws_secret_access_key='b',"
        " transport=replay)\n"
        "pages = client.get_paginator('describe_workspace_images').paginate\n"
        "list(pages())\n"
        "client.describe_workspace_images\n"
        "print(sorted({'allpages.reference.operations', 'html.parser'} & set(sys.modules)))\n"
        "pages.__doc__\n"
        "print('allpages.reference.operations' in sys.modules)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split("\n")[:2] == ["[]", "True"]


def test_the_command_lines_help_shows_the_response(capsys: pytest.CaptureFixture[str]) -> None:
    """To the last member."""
    from allpages.cli import main

    assert main(["workspaces", "describe-workspace-images", "--help"]) == 0
    text = capsys.readouterr().out
    response = text[text.index("\nResponse\n") : text.index("\nResult\n")]
    assert all(word in response for word in ("Images", "UpdateAvailable", "WINDOWS", "OutdatedPowershellVersion"))


def test_links_are_told_where_they_lead() -> None:
    """In help(), where nobody can click."""
    text = " ".join(client("workspaces").get_paginator("describe_workspace_images").paginate.__doc__.split())
    assert re.search(r"Bring Your Own Windows Desktop Images \(https?://docs\.aws\.amazon\.com/[^ )]+\)", text)
