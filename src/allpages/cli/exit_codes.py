"""The exit codes of the command line."""

from __future__ import annotations

FAILED, MISUSED, INTERRUPTED, NO_READER = 1, 2, 130, 141
