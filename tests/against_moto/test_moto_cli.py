"""The command line against moto's server, as a new user would try it: the address in the environment, no more."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from moto_cases import CASES, Case

if TYPE_CHECKING:
    from moto_server import Moto

ALLPAGES = Path(sys.executable).with_name("allpages")
TRIED = {
    "cloudwatch.list_metrics",
    "dynamodb.scan",
    "ec2.describe_instances",
    "iam.list_roles",
    "s3.list_objects_v2",
    "route53.list_resource_record_sets",
    "stepfunctions.list_executions",
}


def plain(value: Any) -> Any:
    """A value as JSON has it, times and bytes left out: they have tests of their own."""
    if isinstance(value, dict):
        return {name: plain(inner) for name, inner in value.items() if name != "ResponseMetadata"}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value if isinstance(value, str | int | float | None) else "…"


def masked(expected: Any, found: Any) -> Any:
    """`found`, with what is masked in `expected` masked."""
    if expected == "…":
        return expected
    if isinstance(expected, dict) and isinstance(found, dict):
        return {name: masked(expected.get(name), inner) for name, inner in found.items()}
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        return [masked(*pair) for pair in zip(expected, found, strict=True)]
    return found


@pytest.mark.parametrize("case", [case for case in CASES if str(case) in TRIED], ids=str)
def test_the_command_line_lists_what_boto3_lists(case: Case, moto: Moto, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole result, from a process of its own, over several pages."""
    for name, value in {
        "ENDPOINT_URL": moto.url,
        "ACCESS_KEY_ID": "AKIDEXAMPLE",
        "SECRET_ACCESS_KEY": "secret",
        "REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    params = moto.params(case.service, case.params)
    flags = [part for name, value in params.items() for part in (f"--{_flag(name)}", str(value))]
    size = [] if case.size is None else ["--page-size", str(case.size)]
    command = [str(ALLPAGES), case.service, case.operation.replace("_", "-"), *flags, *size, "--output", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 0, done.stderr
    paginator = moto.boto(case.service).get_paginator(case.operation)
    expected = plain(paginator.paginate(**params).build_full_result())
    found = json.loads(done.stdout)
    assert masked(expected, found) == expected


def _flag(name: str) -> str:
    from botocore import xform_name

    return str(xform_name(name, "-"))
