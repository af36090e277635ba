"""The command line beside the AWS CLI, command for command: the same JSON, text and YAML, the same data in tables."""

from __future__ import annotations

import json
import re
import shlex
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from aws_cli import Cli, Ended

from allpages.cli import main
from allpages.local import open_endpoint
from allpages.local.server import asgi
from allpages.local.world_clock import Clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

COMMANDS = """
ec2 describe-fast-launch-images
ec2 describe-fast-launch-images --page-size 7
ec2 describe-fast-launch-images --max-items 5
ec2 describe-fast-launch-images --no-paginate --max-results 3
ec2 describe-fast-launch-images --filters Name=state,Values=enabled
ec2 describe-fast-launch-images --query FastLaunchImages[].ImageId
ec2 describe-fast-launch-images --query "FastLaunchImages[].[ImageId,State]"
ec2 describe-fast-launch-images --query "FastLaunchImages[].{id:ImageId,tpl:LaunchTemplate.Version}"
ec2 describe-fast-launch-images --query "length(FastLaunchImages)"
ec2 describe-fast-launch-images --query "sort_by(FastLaunchImages,&ImageId)[-1].ImageId"
ec2 describe-images
ec2 describe-images --owners self --query "Images[*].BlockDeviceMappings"
workspaces describe-workspace-images
workspaces describe-workspace-images --image-ids wsi-nothere00
workspaces describe-workspace-images --query "Images[].[ImageId,OperatingSystem.Type,State]"
workspaces describe-workspace-images --max-items 30
workspaces describe-workspace-images --query "Images[?State=='ERROR'].ErrorDetails"
workspaces describe-workspaces
workspaces describe-workspace-bundles
ec2 describe-instances
ec2 describe-instances --query "Reservations[].Instances[].[InstanceId,State.Name]"
ec2 describe-volumes
ec2 describe-regions
ec2 describe-vpcs
s3api list-buckets
s3api list-objects-v2 --bucket golden-images
s3api list-objects-v2 --bucket golden-images --query "Contents[].Key"
lambda list-functions
lambda list-functions --query "Functions[].[FunctionName,Runtime]"
iam list-users
iam list-roles --max-items 4
iam get-account-summary
dynamodb list-tables
dynamodb list-tables --query TableNames
rds describe-db-instances
sqs list-queues
sns list-topics
cloudwatch list-metrics
logs describe-log-groups
kms list-keys
route53 list-hosted-zones
ecr describe-repositories
ecs list-clusters
eks list-clusters
cloudformation list-stacks
sts get-caller-identity
ssm describe-parameters
organizations list-policies --filter SERVICE_CONTROL_POLICY
elbv2 describe-load-balancers
autoscaling describe-auto-scaling-groups
stepfunctions list-state-machines
secretsmanager list-secrets
acm list-certificates
apigateway get-rest-apis
cloudfront list-distributions
events list-rules
glue get-databases
kinesis list-streams
redshift describe-clusters
elasticache describe-cache-clusters
batch describe-job-queues
cloudtrail lookup-events
backup list-backup-vaults
iam list-attached-role-policies --role-name golden
""".strip().splitlines()
# A query makes what has no rows of its own; these three have none either.
TABLES = [command for command in COMMANDS if not re.search(r"--query|--no-paginate|get-account|get-caller", command)]
INSTANT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?\+00:00$")


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cli]:
    """The AWS CLI, pointed at a local endpoint with the demo inventory, where it is always the same second.

    A page's token says when it was given out, so two commands in two seconds are answered by two tokens.
    """
    with asgi.serving(open_endpoint(clock=Clock(pace=0.0))) as url:
        yield Cli(url, tmp_path_factory.mktemp("aws") / "config")


@pytest.fixture(scope="module")
def theirs(aws: Cli) -> Callable[..., Ended]:
    """What the AWS CLI makes of a command, each run once."""

    @cache
    def run(command: str, form: str = "json") -> Ended:
        found = aws.run(*shlex.split(command), form=form)
        assert found.status == 0, found.err
        return found

    return run


@pytest.fixture
def ours(aws: Cli, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Runs the same command with `allpages`, on a very wide page, and gives what it printed."""
    for name, value in {**aws.environment("home"), "COLUMNS": "100000"}.items():
        monkeypatch.setenv(name, value)

    def run(command: str, form: str) -> str:
        capsys.readouterr()
        code = main(aws.command(*shlex.split(command), form=form))
        captured = capsys.readouterr()
        assert code == 0, captured.err
        return captured.out

    return run


def test_there_are_enough_commands() -> None:
    """Sixty at least, of thirty services."""
    assert len(set(COMMANDS)) >= 60
    assert len({command.split()[0] for command in COMMANDS}) >= 30


@pytest.mark.parametrize("command", COMMANDS)
def test_documents_are_those_of_the_aws_cli(
    theirs: Callable[..., Ended], ours: Callable[..., str], command: str
) -> None:
    """The same JSON, and as YAML the same document; what the AWS CLI does not print, this one does not."""
    expected, found = theirs(command), ours(command, "json")
    assert (found == "") == (expected.out == "")
    if expected.out:
        assert json.loads(found) == expected.answer
        assert yaml.safe_load(ours(command, "yaml")) == expected.answer


@pytest.mark.parametrize("command", COMMANDS)
def test_text_is_that_of_the_aws_cli(theirs: Callable[..., Ended], ours: Callable[..., str], command: str) -> None:
    """Letter for letter, page by page."""
    assert ours(command, "text") == theirs(command, "text").out


@pytest.mark.parametrize("command", TABLES)
def test_tables_have_the_data_of_the_aws_cli(
    theirs: Callable[..., Ended], ours: Callable[..., str], command: str
) -> None:
    """Every value of the items whose page decides the widths, and a line for each of the others."""
    items = next(value for value in theirs(command).answer.values() if isinstance(value, list | dict))
    items = items.get("Items", items) if isinstance(items, dict) else items
    lines = ours(command, "table").splitlines()
    missing = [value for value in shown(items[:3]) if not any(value in line for line in lines)]
    assert not missing
    if command != "ec2 describe-instances":  # which has a line for each instance
        assert len(lines) == (len(items) + 2 if items else 0)


def shown(value: Any) -> Iterator[str]:
    """Each value as a person would read it."""
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from shown(inner)
    elif isinstance(value, bool):
        yield "yes" if value else "no"
    elif isinstance(value, str) and (instant := INSTANT.match(value)):
        yield f"{instant[1]} {instant[2]}Z"
    elif value is not None:
        yield " ".join(str(value).split())
