"""The door: the stub of `allpages.types`, by which a literal service name gives that service's client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allpages.stubs.names import module_name

if TYPE_CHECKING:
    from collections.abc import Iterable

_HEAD = '''\
"""The types of services, for type checkers: `from allpages.types import ec2`, then `ec2.Image`, `ec2.Client`."""
from typing import Literal, Protocol, Unpack, overload
from allpages.aio import Client as _AsyncClient
from allpages.sync import Client as _Client
from allpages.types._base import AsyncOptions, SyncOptions
'''


def source(services: Iterable[str]) -> str:
    """The source of the module `allpages.types` that knows these services."""
    modules = {service: module_name(service) for service in sorted(services)}
    imports = [f"import allpages.types._{module} as {module}\n" for module in modules.values()]
    names = ", ".join(f'"{name}"' for name in (*modules.values(), "AsyncOpen", "Open", "async_client", "client"))
    return "".join(
        [
            _HEAD,
            *imports,
            f"__all__ = [{names}]\n",
            _opener(modules, ""),
            _opener(modules, "Async"),
            "client: Open\nasync_client: AsyncOpen\n",
        ]
    )


def _opener(modules: dict[str, str], colour: str) -> str:
    """What opens clients: `allpages.client`, and a session's."""
    named = "region_name: str | None = ..., api_version: str | None = ..."
    options = f"{named}, **options: Unpack[{colour or 'Sync'}Options]"
    known = [(f'Literal["{service}"]', f"{module}.{colour}Client") for service, module in modules.items()]
    overloads = [
        f"    @overload\n    def __call__(self, service_name: {name}, {options}) -> {client}: ...\n"
        for name, client in (*known, ("str", f"_{colour}Client"))
    ]
    return f"class {colour}Open(Protocol):\n{''.join(overloads)}"
