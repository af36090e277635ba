"""TLS: whom to trust, and the layer that seals and unseals bytes; no I/O, so that layers go through layers.

OpenSSL by `ssl`, as boto3 has it: TLS 1.2 at least, names checked, and a bundle that is named takes the place of the
machine's roots.
"""

from __future__ import annotations

from functools import cache
from os import environ
from os.path import isdir
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from allpages import errors
from allpages.transport.heads import Broken

if TYPE_CHECKING:
    from collections.abc import Generator
    from ssl import SSLContext, SSLObject, SSLSession

_RECORD_BYTES = 32 * 1024  # more than the largest record has
_HANDSHAKE_PIECES = 1000  # in which what the other side says may come


class Trust(Struct, frozen=True):
    """Whom to trust, and who we are."""

    verify: bool = True
    bundle: str | None = None  # the path of a file or folder; None: the machine's roots
    certificate: str | tuple[str, str] | None = None  # ours, with its key or the path of it


class Layer:
    """One end of TLS, over `outer` or over the socket."""

    __slots__ = ("_incoming", "_outer", "_outgoing", "_tls")

    def __init__(
        self, trust: Trust, host: str, *, session: SSLSession | None = None, outer: Layer | None = None
    ) -> None:
        """Towards `host`, whose certificate must be its own; `session` of a connection before makes it quicker."""
        from ssl import MemoryBIO

        self._incoming = MemoryBIO()
        self._outgoing = MemoryBIO()
        self._outer = outer
        name = (
            host.encode() if host.isascii() else host
        )  # of a text the codec `idna` is asked, which takes 3 ms to load
        self._tls: SSLObject = context(trust).wrap_bio(
            self._incoming, self._outgoing, server_hostname=name, session=session
        )

    @property
    def session(self) -> SSLSession | None:
        """What a later connection to the same host can begin with."""
        return self._tls.session

    def shaking_hands(self) -> Generator[bytes, bytes, None]:
        """The handshake: yields what to send, is sent what came; its last words travel with what is sealed first.

        Raises: ssl.SSLError; Broken - it never ends.
        """
        from ssl import SSLWantReadError

        for _ in range(_HANDSHAKE_PIECES):
            try:
                self._tls.do_handshake()
            except SSLWantReadError:
                self._take((yield self.pending()))
            else:
                return
        raise Broken("its handshake never ends")

    def seal(self, data: bytes) -> bytes:
        """What to send so that `data` arrives."""
        self._tls.write(data)
        return self.pending()

    def unseal(self, data: bytes) -> bytes | None:
        """What was sent to us; nothing when a record is not whole, None at the end."""
        from ssl import SSLEOFError, SSLWantReadError

        if not self._take(data):
            return b""
        parts: list[bytes] = []
        try:
            while part := self._tls.read(_RECORD_BYTES):
                parts.append(part)
                if not self._incoming.pending:
                    return part if len(parts) == 1 else b"".join(parts)
        except SSLWantReadError:
            return b"".join(parts)
        except SSLEOFError:  # without a farewell, as many servers end
            pass
        return b"".join(parts) or None

    def pending(self) -> bytes:
        """What TLS itself wants to be sent, sealed by the layers below."""
        data = self._outgoing.read()
        return self._outer.seal(data) if self._outer is not None and data else data

    def _take(self, data: bytes) -> bool:
        """Put what came, or its end, before OpenSSL; False where the layer below keeps it."""
        came = self._outer.unseal(data) if self._outer is not None and data else data
        if came:
            self._incoming.write(came)
        elif came is None or not data:
            self._incoming.write_eof()
        else:
            return False
        return True


@cache  # sessions belong to their context, so none is dropped
def context(trust: Trust) -> SSLContext:
    """The context of all who trust alike; to load the machine's roots takes 10 ms.

    Raises: ConfigError - a file cannot be used.
    """
    from ssl import CERT_NONE, PROTOCOL_TLS_CLIENT, SSLContext, TLSVersion

    made = SSLContext(PROTOCOL_TLS_CLIENT)
    made.minimum_version = TLSVersion.TLSv1_2
    made.set_alpn_protocols(["http/1.1"])
    if log := environ.get("SSLKEYLOGFILE"):  # as botocore: whoever debugs with Wireshark sets it
        made.keylog_filename = log
    if not trust.verify:
        made.check_hostname = False
        made.verify_mode = CERT_NONE
    elif trust.bundle is not None:
        _load(made.load_verify_locations, trust.bundle, _BUNDLE)
    else:
        _load_roots(made)
    if trust.certificate is not None:
        pair = (trust.certificate,) if isinstance(trust.certificate, str) else trust.certificate
        _load(lambda **_: made.load_cert_chain(*pair), pair[0], _CERTIFICATE)
    return made


_BUNDLE = (
    "The CA bundle {path} cannot be used: {reason}.",
    "verify=, AWS_CA_BUNDLE, REQUESTS_CA_BUNDLE or the profile",
)
_CERTIFICATE = ("The client certificate {path} cannot be used: {reason}.", "Config(client_cert=...)")


def _load(load: Any, path: str, said: tuple[str, str]) -> None:
    from ssl import SSLError

    try:
        if not path.strip():
            raise OSError(0, "its name is empty")  # noqa: TRY301 - one way to be refused
        load(**{"capath" if isdir(path) else "cafile": path})  # noqa: PTH112 - pathlib is slow to import
    except SSLError as error:
        reason = "its key does not fit, or has a password" if said is _CERTIFICATE else "it holds no certificate in PEM"
        cause: Exception = error
    except OSError as error:
        reason, cause = error.strerror or "it cannot be read", error
    else:
        return
    message, source = said
    raise errors.ConfigError(message.format(path=path, reason=reason), hint=f"It is named by {source}.") from cause


def _load_roots(made: SSLContext) -> None:
    """The machine's roots; where it has none (slim images), those that botocore brings and boto3 uses."""
    from ssl import get_default_verify_paths

    made.load_default_certs()
    found = get_default_verify_paths()
    if found.cafile is None and found.capath is None and not made.cert_store_stats()["x509_ca"]:
        from importlib.util import find_spec
        from pathlib import Path

        spec = find_spec("botocore")
        for place in (spec.submodule_search_locations or ()) if spec is not None else ():
            made.load_verify_locations(cafile=Path(place) / "cacert.pem")
