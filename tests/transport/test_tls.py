"""TLS of the HTTP transports, in both colours: whom they trust, directly and through a proxy's tunnel."""

from __future__ import annotations

import datetime as dt
import ssl
from typing import TYPE_CHECKING, Any

import pytest
import trustme

from allpages import errors
from allpages.config import Config
from loopback import saying, serving, tunnel
from senders import both, get

if TYPE_CHECKING:
    from pathlib import Path

    from senders import Send


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """An authority that no machine trusts."""
    return trustme.CA()


def server_side(authority: trustme.CA, *names: str, **options: Any) -> ssl.SSLContext:
    """The TLS of a server with these names."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names, **options).configure_cert(context)
    return context


@pytest.fixture
def bundle(authority: trustme.CA, tmp_path: Path) -> str:
    """The path of a bundle that holds the authority among others."""
    path = tmp_path / "bundle.pem"
    path.write_bytes(trustme.CA().cert_pem.bytes() + b"\n" + authority.cert_pem.bytes())
    return str(path)


@both
def test_an_authority_is_trusted_when_its_bundle_is_named(send: Send, authority: trustme.CA, bundle: str) -> None:
    """By verify=, by AWS_CA_BUNDLE; verify=False asks for none, verify=True uses the machine's alone."""
    with serving(tls=server_side(authority, "localhost")) as server:
        request = get(server.port, scheme="https", host="localhost")
        assert send(request, verify=bundle).body == b"hi"
        assert send(request, ca_bundle=bundle).body == b"hi"
        assert send(request, verify=False, ca_bundle=bundle).body == b"hi"
        for options in ({}, {"verify": True, "ca_bundle": bundle}):
            with pytest.raises(errors.TLSError, match="unknown issuer") as caught:
                send(request, **options)
    assert "AWS_CA_BUNDLE" in caught.value.hint
    assert not caught.value.retryable


@both
def test_a_certificate_for_another_host_or_time_is_refused(send: Send, authority: trustme.CA, bundle: str) -> None:
    """Each with its own hint."""
    with (
        serving(tls=server_side(authority, "elsewhere.example")) as server,
        pytest.raises(errors.TLSError, match=r"(?s)wrong host.*endpoint_url"),
    ):
        send(get(server.port, scheme="https", host="localhost"), verify=bundle)
    old = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    with (
        serving(tls=server_side(authority, "localhost", not_after=old)) as server,
        pytest.raises(errors.TLSError, match=r"(?s)expired.*clock"),
    ):
        send(get(server.port, scheme="https", host="localhost"), verify=bundle)


@both
def test_a_port_without_tls_is_named_as_such(send: Send) -> None:
    """The usual mistake with an endpoint of one's own."""
    with (
        saying(b"HTTP/1.1 400 Bad Request\r\n\r\n") as port,
        pytest.raises(errors.TLSError, match="begin with http://"),
    ):
        send(get(port, scheme="https"))


@pytest.mark.parametrize(("content", "says"), [(None, "No such file"), (b"junk", "no certificate")])
@both
def test_a_bundle_that_cannot_be_used_is_refused(send: Send, tmp_path: Path, content: bytes | None, says: str) -> None:
    """Before anything is sent."""
    path = tmp_path / "bundle.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(errors.ConfigError, match=says):
        send(get(1, scheme="https"), verify=str(path))


@both
def test_tls_goes_through_a_tunnel(send: Send, authority: trustme.CA, bundle: str) -> None:
    """The proxy sees the host, and nothing of the request."""
    with serving(tls=server_side(authority, "localhost")) as server, tunnel() as (port, heads):
        request = get(server.port, "/path", scheme="https", host="localhost")
        assert (
            send(request, Config(proxies={"https": f"http://user:pass@127.0.0.1:{port}"}), verify=bundle).body == b"hi"
        )
    assert heads[0].startswith(f"CONNECT localhost:{server.port} HTTP/1.1".encode())
    assert b"/path" not in heads[0]


@both
def test_tls_faults_behind_a_proxy_are_still_tls_faults(send: Send, authority: trustme.CA) -> None:
    """The proxy did its part."""
    with (
        serving(tls=server_side(authority, "localhost")) as server,
        tunnel() as (port, _),
        pytest.raises(errors.TLSError),
    ):
        send(get(server.port, scheme="https", host="localhost"), Config(proxies={"https": f"http://127.0.0.1:{port}"}))
