"""A virtual environment with nothing but the two libraries and what they need, as somebody has who installs them.

The environment of development has more, and imports look around: msgspec takes typing_extensions along where it is
there, and `inspect` with it, 20 ms of every start.
"""

from __future__ import annotations

import venv
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

LIBRARIES = ("allpages", "boto3")
SOURCE = Path(__file__).parents[1] / "src" / "allpages"


def python(folder: Path) -> str:
    """The interpreter of a new environment in `folder`, whose packages are links to those of this one."""
    made = venv.EnvBuilder(symlinks=True)
    made.create(folder)
    packages = next(folder.glob("lib/python*/site-packages"))
    for path in {SOURCE, *_files(LIBRARIES)}:
        (packages / path.name).symlink_to(path)
    return str(folder / "bin" / "python")


def _files(names: tuple[str, ...]) -> set[Path]:
    """The folders and modules of these distributions, and of all that they need."""
    wanted, seen, found = list(names), set(), set()
    while wanted:
        name = wanted.pop().lower().replace("_", "-")
        if name in seen:
            continue
        seen.add(name)
        try:
            told = distribution(name)
        except PackageNotFoundError:  # for another platform, or another Python
            continue
        needs = [Requirement(text) for text in told.requires or ()]
        wanted += [one.name for one in needs if one.marker is None or one.marker.evaluate({"extra": ""})]
        if name != "allpages":  # which is there as its source
            tops = {file.parts[0] for file in told.files or () if file.parts[0] != ".."}
            found |= {Path(str(told.locate_file(top))) for top in tops if top != "__pycache__"}
    return found
