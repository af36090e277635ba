"""Every example of the documents runs: Python against a local endpoint, commands through the command line itself."""

from __future__ import annotations

import ast
import asyncio
import inspect
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest

import allpages
from allpages import local
from allpages.cli import main
from allpages.local.server import asgi

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
IN_ONE = ("README.md", "docs/how.md", "docs/local.md", "docs/observing.md", "docs/paging.md")
IN_ONE += ("docs/index.md", "docs/guides/inventory.md", "docs/tables.md", "docs/types.md")
IN_ONE += ("docs/images/describe-fast-launch-images.md", "docs/images/describe-workspace-images.md")
# What the examples of docs/testing.md leave to the reader: a report, an inventory, images.
OF_THE_READER = """
import boto3, pytest
from contextlib import asynccontextmanager

IMAGES = [f"wsi-{n:09d}" for n in range(60)]

def report(client):
    images = client.get_paginator("describe_workspace_images").paginate().build_full_result()["Images"]
    return [f"{image['Name']}: {image['ErrorCode']}" for image in images if image["State"] == "ERROR"]

def inventory(**where):
    client = boto3.client("workspaces", config=boto3.session.Config(retries={"max_attempts": 50}), **where)
    pages = client.get_paginator("describe_workspace_images").paginate()
    return [image["ImageId"] for page in pages for image in page["Images"]]
"""


def blocks(name: str, *kinds: str) -> list[str]:
    """The fenced texts of a document, of these kinds."""
    return [text for kind, text in FENCE.findall((ROOT / name).read_text(encoding="utf-8")) if kind in kinds]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A local endpoint with the demo inventory."""
    with asgi.serving(local.open_endpoint()) as found:
        yield found


@pytest.fixture
def _as_a_reader(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str) -> None:
    """An environment that points at the endpoint, and a folder of one's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AWS_ENDPOINT_URL", url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")


@pytest.mark.usefixtures("_as_a_reader")
@pytest.mark.parametrize("name", IN_ONE)
def test_python_examples_run(name: str) -> None:
    """In their order, in one namespace, as who reads from the top would run them."""
    client = allpages.client("workspaces")
    pages = client.get_paginator("describe_workspace_images").paginate()
    here: dict[str, Any] = {"allpages": allpages, "boto3": boto3, "store": print, "save": print}
    here |= {"client": client, "pages": pages}
    found = blocks(name, "python")
    assert found
    for text in found:
        code = compile(text, name, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        outcome = eval(code, here)
        if inspect.iscoroutine(outcome):
            asyncio.run(outcome)


def test_the_examples_of_tests_pass(tmp_path: Path) -> None:
    """With what they leave to the reader."""
    parts = [OF_THE_READER]
    for text in blocks("docs/testing.md", "python"):
        if text.startswith("async with"):
            parts.append(
                "from aiobotocore.session import get_session\n\nasync def use(allpages_endpoint):\n"
                + "".join(f"    {line}\n" for line in text.splitlines())
            )
        else:
            parts.append(
                text.replace(
                    '"DescribeWorkspaceImages", IMAGES',
                    '"DescribeWorkspaceImages", [{"ImageId": name} for name in IMAGES]',
                )
            )
    (tmp_path / "test_readers.py").write_text("\n\n".join(parts))
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "ignore", "test_readers.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stdout[-3000:]
    assert "4 passed" in ran.stdout


def commands() -> list[str]:
    """Every command line that a document shows, without what it is piped into."""
    found = []
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        for text in blocks(str(path.relative_to(ROOT)), "console"):
            for line in text.splitlines():
                words = line.removeprefix("$ ").partition("#")[0].strip()
                if words.startswith("allpages "):
                    found.append(re.split(r" [|>&] ?| && ", words)[0].strip())
    return sorted(set(found))


@pytest.mark.usefixtures("_as_a_reader")
@pytest.mark.parametrize("command", commands())
def test_command_examples_run(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A listing is listed; of what serves, sweeps or stands for any command, the command and its flags exist."""
    words = shlex.split(command)[1:]
    if words[0] == "SERVICE":
        return
    if words[0] not in {"sweep", "serve", "types"} and "parquet" not in words:
        assert main(words) == 0, capsys.readouterr().err
        return
    deep = 1 if words[0] in {"serve", "types"} else 2
    assert main([*words[:deep], "--help"]) == 0
    told = capsys.readouterr().out
    for flag in (word for word in words[deep:] if word.startswith("--")):
        assert flag in told, flag
