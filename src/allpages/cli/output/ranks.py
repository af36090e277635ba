"""What matters most of a thing, by the names and shapes of its members: for tables that have no room for all of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from allpages.models.shapes import Shape

NAME, STATE, WHY, FACT, PROSE = range(5)  # how much a column matters when a table is narrow

_STATES = ("State", "Status", "state", "status")
_PROSE_NAMES = ("Description", "Message", "Comment")
# What says why something is not as it should be; counts and rates of errors say it not.
_WHY = re.compile(
    r"(?:Reasons?|Error|Errors|ErrorDetails?|ErrorCode|ErrorMessage|Failures?|FailureDetails?"
    r"|Stat(?:e|us)(?:Message|Details?))$",
    re.IGNORECASE,
)
_IDENTITY = re.compile(r"(?:^(?:id|name|arn|key)|Id|Ids|Identifier|Name|Arn|ARN|Key)$")
# Facts in the order in which they are given room: what it is; since when and where; all else; what machines read.
_KIND = re.compile(r"(?:Type|Version|Class|Size|Capacity)$", re.IGNORECASE)
_KINDS = re.compile(
    r"(?:Type|Engine|(?:Engine)?Version|Runtime|OperatingSystem|Platform(?:Details)?|Size)$", re.IGNORECASE
)
_PLACED = re.compile(r"(?:Time|Date|Created|Modified|Address|Dns|DnsName|Endpoint|Url|Zone|At)$")
_FOR_MACHINES = re.compile(r"(?:Token|Hash|Sha256|ETag|Etag|Arn|ARN|Id|Ids|Location)$")


class Rank(Struct, frozen=True):
    """How much a member matters: first its rank, then, among those of a rank, its weight, the least being the most."""

    rank: int
    weight: int = 0


def ranks_of(shape: Shape) -> dict[str, Rank]:
    """The rank of each member of a structure."""
    members = shape.members
    identities, state = _identities(shape), next(filter(is_state, members), None)
    said = any(_WHY.search(name) and member.type == "string" for name, member in members.items())
    found = {}
    for name, member in members.items():
        rank = NAME if name in identities else STATE if name == state else _rank(name, member)
        if rank == WHY and said and member.type == "list":
            rank = PROSE  # the same once more, in detail
        found[name] = Rank(rank, _weight(name, member, shape.name.lower()) if rank > WHY else 0)
    return found


def is_state(name: str) -> bool:
    """Whether the member called so says how its item is."""
    return name.endswith(_STATES)


def _rank(name: str, shape: Shape) -> int:
    if name in _STATES:
        return STATE
    if _WHY.search(name) and shape.type in ("string", "structure", "list"):
        return WHY
    members = list(shape.members.values())
    is_nested = shape.type in ("list", "map") or len(members) > 1 or any(member.members for member in members)
    return PROSE if is_nested or name.endswith(_PROSE_NAMES) else FACT


def _weight(name: str, shape: Shape, own: str) -> int:
    if shape.type == "boolean" or _FOR_MACHINES.search(name):
        return 3
    kind = _KIND.search(name)
    if _KINDS.fullmatch(name) or (kind is not None and name[: kind.start()].lower() in own):
        return 0
    return 1 if _PLACED.search(name) else 2


def _identities(shape: Shape) -> set[str]:
    """The members that name the item: an id and a name, those that speak of it before those of other things."""
    own = shape.name.lower()
    found: dict[str, tuple[int, str]] = {}  # by the kind of identity the longest that speaks of the item
    every = [name for name, member in shape.members.items() if _IDENTITY.search(name) and member.type != "boolean"]
    for name in every:
        kind = _kind(name)
        stem = name[: _IDENTITY.search(name).start()].lower()  # type: ignore[union-attr]  # it was found above
        if stem in own and (kind not in found or len(stem) > found[kind][0]):
            found[kind] = (len(stem), name)
    chosen = {found[kind][1] for kind in ("id", "name") if kind in found}
    if not chosen:
        chosen = {found["arn"][1]} if "arn" in found else set(every[:1])
    return chosen | ({"Name"} & shape.members.keys())


def _kind(name: str) -> str:
    lower = name.lower()
    return next((kind for kind in ("arn", "name") if lower.endswith(kind)), "id")
