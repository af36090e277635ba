"""The walk over a listing: against botocore's paginator on random listings, and each difference by its name."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from botocore.paginate import TokenDecoder
from hypothesis import given, settings
from hypothesis import strategies as st

from allpages import errors
from allpages.models import catalog
from allpages.paging.options import Options
from allpages.paging.results import FullResult, primary_items, result_items
from allpages.paging.rules import Rule
from allpages.paging.tokens import decode, encode
from allpages.paging.walk import Walk
from listings import Listing, Outcome, ours, rule_of, simple, theirs

DYNAMODB = {
    "input_token": "ExclusiveStartKey",
    "output_token": "LastEvaluatedKey",
    "limit_key": "Limit",
    "result_key": ["Items", "Count", "ScannedCount"],
    "non_aggregate_keys": ["ConsumedCapacity"],
}
VERSIONS = {
    "input_token": ["KeyMarker", "VersionIdMarker"],
    "output_token": ["NextKeyMarker", "NextVersionIdMarker"],
    "more_results": "IsTruncated",
    "limit_key": "MaxKeys",
    "result_key": ["Versions", "DeleteMarkers", "CommonPrefixes"],
}
DISTRIBUTIONS = {
    "input_token": "Marker",
    "output_token": "DistributionList.NextMarker",
    "more_results": "DistributionList.IsTruncated",
    "limit_key": "MaxItems",
    "result_key": "DistributionList.Items",
    "non_aggregate_keys": ["DistributionList.Quantity"],
}
OBJECTS = {
    "input_token": "Marker",
    "output_token": "NextMarker || Contents[-1].Key",
    "more_results": "IsTruncated",
    "limit_key": "MaxKeys",
    "result_key": ["Contents", "CommonPrefixes"],
}
LOG_FILE = {
    "input_token": "Marker",
    "output_token": "Marker",
    "more_results": "AdditionalDataPending",
    "limit_key": "NumberOfLines",
    "result_key": "LogFileData",
}


def walk_over(pages: list[dict[str, Any]], entry: dict[str, Any] | None = None, **options: Any) -> Walk:
    """A walk that has received and handed out `pages`."""
    walk = Walk(rule_of(entry or simple()), {}, **options)
    for page in pages:
        walk.receive(page)
        walk.hand_out()
    return walk


# --- against botocore ---------------------------------------------------------------------------------------------


def _put(page: dict[str, Any], dotted: str, value: Any) -> None:
    *parents, last = dotted.split(".")
    for name in parents:
        page = page.setdefault(name, {})
    page[last] = value


def _tokens(kind: str, number: int) -> dict[str, Any]:
    """The tokens that fetch page `number` of a listing."""
    if number == 0:
        return {}
    if kind == "dynamodb":
        return {"ExclusiveStartKey": {"id": {"B": bytes([number, 255])}, "n": [number, b"\x00"]}}
    if kind == "versions":
        key = {"KeyMarker": f"key-{number}"}
        return key if number % 2 else {**key, "VersionIdMarker": f"v{number}"}
    if kind in {"distributions", "log", "objects"}:
        return {"Marker": f"{kind}-{number}"}
    return {"NextToken": f"token {number}"}


def _page(kind: str, number: int, items: int | None, seconds: int, *, is_last: bool) -> dict[str, Any]:
    page: dict[str, Any] = {"ResponseMetadata": {"HTTPStatusCode": 200}}
    following = {} if is_last else _tokens(kind, number + 1)
    things = None if items is None else [{"Key": f"{number}.{index}"} for index in range(items)]
    others = None if seconds == 0 else [f"other {number}.{index}" for index in range(seconds - 1)]
    if kind == "dynamodb":
        page |= {"Count": items or 0, "ScannedCount": 10, "ConsumedCapacity": {"Units": number}}
        page["LastEvaluatedKey"] = following.get("ExclusiveStartKey")
    elif kind == "versions":
        page |= {"IsTruncated": not is_last, "DeleteMarkers": others, "CommonPrefixes": copy.copy(others)}
        page |= {f"Next{name}": value for name, value in following.items()}
    elif kind == "distributions":
        _put(page, "DistributionList.IsTruncated", not is_last)
        _put(page, "DistributionList.Quantity", items)
        _put(page, "DistributionList.NextMarker", following.get("Marker", ""))
    elif kind == "log":
        page |= {"AdditionalDataPending": not is_last, "Marker": following.get("Marker", "0")}
        things = None if items is None else "x" * items  # type: ignore[assignment]
    elif kind == "objects":
        page |= {"IsTruncated": not is_last, "CommonPrefixes": others}
        page["NextMarker"] = following.get("Marker")
    else:
        page |= following
    if things is not None:
        _put(page, {"distributions": "DistributionList.Items"}.get(kind) or _ENTRIES[kind]["result_key"][0], things)
    return {name: value for name, value in page.items() if value is not None}


_ENTRIES: dict[str, dict[str, Any]] = {
    "simple": {**simple(limit_key="MaxResults"), "result_key": ["Items"]},
    "dynamodb": DYNAMODB,
    "versions": VERSIONS,
    "distributions": DISTRIBUTIONS,
    "objects": OBJECTS,
    "log": {**LOG_FILE, "result_key": ["LogFileData"]},
}
_LIMIT_TYPES = {"distributions": "string"}


@st.composite
def listings(draw: st.DrawFn) -> tuple[str, list[tuple[dict[str, Any], dict[str, Any]]]]:
    """A kind of listing, and its pages with the tokens that fetch them."""
    kind = draw(st.sampled_from(sorted(_ENTRIES)))
    sizes = draw(st.lists(st.tuples(st.none() | st.integers(0, 4), st.integers(0, 3)), min_size=1, max_size=5))
    last = len(sizes) - 1
    return kind, [
        (_tokens(kind, number), _page(kind, number, items, seconds, is_last=number == last))
        for number, (items, seconds) in enumerate(sizes)
    ]


def _as_ours(listing: Listing, outcome: Outcome, starting: str | None) -> list[dict[str, Any]]:
    """The pages of botocore with the named differences applied, and nothing else."""
    pages = copy.deepcopy(outcome.pages)
    rule = rule_of(listing.entry)
    if starting is not None and pages:
        token, skip = decode(starting, rule.inputs)
        if skip == 0:  # test_other_results_are_blanked_only_where_items_are_skipped
            given = {name: value for name, value in token.items() if value is not None}
            raw = next(page for tokens, page in listing.pages if tokens == given)
            for place in rule.result_keys[1:]:
                if place.expression in raw:
                    pages[0][place.expression] = raw[place.expression]
                else:
                    pages[0].pop(place.expression, None)
            parents, _, name = rule.primary.expression.rpartition(".")
            holder = pages[0][parents] if parents else pages[0]
            if rule.primary.search(raw) is None:
                del holder[name]
    if outcome.resume_token is not None:  # test_the_last_page_before_max_items_carries_the_resume_token
        pages[-1]["NextToken"] = outcome.resume_token
    return pages


@settings(max_examples=400, deadline=None)
@given(listings(), st.none() | st.integers(0, 9), st.none() | st.integers(1, 50), st.data())
def test_a_chain_of_runs_is_botocores(
    listing: tuple[str, list[tuple[dict[str, Any], dict[str, Any]]]],
    max_items: int | None,
    page_size: int | None,
    data: st.DataObject,
) -> None:
    """Requests, pages, tokens and full results are botocore's, from token to token, but for named differences."""
    kind, pages = listing
    entry, limit_type = _ENTRIES[kind], _LIMIT_TYPES.get(kind, "integer")
    starting: str | None = None
    for _ in range(4):
        config = {"MaxItems": max_items, "PageSize": page_size, "StartingToken": starting}
        config = {name: value for name, value in config.items() if value is not None}
        one, other = Listing(entry, pages), Listing(entry, pages)
        mine = ours(one, entry, config, {"Other": 1}, limit_type=limit_type)
        botocores = theirs(other, entry, config, {"Other": 1}, limit_type=limit_type)
        assert one.asked == other.asked[: len(one.asked)]
        assert mine.resume_token == botocores.resume_token
        assert mine.non_aggregate == botocores.non_aggregate
        assert mine.pages == _as_ours(other, botocores, starting)
        if starting is None or decode(starting, rule_of(entry).inputs)[1]:
            assert mine.full == botocores.full
        starting = mine.resume_token
        if starting is None:
            break
        max_items = data.draw(st.sampled_from([1, 1, 2, 3, 9, None]))


@settings(max_examples=200, deadline=None)
@given(listings(), st.data())
def test_a_checkpoint_goes_on_after_the_last_item_handed_out(
    listing: tuple[str, list[tuple[dict[str, Any], dict[str, Any]]]], data: st.DataObject
) -> None:
    """Stopping anywhere and going on from the checkpoint gives every item once, with a page read ahead or without."""
    kind, pages = listing
    entry = _ENTRIES[kind]
    rule = rule_of(entry)
    method = Listing(entry, pages)
    every = [item for _, page in pages for item in primary_items(rule, page)]
    reads_ahead = data.draw(st.booleans())
    taken: list[Any] = []
    walk = Walk(rule, {})
    for _ in range(4):
        stop = data.draw(st.sampled_from([0, 1, 1, 2, 3, len(every), len(every) + 1]))
        taken += _take(walk, method, stop, reads_ahead=reads_ahead)
        if walk.checkpoint is None:
            break
        walk = Walk(rule, {}, starting_token=walk.checkpoint)
    else:
        taken += _take(walk, method, None, reads_ahead=reads_ahead)
    assert taken == every
    assert walk.checkpoint is None


def _take(walk: Walk, method: Listing, most: int | None, *, reads_ahead: bool) -> list[Any]:
    taken: list[Any] = []
    ahead: list[dict[str, Any]] = []
    while ahead or walk.request() is not None:
        page = ahead.pop() if ahead else walk.receive(method(**walk.request() or {}))
        if reads_ahead and (following := walk.request()) is not None:
            ahead.append(walk.receive(method(**following)))
        for number, item in enumerate(primary_items(walk.rule, page), 1):
            if len(taken) == most:
                return taken
            taken.append(item)
            walk.hand_out(number)
        walk.hand_out()
    return taken


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["A", "B", "C", "D"]), max_size=6))
def test_a_run_with_circles_is_the_beginning_of_botocores(tokens: list[str]) -> None:
    """Where tokens return, ours ends with an error, and what came before is what botocore gives."""
    pages: list[dict[str, Any]] = [{"Items": [number], "NextToken": token} for number, token in enumerate(tokens)]
    pages.append({"Items": ["last"]})
    served = [iter(copy.deepcopy(pages)), iter(copy.deepcopy(pages))]
    mine = ours(lambda **_: next(served[0]), simple())
    botocores = theirs(lambda **_: next(served[1]), simple(), most=7)
    assert mine.pages == botocores.pages[: len(mine.pages)]
    assert mine.failed == (len(set(tokens)) < len(tokens))


def test_every_paginator_of_botocore_compiles() -> None:
    """All 3,363 entries become rules, and their paths are of the known forms."""
    count = multiple = 0
    for name in catalog.service_names():
        service = catalog.service(name)
        for entry in service.pagination.values():
            rule = Rule.of(entry, None)
            count += 1
            multiple += len(rule.inputs) > 1
            assert all(place.keys is not None for place in (*rule.result_keys, *rule.non_aggregate))
    assert count >= 3363
    assert multiple == 3
    ec2 = catalog.service("ec2")
    modelled = Rule.of(ec2.pagination["DescribeFastLaunchImages"], ec2.operation("DescribeFastLaunchImages").input)
    assert (modelled.limit_key, modelled.limit_is_text) == ("MaxResults", False)
    glacier = catalog.service("glacier")
    assert Rule.of(glacier.pagination["ListJobs"], glacier.operation("ListJobs").input).limit_is_text


@pytest.mark.parametrize("kind", sorted(_ENTRIES))
def test_going_on_item_by_item_is_botocores(kind: str) -> None:
    """MaxItems=1 from resume token to resume token: many runs end inside the page they began in."""
    entry, limit_type = _ENTRIES[kind], _LIMIT_TYPES.get(kind, "integer")
    pages = [(_tokens(kind, number), _page(kind, number, 4, 2, is_last=number == 2)) for number in range(3)]
    starting: str | None = None
    for run in range(12):
        config = {"MaxItems": 1} if starting is None else {"MaxItems": 1, "StartingToken": starting}
        one, other = Listing(entry, pages), Listing(entry, pages)
        mine, botocores = ours(one, entry, config), theirs(other, entry, config, limit_type=limit_type)
        assert mine.pages == _as_ours(other, botocores, starting)
        assert mine.resume_token == mine.checkpoint == botocores.resume_token
        assert (mine.resume_token is None) == (run == 11)
        starting = mine.resume_token


def test_a_checkpoint_inside_a_page_that_was_begun_before_counts_all_its_items() -> None:
    """Resumed at item 2 and stopped one later, it goes on at item 3."""
    walk = Walk(rule_of(simple()), {}, starting_token=encode({"NextToken": "a"}, 2))
    walk.receive({"Items": [1, 2, 3, 4]})
    walk.hand_out(1)
    assert TokenDecoder().decode(walk.checkpoint) == {"NextToken": "a", "boto_truncate_amount": 3}


def test_the_text_none_is_never_sent_as_a_token() -> None:
    """As in botocore, whose old tokens wrote None that way."""
    walk = walk_over([{"Items": [1], "NextToken": "None"}])
    assert walk.request() == {}


# --- the named differences, as in docs/differences.md ---------------------------------------------------------------


def test_the_last_page_before_max_items_carries_the_resume_token() -> None:
    """boto3#3677: cut in the middle or at a page's end, the last page's NextToken goes on after its last item."""
    pages = [({}, {"Items": [1, 2], "NextToken": "a"}), ({"NextToken": "a"}, {"Items": [3, 4], "NextToken": "b"})]
    for most, token in ((3, {"NextToken": "a", "boto_truncate_amount": 1}), (2, {"NextToken": "a"})):
        outcome = ours(Listing(simple(), pages), simple(), {"MaxItems": most})
        assert outcome.pages[-1]["NextToken"] == outcome.resume_token == outcome.checkpoint
        assert TokenDecoder().decode(outcome.resume_token) == token


def test_editing_a_page_does_not_change_the_paging() -> None:
    """The next token is taken when the page comes; a caller that empties the page ends nothing."""
    walk = Walk(rule_of(simple()), {})
    page = walk.receive({"Items": [1], "NextToken": "a"})
    walk.hand_out()
    page.clear()
    assert walk.request() == {"NextToken": "a"}


def test_the_token_of_a_page_is_read_before_its_items_are_skipped() -> None:
    """S3's older listing has its token in the last item; skipping all items of a page does not lose it."""
    walk = Walk(rule_of(OBJECTS), {}, starting_token=encode({"Marker": None}, 5))
    page = walk.receive({"IsTruncated": True, "Contents": [{"Key": "a"}]})
    assert page["Contents"] == []
    assert walk.request() == {"Marker": "a"}


def test_every_iteration_starts_where_the_first_did() -> None:
    """Walks over the same parameters are independent, and none of them edits the parameters."""
    params = {"Filters": [{"Name": "state"}], "NextToken": "from here"}
    for _ in range(2):
        walk = Walk(rule_of(simple()), params, page_size=None)
        assert walk.request() == params
        walk.receive({"Items": [1], "NextToken": "a"})
        assert walk.request() == {"Filters": [{"Name": "state"}], "NextToken": "a"}
    assert params == {"Filters": [{"Name": "state"}], "NextToken": "from here"}


def test_a_failed_page_is_asked_for_again() -> None:
    """boto3#1492: the request stays the same until its page came, so an error in between ends nothing."""
    walk = walk_over([{"Items": [1], "NextToken": "a"}])
    assert walk.request() == walk.request() == {"NextToken": "a"}
    assert TokenDecoder().decode(walk.checkpoint) == {"NextToken": "a"}


def test_a_token_that_returns_ends_with_an_error() -> None:
    """botocore#3778: A, B, A is refused at the second A, after its page was handed out."""
    walk = Walk(rule_of(simple()), {})
    for token in ("A", "B", "A"):
        assert walk.request() is not None
        page = walk.receive({"Items": [token], "NextToken": token})
        assert page["Items"] == [token]
        walk.hand_out()
    for _ in range(2):
        with pytest.raises(errors.PaginationError, match=r"given before.*'A'"):
            walk.request()


def test_the_token_a_run_starts_with_may_not_return_either() -> None:
    """A service that answers with the token it was sent would serve the same page for ever."""
    walk = Walk(rule_of(simple()), {}, starting_token="A")
    walk.receive({"Items": [1], "NextToken": "A"})
    with pytest.raises(errors.PaginationError):
        walk.request()


def test_other_results_are_blanked_only_where_items_are_skipped() -> None:
    """botocore#3119: at a page boundary the other results were never delivered, so they stay."""
    page = {"Contents": [{"Key": "a"}, {"Key": "b"}], "CommonPrefixes": [{"Prefix": "p"}]}
    boundary = Walk(rule_of(OBJECTS), {}, starting_token=encode({"Marker": "m"}))
    assert boundary.receive(dict(page)) == page
    inside = Walk(rule_of(OBJECTS), {}, starting_token=encode({"Marker": "m"}, 1))
    assert inside.receive(dict(page)) == {"Contents": [{"Key": "b"}], "CommonPrefixes": []}


def test_a_token_given_as_parameter_is_in_the_resume_token() -> None:
    """A run that starts at NextToken=x and is cut in its first page resumes at x, not at the beginning."""
    pages = [({"NextToken": "x"}, {"Items": [1, 2, 3]})]
    first = ours(Listing(simple(), pages), simple(), {"MaxItems": 2}, {"NextToken": "x"})
    assert TokenDecoder().decode(first.resume_token) == {"NextToken": "x", "boto_truncate_amount": 2}
    rest = ours(Listing(simple(), pages), simple(), {"StartingToken": first.resume_token}, {"NextToken": "x"})
    assert rest.full == {"Items": [3]}


def test_max_items_cuts_a_map_in_the_order_of_its_keys() -> None:
    """In botocore a TypeError; ours gives each entry once, whatever order the service gives them in."""
    first = walk_over([{"Items": {"b": 2, "a": 1, "c": 3}}], max_items=2)
    rest = Walk(rule_of(simple()), {}, starting_token=first.resume_token)
    assert rest.receive({"Items": {"c": 3, "b": 2, "a": 1}}) == {"Items": {"c": 3}}


def test_a_structure_is_one_item_and_never_cut() -> None:
    """The performance history of a budget counts as one item, whatever members it has."""
    service = catalog.service("budgets")
    name = "DescribeBudgetPerformanceHistory"
    rule = Rule.of(service.pagination[name], service.operation(name).input, service.operation(name).output)
    walk = Walk(rule, {}, max_items=1)
    history = {"BudgetPerformanceHistory": {"BudgetName": "a", "BudgetType": "COST"}, "NextToken": "t"}
    page = walk.receive(history)
    walk.hand_out()
    assert page["BudgetPerformanceHistory"] == history["BudgetPerformanceHistory"]
    assert primary_items(rule, page) == [history["BudgetPerformanceHistory"]]
    assert walk.request() is None
    assert TokenDecoder().decode(walk.resume_token) == {"NextToken": "t"}
    empty = Walk(rule, {}, max_items=0)
    assert empty.receive(history)["BudgetPerformanceHistory"] is None


# --- the walk on its own ----------------------------------------------------------------------------------------------


def test_the_checkpoint_follows_what_was_handed_out() -> None:
    """Before the first page it starts at the beginning, in a page after the item, at the end there is none."""
    walk = Walk(rule_of(simple()), {})
    seen = [walk.checkpoint]
    walk.receive({"Items": [1, 2], "NextToken": "a"})
    walk.receive({"Items": [3]})  # read ahead: nothing of it is handed out yet
    seen.append(walk.checkpoint)
    walk.hand_out(1)
    seen.append(walk.checkpoint)
    walk.hand_out(2)
    seen.append(walk.checkpoint)
    walk.hand_out()
    seen.append(walk.checkpoint)
    walk.hand_out()
    assert walk.checkpoint is None
    start, middle, end = {"NextToken": None}, {"NextToken": None, "boto_truncate_amount": 1}, {"NextToken": "a"}
    assert [TokenDecoder().decode(token) for token in seen] == [start, start, middle, end, end]


def test_resume_token_and_non_aggregates_wait_for_the_page_to_be_handed_out() -> None:
    """With a page read ahead the caller sees nothing of it before it has it."""
    walk = Walk(rule_of(simple(non_aggregate_keys=["Total", "Of.All"])), {}, max_items=1)
    walk.receive({"Items": [1, 2], "Total": 2})
    assert (walk.resume_token, walk.non_aggregate_part) == (None, {})
    walk.hand_out()
    assert walk.resume_token == walk.checkpoint is not None
    assert walk.non_aggregate_part == {"Total": 2, "Of": {"All": None}}


def test_request_gives_a_dict_of_its_own() -> None:
    """What the caller does to the parameters of one call changes no other call."""
    walk = Walk(rule_of(simple(limit_key="Max")), {"A": 1}, page_size=5)
    request = walk.request()
    assert request == {"A": 1, "Max": 5}
    request.clear()
    assert walk.request() == {"A": 1, "Max": 5}


def test_a_walk_shows_how_far_it_has_come() -> None:
    """Repr, for the repr of pages."""
    walk = walk_over([{"Items": [1, 2], "NextToken": "a"}, {"Items": [3]}])
    assert repr(walk) == "page 2 · 3 items"
    assert [place.expression for place in walk.result_keys] == ["Items"]


def test_circles_are_seen_in_tokens_of_any_type() -> None:
    """Maps, lists and bytes are compared by value, in any order of keys."""
    walk = Walk(rule_of(DYNAMODB), {})
    walk.receive({"Items": [], "LastEvaluatedKey": {"a": {"B": b"1"}, "b": {"L": [{"N": "1"}]}}})
    walk.receive({"Items": [], "LastEvaluatedKey": {"b": {"L": [{"N": "2"}]}, "a": {"B": b"1"}}})
    assert walk.request() is not None
    walk.receive({"Items": [], "LastEvaluatedKey": {"b": {"L": [{"N": "1"}]}, "a": {"B": b"1"}}})
    with pytest.raises(errors.PaginationError):
        walk.request()


def test_items_and_results_of_odd_types() -> None:
    """A map gives pairs, a text and a number are one item; result_key_iters gives keys and letters as botocore does."""
    rule = rule_of(simple())
    table: list[tuple[Any, list[Any], list[Any]]] = [
        ([1, 2], [1, 2], [1, 2]),
        (None, [], []),
        ({"b": 1, "a": 2}, [("a", 2), ("b", 1)], ["b", "a"]),
        ("ab", ["ab"], ["a", "b"]),
        ("", [], []),
        (7, [7], [7]),
    ]
    for value, items, results in table:
        page = {"Items": value}
        assert primary_items(rule, page) == items
        assert list(result_items(rule.primary, page)) == results


def test_a_full_result_leaves_pages_alone() -> None:
    """Lists are joined in a list of its own; what does not add up keeps the first page's value."""
    full = FullResult(rule_of({**simple(), "result_key": ["Items", "Count", "Map", "Odd"]}))
    first = {"Items": [1], "Count": 1, "Map": {"a": 1}, "Odd": [1]}
    full.add(first)
    full.add({"Items": [2], "Count": 2, "Map": {"b": 1}, "Odd": "text"})
    assert first["Items"] == [1]
    assert full.result(None, {"Map": {"c": 1}}) == {"Items": [1, 2], "Count": 3, "Map": {"a": 1, "c": 1}, "Odd": [1]}
    assert full.result("token", {})["NextToken"] == "token"


def test_options_are_optional() -> None:
    """No PaginationConfig, or None, sets nothing."""
    assert Options.of(rule_of(simple()), None) == Options.of(rule_of(simple()), {}) == Options()
