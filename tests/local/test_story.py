"""The story of a new user, from `allpages serve` to a listing under throttling, with a browser open all the time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3

import allpages
from webdriver import browser

if TYPE_CHECKING:
    from collections.abc import Iterator


ME, COLLEAGUE = "123456789012", "222233334444"


@contextmanager
def served() -> Iterator[str]:
    """The URL of `allpages serve` in a process of its own, as its greeting tells it."""
    command = [str(Path(sys.executable).with_name("allpages")), "serve", "--port", "0"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}  # as users have it
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment) as run:
        try:
            assert run.stdout is not None
            assert run.stderr is not None
            greeting = next((line for line in run.stdout if "listens on" in line), "")
            assert greeting, run.stderr.read()
            yield greeting.partition("listens on ")[2].split()[0]
        finally:
            run.send_signal(signal.SIGINT)
            run.wait(10)


def test_a_new_user_gets_from_serve_to_a_listing_under_throttling(tmp_path: Path) -> None:
    """Enable fast launch and watch it, share an image and list it there, throttle and lose nothing."""
    with browser(tmp_path / "chromium") as page, served() as url:

        def boto(service: str, account: str = ME) -> Any:
            keys = {"aws_access_key_id": account, "aws_secret_access_key": "local"}
            return boto3.client(service, endpoint_url=url, region_name="us-east-1", **keys)

        page.size(1280)
        page.open(f"{url}/_allpages/")
        page.wait(lambda: f"{ME}, us-east-1" in page.text("#place-title"))
        page.hurry()

        ec2 = boto("ec2")
        image_id = ec2.register_image(Name="my-golden-image")["ImageId"]
        assert ec2.enable_fast_launch(ImageId=image_id)["State"] == "enabling"
        page.write("#find", "my-golden-image")
        page.wait(lambda: page.texts("#launches .chip") == ["enabling"])
        page.click("[data-step='240']")
        page.wait(lambda: page.texts("#launches .chip") == ["enabled"])
        [found] = ec2.describe_fast_launch_images(ImageIds=[image_id])["FastLaunchImages"]
        assert found["State"] == "enabled"

        mine = boto("workspaces")
        images = mine.get_paginator("describe_workspace_images").paginate(ImageType="OWNED")
        shared = next(image["ImageId"] for image in images.search("Images[?State == 'AVAILABLE'][]"))
        mine.update_workspace_image_permission(ImageId=shared, AllowCopyImage=True, SharedAccountId=COLLEAGUE)
        [seen] = boto("workspaces", COLLEAGUE).describe_workspace_images(ImageType="SHARED")["Images"]
        assert (seen["ImageId"], seen["OwnerAccountId"]) == (shared, ME)
        page.wait(lambda: any(COLLEAGUE in row and "1 shared" in row for row in page.texts("#places tr")))

        page.write("#how [name=chance]", "0.3")
        page.click(".switch[data-key=throttle]")
        page.wait(lambda: page.find_all(".switch[data-key=throttle][aria-checked=true]"))
        client = allpages.client(
            "workspaces",
            "us-east-1",
            endpoint_url=url,
            aws_access_key_id=ME,
            aws_secret_access_key="local",
            config=allpages.Config(max_attempts=9),
        )
        listed = [image["ImageId"] for image in client.get_paginator("describe_workspace_images").paginate().items()]
        page.wait(lambda: "400 ThrottlingException" in page.text("#requests"))
        page.click("#calm")
        page.wait(lambda: page.find_all("#calm:disabled"))
        calm = [
            image["ImageId"] for image in mine.get_paginator("describe_workspace_images").paginate().search("Images[]")
        ]
        assert listed == calm
        assert len(set(calm)) == 80
