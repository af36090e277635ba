"""A run as one HTML page that needs nothing else: totals, endings with reasons, the map of its accounts, its tables."""

from __future__ import annotations

from contextlib import closing
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from allpages.fleet import manifest, status
from allpages.fleet.folder import MANIFEST
from allpages.fleet.journal import connect, readable
from allpages.fleet.sealing import Run
from allpages.fleet.whole import replace

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

PAGE = "report.html"
_TEMPLATE = Path(__file__).with_name("report.html")
_ACCOUNTS, _ROWS, _COLUMNS = 1000, 200, 12  # that are shown
_MANY = 100  # rows of one account in one region
_MAP = """
SELECT t.target, p.region, sum(s.items), sum(s.state = 2), sum(k.reason IS NOT NULL), count(*), sum(s.ended = 'denied')
FROM target t CROSS JOIN place p
LEFT JOIN shard s ON s.shard = t.target * (SELECT count(*) FROM place) + p.place
LEFT JOIN skip k ON k.target = t.target AND k.place = p.place
WHERE t.target < ? GROUP BY t.target, p.region ORDER BY t.target
"""


def write(folder: Path) -> Path:
    """Write the page of the run in `folder`, and give where it is.

    Raises: RunError.
    """
    with closing(connect(folder, read_only=True)) as db, readable(folder):
        parts = {**_head(folder, db), **_map(db)}
        parts["tables"] = "".join(_tables(Run(folder, db)))
    parts["endings"] = "".join(_endings(folder))
    text = _TEMPLATE.read_text(encoding="utf-8")
    for name, value in parts.items():
        text = text.replace("{{" + name + "}}", value)
    replace(folder / PAGE, text.encode())
    return folder / PAGE


def _head(folder: Path, db: sqlite3.Connection) -> dict[str, str]:
    figures = manifest.figures(db)
    shards, rows = figures["shards"], sum(count or 0 for count in figures["rows"].values())
    began, ended = db.execute("SELECT min(began_ms), max(ended_ms) FROM shard").fetchone()
    accounts = db.execute("SELECT count(*) FROM target").fetchone()[0]
    requests, throttles = db.execute("SELECT sum(requests), sum(throttles) FROM shard").fetchone()
    totals = {
        "accounts": accounts,
        "shards": shards["planned"],
        "complete": shards["complete"],
        "skipped, as planned": shards["skipped"],
        "rows": rows,
        "requests": requests or 0,
        "throttled": throttles or 0,
    }
    left = shards["planned"] - shards["complete"]
    verdict = "Complete: every planned listing came to its end."
    if left:
        verdict = f"NOT complete: {left:,} shards are not."
    if not (folder / MANIFEST).exists():
        verdict += " It is not finished."
    return {
        "title": escape(f"Sweep {folder.resolve().name}"),
        "verdict": verdict,
        "mood": "good" if figures["complete"] else "bad",
        "when": f"Read from {_time(began)} to {_time(ended)} UTC.",
        "totals": "".join(f"<div><dt>{name}</dt><dd>{value:,}</dd></div>" for name, value in totals.items()),
    }


def _time(at_ms: int | None) -> str:
    from datetime import UTC, datetime

    return "?" if at_ms is None else datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S")


def _endings(folder: Path) -> Iterator[str]:
    for row in status.rows(folder, "ending"):
        words = f'<td class="words">{escape(str(row["message"]))}</td>'
        name, code = escape(row["ending"]), escape(str(row["code"]))
        yield f'<tr><td>{name}</td><td>{code}</td><td class="number">{row["shards"]:,}</td>{words}</tr>'


def _map(db: sqlite3.Connection) -> dict[str, str]:
    regions = [region for (region,) in db.execute("SELECT DISTINCT region FROM place ORDER BY region")]
    query = "SELECT target, account, name FROM target WHERE target < ?"
    names = {number: name or account for number, account, name in db.execute(query, (_ACCOUNTS,))}
    cells: dict[int, dict[str, str]] = {number: {} for number in names}
    rows = dict.fromkeys(names, 0)
    for number, region, *counts in db.execute(_MAP, (_ACCOUNTS,)):
        cells[number][region] = _cell(region, counts)
        rows[number] += counts[0] or 0
    lines = [
        f'<tr><td class="name" title="{escape(name)}">{escape(name)}</td>'
        + "".join(cells[number].get(region, '<td class="cell"></td>') for region in regions)
        + f'<td class="number">{rows[number]:,}</td></tr>'
        for number, name in names.items()
    ]
    more = db.execute("SELECT count(*) FROM target").fetchone()[0] - len(names)
    return {
        "regions": "".join(f'<th class="region">{escape(region)}</th>' for region in regions),
        "accounts": "".join(lines),
        "more_accounts": f"... and {more:,} accounts more: allpages sweep status --by account" if more else "",
    }


def _cell(region: str, counts: list[Any]) -> str:
    rows, complete, skipped, shards, denied = (count or 0 for count in counts)
    kind, words = "", f"{rows:,} rows"
    if skipped == shards:
        kind, words = "skipped", "skipped"
    elif denied:
        kind, words = "denied", f"{denied} denied, {words}"
    elif complete + skipped < shards:
        kind, words = "lost", f"{shards - complete - skipped} not complete, {words}"
    elif rows:
        kind = "many" if rows >= _MANY else "some"
    return f'<td class="cell"><i class="{kind}" title="{escape(region)}: {words}"></i></td>'


def _tables(run: Run) -> Iterator[str]:
    for name in run.chosen(()):
        shown: list[dict[str, Any]] = []
        count = 0
        for _, chunk in run.chunks([name]):
            count += chunk.count
            if len(shown) < _ROWS:
                before = {key: chunk.context[key] for key in ("aws_account_id", "aws_region")}
                items = msgspec.json.decode(chunk.rows)
                shown += [{**before, **(item if isinstance(item, dict) else {"value": item})} for item in items]
        heading = f"<h2>{escape(name)}</h2><p>{count:,} rows"
        heading += f", the first {_ROWS:,} here.</p>" if count > _ROWS else ".</p>"
        yield heading + (_table(shown[:_ROWS]) if shown else "")


def _table(rows: list[dict[str, Any]]) -> str:
    names = list(dict.fromkeys(name for row in rows for name in row))[:_COLUMNS]
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(_text(row.get(name)))}</td>" for name in names) + "</tr>" for row in rows
    )
    return f'<div class="scroll" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _text(value: Any) -> str:
    if value is None or value in ({}, []):
        return ""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
