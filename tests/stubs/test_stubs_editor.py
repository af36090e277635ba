"""Types in an editor: what a language server offers while code is being written."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from allpages.stubs import folder, overlay

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

START = "import sys; sys.argv = ['langserver', '--stdio']; from basedpyright.langserver import main; main()"
OPEN = 'import allpages\nclient = allpages.client("ec2")\n'


class Editor:
    """As much of an editor as asks for completions and hovers. Source: the Language Server Protocol, 3.17."""

    def __init__(self, project: Path) -> None:
        """An editor of this project, its server started."""
        command = [sys.executable, "-c", START]
        self._server = subprocess.Popen(command, cwd=project, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._project = project
        self._asked = 0
        root = project.as_uri()
        text = {"completion": {}, "hover": {"contentFormat": ["plaintext"]}}
        self._ask(
            "initialize",
            processId=None,
            rootUri=root,
            workspaceFolders=[{"uri": root, "name": "project"}],
            capabilities={"workspace": {"configuration": True, "workspaceFolders": True}, "textDocument": text},
        )
        self._send({"method": "initialized", "params": {}})

    def close(self) -> None:
        """End the server."""
        self._server.kill()
        self._server.communicate()

    def offered(self, line: str) -> list[str]:
        """What is offered at the | in the last line of a program."""
        answer = self._at("completion", line)
        return [item["label"].strip('"') for item in (answer or {"items": []})["items"]]

    def told(self, line: str) -> str:
        """What is shown of the name at the |."""
        text: str = self._at("hover", line)["contents"]["value"]
        return text

    def _at(self, kind: str, line: str) -> Any:
        before, _, after = line.partition("|")
        uri = (self._project / f"code{self._asked}.py").as_uri()
        document = {"uri": uri, "languageId": "python", "version": 1, "text": OPEN + before + after}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        place = {"line": (OPEN + before).count("\n"), "character": len(before.rpartition("\n")[2])}
        return self._ask(f"textDocument/{kind}", textDocument={"uri": uri}, position=place)

    def _ask(self, method: str, **params: Any) -> Any:
        self._asked += 1
        self._send({"id": self._asked, "method": method, "params": params})
        while True:
            message = self._receive()
            if message.get("id") == self._asked and "method" not in message:
                return message.get("result")
            if "id" in message and "method" in message:  # the server asks for settings
                items = message["params"].get("items", []) if message["method"] == "workspace/configuration" else []
                self._send({"id": message["id"], "result": [{"pythonPath": sys.executable} for _ in items]})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._server.stdin is not None
        self._server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._server.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        assert self._server.stdout is not None
        length = 0
        while line := self._server.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        message: dict[str, Any] = json.loads(self._server.stdout.read(length))
        return message


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """An editor of a project with a folder of stubs."""
    project = tmp_path_factory.mktemp("project")
    folder.write(overlay.files(["sqs"]), project / "typings")
    (project / "pyproject.toml").write_text('[tool.pyright]\nstubPath = "typings"\n')
    opened = Editor(project)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ('allpages.client("|")', {"ec2", "workspaces", "sqs"}),
        ("client.describe_fast_l|", {"describe_fast_launch_images"}),
        ('client.get_paginator("|")', {"describe_images", "describe_fast_launch_images"}),
        ('client.get_paginator("describe_images").paginate(|)', {"PaginationConfig=", "ImageIds=", "Filters="}),
        ("client.get_paginator('describe_images').paginate(PaginationConfig={'|'})", {"'MaxItems'", "'PageSize'"}),
        ('image = next(client.get_paginator("describe_images").paginate().items())\nimage["|"]', {"ImageId", "State"}),
        ('client.run_instances(InstanceType="|")', {"t3.micro", "m5.large"}),
        ("from allpages.types import ec2\nec2.Describe|", {"DescribeImagesRequest", "DescribeImagesResult"}),
    ],
)
def test_names_are_offered(editor: Editor, line: str, wanted: set[str]) -> None:
    """Services, operations, parameters, options of the paging, members, values of enums, types."""
    assert wanted <= set(editor.offered(line))


def test_a_method_is_told_with_its_first_sentence(editor: Editor) -> None:
    """Its types as well."""
    told = editor.told("client.describe_fast_|launch_images()")
    assert "DescribeFastLaunchImagesResult" in told
    assert "Describe details for Windows AMIs that are configured for Windows fast launch." in told
