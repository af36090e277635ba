"""Commands found, refused with what would have been right, described and completed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import allpages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Ran

IMAGES = ("ec2", "describe-fast-launch-images")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Nothing to do: a service and an operation is wanted.\n  See: allpages --help"),
        (("ec2",), "Nothing to do: an operation is wanted.\n  See: allpages ec2 --help"),
        (("ecc2",), "There is no service 'ecc2'.\n  Did you mean 'ec2'?"),
        (("operatons",), "Did you mean 'operations'?"),
        (("ec2", "describe-fast-launch-image"), "Did you mean 'describe-fast-launch-images'?"),
        (("ec2", "DescribeFastLaunchImages"), "Did you mean 'describe-fast-launch-images'?"),
        ((*IMAGES, "--image-id", "a"), "There is no flag --image-id.\n  Did you mean '--image-ids'?"),
        (
            (*IMAGES, "--regoin", "x"),
            "Did you mean '--region'?\n  See: allpages ec2 describe-fast-launch-images --help",
        ),
        ((*IMAGES, "stray"), "Nothing takes the argument 'stray'."),
        ((*IMAGES, "--filters", "state"), "--filters[0] is no shorthand"),
        ((*IMAGES, "--filters", "Nme=state"), "Did you mean 'Name'?"),
        (
            (*IMAGES, "--output", "xml"),
            "'xml' is not one of 'table', 'json', 'text', 'yaml', 'csv', 'ndjson', 'html', 'markdown'",
        ),
        ((*IMAGES, "--max-items", "many"), "--max-items takes a whole number, not 'many'."),
        ((*IMAGES, "--max-items", "-1"), "--max-items takes a whole number, not '-1'."),
        ((*IMAGES, "--page-size", "big"), "--page-size takes a whole number, or max, not 'big'."),
        ((*IMAGES, "--query", "[?"), "--query does not parse"),
        ((*IMAGES, "--max-items", "5", "--max-results", "5"), "--max-results turns paging off"),
        ((*IMAGES, "--max-items", "5", "--no-paginate"), "--no-paginate turns paging off"),
        ((*IMAGES, "--local", "--endpoint-url", "http://x"), "--local and --endpoint-url exclude each other."),
        (("s3", "list-objects-v2"), "A required flag is missing: --bucket\n"),
        (("wafv2", "list-web-acls"), "A required flag is missing: --scope\n"),
        (("serve", "--port", "http"), "--port takes a number from 0 to 65535, not 'http'."),
        (("serve", "--pace", "fast"), "--pace takes a number from 0 on, not 'fast'."),
        (("serve", "--fault", "flood"), "The fault 'flood'"),
        (("completion", "bsh"), "Did you mean 'bash'? There are: bash, zsh, fish."),
        (("operations", "ecc2"), "Did you mean 'ec2'?"),
    ],
)
def test_misuse_exits_2_and_names_what_would_be_right(
    cli: Callable[..., Ran], arguments: tuple[str, ...], said: str
) -> None:
    """Nothing is asked, nothing is printed but the error."""
    transport = allpages.Replay([])
    code, out, err = cli(*arguments, transport=transport)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err
    assert transport.requests == []


def test_debug_shows_where_an_error_comes_from(cli: Callable[..., Ran]) -> None:
    """--debug, and only it, prints the traceback, wherever it stands."""
    assert "Traceback" in cli("--debug", "ecc2").err
    assert "Traceback" in cli(*IMAGES, "--debug", "--filters", "x").err


def test_the_version(cli: Callable[..., Ran]) -> None:
    """--version prints it."""
    assert cli("--version") == (0, f"allpages {allpages.__version__}\n", "")


def test_help_of_an_operation(cli: Callable[..., Ran]) -> None:
    """It has the documentation, each flag with type and limits, how it pages, and fits its width."""
    code, out, err = cli(*IMAGES, "--help")
    assert (code, err) == (0, "")
    for said in (
        "Windows AMIs that are configured for Windows fast launch.",
        "Pages through FastLaunchImages. The service gives 200 a request at most.",
        "--filters Name=TEXT,Values=TEXT,... ...\n      list of structure (Name, Values)",
        "--dry-run | --no-dry-run",
        "--max-results N\n      integer · 0 to 200",
        "--starting-token TOKEN",
        "--output table|json|text|yaml|csv|ndjson|html|markdown|parquet",
    ):
        assert said in out
    assert "\x1b" not in out
    assert "<p>" not in out
    assert max(map(len, out.splitlines())) <= 100
    assert cli(*IMAGES, "help").out == out == cli(*IMAGES, "-h").out


def test_help_marks_what_is_required_and_what_is_known(cli: Callable[..., Ran]) -> None:
    """Required, enumerated and inferred are said."""
    out = cli("wafv2", "list-web-acls", "--help").out
    assert "allpages wafv2 list-web-acls --scope TEXT [flags]" in out
    assert "string · required · one of CLOUDFRONT, REGIONAL" in out
    assert "Inferred from the model" in out


def test_help_does_not_list_a_thousand_values(cli: Callable[..., Ran]) -> None:
    """The first ones, and how many more there are."""
    out = " ".join(cli("ec2", "describe-instance-types", "--help").out.split())
    assert "one of a1.medium, a1.large" in out
    assert "more (completion has them)" in out


def test_help_of_an_operation_that_does_not_page(cli: Callable[..., Ran]) -> None:
    """It has no paging flags."""
    out = cli("sts", "get-caller-identity", "--help").out
    assert "One call: the operation does not page." in out
    assert "--max-items" not in out


def test_help_of_a_service_and_of_the_whole(cli: Callable[..., Ran]) -> None:
    """Operations are marked; commands and general flags are listed."""
    assert "describe-workspace-images" in cli("workspaces", "--help").out
    assert "inferred   ImagePermissions" in cli("workspaces", "--help").out
    assert "allpages SERVICE OPERATION [--parameter ...]" in cli("--help").out
    for name in ("operations", "serve", "completion"):
        assert f"allpages {name}" in cli(name, "--help").out


def test_operations_lists_services(cli: Callable[..., Ran]) -> None:
    """One a line, or as any output."""
    assert "workspaces" in cli("operations").out.splitlines()
    assert "ec2" in [row["Service"] for row in json.loads(cli("operations", "--output", "json").out)["Services"]]


def test_operations_marks_how_each_pages(cli: Callable[..., Ran]) -> None:
    """Paginated, inferred, or not at all; tab-separated in a pipe."""
    lines = cli("operations", "workspaces", "--match", "workspace-image").out.splitlines()
    assert "workspaces\tdescribe-workspace-images\tpaginated\tImages\t25" in lines
    assert "workspaces\tdescribe-workspace-image-permissions\tinferred\tImagePermissions\t25" in lines
    assert "workspaces\tdelete-workspace-image\t-\t-\t-" in lines
    rows = cli("operations", "--output", "csv", "workspaces", "--match", "DescribeWorkspaceImages").out
    assert rows == "Service,Operation,Paging,Items,PageSize\nworkspaces,describe-workspace-images,paginated,Images,25\n"


def test_operations_match_goes_through_all_services(cli: Callable[..., Ran]) -> None:
    """Without a service every one is looked at."""
    found = [
        json.loads(line)
        for line in cli("operations", "--match", "fastlaunchimages", "--output", "ndjson").out.splitlines()
    ]
    assert [(row["Service"], row["Operation"]) for row in found] == [("ec2", "describe-fast-launch-images")]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("allpages workspaces-", ["workspaces-instances", "workspaces-thin-client", "workspaces-web"]),
        ("allpages ecr", ["ecr", "ecr-public"]),
        ("allpages comple", ["completion"]),
        ("allpages ec2 describe-fast-l", ["describe-fast-launch-images"]),
        ("allpages --region x ec2 describe-images --own", ["--owners"]),
        ("allpages ec2 describe-fast-launch-images --image-ids a --filters Name=x,Values=y --im", ["--image-ids"]),
        ("allpages ec2 describe-images --output n", ["ndjson"]),
        ("allpages iam list-policies --scope A", ["All", "AWS"]),
        ("allpages completion z", ["zsh"]),
        ("allpages configure l", ["list-profiles"]),
        ("allpages ec2 describe-images --region eu-west-", ["eu-west-1", "eu-west-2", "eu-west-3"]),
        ("allpages --region us-gov-", ["us-gov-east-1", "us-gov-west-1"]),
        ("allpages workspaces describe-workspace-images --region eu-n", []),
        ("allpages operations workspaces-w", ["workspaces-web"]),
    ],
)
def test_completion_offers_what_fits(typed: str, offered: list[str]) -> None:
    """Services, operations, flags and known values."""
    words = typed.split()
    environment = {**os.environ, "COMP_WORDS": typed, "COMP_CWORD": str(len(words) - 1)}
    ran = subprocess.run(
        [sys.executable, "-c", "import sys; from allpages.cli import main; sys.exit(main())"],
        env={**environment, "_ALLPAGES_COMPLETE": "bash_complete"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert sorted(line.partition(",")[2] for line in ran.stdout.split()) == sorted(offered)


def test_profiles_are_listed_and_completed(
    cli: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of both files, the default one first; none where there are none, and no error while completing."""
    assert cli("configure", "list-profiles") == (0, "", "")
    config, credentials = tmp_path / "config", tmp_path / "credentials"
    config.write_text("[profile images-dev]\nregion = x\n[default]\n[profile web]\n")
    credentials.write_text("[images-prod]\naws_access_key_id = a\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(credentials))
    assert cli("configure", "list-profiles").out.split() == ["default", "images-dev", "images-prod", "web"]
    for typed in ("allpages --profile im", "allpages ec2 describe-images --profile im"):
        test_completion_offers_what_fits(typed, ["images-dev", "images-prod"])
    config.write_text("no section\n")
    test_completion_offers_what_fits("allpages --profile im", [])
    assert cli("configure", "list-profiles").code == 2
    assert "There is: list-profiles" in cli("configure", "list").err
    assert "Name what to do" in cli("configure").err


def test_help_of_a_service_has_a_sentence_for_each_operation(cli: Callable[..., Ran]) -> None:
    """Those that page are marked with what they page through, and whether that was inferred."""
    out = " ".join(cli("workspaces", "--help").out.split())
    assert "91 operations, of which 17 page" in out
    assert "describe-workspace-images paginated Images · Retrieves a list that describes one or more" in out
    assert "describe-tags Describes the specified tags" in out
    assert "inferred WebACLs · Retrieves an array of" in " ".join(cli("wafv2", "--help").out.split())


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_script_is_printed(cli: Callable[..., Ran], shell: str) -> None:
    """For each shell, calling back into this program."""
    out = cli("completion", shell).out
    assert f"_ALLPAGES_COMPLETE={shell}_complete" in out


@pytest.mark.untraced
def test_a_listing_of_operations_starts_light() -> None:
    """Neither botocore nor asyncio nor rich nor jmespath is loaded to tell what there is."""
    code = (
        "import sys; from allpages.cli import main; main(['operations', 'ec2']); print(*sys.modules, file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(ran.stderr.split())
    assert "click" in loaded
    assert not loaded & {"botocore", "asyncio", "rich", "jmespath", "lxml", "socket", "ssl", "html.parser"}


def test_the_documentation_is_fresh() -> None:
    """docs/cli.md is what the tables of the code give."""
    from pathlib import Path

    from command_line import page

    assert (Path(__file__).parents[2] / "docs" / "cli.md").read_text() == page()
