"""The coverage gate: each room of the package against the share of branches and lines that the tests must take.

python tests/coverage_gate.py .coverage.json
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

WHOLE = ("paging", "call", "signing")  # what decides: every branch
OTHERS = 95.0  # per cent
# What no test can take says so where it stands, with the reason: `# pragma: no cover - ...`, or `no branch`.


def shares(report: dict[str, dict[str, dict[str, dict[str, int]]]]) -> dict[str, float]:
    """The share of lines and branches taken, in per cent, by room."""
    seen: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    for name, file in report["files"].items():
        parts = Path(name).parts
        below = parts[parts.index("allpages") + 1 :]
        room = below[0] if len(below) > 1 else "doors"
        found = file["summary"]
        seen[room] += found["num_statements"] + found["num_branches"]
        taken[room] += found["covered_lines"] + found["covered_branches"]
    return {room: 100 * taken[room] / seen[room] for room in sorted(seen) if seen[room]}


def main(path: str) -> int:
    """Print the shares; 1 when one is too small."""
    short = False
    for room, share in shares(json.loads(Path(path).read_text(encoding="utf-8"))).items():
        wanted = 100.0 if room in WHOLE else OTHERS
        too_small = share < wanted
        short = short or too_small
        sys.stdout.write(f"{room:12} {share:6.2f} %  of {wanted:g} %{'  TOO SMALL' if too_small else ''}\n")
    return int(short)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
