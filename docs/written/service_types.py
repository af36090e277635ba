"""The stubs that come with the package, src/allpages/types, written as `allpages types` writes them.

python docs/written/service_types.py
"""

from __future__ import annotations

from pathlib import Path

from allpages.models import catalog
from allpages.stubs import door, service
from allpages.stubs.names import module_name
from allpages.stubs.overlay import SHIPPED

FOLDER = Path(__file__).parents[2] / "src" / "allpages" / "types"


def files() -> dict[Path, str]:
    """What the files hold."""
    modules = {FOLDER / f"_{module_name(name)}.pyi": service.source(catalog.service(name)) for name in SHIPPED}
    return {FOLDER / "__init__.pyi": door.source(SHIPPED), **modules}


if __name__ == "__main__":
    for path, text in files().items():
        path.write_text(text, encoding="utf-8", newline="\n")
