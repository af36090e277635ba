"""Answers of WorkSpaces for tests of what is printed: pages of images, as that service sends them."""

from __future__ import annotations

import json
from typing import Any

from allpages import Replay, Response

IMAGES = ("workspaces", "describe-workspace-images")


def answer(body: Any) -> Response:
    """What a JSON service sends."""
    return Response(200, {"content-type": "application/x-amz-json-1.1"}, json.dumps(body).encode())


def image(number: int, **more: Any) -> dict[str, Any]:
    """One image."""
    return {
        "ImageId": f"wsi-{number:09d}",
        "Name": f"Image {number}",
        "OperatingSystem": {"Type": "WINDOWS"},
        "State": "AVAILABLE",
        "Created": 1700000000.5,
        **more,
    }


def pages(*images: list[dict[str, Any]]) -> Replay:
    """A listing of these pages."""
    last = len(images) - 1
    return Replay(
        [
            answer({"Images": page, "NextToken": f"t{place + 1}"} if place < last else {"Images": page})
            for place, page in enumerate(images)
        ]
    )
