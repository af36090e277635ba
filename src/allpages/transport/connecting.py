"""Connecting on an event loop: a wire that is idle, or in turn a new one, to the address that answers first."""

from __future__ import annotations

import socket
from _thread import get_ident
from asyncio import FIRST_COMPLETED, create_task, timeout, wait
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from allpages.transport.addresses import literal, look_up
from allpages.transport.opening import opening
from allpages.transport.pool import Turn, close_old
from allpages.transport.wire import Wire

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop, Future, Task

    from allpages.transport.addresses import Address, Outcome
    from allpages.transport.pool import Lane, Slot

_NEXT_ADDRESS_S = 0.25  # RFC 8305, 5: the delay that the standard library's documentation recommends


async def connection_of(lane: Lane, loop: AbstractEventLoop) -> Wire:
    """A connection to use, open."""
    while True:
        taken = lane.take() or await _in_turn(lane, loop)
        if not isinstance(taken, Wire):
            return await _opened(lane, taken, loop)
        if taken.is_alive():
            return taken
        taken.close()


async def _in_turn(lane: Lane, loop: AbstractEventLoop) -> Any:
    future: Future[None] = loop.create_future()
    owner = get_ident()

    def wake() -> None:
        if get_ident() == owner:
            _set(future)
        else:  # what was forgotten may be found by another thread's garbage collector
            loop.call_soon_threadsafe(_set, future)

    turn = Turn(wake)
    try:
        lane.queue(turn)
        await future
    except BaseException:
        lane.leave(turn)
        raise
    given, turn.given = turn.given, None
    return given


def _set(future: Future[Any], value: object = None) -> None:
    if not future.done():
        future.set_result(value)


async def _opened(lane: Lane, slot: Slot, loop: AbstractEventLoop) -> Wire:
    close_old(loop)
    wire = Wire(lane, slot, loop)
    try:
        async with timeout(lane.options.connect_timeout):
            connected = await _connected(lane, loop)
            try:
                await loop.create_connection(lambda: cast("Any", wire), sock=connected)
            except BaseException:
                connected.close()
                raise
            await wire.introduce(opening(lane))
    except BaseException as error:
        wire.close()
        from allpages.transport.failures import OURS, not_opened

        if not isinstance(error, OURS):
            raise
        raise not_opened(error, lane) from None
    return wire


async def _connected(lane: Lane, loop: AbstractEventLoop) -> socket.socket:
    """A socket to the address that answers first; the next one is tried when one fails, or keeps us waiting."""
    place = lane.way.proxy or lane.way
    found = literal(place.host, place.port) or await _looked_up(place.host, place.port, loop)
    addresses = found if isinstance(found, list) else []
    failures: list[tuple[object, OSError]] = []
    under_way: dict[Task[socket.socket], Address] = {}
    try:
        for at, address in enumerate(addresses):
            under_way[create_task(_to(address, loop))] = address
            winner = await _first(under_way, failures, None if at + 1 == len(addresses) else _NEXT_ADDRESS_S)
            if winner is not None:
                return winner
    finally:
        for task in under_way:
            task.add_done_callback(_close_unwanted)
            task.cancel()
    from allpages.transport.failures import not_connected

    raise not_connected(lane, failures, found if isinstance(found, OSError) else None)


async def _first(
    under_way: dict[Task[socket.socket], Address], failures: list[tuple[object, OSError]], wait_s: float | None
) -> socket.socket | None:
    """The socket of the first that succeeds; None when one has failed (all, without `wait_s`), or after the wait."""
    while under_way:
        done, _ = await wait(under_way, timeout=wait_s, return_when=FIRST_COMPLETED)
        for task in done:
            address = under_way.pop(task)
            failure = task.exception()
            if failure is None:
                return task.result()
            if not isinstance(failure, OSError):
                raise failure
            failures.append((address[1][0], failure))
        if wait_s is not None:
            break
    return None


async def _to(address: Address, loop: AbstractEventLoop) -> socket.socket:
    family, where = address
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setblocking(False)  # noqa: FBT003 - sockets take it so
        await loop.sock_connect(made, where)
    except BaseException:
        made.close()
        raise
    return made


def _close_unwanted(task: Task[socket.socket]) -> None:
    if not task.cancelled() and task.exception() is None:
        task.result().close()


async def _looked_up(host: str, port: int, loop: AbstractEventLoop) -> Outcome:
    future: Future[Outcome] = loop.create_future()

    def tell(outcome: Outcome) -> None:
        with suppress(RuntimeError):  # of a loop that has ended meanwhile
            loop.call_soon_threadsafe(_set, future, outcome)

    look_up(host, port, tell)
    return await future
