"""The status of a run: totals, and a row for each account, operation, region or ending."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages.fleet import manifest
from allpages.fleet.folder import MANIFEST, existing
from allpages.fleet.journal import connect, readable

if TYPE_CHECKING:
    from pathlib import Path

_GROUPS = {
    "account": "t.account",
    "operation": "p.service || ':' || p.operation",
    "region": "p.region",
    "ending": (
        "CASE WHEN k.reason IS NOT NULL THEN 'skipped: ' || k.reason "
        "ELSE coalesce(s.ended, CASE s.state WHEN 1 THEN 'begun' ELSE 'waiting' END) END"
    ),
}
_MORE = {"account": ", t.name, t.state", "ending": ", s.code, max(s.message)"}
_QUERY = """
SELECT {group}{more}, count(*), sum(s.state = 2), sum(k.reason IS NOT NULL), sum(s.items), sum(s.pages),
       sum(s.requests), sum(s.throttles)
FROM target t CROSS JOIN place p
LEFT JOIN shard s ON s.shard = t.target * {places} + p.place
LEFT JOIN skip k ON k.target = t.target AND k.place = p.place
GROUP BY 1{too} ORDER BY {order}
"""
_COUNTS = ("shards", "complete", "skipped", "rows", "pages", "requests", "throttles")


def totals(folder: Path) -> dict[str, Any]:
    """The counts of a run, and whether it has come to its end.

    Raises: RunError.
    """
    existing(folder)
    db = connect(folder, read_only=True)
    try:
        with readable(folder):
            meta = dict(db.execute("SELECT key, value FROM meta"))
            return {
                "run": meta.get("run"),
                "plan_sha256": meta.get("plan_sha256"),
                "finished": (folder / MANIFEST).exists(),
                **manifest.figures(db),
            }
    finally:
        db.close()


def rows(folder: Path, by: str) -> list[dict[str, Any]]:
    """A row for each account, operation, region or ending.

    Raises: RunError.
    """
    existing(folder)
    db = connect(folder, read_only=True)
    try:
        with readable(folder):
            places = db.execute("SELECT count(*) FROM place").fetchone()[0]
            query = _QUERY.format(
                group=_GROUPS[by],
                more=_MORE.get(by, ""),
                places=int(places),
                too=", 2" if by == "ending" else "",
                order="min(t.target)" if by == "account" else "1",
            )
            found = db.execute(query).fetchall()
    finally:
        db.close()
    names = {"account": (by, "name", "state"), "ending": (by, "code", "message")}.get(by, (by,))
    columns = (*names, *_COUNTS)
    return [dict(zip(columns, ("" if value is None else value for value in row), strict=True)) for row in found]
