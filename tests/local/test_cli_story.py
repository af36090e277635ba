"""The story of a new user who has the AWS CLI: from `allpages serve` to a listing under throttling."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

from aws_cli import Cli

import allpages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SERVE = [sys.executable, "-c", "from allpages.cli import main; main()", "serve", "--port", "0"]
FAST, IMAGES = ("ec2", "describe-fast-launch-images"), ("workspaces", "describe-workspace-images")


@contextmanager
def served(data: Path) -> Iterator[str]:
    """The URL of `allpages serve` in a process of its own, as its greeting tells it."""
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    command = [*SERVE, "--data", str(data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().partition("listens on ")[2].split()[0]
        finally:
            server.terminate()


def control(url: str, name: str, **how: Any) -> Any:
    """What a control request answers."""
    headers = {"x-allpages-control": "1", "content-type": "application/json"}
    with urlopen(Request(f"{url}/_allpages/{name}", json.dumps(how).encode(), headers), timeout=10) as answer:
        return json.load(answer)


def test_the_aws_cli_gets_from_serve_to_a_listing_under_throttling(tmp_path: Path) -> None:
    """Enable fast launch and watch it, share an image and list it there, throttle and lose nothing; start again."""
    with served(tmp_path / "store.db") as url:
        aws = Cli(url, tmp_path / "config", attempts=5)
        image_id = aws.run("ec2", "register-image", "--name", "my-golden-image", who="me").answer["ImageId"]
        assert aws.run("ec2", "enable-fast-launch", "--image-id", image_id, who="me").answer["State"] == "enabling"

        def states() -> Any:
            return aws.run(*FAST, "--image-ids", image_id, "--query", "FastLaunchImages[].State", who="me").answer

        assert states() == ["enabling"]
        control(url, "step", seconds=240)
        assert states() == ["enabled"]

        items = [{"ImageId": f"wsi-{number:09d}", "Name": f"golden-{number}"} for number in range(80)]
        control(url, "seed", operation="DescribeWorkspaceImages", items=items)
        share = ["--image-id", "wsi-000000007", "--allow-copy-image", "--shared-account-id", "222233334444"]
        assert aws.run("workspaces", "update-workspace-image-permission", *share, who="me").status == 0
        [seen] = aws.run(*IMAGES, "--image-type", "SHARED", who="colleague").answer["Images"]
        assert (seen["ImageId"], seen["OwnerAccountId"]) == ("wsi-000000007", "123456789012")

        expected = [item["ImageId"] for item in items]
        control(url, "faults", kind="throttle", after=1, count=2)
        keys = {"aws_access_key_id": "123456789012", "aws_secret_access_key": "local"}
        client = allpages.client("workspaces", "us-east-1", endpoint_url=url, **keys)
        pages = client.get_paginator("describe_workspace_images").paginate()
        assert [image["ImageId"] for image in pages.items()] == expected
        control(url, "faults", kind="throttle", after=1, count=2)
        listed = aws.run(*IMAGES, who="me").answer["Images"]
        assert [image["ImageId"] for image in listed] == expected
        codes = [one["code"] for one in json.load(urlopen(_state(url), timeout=10))["recent"]]
        assert codes.count("ThrottlingException") == 4

    with served(tmp_path / "store.db") as url:  # what was kept is there when it is served again
        again = Cli(url, tmp_path / "config")
        assert again.run(*FAST, who="me").answer["FastLaunchImages"][0]["ImageId"] == image_id


def _state(url: str) -> Request:
    return Request(f"{url}/_allpages/state", headers={"x-allpages-control": "1"})
