"""The scalar shapes of a made-up model, for the tests of the formats."""

from __future__ import annotations

from typing import Any

PLAIN: dict[str, dict[str, Any]] = {
    "Text": {"type": "string"},
    "Whole": {"type": "integer"},
    "Real": {"type": "double"},
    "Flag": {"type": "boolean"},
    "Bytes": {"type": "blob"},
    "Moment": {"type": "timestamp"},
}
