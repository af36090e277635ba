"""Plans and outcomes in words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from allpages.fleet import forecast

if TYPE_CHECKING:
    from pathlib import Path

    from allpages.fleet import Outcome, Plan

_SINGLE = {"not-enabled": "region not enabled in the account", "not-offered": "service not offered there"}


def plan_words(plan: Plan, folder: Path) -> str:
    """A plan, a line for each thing that matters."""
    agenda = plan.agenda
    ready = sum(target.state == "ready" for target in agenda.targets)
    states = Counter(target.state for target in agenda.targets if target.state != "ready")
    shards, skips = forecast.shards(agenda)
    by_service = Counter(place.service for place in agenda.places)
    seconds, slowest = forecast.slowest(agenda)
    bound = f"bound by {slowest}'s published rate" if seconds > 60 * plan.minutes * 0.99 and slowest else "by width"
    costs = forecast.costs(agenda)
    money = "none costs money" if not costs else "; ".join(f"{name}: {what}" for name, what in costs.items())
    entering = f"2 x {ready:,} AssumeRole, GetCallerIdentity"
    text = forecast.session_policy(agenda.places)
    actions = {forecast.action(place)[0] for place in agenda.places}
    size = f"session policy: {len(text):,} of {forecast.POLICY_CHARACTERS:,} characters" if text else "ReadOnlyAccess"
    rows = [
        ("targets", f"{ready:,} of {len(agenda.targets):,} accounts", _counted(states)),
        ("places", " · ".join(f"{count:,} {name}" for name, count in by_service.items()), ""),
        ("shards", f"{shards:,}", "; ".join(f"{n:,} skipped: {_SINGLE.get(why, why)}" for why, n in skips.items())),
        ("calls", f">= {plan.calls:,}", f"{shards:,} listings · {entering} · {money}"),
        ("", "", f"{agenda.discovery_calls:,} made already, to find this out"),
        ("time", f"~ {max(1, round(plan.minutes))} min", bound),
        ("policy", f"policy.json, {len(actions):,} actions", size),
        ("plan", f"{plan.sha256[:4]}...{plan.sha256[-2:]}", f"written to {folder}"),
    ]
    wide = max(len(middle) for _, middle, _ in rows)
    return "".join(f"{name:<10}{middle:<{wide}}  {rest}".rstrip() + "\n" for name, middle, rest in rows)


def outcome_words(outcome: Outcome) -> str:
    """What a run has come to."""
    figures = outcome.figures
    shards = figures["shards"]
    lines = [f"{shards['complete']:,} of {shards['planned']:,} shards complete"]
    if shards["skipped"]:
        lines[0] += f", {shards['skipped']:,} skipped as planned"
    lines += [f"  {ended}: {count:,}" for ended, count in sorted(figures["endings"].items()) if ended != "end"]
    lines += [f"{name}  {count or 0:,} rows" for name, count in sorted(figures["rows"].items())]
    where = outcome.folder
    if outcome.stopped:
        lines.append(f"Its time is up. Go on with: allpages sweep run -o {where}")
    elif outcome.complete:
        lines.append(f"Complete. Prove it: allpages sweep verify {where}")
    elif not outcome.exit_code:
        lines.append(f"Complete but for what was allowed. Prove it: allpages sweep verify {where} --allow ...")
    else:
        lines.append(
            f"NOT complete. See: allpages sweep status {where} --by ending. Again: allpages sweep retry {where}"
        )
    return "\n".join(lines) + "\n"


def _counted(states: Counter[str]) -> str:
    return " · ".join(f"{count:,} {state}" for state, count in sorted(states.items()))
