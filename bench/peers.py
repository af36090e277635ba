"""Contenders that are not everywhere: capo and the AWS SDK for JavaScript, where they are; and the floor below all."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from listings import WORKSPACES, Taken, check, taken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from listings import Target

HERE = Path(__file__).parent
SDK = HERE.parent / ".venv" / "javascript"  # installed here once
_CLIENTS = {"ec2": ("capo_ec2", "EC2Client"), "workspaces": ("capo_workspaces", "WorkSpacesClient")}


def has_capo() -> bool:
    """Whether capo is installed: pip install --group bench."""
    return all(find_spec(module) is not None for module, _ in _CLIENTS.values())


def capo(target: Target, urls: Mapping[int, str], length: int) -> Taken:
    """capo, one listing; the token by hand, for it has an iterator for one of the two only."""
    module, name = _CLIENTS[target.service]
    package = import_module(module)
    credentials = package.Credentials(access_key="AKIDEXAMPLE", secret_key="secret")
    client = getattr(package, name)(region="us-east-1", endpoint=urls[length], credentials=credentials)
    list_pages = getattr(client, target.operation)
    key = "images" if target is WORKSPACES else "fast_launch_images"

    def run() -> int:
        items, token = 0, None
        while True:
            page = list_pages(**({} if token is None else {"next_token": token}))
            items += len(page[key])
            token = page.get("next_token")
            if not token:
                return items

    list_pages()
    return taken(run, target, length)


def floor(urls: Mapping[int, str], length: int) -> Taken:
    """What no client of WorkSpaces can do better in Python: a bare socket, and msgspec's reading of the body."""
    from msgspec.json import decode

    host, _, port = urls[length].rpartition("/")[2].partition(":")
    with socket.create_connection((host, int(port))) as wire:
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

        def run() -> int:
            items, token = 0, None
            while True:
                body = b"{}" if token is None else b'{"NextToken":"%s"}' % token.encode()
                head = b"POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: x\r\nContent-Length: %d\r\n\r\n" % len(body)
                wire.sendall(head + body)
                page = decode(_answer(wire))
                items += len(page["Images"])
                token = page.get("NextToken")
                if token is None:
                    return items

        return taken(run, WORKSPACES, length)


def _answer(wire: socket.socket) -> bytes:
    data = wire.recv(131072)
    end = data.find(b"\r\n\r\n") + 4
    at = data.find(b"Content-Length: ")
    whole = end + int(data[at + 16 : data.find(b"\r", at)])
    while len(data) < whole:
        data += wire.recv(131072)
    return data[end:]


def has_javascript() -> bool:
    """Whether node is there, and with npm the SDK, installed where it is not yet."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        return False
    if not (SDK / "node_modules").is_dir():
        SDK.mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE.parent / "tests" / "javascript" / "package.json", SDK)
        options = ["--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--loglevel=error"]
        done = subprocess.run(["npm", "install", *options], cwd=SDK, check=False, capture_output=True)
        return done.returncode == 0
    return True


def javascript(target: Target, urls: Mapping[int, str], length: int) -> Taken:
    """The AWS SDK for JavaScript v3, one listing, in a process of its own that measures itself."""
    command = ["node", str(HERE / "list.mjs"), urls[length], str(SDK), target.service]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    check(found["items"], length, target)
    return Taken(length / found["seconds"], found["cpu_us"] / length)
