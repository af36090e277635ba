"""The console: a page to look at, and the door that it shares with the controls.

Everything here is under /_allpages/, where no service of AWS has a path, and only for requests that are not signed. The
door keeps other pages of the browser out: the host must be the one that is served, or this machine's own (a name that
was made to point here is neither), changes must come from this page, in JSON, and no answer may be read by others.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import msgspec

from allpages import errors
from allpages.local.server import door
from allpages.local.server.control import HEADER, PREFIX, Control
from allpages.local.server.overview import Overview
from allpages.local.server.views import Views
from allpages.values import Response

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.local.endpoint import Endpoint
    from allpages.values import Request

_SIGNED = ("authorization", "x-amz-target", "x-amz-date")
_READING = ("GET", "HEAD")
_SAFE = {
    "cache-control": "no-store",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


def is_for_console(path: str, query: str, headers: Mapping[str, str]) -> bool:
    """Whether a request is for the console, by its path; never one that an AWS client has signed."""
    if not f"{path}/".startswith(PREFIX):
        return False
    return not any(name in headers for name in _SIGNED) and "X-Amz-" not in query


class Console:
    """The console of one endpoint."""

    def __init__(self, endpoint: Endpoint) -> None:
        """The console of `endpoint`."""
        self._endpoint = endpoint
        self._control = Control(endpoint)
        self._overview = Overview(endpoint)
        self._views = Views(endpoint)

    def answer(self, request: Request, served_at: str) -> Response:
        """The answer to a request, its header names in lower case; `served_at` is the address it came to."""
        refused = _refusal(request, served_at, self._endpoint.settings.hosts)
        if refused is not None:
            return _json(*refused)
        path, _, query = request.url.partition("?")
        name = path.partition(PREFIX)[2]
        if request.method not in _READING:
            return _safe(self._control.answer(request))
        if not name:
            return _page(path)
        if HEADER not in request.headers:
            return _json(403, f"The header {HEADER} is missing.")
        if name == "overview":
            return _json(200, self._overview.all())
        if name == "inventory":
            return self._inventory(query)
        if name in {"rows", "row", "export", "listings", "map"}:
            return self._view(name, {key: values[-1] for key, values in parse_qs(query).items()})
        return _safe(self._control.answer(request))

    def _view(self, name: str, asked: dict[str, str]) -> Response:
        """What the page shows more of.

        A view that is not there is told as 400.
        """
        try:
            if name == "export":
                media_type, body = self._views.export(asked)
                headers = {"content-type": media_type, "content-length": str(len(body))}
                return Response(200, {**_SAFE, **headers}, body)
            found: Any = {
                "rows": lambda: self._views.rows(asked),
                "row": lambda: self._views.row(asked),
                "listings": self._views.listings,
                "map": self._views.map,
            }[name]()
            return _json(200, found)
        except errors.UsageError as cause:
            return _json(400, cause.message)

    def _inventory(self, query: str) -> Response:
        asked = parse_qs(query)
        names = [asked.get(name, [""])[0] for name in ("partition", "account", "region")]
        return _json(200, self._overview.inventory(*names))


def _is_visit(request: Request) -> bool:
    """Whether somebody follows a link to the page: it may be anywhere, and learns nothing."""
    return request.method == "GET" and request.headers.get("sec-fetch-mode", "navigate") == "navigate"


def _refusal(request: Request, served_at: str, hosts: tuple[str, ...]) -> tuple[int, str] | None:
    """Why a request does not come through the door, as status and sentence."""
    headers = request.headers
    host = headers.get("host", "")
    if not door.is_here(host, served_at, hosts):
        return 421, f"The console answers at {served_at} and on this machine, not as {host[:100]!r}."
    foreign = door.foreign_page(headers)
    if foreign and not _is_visit(request):
        return 403, foreign
    if request.method in _READING:
        return None
    if headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        return 415, "Controls take application/json."
    return None


def _page(path: str) -> Response:
    if not path.endswith("/"):
        return Response(308, {**_SAFE, "location": PREFIX, "content-length": "0"}, b"")
    body, policy = _document()
    headers = {"content-type": "text/html; charset=utf-8", "content-length": str(len(body))}
    return Response(200, {**_SAFE, **headers, "content-security-policy": policy}, body)


@cache
def _document() -> tuple[bytes, str]:
    """The page, and the policy that lets its own script and style run, and nothing else."""
    from base64 import b64encode
    from hashlib import sha256
    from pathlib import Path

    text = Path(__file__).with_name("console.html").read_text(encoding="utf-8")

    def own(tag: str) -> str:
        content = text.partition(f"<{tag}>")[2].partition(f"</{tag}>")[0]
        return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"

    policy = (
        f"default-src 'none'; script-src {own('script')}; style-src {own('style')}; connect-src 'self'; "
        "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return text.encode(), policy


def _json(status: int, value: Any) -> Response:
    body = msgspec.json.encode({"error": value} if isinstance(value, str) else value)
    headers = {"content-type": "application/json", "content-length": str(len(body))}
    return Response(status, {**_SAFE, **headers}, body)


def _safe(response: Response) -> Response:
    return Response(response.status, {**_SAFE, **response.headers}, response.body)
