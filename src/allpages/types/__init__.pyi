"""The types of services, for type checkers: `from allpages.types import ec2`, then `ec2.Image`, `ec2.Client`."""
from typing import Literal, Protocol, Unpack, overload
from allpages.aio import Client as _AsyncClient
from allpages.sync import Client as _Client
from allpages.types._base import AsyncOptions, SyncOptions
import allpages.types._ec2 as ec2
import allpages.types._workspaces as workspaces
__all__ = ["ec2", "workspaces", "AsyncOpen", "Open", "async_client", "client"]
class Open(Protocol):
    @overload
    def __call__(self, service_name: Literal["ec2"], region_name: str | None = ..., api_version: str | None = ..., **options: Unpack[SyncOptions]) -> ec2.Client: ...
    @overload
    def __call__(self, service_name: Literal["workspaces"], region_name: str | None = ..., api_version: str | None = ..., **options: Unpack[SyncOptions]) -> workspaces.Client: ...
    @overload
    def __call__(self, service_name: str, region_name: str | None = ..., api_version: str | None = ..., **options: Unpack[SyncOptions]) -> _Client: ...
class AsyncOpen(Protocol):
    @overload
    def __call__(self, service_name: Literal["ec2"], region_name: str | None = ..., api_version: str | None = ..., **options: Unpack[AsyncOptions]) -> ec2.AsyncClient: ...
    @overload
    def __call__(self, service_name: Literal["workspaces"], region_name: str | None = ..., api_version: str | None = ..., **options: Unpack[AsyncOptions]) -> workspaces.AsyncClient: ...
    @overload
    def __call__(self, service_name: str, region_name: str | None = ..., api_version: str | None = ..., **options: Unpack[AsyncOptions]) -> _AsyncClient: ...
client: Open
async_client: AsyncOpen
