"""The overlay: the stub of the package itself, which leads a type checker to the services that were written.

A checker that finds the package `allpages` on its path of stubs takes `allpages/__init__.pyi` and `allpages/types` from
there and every other module from the installed package, whose own types they are. So the overlay says again what the
package exports, read off its source, and brings a wider `allpages.types`.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard

from allpages.models import catalog
from allpages.stubs import door, service
from allpages.stubs.names import module_name

if TYPE_CHECKING:
    from collections.abc import Iterable

PACKAGE = Path(__file__).parents[1]
SHIPPED = ("ec2", "workspaces")  # their types come with the package
HEAD = "# Written by `allpages types`; what is changed here is lost when it runs again.\n"


def files(services: Iterable[str]) -> dict[str, str]:
    """The overlay for these services, every file by its path in the folder of stubs; the same for the same models.

    Raises: UnknownService.
    """
    opened = [catalog.service(name) for name in sorted(set(services))]
    found = {f"allpages/types/_{module_name(one.name)}.pyi": HEAD + service.source(one) for one in opened}
    names = {*SHIPPED, *(one.name for one in opened)}
    return {
        "allpages/__init__.pyi": HEAD + exports((PACKAGE / "__init__.py").read_text("utf-8")),
        "allpages/types/__init__.pyi": HEAD + door.source(names),
        **found,
    }


def exports(source: str) -> str:
    """A stub of what a package exports, from its source, which imports it all under TYPE_CHECKING."""
    imports: list[str] = []
    names: list[str] = []
    for node in ast.parse(source).body:
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            for found in filter(_is_import_from, node.body):
                names += [alias.name for alias in found.names]
                imports += _again(found)
    listed = ", ".join(f'"{name}"' for name in sorted(names))
    return f"{''.join(imports)}__all__ = [{listed}]\n"


def _is_import_from(node: ast.stmt) -> TypeGuard[ast.ImportFrom]:
    return isinstance(node, ast.ImportFrom)


def _again(found: ast.ImportFrom) -> list[str]:
    if found.module == "allpages":
        # `from allpages import` would look in the overlay's folder alone.
        return [f"import allpages.{alias.name} as {alias.name}\n" for alias in found.names]
    return [f"from {found.module} import {', '.join(alias.name for alias in found.names)}\n"]
