"""What the states of things mean: well, under way, or wrong."""

from __future__ import annotations

_STYLES = {
    "green": ("active", "available", "complete", "completed", "enabled", "in-use", "ok", "running", "succeeded"),
    "red": ("deleted", "error", "impaired", "stopped", "terminated"),
}
_STATE_STYLE = {state: style for style, states in _STYLES.items() for state in states}
_ENDINGS = (("failed", "red"), ("ing", "yellow"), ("_in_progress", "yellow"))


def state_style(state: str) -> str:
    """Green is well, yellow is under way, red is wrong; the many states of AWS end alike."""
    state = state.lower().partition(" (")[0]  # of `running (16)`
    known = _STATE_STYLE.get(state)
    return known or next((style for ending, style in _ENDINGS if state.endswith(ending)), "")
