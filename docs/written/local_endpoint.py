"""The tables of docs/local.md, made of what the code runs on.

python docs/written/local_endpoint.py
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from allpages.local import trouble
from allpages.local.behaviour import Settings
from allpages.local.limits import rate_of
from allpages.local.wire.faults import EC2_STATUS, shared_fault
from evidence import MEANING, Statement, ec2, organization, shared, workspaces

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from evidence import Operations

FILE = Path(__file__).parents[1] / "local.md"
_DEFAULTS = Settings()
# What each bucket is for, and an operation in it.
_BUCKETS = (
    ("EC2: `EnableFastLaunch`", "ec2", "EnableFastLaunch"),
    ("EC2: `DisableFastLaunch`", "ec2", "DisableFastLaunch"),
    ("EC2: all that reads", "ec2", "DescribeFastLaunchImages"),
    ("EC2: all else that changes", "ec2", "RegisterImage"),
    ("WorkSpaces: every operation", "workspaces", "DescribeWorkspaceImages"),
)
_OF_STS = {"AccessDenied": 403, "RegionDisabledException": 403, "NotImplemented": 501}
_CODE_SETTINGS = ("_code", "_bad_token", "_by_recipient")


def fresh(text: str) -> str:
    """The document with its tables made anew, each between its two marks."""
    for name, make in TABLES.items():
        begin, end = f"<!-- {name}:begin, made by make docs -->", f"<!-- {name}:end -->"
        before, found, rest = text.partition(begin)
        _, closed, after = rest.partition(end)
        if not (found and closed):
            raise ValueError(f"The document has no marks for the table {name!r}: {begin} ... {end}")
        text = f"{before}{begin}\n\n{make()}\n{end}{after}"
    return text


def code_of(statement: Statement) -> str:
    """The code of the error that a statement is about: its own, or its setting's default; "" for no error."""
    if statement.code:
        return statement.code
    return str(getattr(_DEFAULTS, statement.setting)) if statement.setting.endswith(_CODE_SETTINGS) else ""


def _operations(found: Operations, statuses: Mapping[str, int]) -> str:
    rows = [
        (f"`{name}`" if at == 0 else "", *_told(one, statuses))
        for name, statements in found.items()
        for at, one in enumerate(statements)
    ]
    return _table(("operation", "what, or when", "answer", "backing", "setting"), rows)


def _told(statement: Statement, statuses: Mapping[str, int]) -> tuple[str, str, str, str]:
    code = code_of(statement)
    answer = f"{statuses.get(code, 400)} `{code}`" if code else ""
    return statement.says, answer, f"[{statement.backing}]", f"`{statement.setting}`" if statement.setting else ""


def _common() -> str:
    rows = [(one.when, *_pair(name, "ec2", one.ec2), *_pair(name, "json", one.json)) for name, one in _mistakes()]
    rows += [(*_told(one, EC2_STATUS)[:3], "", "") for one in shared.EC2]
    rows += [(one.says, "", "", *_told(one, {})[1:3]) for one in shared.WORKSPACES]
    return _table(("when", "EC2", "backing", "JSON services", "backing"), rows)


def _mistakes() -> list[tuple[str, shared.Mistake]]:
    return list(shared.MISTAKES.items())


def _pair(mistake: str, family: str, backing: str) -> tuple[str, str]:
    fault = shared_fault(mistake, family, json_auth_status=_DEFAULTS.json_auth_status)
    return f"{fault.status} `{fault.code}`", f"[{backing}]"


def _settings() -> str:
    fields = msgspec.structs.fields(Settings)
    rows = [(f"`{field.name}`", _literal(field.default), shared.SETTINGS[field.name]) for field in fields]
    return _table(("setting", "default", "why"), rows)


def _literal(value: object) -> str:
    """A value as the configuration file writes it."""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f'`"{value}"`' if isinstance(value, str) else f"`{value}`"


def _faults() -> str:
    return _table(("kind", "what happens"), [(f"`{kind}`", about) for kind, about in trouble.ABOUT.items()])


def _meanings() -> str:
    return _table(("backing", "means"), [(f"[{kind}]", about) for kind, about in MEANING.items()])


def _rates() -> str:
    rates = [(about, rate_of(service, operation)) for about, service, operation in _BUCKETS]
    rows = [(about, f"{rate.capacity:g}", f"{rate.per_s:g}") for about, rate in rates if rate is not None]
    return _table(("requests that share a bucket", "at once", "a second"), rows)


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


TABLES = {
    "meanings": _meanings,
    "ec2": lambda: _operations(ec2.OPERATIONS, EC2_STATUS),
    "workspaces": lambda: _operations(workspaces.OPERATIONS, {}),
    "organizations": lambda: _operations(organization.ORGANIZATIONS, {}),
    "sts": lambda: _operations(organization.STS, _OF_STS),
    "account": lambda: _operations(organization.ACCOUNT, {"AccessDeniedException": 403}),
    "regions": lambda: _operations(organization.EC2, EC2_STATUS),
    "common": _common,
    "faults": _faults,
    "rates": _rates,
    "settings": _settings,
}

if __name__ == "__main__":
    FILE.write_text(fresh(FILE.read_text(encoding="utf-8")), encoding="utf-8")
