"""YAML, its items written as they come: the same document as the JSON, keys sorted as the AWS CLI sorts them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages.cli.output.records import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Write = Callable[[str], Any]


class Yaml:
    """One YAML document whose items stand at `keys`, or that is all rest."""

    def __init__(self, write: Write, keys: Sequence[str] = ()) -> None:
        """A document; without keys it is written at the end."""
        self._write = write
        self._keys = keys
        self._dump = dumper()
        self._came = self._some = False

    def items(self, items: Sequence[Any]) -> None:
        """The items, into the list."""
        self._came = True
        if not items or not self._keys:
            return
        if not self._some:
            self._write("".join(f"{_pad(depth)}{self._key(key)}:\n" for depth, key in enumerate(self._keys)))
            self._some = True
        self._write(_indented(self._dump(list(items)), len(self._keys) - 1))

    def end(self, rest: Any) -> None:
        """What else there is, around the items."""
        if not self._came or not self._keys:
            self._write(self._dump(rest))
            return
        if not self._some:
            *above, last = self._keys
            self._write("".join(f"{_pad(depth)}{self._key(key)}:\n" for depth, key in enumerate(above)))
            self._write(f"{_pad(len(above))}{self._key(last)}: []\n")
        for depth in range(len(self._keys) - 1, -1, -1):
            around: Any = rest
            for key in self._keys[:depth]:
                around = around.get(key) or {}
            others = {key: value for key, value in around.items() if key != self._keys[depth]}
            if others:
                self._write(_indented(self._dump(others), depth))

    def _key(self, key: str) -> str:
        return self._dump({key: 0}).rpartition(":")[0]


def dumper() -> Callable[[Any], str]:
    """Writes a value as YAML in block style. What is no word to every reader of YAML is quoted.

    Raises: ConfigError: PyYAML is not installed.
    """
    import yaml

    base: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # libyaml's is 7 times faster, and not everywhere
    kind = type("Dumper", (base,), {"ignore_aliases": lambda *_: True})

    def dump(value: Any) -> str:
        def written(value: Any) -> str:
            text: str = yaml.dump(value, Dumper=kind, default_flow_style=False, allow_unicode=True, sort_keys=True)
            return text.removesuffix("...\n")

        try:
            return written(plain(value))
        except UnicodeEncodeError:  # half a character, which YAML has no way to write
            return written(_whole(plain(value)))

    return dump


def _whole(value: Any) -> Any:
    """The value without halves of characters."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {key: _whole(entry) for key, entry in value.items()}
    return [_whole(entry) for entry in value] if isinstance(value, list) else value


def _indented(text: str, depth: int) -> str:
    if not depth:
        return text
    return "".join(f"{_pad(depth)}{line}" if line.strip() else line for line in text.splitlines(keepends=True))


def _pad(depth: int) -> str:
    return "  " * depth
