"""The endpoint over HTTP: an ASGI application, and uvicorn to serve it."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Thread
from time import sleep
from typing import TYPE_CHECKING, Any

from allpages import errors
from allpages.local.endpoint import MAX_BODY_BYTES
from allpages.local.server import door
from allpages.local.server.console import Console, is_for_console
from allpages.local.server.patience import Patience
from allpages.local.trouble import Answering
from allpages.values import Request

if TYPE_CHECKING:
    import socket
    from collections.abc import Awaitable, Callable, Iterator, Mapping

    import uvicorn

    from allpages.local.endpoint import Endpoint

    Scope = Mapping[str, Any]
    Receive = Callable[[], Awaitable[Mapping[str, Any]]]
    Send = Callable[[Mapping[str, Any]], Awaitable[None]]

MAX_CONNECTIONS = 1000
MAX_SEED_BYTES = 64 * 1024 * 1024
_GRACE_S = 3
_STARTING_S = 10.0


class Application:
    """An ASGI application around an endpoint.

    Requests are answered on the event loop itself: a page takes less than a thread's hand-over and back would add, and
    the store lets one thread in at a time anyway.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        """The application of `endpoint`."""
        self.endpoint = endpoint
        self.console = Console(endpoint)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. Source: the ASGI specification, HTTP."""
        if scope["type"] != "http":
            return
        path = scope.get("raw_path", b"/").decode("latin-1")
        headers = _headers(scope)
        query = scope["query_string"].decode("latin-1")
        for_console = is_for_console(path, query, headers)
        body = await _body(receive, MAX_SEED_BYTES if for_console else MAX_BODY_BYTES)
        url = f"http://{headers.get('host', 'localhost')}{path}{'?' if query else ''}{query}"
        request = Request(scope["method"], url, headers, body)
        served_at = (scope.get("server") or ("", 0))[0]
        if for_console:
            response, travels = self.console.answer(request, served_at), Answering()
        elif refused := self._refusal(headers, served_at):
            response, travels = self.endpoint.refused(request, refused), Answering()
        else:
            response, travels = self.endpoint.perform(request)
        if travels.wait_s:
            import asyncio

            await asyncio.sleep(travels.wait_s)
        sent = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in response.headers.items()]
        start = {"type": "http.response.start", "status": response.status, "headers": sent}
        if travels.cut_at is None:
            await send(start)
            await send({"type": "http.response.body", "body": response.body})
            return
        if travels.cut_at >= 0:
            await send(start)
            await send({"type": "http.response.body", "body": response.body[: travels.cut_at], "more_body": True})
        await _hang_up(receive, reset=travels.is_unreachable)

    def _refusal(self, headers: Mapping[str, str], served_at: str) -> str:
        """Why a request for AWS does not come in; empty when it does. Keys prove more than a host's name could."""
        more = self.endpoint.settings.hosts
        if self.endpoint.keys or door.is_bucket_here(headers.get("host", ""), served_at, more):
            return door.foreign_page(headers)
        named = headers.get("host", "")[:100]
        return f"Without keys the endpoint answers as this machine, not as {named!r}: see the setting `hosts`."


def _headers(scope: Scope) -> dict[str, str]:
    """The headers by name; of several with one name the values, joined as a signature joins them."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1"), value.decode("latin-1")
        found[key] = f"{found[key]},{text}" if key in found else text
    return found


async def _hang_up(receive: Receive, *, reset: bool) -> None:
    """Close the connection in the middle; ASGI has no word for it, so the server's own transport is looked for.

    A server without one closes the connection as well, when the application ends before the answer does.
    """
    transport = getattr(getattr(receive, "__self__", None), "transport", None)
    if transport is not None:
        (transport.abort if reset else transport.close)()
        await receive()


async def _body(receive: Receive, most: int) -> bytes:
    """The body; one that is too large is cut just behind the limit, for the endpoint to refuse."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        part = message.get("body", b"")
        if size <= most:
            parts.append(part[: most + 1 - size])
            size += len(part)
        if not message.get("more_body"):
            return b"".join(parts)


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on `host` and `port`; port 0 takes a free one.

    Raises: ConfigError.
    """
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named, asyncio turns Nagle's algorithm off; without, every answer would wait 40 ms.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as cause:
        listening.close()
        raise errors.ConfigError(
            f"Cannot listen on {host}:{port}: {cause.strerror}.", hint="Name another --port; 0 takes a free one."
        ) from cause
    listening.listen(1024)
    return listening


def url_of(listening: socket.socket) -> str:
    """The URL that a listening socket is reached at."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _is_loopback(listening: socket.socket) -> bool:
    from ipaddress import ip_address

    return ip_address(listening.getsockname()[0]).is_loopback


def server(endpoint: Endpoint, patience: Patience | None = None) -> uvicorn.Server:
    """A uvicorn server of `endpoint`, not yet running."""
    import uvicorn

    from allpages.local.server import connection

    waits = patience or Patience()
    config = uvicorn.Config(
        Application(endpoint),
        http=connection.waiting(waits),
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=_GRACE_S,
        timeout_keep_alive=waits.idle_s,
        limit_concurrency=MAX_CONNECTIONS,
    )
    return uvicorn.Server(config)


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - whoever waits for the greeting in a pipe should see it at once


def serve(endpoint: Endpoint, *, host: str = "127.0.0.1", port: int = 4566, say: Callable[[str], None] = _say) -> None:
    """Serve `endpoint` until Ctrl-C; `say` is told where it is and how to use it.

    Raises: ConfigError: the port is taken.
    """
    with listen(host, port) as listening:
        for line in greeting(url_of(listening)):
            say(line)
        if not endpoint.keys and not _is_loopback(listening):
            say("Warning: others can reach this address, and no keys are configured: everybody may do everything.")
        try:
            server(endpoint).run(sockets=[listening])
        except KeyboardInterrupt:
            say("Stopped.")
        finally:
            endpoint.store.close()


def greeting(url: str) -> list[str]:
    """How to point clients at the endpoint."""
    return [
        f"The local endpoint listens on {url} (Ctrl-C stops it).",
        f"  a browser    {url}/_allpages/",
        f"  any AWS tool export AWS_ENDPOINT_URL={url} AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1",
        "               export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local",
        "               allpages ec2 describe-fast-launch-images",
        "               aws workspaces describe-workspace-images",
        f"  boto3        boto3.client('ec2', region_name='us-east-1', endpoint_url='{url}',",
        "                            aws_access_key_id='local', aws_secret_access_key='local')",
    ]


@contextmanager
def serving(
    endpoint: Endpoint, *, host: str = "127.0.0.1", port: int = 0, patience: Patience | None = None
) -> Iterator[str]:
    """Serve `endpoint` in a thread for as long as the block lasts; gives the URL."""
    running = server(endpoint, patience)
    with listen(host, port) as listening:
        thread = Thread(target=running.run, kwargs={"sockets": [listening]}, name="allpages-local", daemon=True)
        thread.start()
        for _ in range(int(_STARTING_S / 0.01)):
            if running.started or not thread.is_alive():
                break
            sleep(0.01)
        try:
            yield url_of(listening)
        finally:
            running.should_exit = True
            thread.join()
