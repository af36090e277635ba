"""The command line beside the AWS CLI, both against moto's server: the same JSON, YAML and text, over several pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import yaml
from aws_cli import Cli
from botocore import xform_name
from moto_cases import CASES, Case

from allpages.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from moto_server import Moto

TRIED = {
    "cloudwatch.list_metrics",
    "dynamodb.list_tables",
    "ec2.describe_instances",
    "iam.list_roles",
    "route53.list_hosted_zones",
    "sns.list_topics",
    "stepfunctions.list_state_machines",
}


@pytest.mark.parametrize("case", [case for case in CASES if str(case) in TRIED], ids=str)
def test_it_prints_what_the_aws_cli_prints(
    case: Case, moto: Moto, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Documents as values, text letter for letter."""
    aws = Cli(moto.url, tmp_path / "config")
    for name, value in aws.environment("home").items():
        monkeypatch.setenv(name, value)
    params = moto.params(case.service, case.params)
    flags = [part for name, value in params.items() for part in (f"--{xform_name(name, '-')}", str(value))]
    size = [] if case.size is None else ["--page-size", str(case.size)]
    command = [case.service, case.operation.replace("_", "-"), *flags, *size]
    found = {}
    for form in ("json", "yaml", "text"):
        capsys.readouterr()
        assert main(aws.command(*command, form=form)) == 0
        found[form] = capsys.readouterr().out
    theirs = aws.run(*command)
    assert theirs.status == 0, theirs.err
    assert json.loads(found["json"]) == yaml.safe_load(found["yaml"]) == theirs.answer
    assert found["text"] == aws.run(*command, form="text").out


def test_enough_was_tried() -> None:
    """Each name is that of a case."""
    assert {str(case) for case in CASES} >= TRIED
