"""Types as users meet them: two checkers over right code and mistakes, with stubs written for the services in use."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from allpages.models import catalog
from allpages.stubs import folder, overlay

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TYPING = Path(__file__).parents[1] / "typing"
DOCS = Path(__file__).parents[2] / "docs"
USERS = Path(__file__).parent / "users"
WRITTEN = ("athena", "cloudtrail", "dynamodb", "glacier", "iam", "lambda", "logs", "s3", "sqs")
# Beside those, one of each kind of trouble: members called as types or Python's words, shapes that hold themselves,
# documents, streams of events, names with dashes, one operation that pages, errors only, no paginators.
SAMPLE = ("apigatewayv2", "bedrock-runtime", "cloudsearchdomain", "sso-oidc", "textract", "translate")
EVERY = os.environ.get("ALLPAGES_EVERY") == "1"
SETTINGS = """\
[tool.mypy]
strict = true
mypy_path = "typings"
[tool.pyright]
typeCheckingMode = "strict"
stubPath = "typings"
"""

Found = dict[tuple[str, int], str]  # what a checker complains of, by file and line


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's project, with a folder of stubs."""
    place = tmp_path_factory.mktemp("project")
    (place / "pyproject.toml").write_text(SETTINGS)
    for path in USERS.glob("*.py"):
        (place / path.name).write_text(path.read_text())
    for number, example in enumerate(re.findall(r"```python\n(.*?)```", (DOCS / "types.md").read_text(), re.DOTALL)):
        (place / f"example_{number}.py").write_text(example)
    names = catalog.service_names() if EVERY else (*WRITTEN, *SAMPLE)
    folder.write(overlay.files(names), place / "typings")
    return place


def mypy(project: Path) -> Found:
    """What `mypy --strict` says of the project and of the stubs."""
    command = (sys.executable, "-m", "mypy", "--output", "json", "--show-error-end", ".")
    ran = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert not ran.stderr
    rows = [json.loads(line) for line in ran.stdout.splitlines()]
    return {(row["file"], row["line"]): row["message"] for row in rows if row["severity"] == "error"}


def pyright(project: Path) -> Found:
    """What pyright, strict, says of them; run as its wheel brings it, nothing fetched."""
    command = (sys.executable, "-m", "basedpyright", "--outputjson", "--pythonpath", sys.executable, ".")
    ran = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    rows = json.loads(ran.stdout)["generalDiagnostics"]
    return {
        (os.path.relpath(row["file"], project), row["range"]["start"]["line"] + 1): row["message"]
        for row in rows
        if row["severity"] == "error"
    }


@pytest.fixture(scope="module", params=[mypy, pyright], ids=["mypy", "pyright"])
def found(request: pytest.FixtureRequest, project: Path) -> Found:
    """The complaints of one checker."""
    check: Callable[[Path], Found] = request.param
    return check(project)


def marked() -> dict[tuple[str, int], str]:
    """The lines that hold a mistake."""
    return {
        (path.name, number): line
        for path in USERS.glob("mistakes*.py")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if "# mistake: " in line
    }


def test_right_code_raises_no_alarm(found: Mapping[tuple[str, int], str]) -> None:
    """31 snippets of what users write, the examples of the documentation, and the stubs themselves."""
    assert sum(len(re.findall(r'"""\d+: ', path.read_text())) for path in USERS.glob("right*.py")) >= 20
    assert {where: said for where, said in found.items() if not where[0].startswith("mistakes")} == {}


def test_every_mistake_is_found(found: Mapping[tuple[str, int], str]) -> None:
    """Misspelt operations, parameters, members, values and names, and what is missing."""
    mistakes = marked()
    assert len(mistakes) >= 20
    assert {line for where, line in mistakes.items() if where not in found} == set()


def test_nothing_but_the_mistakes_is_found(found: Mapping[tuple[str, int], str]) -> None:
    """The lines beside the mistakes are right, but for what follows from a mistake."""
    mistakes = marked()
    follows = {(file, line + 1) for file, line in mistakes}  # what was misspelt has no type on the next line
    beside = {where for where in found if where[0].startswith("mistakes")} - mistakes.keys() - follows
    assert beside == set()


def test_the_public_surface_passes_pyright_too(tmp_path: Path) -> None:
    """What mypy checks in every run, with nothing but the types that come with the package."""
    (tmp_path / "pyproject.toml").write_text(SETTINGS)
    (tmp_path / "api.py").write_text((TYPING / "api.py").read_text())
    assert pyright(tmp_path) == {}
