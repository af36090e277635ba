"""What the types of all services stand on."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import IO, Any, Generic, Literal, Never, NotRequired, TypeAlias, TypedDict

from typing_extensions import TypeVar

from allpages import aio
from allpages.call.drive import AsyncTransport, Transport
from allpages.call.exceptions import Exceptions as AnyExceptions
from allpages.config import Config, ForeignConfig
from allpages.errors import ServiceError
from allpages.listing import async_pages, pages
from allpages.listing.paginator import Paginator as AnyPaginator
from allpages.sync import Client as AnyClient
from allpages.sync import Session

Blob: TypeAlias = bytes | bytearray | str | IO[Any]
Time: TypeAlias = datetime | str | float
Document: TypeAlias = Mapping[str, Any] | Sequence[Any] | str | float | bool | None

class Options(TypedDict, total=False):
    """What `allpages.client` and `allpages.aio.client` take beside service and region."""

    use_ssl: bool
    endpoint_url: str | None
    aws_access_key_id: str | None
    aws_secret_access_key: str | None
    aws_session_token: str | None
    aws_account_id: str | None
    credentials: object | None
    profile_name: str | None
    verify: bool | str | None
    config: Config | ForeignConfig | None

class SyncOptions(Options, total=False):
    transport: Transport | None
    session: Session | None

class AsyncOptions(Options, total=False):
    transport: AsyncTransport | None
    session: aio.Session | None

class ResponseMetadata(TypedDict):
    RequestId: str
    HTTPStatusCode: int
    HTTPHeaders: dict[str, str]
    RetryAttempts: int
    HostId: NotRequired[str]

class Response(TypedDict):
    ResponseMetadata: ResponseMetadata

class UnsizedPaginationConfig(TypedDict, total=False):
    """Of an operation that has no parameter for the size of a page."""

    MaxItems: int | None
    StartingToken: str | int | Mapping[str, Any] | None

class PaginationConfig(UnsizedPaginationConfig, total=False):
    PageSize: int | Literal["max"] | None

_PageT = TypeVar("_PageT")
_ItemT = TypeVar("_ItemT")
_FullT = TypeVar("_FullT", default=_PageT)

class PageIterator(pages.PageIterator, Generic[_PageT]):
    def __iter__(self) -> PageIterator[_PageT]: ...
    def __next__(self) -> _PageT: ...  # type: ignore[override]

class ItemIterator(pages.ItemIterator, Generic[_ItemT]):
    def __iter__(self) -> ItemIterator[_ItemT]: ...
    def __next__(self) -> _ItemT: ...

class Pages(pages.Pages, Generic[_PageT, _ItemT, _FullT]):
    def __iter__(self) -> PageIterator[_PageT]: ...
    def items(self) -> ItemIterator[_ItemT]: ...
    def build_full_result(self) -> _FullT: ...  # type: ignore[override]

class Paginator(AnyPaginator[pages.Pages]):
    paginate: Any

class Exceptions(AnyExceptions):
    __getattr__: None  # type: ignore[assignment,misc]
    ClientError: type[ServiceError]

class Client(AnyClient):
    __getattr__: None  # type: ignore[assignment,misc]
    @property
    def exceptions(self) -> Exceptions: ...
    def get_paginator(self, operation_name: Never) -> AnyPaginator[pages.Pages]: ...  # type: ignore[override]

class AsyncPageIterator(async_pages.AsyncPageIterator, Generic[_PageT]):
    def __aiter__(self) -> AsyncPageIterator[_PageT]: ...
    async def __anext__(self) -> _PageT: ...  # type: ignore[override]

class AsyncItemIterator(async_pages.AsyncItemIterator, Generic[_ItemT]):
    def __aiter__(self) -> AsyncItemIterator[_ItemT]: ...
    async def __anext__(self) -> _ItemT: ...

class AsyncPages(async_pages.AsyncPages, Generic[_PageT, _ItemT, _FullT]):
    def __aiter__(self) -> AsyncPageIterator[_PageT]: ...
    def items(self) -> AsyncItemIterator[_ItemT]: ...
    async def build_full_result(self) -> _FullT: ...  # type: ignore[override]

class AsyncPaginator(AnyPaginator[async_pages.AsyncPages]):
    paginate: Any

class AsyncClient(aio.Client):
    __getattr__: None  # type: ignore[assignment,misc]
    @property
    def exceptions(self) -> Exceptions: ...
    def get_paginator(self, operation_name: Never) -> AnyPaginator[async_pages.AsyncPages]: ...  # type: ignore[override]
