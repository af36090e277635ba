"""TLS of the HTTP transports, in both colours: whom they trust, directly and through a proxy's tunnel."""

from __future__ import annotations

import datetime as dt
import os
import ssl
import warnings
from typing import TYPE_CHECKING, Any

import pytest
import trustme

from allpages import errors
from allpages.config import Config
from allpages.values import Request
from loopback import saying, serving, tunnel
from senders import both, get

if TYPE_CHECKING:
    from pathlib import Path

    from colours import Async, Sync
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
    """Before anything is sent; an empty name is a mistake as well."""
    with pytest.raises(errors.ConfigError, match="its name is empty"):
        send(get(1, scheme="https"), verify=" ")
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


def self_signed(tmp_path: Path, *, is_authority: bool) -> tuple[str, ssl.SSLContext]:
    """The path of a certificate that signed itself, and the TLS of its server."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "self.pem"
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (tmp_path / "both.pem").write_bytes(private + path.read_bytes())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "both.pem")
    return str(path), context


@pytest.mark.parametrize("is_authority", [True, False])
@both
def test_a_certificate_that_signed_itself_is_trusted_when_it_is_named(
    send: Send,
    tmp_path: Path,
    is_authority: bool,  # noqa: FBT001 - a table
) -> None:
    """As by boto3; where it is not named, that is what the failure says."""
    path, context = self_signed(tmp_path, is_authority=is_authority)
    with serving(tls=context) as server:
        request = get(server.port, scheme="https", host="localhost")
        assert send(request, verify=path).body == b"hi"
        with pytest.raises(errors.TLSError, match=r"(?s)self-signed.*AWS_CA_BUNDLE"):
            send(request)


@both
def test_a_certificate_for_later_says_so(send: Send, authority: trustme.CA, bundle: str) -> None:
    """It is the clock, on one side or the other."""
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=30)
    context = server_side(authority, "localhost", not_before=later, not_after=later + dt.timedelta(days=1))
    with serving(tls=context) as server, pytest.raises(errors.TLSError, match=r"(?s)not yet valid.*clock"):
        send(get(server.port, scheme="https", host="localhost"), verify=bundle)


@both
def test_an_address_must_be_in_the_certificate(send: Send, authority: trustme.CA, bundle: str) -> None:
    """A name does not do for it."""
    with serving(tls=server_side(authority, "127.0.0.1")) as server:
        assert send(get(server.port, scheme="https"), verify=bundle).body == b"hi"
    with (
        serving(tls=server_side(authority, "localhost")) as server,
        pytest.raises(errors.TLSError, match=r"wrong host.*127"),
    ):
        send(get(server.port, scheme="https"), verify=bundle)


@both
def test_a_bundle_takes_the_place_of_the_roots(send: Send, authority: trustme.CA, tmp_path: Path) -> None:
    """Who names another authority does not trust this one any more; a folder is a bundle as well."""
    other = tmp_path / "other.pem"
    other.write_bytes(trustme.CA().cert_pem.bytes())
    with serving(tls=server_side(authority, "localhost")) as server:
        request = get(server.port, scheme="https", host="localhost")
        with pytest.raises(errors.TLSError, match="unknown issuer"):
            send(request, verify=str(other))
        with pytest.raises(errors.TLSError, match="unknown issuer"):
            send(request, verify=str(tmp_path))


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_a_later_connection_resumes_the_session(
    colour: Sync | Async, authority: trustme.CA, bundle: str, version: ssl.TLSVersion
) -> None:
    """So that its handshake is short; and connections that the server closes are made anew."""
    context = server_side(authority, "localhost")
    context.minimum_version = context.maximum_version = version
    closing = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi"
    keeping = closing.replace(b"Connection: close\r\n", b"")
    answers = iter([keeping, closing, closing])
    with serving(lambda _head, _body: next(answers), tls=context) as server:
        transport = colour.transport(Config(proxies={}), verify=bundle)
        for _ in range(3):
            assert colour.do(transport.send(get(server.port, scheme="https", host="localhost"))).body == b"hi"
        colour.close(transport)
        assert server.connections == 2
        assert context.session_stats()["hits"] == 1


@both
def test_old_versions_of_tls_are_not_spoken(send: Send, authority: trustme.CA, bundle: str) -> None:
    """TLS 1.2 at least."""
    context = server_side(authority, "localhost")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    with serving(tls=context) as server, pytest.raises(errors.TLSError, match="does not speak TLS as we do"):
        send(get(server.port, scheme="https", host="localhost"), verify=bundle)


@both
def test_a_service_may_ask_who_we_are(send: Send, authority: trustme.CA, bundle: str, tmp_path: Path) -> None:
    """By Config(client_cert=...), one file or two; without one the failure says what is wanted."""
    context = server_side(authority, "localhost")
    context.verify_mode = ssl.CERT_REQUIRED
    authority.configure_trust(context)
    ours = authority.issue_cert("me@example.com")
    both_in_one, certificate, key = (str(tmp_path / name) for name in ("both.pem", "certificate.pem", "key.pem"))
    ours.private_key_and_cert_chain_pem.write_to_path(both_in_one)
    ours.cert_chain_pems[0].write_to_path(certificate)
    ours.private_key_pem.write_to_path(key)
    with serving(tls=context) as server:
        request = get(server.port, scheme="https", host="localhost")
        for given in (both_in_one, (certificate, key)):
            assert send(request, Config(proxies={}, client_cert=given), verify=bundle).body == b"hi"
        with pytest.raises(errors.TLSError, match="client_cert"):
            send(request, verify=bundle)
        for wrong in (certificate, str(tmp_path / "none.pem")):
            with pytest.raises(errors.ConfigError, match="client certificate"):
                send(request, Config(proxies={}, client_cert=wrong), verify=bundle)


@both
def test_tls_goes_to_a_proxy_and_through_it(send: Send, authority: trustme.CA, bundle: str) -> None:
    """One layer in the other; plain requests go to such a proxy as well."""
    to_proxy = server_side(authority, "localhost")
    with serving(tls=server_side(authority, "localhost")) as server, tunnel(tls=to_proxy) as (port, heads):
        config = Config(proxies={"https": f"https://user:p%40ss@localhost:{port}"})
        request = Request("POST", f"https://localhost:{server.port}/path", {}, b"x" * 100_000)
        assert send(request, config, verify=bundle).body == b"hi"
        assert server.bodies == [request.body]
    assert b"Proxy-Authorization: Basic dXNlcjpwQHNz\r\n" in heads[0]
    assert b"/path" not in heads[0]
    with serving(tls=to_proxy) as server:
        config = Config(proxies={"http": f"https://localhost:{server.port}"})
        assert send(Request("GET", "http://ec2.invalid/", {}), config, verify=bundle).body == b"hi"
        with pytest.raises(errors.ProxyError, match="unknown issuer"):
            send(Request("GET", "http://ec2.invalid/", {}), config)


@both
def test_large_bodies_go_both_ways(send: Send, authority: trustme.CA, bundle: str) -> None:
    """In many records."""
    body = os.urandom(1_000_000)

    def mirror(_head: bytes, sent: bytes) -> bytes:
        return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(sent) + sent

    with serving(mirror, tls=server_side(authority, "localhost")) as server:
        request = Request("POST", f"https://localhost:{server.port}/", {}, body)
        assert send(request, verify=bundle).body == body
