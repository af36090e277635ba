"""The agenda: what a run is going to do, written before anything is listed, hashed, and never changed.

Shards are targets by places; what is skipped is said with its reason and what shows it. What was asked for is kept as
it was asked, so that whoever goes on with something else is told the difference.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from allpages import errors
from allpages.fleet.folder import PLAN
from allpages.fleet.rows import Place, Target  # noqa: TC001 - msgspec reads the annotations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


_SHOWN = 3  # of the values that are apart


class Skips(Struct, frozen=True, kw_only=True):
    """Shards that are not asked, for one reason."""

    reason: str  # not-enabled, not-offered, excluded
    evidence: str  # what shows it
    targets: tuple[int, ...] | None = None  # None: all
    places: tuple[int, ...] | None = None


class Wish(Struct, frozen=True, kw_only=True):
    """What the user asked for, as asked."""

    operations: tuple[tuple[str, str], ...]  # "ec2:describe_images", parameters as JSON
    targets: dict[str, Any]  # where accounts come from, and what of them
    regions: tuple[str, ...] = ("enabled",)
    not_regions: tuple[str, ...] = ()
    redact: tuple[str, ...] = ()
    try_anyway: bool = False


class Agenda(Struct, frozen=True, kw_only=True):
    """The plan of one run."""

    format: int = 1
    wish: Wish
    targets: tuple[Target, ...]
    places: tuple[Place, ...]
    skips: tuple[Skips, ...] = ()
    endpoint_url: str | None = None
    management: str | None = None  # the account that the caller's own keys are of
    discovery_calls: int = 0  # made to find all this out

    def skipped(self) -> Iterator[tuple[int, int, str, str]]:
        """Every shard that is skipped: target, place, reason, evidence; the first reason counts."""
        seen = bytearray(len(self.targets) * len(self.places))
        for skips in self.skips:
            for target in range(len(self.targets)) if skips.targets is None else skips.targets:
                for place in range(len(self.places)) if skips.places is None else skips.places:
                    shard = target * len(self.places) + place
                    if not seen[shard]:
                        seen[shard] = 1
                        yield target, place, skips.reason, skips.evidence

    def to_bytes(self) -> bytes:
        """As it is written: the same plan, the same bytes."""
        return msgspec.json.format(msgspec.json.encode(self, order="sorted"), indent=1)

    @property
    def sha256(self) -> str:
        """The hash of the plan, by which a run knows it again."""
        return sha256(self.to_bytes()).hexdigest()


def read(folder: Path, expected_sha256: str | None = None) -> Agenda:
    """The plan in the folder of a run.

    Raises: RunError - there is none, or it is not the one with this hash.
    """
    file = folder / PLAN
    try:
        raw = file.read_bytes()
        found = msgspec.json.decode(raw, type=Agenda)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise errors.RunError(
            f"The plan {file} cannot be read: {error}.", hint="Put the file back, or plan again in another folder."
        ) from error
    if expected_sha256 is not None and sha256(raw).hexdigest() != expected_sha256:
        raise errors.RunError(
            f"The plan {file} is not the one this run was begun with.",
            hint="A plan never changes. Put the old file back, or begin anew in another folder.",
        )
    return found


def refuse_another(folder: Path, planned: Wish, asked: Wish) -> None:
    """That a run is gone on with as it was asked for.

    Raises: RunError - naming each difference.
    """
    before, after = _leaves(planned), _leaves(asked)
    apart = [
        f"{name.replace('_', ' ')}: {_difference(before.get(name), after.get(name))}"
        for name in dict.fromkeys([*before, *after])
        if before.get(name) != after.get(name)
    ]
    if apart:
        raise errors.RunError(
            f"The run in {folder} has another plan. {'; '.join(apart)}.",
            hint=f"Go on with it as it is: allpages sweep run -o {folder}. Or choose another folder.",
        )


def _leaves(wish: Wish) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(wish)
    targets = found.pop("targets")
    return {**found, **{f"targets {name}": value for name, value in targets.items()}}


def _difference(before: Any, after: Any) -> str:
    if isinstance(before, (list, tuple)) and isinstance(after, (list, tuple)):
        gone = [one for one in before if one not in after]
        new = [one for one in after if one not in before]
        return f"planned {_some(gone)}, now {_some(new)}" if gone or new else "another order"
    return f"planned {_some([before])}, now {_some([after])}"


def _some(values: list[Any]) -> str:
    shown = [msgspec.json.encode(value).decode() for value in values[:_SHOWN] if value is not None]
    more = f" and {len(values) - _SHOWN:,} more" if len(values) > _SHOWN else ""
    return f"{', '.join(shown)}{more}" if shown else "nothing"
