"""Backing: how each thing that the endpoint does is known. docs/local.md is made of these tables."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Kind = Literal["documented", "model", "observed", "inferred", "unpublished"]
MEANING: dict[Kind, str] = {
    "documented": "a page of AWS's documentation says so",
    "model": "botocore's model of the service says so",
    "observed": "seen in other public material: a recorded answer, an issue, another tool's code",
    "inferred": "plausible, and said nowhere",
    "unpublished": "nobody says what happens: it is a setting",
}


class Statement(Struct, frozen=True):
    """One thing that an operation does, or one mistake and its answer."""

    says: str
    backing: Kind
    code: str = ""  # of the error that is answered; "" when it is none, or when the setting holds the code
    setting: str = ""  # that changes it


Operations = dict[str, tuple[Statement, ...]]
