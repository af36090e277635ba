"""The engine: what the transports use of pyreqwest, loaded so that it takes memory as it needs it.

Its allocator, mimalloc, would commit 12 MB of huge pages with the first request; told otherwise, a process ends its
first request at 16 MB instead of 28 MB, at the same speed. It reads its options from the environment when it is
loaded. Whoever has set this one is not overruled.
"""

from __future__ import annotations

import os

_OPTION = "MIMALLOC_ARENA_EAGER_COMMIT"

_is_set = _OPTION in os.environ
os.environ.setdefault(_OPTION, "0")
try:
    from pyreqwest.client import Client, ClientBuilder, SyncClient, SyncClientBuilder
    from pyreqwest.http import Url
finally:
    if not _is_set:
        del os.environ[_OPTION]

__all__ = ["Client", "ClientBuilder", "SyncClient", "SyncClientBuilder", "Url"]
