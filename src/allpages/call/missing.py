"""What boto3's users look for and will not find: each by name, with the way that exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allpages import errors

if TYPE_CHECKING:
    from collections.abc import Mapping

_WAIT = "List in a loop with your own pause, or wait with boto3: boto3.client({service!r}).get_waiter(...)."
_SIGN = "Presign with boto3: boto3.client({service!r}).generate_presigned_url(...)."
_MOVE = "Up- and downloads are boto3's part: boto3.client('s3')."
OF_CLIENTS = {
    "get_waiter": ("waiters", _WAIT),
    "waiter_names": ("waiters", _WAIT),
    "generate_presigned_url": ("presigned URLs", _SIGN),
    "generate_presigned_post": ("presigned URLs", _SIGN),
    "upload_file": ("transfers", _MOVE),
    "upload_fileobj": ("transfers", _MOVE),
    "download_file": ("transfers", _MOVE),
    "download_fileobj": ("transfers", _MOVE),
    "copy": ("transfers", _MOVE),
    "events": (
        "event hooks",
        "Config(observer=...) is told of every attempt; transport= sees and may change requests.",
    ),
}
OF_SESSIONS = {
    "resource": ("resources", "Use session.client(...): its paginators give dicts, item by item with .items()."),
    "get_available_resources": ("resources", "Use session.get_available_services() and session.client(...)."),
    "events": (
        "event hooks",
        "Config(observer=...) is told of every attempt; transport= sees and may change requests.",
    ),
    "register": (
        "event hooks",
        "Config(observer=...) is told of every attempt; transport= sees and may change requests.",
    ),
}
OF_PACKAGE = {
    "resource": OF_SESSIONS["resource"],
    "setup_default_session": (
        "a default session to set up",
        "Clients opened alike share their credentials by themselves; or keep an allpages.Session.",
    ),
    "set_stream_logger": (
        "a logger to set up",
        'logging.basicConfig(); logging.getLogger("allpages").setLevel("DEBUG")',
    ),
    "Stubber": (
        "a Stubber",
        "allpages.Replay([...]) as transport= answers from a script; boost() leaves boto3's alone.",
    ),
    "mock_aws": (
        "mock_aws",
        "moto patches botocore. Use transport=allpages.local.transport(), or moto's server and endpoint_url=.",
    ),
}


def refuse(name: str, table: Mapping[str, tuple[str, str]], service: str = "") -> None:
    """Say that `name` is nothing of ours, and what is.

    Raises: UnknownOperation, which is an AttributeError, if the table has it.
    """
    found = table.get(name)
    if found is not None:
        what, way = found
        raise errors.UnknownOperation(f"{name}: allpages has no {what}.", hint=way.format(service=service or "ec2"))
