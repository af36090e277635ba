"""Fake listings for the paging tests: one method, driven by botocore's paginator and by ours, and what each saw."""

from __future__ import annotations

import copy
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from botocore.paginate import Paginator

from allpages.errors import PaginationError
from allpages.paging.options import Options
from allpages.paging.results import FullResult
from allpages.paging.rules import Rule
from allpages.paging.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Method = Callable[..., dict[str, Any]]


def simple(**more: Any) -> dict[str, Any]:
    """The entry of 97 in 100 operations."""
    return {"input_token": "NextToken", "output_token": "NextToken", "result_key": "Items", **more}


def rule_of(entry: Mapping[str, Any], *, limit_type: str = "integer", token_type: str = "string") -> Rule:
    """The rule of an entry, for an operation whose input has just what the entry names."""
    return Rule.of(entry, _input(entry, limit_type, token_type))  # type: ignore[arg-type]  # as a shape looks


def _input(entry: Mapping[str, Any], limit_type: str, token_type: str) -> SimpleNamespace:
    tokens = entry["input_token"] if isinstance(entry["input_token"], list) else [entry["input_token"]]
    members = {name: SimpleNamespace(type=token_type, type_name=token_type) for name in tokens}
    if "limit_key" in entry:
        members[entry["limit_key"]] = SimpleNamespace(type=limit_type, type_name=limit_type)
    return SimpleNamespace(members=members)


class Listing:
    """A method that answers with `pages`, found by the tokens in the parameters; it remembers what it was asked."""

    def __init__(self, entry: Mapping[str, Any], pages: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
        """Pages, each with the tokens that fetch it."""
        self.entry = entry
        self.pages = pages
        self.asked: list[dict[str, Any]] = []

    def __call__(self, **params: Any) -> dict[str, Any]:
        """The page that these parameters fetch."""
        self.asked.append(copy.deepcopy(params))
        inputs = self.entry["input_token"]
        names = inputs if isinstance(inputs, list) else [inputs]
        given = {name: params[name] for name in names if name in params}
        for tokens, page in self.pages:
            if tokens == given:
                return copy.deepcopy(page)
        raise AssertionError(given)


class Outcome(SimpleNamespace):
    """What a run gave: pages, resume_token, full, non_aggregate, failed, asked."""


def ours(
    method: Method,
    entry: Mapping[str, Any],
    config: Mapping[str, Any] | None = None,
    params: Mapping[str, Any] | None = None,
    *,
    limit_type: str = "integer",
) -> Outcome:
    """One run of ours, to its end."""
    rule = rule_of(entry, limit_type=limit_type)
    options = Options.of(rule, config)
    walk = Walk(
        rule,
        params or {},
        max_items=options.max_items,
        page_size=options.page_size,
        starting_token=options.starting_token,
    )
    full = FullResult(rule)
    pages: list[dict[str, Any]] = []
    failed = False
    try:
        while (request := walk.request()) is not None:
            page = walk.receive(method(**request))
            walk.hand_out()
            pages.append(copy.deepcopy(page))
            full.add(page)
    except PaginationError:
        failed = True
    result = full.result(walk.resume_token, walk.non_aggregate_part)
    return Outcome(
        pages=pages, resume_token=walk.resume_token, full=result, failed=failed, non_aggregate=walk.non_aggregate_part,
        checkpoint=walk.checkpoint,
    )  # fmt: skip


def theirs(
    method: Method,
    entry: Mapping[str, Any],
    config: Mapping[str, Any] | None = None,
    params: Mapping[str, Any] | None = None,
    *,
    limit_type: str = "integer",
    most: int | None = None,
) -> Outcome:
    """One run of botocore's, to its end; or to `most` pages, for its circles have none, and then no full result."""
    from botocore.exceptions import PaginationError as TheirError

    model = SimpleNamespace(input_shape=_input(entry, limit_type, "string"))
    paginator = Paginator(method, entry, model)
    iterator = paginator.paginate(PaginationConfig=dict(config or {}), **(params or {}))
    pages: list[dict[str, Any]] = []
    failed = False
    try:
        for page in iterator:
            pages.append(copy.deepcopy(page))
            if len(pages) == most:
                break
    except TheirError:
        failed = True
    token, non_aggregate = iterator.resume_token, iterator.non_aggregate_part
    full: dict[str, Any] = {}
    if most is None:
        full = paginator.paginate(PaginationConfig=dict(config or {}), **(params or {})).build_full_result()
    return Outcome(pages=pages, resume_token=token, full=full, failed=failed, non_aggregate=non_aggregate)
