"""What a waiting user sees of a sweep: a block redrawn in place on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from allpages.cli.output.widths import cut

if TYPE_CHECKING:
    from collections.abc import Callable

    from allpages.cli.output.terminal import Terminal
    from allpages.fleet import Sweep
    from allpages.fleet.rows import Receipt
    from allpages.fleet.tally import Tally

_EVERY_S, _SELDOM_S = 0.5, 30.0  # on a terminal, and elsewhere
_WAITS = 3  # lines of waiting shards that are named


class Watch:
    """The progress of one run."""

    def __init__(self, terminal: Terminal, sweep: Sweep, *, clock: Callable[[], float] = time.time) -> None:
        """Nothing is shown yet."""
        self._terminal = terminal
        self._sweep = sweep
        self._clock = clock
        self._lines = 0  # of the block that is shown
        self._told: set[tuple[str, str]] = set()

    async def show(self) -> None:
        """Show it until cancelled."""
        import asyncio

        while True:
            await asyncio.sleep(_EVERY_S if self._terminal.watched else _SELDOM_S)
            if self._terminal.watched:
                self.draw()
            elif not self._terminal.quiet and self._sweep.running is not None:
                self._terminal.note(self.block()[0])

    def saw(self, receipt: Receipt) -> None:
        """The first failure of each kind is told, in full."""
        kind = receipt.ended or "", receipt.code or ""
        if receipt.ended == "end" or kind in self._told:
            return
        self._told.add(kind)
        agenda = self._sweep.running.agenda if self._sweep.running is not None else None
        if agenda is None:
            return
        number, place = divmod(receipt.shard, len(agenda.places))
        target, there = agenda.targets[number], agenda.places[place]
        who = f"{target.account} {target.name}".rstrip()
        self.clear()
        self._terminal.note(
            f"{receipt.ended}: {there.service}:{there.operation} in {there.region} of {who}: "
            f"{receipt.code}: {receipt.message} (others like it are only counted)"
        )

    def draw(self) -> None:
        """Draw the block where it stood."""
        if self._sweep.running is None:
            return
        width = self._terminal.width - 1
        lines = [cut(line, width) for line in self.block()]
        self.clear()
        self._terminal.err.write_painted("".join(f"{line}\n" for line in lines))
        self._terminal.err.flush()
        self._lines = len(lines)

    def clear(self) -> None:
        """Take the block away."""
        if self._lines:
            self._terminal.err.write_painted(f"\x1b[{self._lines}A\x1b[J")
            self._lines = 0

    def block(self) -> list[str]:
        """The lines that are shown."""
        running = self._sweep.running
        assert running is not None  # noqa: S101 - whoever asks has looked
        tally = running.tally
        lines = [_figures(tally, self._clock()), _accounts(tally)]
        waits = sorted(running.waits().items(), key=lambda pair: -pair[1])[:_WAITS]
        if waits:
            lines.append("waiting: " + " · ".join(f"{_words(key)} {count:,}" for key, count in waits))
        return lines


def _figures(tally: Tally, now: float) -> str:
    spent_s = max(0.001, now - tally.began)
    parts = [
        f"{tally.done:,} of {tally.planned:,} shards",
        f"{tally.rows:,} rows",
        f"{tally.calls / spent_s:,.0f} calls/s",
    ]
    left_s = tally.seconds_left(now)
    if left_s is not None and tally.done < tally.planned:
        parts.append(f"ready in {_time(left_s)}")
    if tally.throttles:
        parts.append(f"throttled {100 * tally.throttles / max(1, tally.calls):.1f} %")
    return " · ".join(parts)


def _accounts(tally: Tally) -> str:
    others = [f"{ended} {count:,}" for ended, count in sorted(tally.endings.items()) if ended != "end"]
    return " · ".join([f"{tally.accounts_done:,} of {tally.accounts:,} accounts", *others])


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _words(key: Any) -> str:
    return " ".join(key) if isinstance(key, tuple) else str(key)
