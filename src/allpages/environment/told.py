"""What a client was told, for whoever looks for its credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from allpages.config import Config


class Told(Struct, frozen=True, kw_only=True):
    """What the caller told the client, and a chain has to know: STS is asked where and how the client's service is."""

    region: str | None
    verify: bool | str | None  # None: as the environment says
    config: Config  # its time-outs and proxies

    @property
    def key(self) -> tuple[object, ...]:
        """What decides on the credentials that are found: of the region its partition, for those of one are one."""
        partition = next((start for start in _OTHER_PARTITIONS if (self.region or "").startswith(start)), "")
        proxies = None if self.config.proxies is None else frozenset(self.config.proxies.items())
        return partition, self.verify, proxies, self.config.connect_timeout, self.config.read_timeout


_OTHER_PARTITIONS = ("cn-", "us-gov-", "us-iso-", "us-isob-", "eu-isoe-", "us-isof-", "eusc-")
