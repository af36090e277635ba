"""The package as a whole: what it exports, and what it costs to import."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
import typing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import allpages
from allpages import sync

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(allpages.__file__).parent

# The floors of docs/how.md, lowest first. What stands on one floor does not import its neighbours, the bottom apart.
FLOORS = [
    ("errors", "twins", "values", "masks", "hints", "locks", "version", "config", "types"),
    ("models", "signing", "transport"),
    ("paging", "quirks", "formats", "environment", "endpoints"),
    ("protocols", "tables", "stubs", "reference"),
    ("call",),
    ("listing",),
    ("sync", "aio", "otel"),
    ("fleet",),
    ("local", "reports"),
    ("cli",),
]
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}


def graph_of(source: Path) -> dict[str, set[str]]:
    """Each module below `source`, with the modules that it imports: on top, in functions, for types, and by name.

    The package's own `__init__` is left out, whose lazy names reach up by nature; what imports it is not.
    """
    modules = {
        ".".join(part for part in path.relative_to(source.parent).with_suffix("").parts if part != "__init__"): path
        for path in source.rglob("*.py")
    }
    found = {module: set(_imported(ast.parse(path.read_text()), set(modules))) for module, path in modules.items()}
    return {module: wanted - {module} for module, wanted in found.items() if module != source.name}


def _imported(tree: ast.Module, modules: set[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
        elif isinstance(node, ast.ImportFrom) and node.module in modules:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if full in modules else node.module
        elif isinstance(node, ast.Call) and "import_module" in ast.unparse(node.func):
            yield from (
                text.value
                for text in ast.walk(node)
                if isinstance(text, ast.Constant) and isinstance(text.value, str) and text.value in modules
            )


def offences(graph: dict[str, set[str]], package: str = "allpages") -> list[str]:
    """What goes up, sideways or to the package's door, and every circle of files or folders."""
    found = []
    for module, wanted in sorted(graph.items()):
        room = module.split(".")[1]
        for other in sorted(wanted):
            if other == package:
                found.append(f"{module} imports the package's own door")
                continue
            to = other.split(".")[1]
            if to != room and (FLOOR[to] > FLOOR[room] or (FLOOR[to] == FLOOR[room] != 0)):
                found.append(f"{module} imports {other}, which is no lower floor")
    depths = range(2, 2 + max(module.count(".") for module in graph))
    return found + [f"a circle: {' '.join(circle)}" for depth in depths for circle in circles(graph, depth)]


def circles(graph: dict[str, set[str]], depth: int) -> list[list[str]]:
    """The circles among files and folders, as seen so many parts of a name deep."""

    def cut(module: str) -> str:
        return ".".join(module.split(".")[:depth])

    folded: dict[str, set[str]] = {}
    for module, wanted in graph.items():
        folded.setdefault(cut(module), set()).update(cut(other) for other in wanted)
    within = {node: {other for other in wanted if other != node} for node, wanted in folded.items()}
    for node, wanted in within.items():  # what can be reached: a circle is what reaches itself
        seen, todo = set(), list(wanted)
        while todo:
            at = todo.pop()
            if at not in seen:
                seen.add(at)
                todo.extend(folded.get(at, set()) - {at})
        within[node] = seen
    together = {
        frozenset({node, *(other for other in seen if node in within.get(other, ()))})
        for node, seen in within.items()
        if node in seen
    }
    return sorted(sorted(circle) for circle in together)


def loaded_by(code: str) -> set[str]:
    """The modules that a new process has after `code`."""
    program = f"import sys\n{code}\nprint(*sys.modules)"
    return set(
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    )


@pytest.mark.untraced
def test_import_is_light() -> None:
    """Only the package itself, and what typing needs: all else comes when it is used."""
    assert loaded_by("import allpages") - loaded_by("import typing") == {"allpages", "__future__"}


@pytest.mark.untraced
def test_a_first_page_loads_neither_botocore_nor_asyncio_nor_the_command_line() -> None:
    """Nor what the standard library has that is slow to import."""
    code = (
        "import allpages\n"
        "replay = allpages.Replay([allpages.Response(200, {}, b'{}')])\n"
        "client = allpages.client('workspaces', 'eu-west-1', aws_access_key_id='a', aws_secret_access_key='b',"
        " transport=replay)\n"
        "list(client.get_paginator('describe_workspace_images').paginate())"
    )
    slow = {
        "botocore",
        "asyncio",
        "click",
        "rich",
        "jmespath",
        "dataclasses",
        "logging",
        "email",
        "socket",
        "ssl",
        "json",
    }
    assert not slow & loaded_by(code)


def test_what_is_exported_is_there() -> None:
    """Every public name resolves, and dir() tells them."""
    for name in allpages.__all__:
        assert getattr(allpages, name) is not None
    assert set(allpages.__all__) <= set(dir(allpages))
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = allpages.no_such_name


def test_lower_floors_never_import_higher_ones_and_nothing_goes_in_circles() -> None:
    """Every import counts, wherever it stands; rooms of one floor do not know each other."""
    assert offences(graph_of(SOURCE)) == []


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"call/plan.py": "import allpages.cli.session", "cli/session.py": ""}, "no lower floor"),
        ({"call/plan.py": "def f():\n    from allpages.cli import session", "cli/session.py": ""}, "no lower floor"),
        (
            {"call/plan.py": "if TYPE_CHECKING:\n    from allpages.cli.session import Session", "cli/session.py": ""},
            "no lower floor",
        ),
        (
            {"call/plan.py": "import_module('allpages.cli.session')", "cli/session.py": ""},
            "no lower floor",
        ),
        ({"paging/walk.py": "from allpages.quirks import rows", "quirks/rows.py": ""}, "no lower floor"),
        ({"call/plan.py": "from allpages import __version__"}, "door"),
        (
            {
                "call/plan.py": "from allpages.call import flow",
                "call/flow.py": "def f():\n    import allpages.call.plan",
            },
            "a circle: allpages.call.flow allpages.call.plan",
        ),
        (
            {
                "local/wire/a.py": "from allpages.local.store import b",
                "local/store/b.py": "",
                "local/store/c.py": "from allpages.local.wire import d",
                "local/wire/d.py": "",
            },
            "a circle: allpages.local.store allpages.local.wire",
        ),
    ],
)
def test_the_floor_test_cannot_be_fooled(tmp_path: Path, files: dict[str, str], found: str) -> None:
    """An import in a function, for types, by name, of a neighbour, of the door; circles of files and of folders."""
    source = tmp_path / "allpages"
    for name, text in {"__init__.py": "", **files}.items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        (path.parent / "__init__.py").touch()
    assert any(found in offence for offence in offences(graph_of(source)))


# What was a circle before the house was rebuilt: it must not come back. Each pair knew each other, one way lazily.
OPENED = [
    ("listing/pages", "from allpages.sync import Client", "sync", "from allpages.listing.pages import Pages"),
    (
        "listing/async_pages",
        "from allpages.aio import Client",
        "aio",
        "from allpages.listing.async_pages import AsyncPages",
    ),
    (
        "cli/commands",
        "from allpages.cli.help.texts import own",
        "cli/help/texts",
        "from allpages.cli.commands import rule_of",
    ),
    (
        "formats/form/__init__",
        "from allpages.formats.form.reading import reader",
        "formats/form/reading",
        "from allpages.formats.form import member_name",
    ),
    (
        "local/wire/families",
        "from allpages.local.wire import receiving",
        "local/wire/receiving",
        "from allpages.local.wire.families import Asked",
    ),
    (
        "local/wire/faults",
        "from allpages.local.wire import refusals",
        "local/wire/refusals",
        "from allpages.local.wire.faults import Fault",
    ),
    (
        "signing/sigv4",
        "from allpages.signing.sigv4a import sign",
        "signing/sigv4a",
        "from allpages.signing.sigv4 import payload_hash",
    ),
]


@pytest.mark.parametrize("circle", OPENED, ids=lambda circle: circle[0])
@pytest.mark.parametrize("how", ["{}", "def f():\n    {}", "if TYPE_CHECKING:\n    {}"], ids=["top", "lazy", "types"])
def test_each_circle_that_was_opened_would_be_found(
    tmp_path: Path, circle: tuple[str, str, str, str], how: str
) -> None:
    """However the second of the two imports is written."""
    one, there, other, back = circle
    source = tmp_path / "allpages"
    for name, text in ((one, there), (other, how.format(back))):
        path = source / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        for folder in (path.parent, *path.parent.parents):
            if source in (folder, *folder.parents):
                (folder / "__init__.py").touch()
    assert any("a circle" in offence for offence in offences(graph_of(source)))


def _homeless(source: Path) -> list[str]:
    """Names that are imported from where they are not defined; folders and the two doors may hand names on."""
    defined: dict[str, set[str]] = {}
    for path in source.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imported = {
            name.asname or name.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(source.name)
            for name in node.names
        }
        defined[".".join(path.relative_to(source.parent).with_suffix("").parts)] = imported
    return [
        f"{module}: {name.name} from {node.module}"
        for module, path in ((name, source.parent / f"{name.replace('.', '/')}.py") for name in defined)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module not in {"allpages.sync", "allpages.aio"}
        for name in node.names
        if name.name in defined.get(node.module or "", ())
    ]


def test_a_name_is_imported_from_where_it_is_defined() -> None:
    """One home a name."""
    assert _homeless(SOURCE) == []


def test_a_name_taken_from_elsewhere_is_found(tmp_path: Path) -> None:
    """Handed on by a module that only imports it."""
    files = {"home": "Rule = 1", "shop": "from pack.home import Rule", "user": "from pack.shop import Rule"}
    for name, text in files.items():
        path = tmp_path / "pack" / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert _homeless(tmp_path / "pack") == ["pack.user: Rule from pack.shop"]


def test_in_the_package_itself_lies_only_what_everything_stands_on_and_the_doors() -> None:
    """All else has a folder, which has a floor."""
    files = {path.stem for path in SOURCE.glob("*.py")}
    assert files == {
        "__init__",
        "errors",
        "twins",
        "values",
        "masks",
        "hints",
        "locks",
        "version",
        "config",
        "sync",
        "aio",
    }
    assert {path.parent.name for path in SOURCE.glob("*/__init__.py")} <= set(FLOOR)


def test_the_guide_names_every_module() -> None:
    """docs/how.md tells of each module and folder of the package what it knows."""
    guide = (SOURCE.parents[1] / "docs" / "how.md").read_text()
    folders = {f"`{path.parent.name}/`" for path in SOURCE.glob("*/__init__.py")}
    modules = {f"`{path.stem}`" for path in SOURCE.glob("*.py") if path.stem != "__init__"}
    assert {name for name in folders | modules if name not in guide} == set()


def _long(source: Path, *, lines: int, body: int) -> list[str]:
    """What is longer: modules by their lines, functions by those below signature and docstring."""
    found = []
    for path in sorted(source.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > lines:
            found.append(f"{path.name}: {text.count(chr(10))} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = node.body[1 if ast.get_docstring(node) is not None and len(node.body) > 1 else 0]
                length = (node.end_lineno or 0) - first.lineno + 1
                if length > body:
                    found.append(f"{path.name}, {node.name}: {length} lines")
    return found


def test_modules_and_functions_are_short() -> None:
    """A module is read in one sitting, a function fits a screen."""
    assert _long(SOURCE, lines=300, body=40) == []


def test_what_is_long_is_found(tmp_path: Path) -> None:
    """Else the test above proved nothing."""
    (tmp_path / "a.py").write_text("def f():\n    'Says.'\n" + "    x = 1\n" * 5 + "\n" * 4)
    assert _long(tmp_path, lines=10, body=4) == ["a.py: 11 lines", "a.py, f: 5 lines"]
    assert _long(tmp_path, lines=11, body=5) == []


@pytest.mark.parametrize("name", sorted({*allpages.__all__} - {"__version__", "aio", "fleet", "local"}))
def test_every_public_name_tells_its_types(name: str) -> None:
    """To help(), to editors, and to whoever looks at the hints."""
    found = getattr(allpages, name)
    assert inspect.signature(found)
    typing.get_type_hints(found)


def test_both_doors_tell_the_same_names() -> None:
    """What is there in one colour is there in the other."""
    for name in ("Client", "Session", "Pages", "Paginator", "PageIterator", "ItemIterator", "ResultKeyIterator"):
        blocking, awaiting = (
            {each for each in dir(getattr(door, name)) if not each.startswith("_")} for door in (sync, allpages.aio)
        )
        assert blocking == awaiting, name
    assert inspect.signature(allpages.aio.client)
    typing.get_type_hints(allpages.aio.client)
