"""The package as a whole: what it exports, and what it costs to import."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import allpages

SOURCE = Path(allpages.__file__).parent

# The floors of docs/how.md, lowest first: a module imports from its own floor and from those below.
FLOORS = [
    {"values", "errors", "types", "shapes", "models.shapes"},
    {"models.names", "paths", "tokens", "rules", "options", "full_result", "paging", "search"},
    {
        "models",
        "formats",
        "canonical",
        "digest",
        "signing",
        "sigv4a",
        "claims",
        "rates",
        "retries",
        "faults",
        "settings",
    }
    | {"profiles", "chain", "credentials", "endpoints", "transport", "validation"}
    | {"quirks", "environment", "call.validation", "call.rates", "call.retries"},
    {"protocols", "tables", "stubs", "reference"},
    {"plan", "effects", "desk", "preludes", "flow", "drive", "call"},
    {"caller", "listing", "call.caller"},
    {"pages", "aio_pages", "sync", "aio", "listing.pages", "listing.aio_pages"},
    {"fleet"},
    {"local", "pytest_plugin"},
    {"cli"},
]


def floor_of(module: str) -> int:
    """The floor of a module, by the longest name that is listed."""
    parts = module.split(".")
    for length in range(len(parts), 0, -1):
        for number, names in enumerate(FLOORS):
            if ".".join(parts[:length]) in names:
                return number
    raise AssertionError(f"{module} stands on no floor")


def loaded_by(code: str) -> set[str]:
    """The modules that a new process has after `code`."""
    program = f"import sys\n{code}\nprint(*sys.modules)"
    return set(
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    )


def test_import_is_light() -> None:
    """Only the package itself, and what typing needs: all else comes when it is used."""
    assert loaded_by("import allpages") - loaded_by("import typing") == {"allpages", "__future__"}


def test_a_first_page_loads_neither_botocore_nor_asyncio_nor_the_command_line() -> None:
    """Nor what the standard library has that is slow to import."""
    code = (
        "import allpages\n"
        "replay = allpages.Replay([allpages.Response(200, {}, b'{}')])\n"
        "client = allpages.client('workspaces', 'eu-west-1', aws_access_key_id='a', aws_secret_access_key='b',"
        " transport=replay)\n"
        "list(client.get_paginator('describe_workspace_images').paginate())"
    )
    slow = {"botocore", "asyncio", "click", "rich", "jmespath", "dataclasses", "logging", "email", "socket", "json"}
    assert not slow & loaded_by(code)


def test_what_is_exported_is_there() -> None:
    """Every public name resolves, and dir() tells them."""
    for name in allpages.__all__:
        assert getattr(allpages, name) is not None
    assert set(allpages.__all__) <= set(dir(allpages))
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = allpages.no_such_name


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_lower_floors_never_import_higher_ones(path: Path) -> None:
    """Whatever stands at the top of a module, type checking apart; what a function imports is its own affair."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    module = ".".join(part for part in parts if part != "__init__")
    if not module:
        return
    own = floor_of(module)
    for node in ast.parse(path.read_text()).body:
        names: list[str] = []
        if isinstance(node, ast.ImportFrom) and node.module is not None and node.module.startswith("allpages"):
            base = node.module.removeprefix("allpages").lstrip(".")
            names = [base] if base else [alias.name for alias in node.names if alias.name != "__version__"]
        for name in names:
            assert floor_of(name) <= own, f"{module} imports {name}"


def test_the_guide_names_every_module() -> None:
    """docs/how.md tells of each module and folder of the package what it knows."""
    guide = (SOURCE.parents[1] / "docs" / "how.md").read_text()
    folders = {f"`{path.parent.name}/`" for path in SOURCE.glob("*/__init__.py")}
    modules = {f"`{path.stem}`" for path in SOURCE.glob("*.py") if path.stem != "__init__"}
    assert {name for name in folders | modules if name not in guide} == set()
