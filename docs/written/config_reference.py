"""docs/reference/config.md, written from the fields of Config and the remarks beside them.

python docs/written/config_reference.py
"""

from __future__ import annotations

import re
from pathlib import Path

import allpages
from allpages.config import Config, MiB

FILE = Path(__file__).parents[1] / "reference" / "config.md"
SOURCE = Path(allpages.__file__).parent / "config.py"
_FIELD = re.compile(r"^    (\w+): (.+?) = (.+?)(?:  # (.+))?$", re.MULTILINE)
# Of the numbers.
UNITS = {
    "max_attempts": "attempts",
    "patience": "seconds",
    "connect_timeout": "seconds",
    "read_timeout": "seconds",
    "max_pool_connections": "connections",
    "max_response_bytes": "bytes",
}
_TOP = """# Config

The options of a client, as one frozen value: `allpages.client("ec2", config=allpages.Config(read_timeout=20))`.
botocore's `Config` is taken as well, for what it says. `None` means: ask the environment and the profile, then take the
default that the remark names. What is marked *ours* has no equal in botocore; all other options are botocore's, with
its names, and with its defaults unless the remark says otherwise.

"""


def fields() -> list[tuple[str, str, str, str]]:
    """Name, type, default and remark of every option, as the source has them."""
    text = SOURCE.read_text(encoding="utf-8")
    body = text[text.index("class Config(") : text.index("def __post_init__")]
    return [(name, kind, default, remark or "") for name, kind, default, remark in _FIELD.findall(body)]


def page() -> str:
    """The whole document."""
    rows = [
        "| option | default | meaning, and where else it may be set | unit | type | source |",
        "|---|---|---|---|---|---|",
    ]
    for name, kind, default, remark in fields():
        told = "32 MiB" if getattr(Config(), name) == 32 * MiB else default
        meaning = remark.replace("(ours)", "").strip()
        cells = (
            f"`{name}`",
            f"`{told}`",
            meaning,
            UNITS.get(name, ""),
            f"`{kind.replace(' | ', ' or ')}`",
            _source(remark),
        )
        rows.append(f"| {' | '.join(cells)} |")
    return _TOP + "\n".join(rows) + "\n"


def _source(remark: str) -> str:
    if "(ours)" in remark:
        return "ours"
    return "variables and profile of the AWS tools" if "AWS_" in remark else "botocore's Config"


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8", newline="\n")
