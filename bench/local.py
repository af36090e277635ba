"""The local endpoint beside moto's server: WorkSpaces images, 25 in an answer, the same client for both.

    python bench/local.py serve         a moto server that holds the images, until stdin closes (run.py starts it)

Both run in a process of their own. moto has no pages, so both hold exactly the 25 images of one answer.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

from report import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

IMAGES = 25
AT_ONCE = 8
ACCOUNT, EMPTY = "555555555555", "666666666666"  # neither has a demo inventory, and one gets images
MOTO = [sys.executable, __file__, "serve"]
OURS = [sys.executable, "-c", "from allpages.cli import main; main()", "serve", "--port", "0"]


def rows(rounds: int, seconds: float) -> list[Row]:
    """Requests a second to either server, for each of two clients."""
    found = []
    with _moto() as moto, _ours() as ours:
        for name, measure, at_least in (
            (f"allpages, {AT_ONCE} at once", _at_once, 12),
            ("allpages", partial(_one_by_one, "allpages"), 6),
            ("boto3", partial(_one_by_one, "boto3"), None),
        ):
            rates: dict[str, list[float]] = {moto: [], ours: []}
            for _ in range(rounds):
                for url, found_rates in rates.items():
                    found_rates.append(measure(url, seconds))
            title = f"local endpoint, {IMAGES} WorkSpaces images, asked by {name}"
            found.append(Row(title, "answers/s", rates[ours], rates[moto], "moto", at_least=at_least))
        empty = [_at_once(ours, seconds, account=EMPTY) for _ in range(rounds)]
        title = f"local endpoint, empty pages, asked by allpages, {AT_ONCE} at once"
        found.append(Row(title, "answers/s", empty, at_least=2000))
    return found


def serve_moto() -> None:
    """A moto server on a free port, with the images; its URL is the first line."""
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    keys = {"region_name": "us-east-1", "aws_access_key_id": "a", "aws_secret_access_key": "b"}
    ec2, directories, client = (boto3.client(name, endpoint_url=url, **keys) for name in ("ec2", "ds", "workspaces"))
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{at}.0/24", AvailabilityZone=f"us-east-1{zone}")
        for at, zone in enumerate("ab")
    ]
    network = {"VpcId": vpc, "SubnetIds": [one["Subnet"]["SubnetId"] for one in subnets]}
    directory = directories.create_directory(
        Name="bench.example.com", Password="Password-1", Size="Small", VpcSettings=network
    )["DirectoryId"]
    client.register_workspace_directory(DirectoryId=directory, EnableSelfService=False)
    wanted = {"DirectoryId": directory, "UserName": "user", "BundleId": "wsb-000000000"}
    workspace = client.create_workspaces(Workspaces=[wanted])["PendingRequests"][0]["WorkspaceId"]
    for number in range(IMAGES):
        client.create_workspace_image(Name=f"image-{number}", Description="an image", WorkspaceId=workspace)
    print(url, flush=True)
    sys.stdin.read()
    server.stop()


@contextmanager
def _moto() -> Iterator[str]:
    with subprocess.Popen(
        MOTO, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.stdin.close()


@contextmanager
def _ours() -> Iterator[str]:
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(OURS, stdout=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdout is not None
        try:
            url = server.stdout.readline().partition("listens on ")[2].split()[0]
            items = [{"ImageId": f"wsi-{number:09d}", "Description": "an image"} for number in range(IMAGES)]
            seed = {"operation": "DescribeWorkspaceImages", "account": ACCOUNT, "items": items}
            headers = {"x-allpages-control": "1", "content-type": "application/json"}
            urlopen(Request(f"{url}/_allpages/seed", json.dumps(seed).encode(), headers)).close()
            yield url
        finally:
            server.terminate()


def _one_by_one(library: str, url: str, seconds: float) -> float:
    """Answers a second to one client that waits for each."""
    client = __import__(library).client("workspaces", **_keys(url))
    count, begun = -1, 0.0  # the first opens the connection
    while count < 0 or time.perf_counter() - begun < seconds:
        _check(url, ACCOUNT, client.describe_workspace_images(MaxResults=IMAGES))
        count += 1
        begun = begun or time.perf_counter()
    return count / (time.perf_counter() - begun)


def _at_once(url: str, seconds: float, account: str = ACCOUNT) -> float:
    """Answers a second to one client that waits for several."""
    from allpages import aio

    async def measured() -> float:
        async with aio.client("workspaces", **_keys(url, account)) as client:
            _check(url, account, await client.describe_workspace_images(MaxResults=IMAGES))
            begun = time.perf_counter()

            async def ask() -> int:
                count = 0
                while time.perf_counter() - begun < seconds:
                    _check(url, account, await client.describe_workspace_images(MaxResults=IMAGES))
                    count += 1
                return count

            counts = await asyncio.gather(*(ask() for _ in range(AT_ONCE)))
            return sum(counts) / (time.perf_counter() - begun)

    return asyncio.run(measured())


def _keys(url: str, account: str = ACCOUNT) -> dict[str, str]:
    return {
        "endpoint_url": url,
        "region_name": "us-east-1",
        "aws_access_key_id": account,
        "aws_secret_access_key": "secret",
    }


def _check(url: str, account: str, answer: Any) -> None:
    wanted = 0 if account == EMPTY else IMAGES
    if len(answer["Images"]) != wanted:
        raise SystemExit(f"{url} did not answer {wanted} images")


if __name__ == "__main__":
    serve_moto()
