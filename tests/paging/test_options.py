"""A PaginationConfig, checked: what botocore takes is taken, and what it lets pass in silence is named."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from allpages import errors
from allpages.paging.options import Options
from listings import rule_of, simple

LIMITED = rule_of(simple(limit_key="MaxResults"))
TEXT = rule_of(simple(limit_key="MaxItems"), limit_type="string")
UNLIMITED = rule_of(simple())


@pytest.mark.parametrize(
    ("value", "number"), [(None, None), (2, 2), ("2", 2), (2.9, 2), (True, 1), (0, 0), (Fraction(7, 2), 3), (" 5 ", 5)]
)
def test_numbers_are_read_as_botocore_reads_them(value: Any, number: int | None) -> None:
    """Whatever `int` takes; text limits get text."""
    options = Options.of(LIMITED, {"MaxItems": value, "PageSize": value})
    assert (options.max_items, options.page_size) == (number, number)


@pytest.mark.parametrize(("value", "sent"), [(5, "5"), ("5", "5"), (5.9, "5.9"), (None, None)])
def test_a_text_limit_gets_text(value: Any, sent: str | None) -> None:
    """As botocore: CloudFront, Route 53 and three more take their page size as a string."""
    assert Options.of(TEXT, {"PageSize": value}).page_size == sent


@pytest.mark.parametrize("name", ["MaxItems", "PageSize"])
@pytest.mark.parametrize("value", ["abc", [], -1, "-1", float("nan"), float("inf"), object()])
def test_negative_and_senseless_numbers_are_refused(name: str, value: Any) -> None:
    """A negative MaxItems in botocore slices from the end; the wrong items stay."""
    for rule in (LIMITED, TEXT):
        with pytest.raises(errors.PaginationConfigError, match=name):
            Options.of(rule, {name: value})


def test_unknown_options_are_refused_with_the_names_that_exist() -> None:
    """In botocore they are ignored, so a misspelt MaxItems lists everything."""
    with pytest.raises(errors.PaginationConfigError, match="maxItems") as caught:
        Options.of(LIMITED, {"maxItems": 5})
    assert "Did you mean 'MaxItems'?" in caught.value.hint
    assert "MaxItems, PageSize, StartingToken" in caught.value.hint


def test_a_page_size_without_a_limit_parameter_is_refused() -> None:
    """As in botocore, when the listing is made and not when it is iterated."""
    with pytest.raises(errors.PaginationConfigError, match="PageSize"):
        Options.of(UNLIMITED, {"PageSize": 5})
    assert Options.of(UNLIMITED, {"PageSize": None}) == Options()


def test_the_largest_page_is_asked_for_only_when_it_is_wanted() -> None:
    """PageSize="max" takes what is safe, and nothing where nothing is, or where there is no limit parameter."""
    asked: list[int] = []

    def largest() -> int | None:
        asked.append(1)
        return 200 if len(asked) == 1 else None

    assert Options.of(LIMITED, {"PageSize": 5}, largest=largest).page_size == 5
    assert not asked
    assert Options.of(LIMITED, {"PageSize": "max"}, largest=largest).page_size == 200
    assert Options.of(LIMITED, {"PageSize": "max"}, largest=largest).page_size is None
    assert Options.of(UNLIMITED, {"PageSize": "max"}, largest=largest).page_size is None
    assert len(asked) == 2
    with pytest.raises(errors.PaginationConfigError):
        Options.of(LIMITED, {"PageSize": "max"})


def test_no_configuration_is_none() -> None:
    """None means no options, where botocore raises AttributeError; anything that is no dict is refused."""
    assert Options.of(LIMITED, None) == Options.of(LIMITED, {}) == Options()
    with pytest.raises(errors.PaginationConfigError, match="dict"):
        Options.of(LIMITED, 5)  # type: ignore[arg-type]  # the mistake itself


def test_the_starting_token_is_passed_on() -> None:
    """It is read when a run starts."""
    assert Options.of(LIMITED, {"StartingToken": "t"}).starting_token == "t"


@pytest.mark.parametrize(
    ("rule", "config", "said"),
    [
        (LIMITED, "MaxItems=5", "PaginationConfig is 'MaxItems=5'; it is a dict."),
        (LIMITED, {"MaxItems": "abc"}, "MaxItems is 'abc'; it is a whole number."),
        (LIMITED, {"PageSize": []}, "PageSize is []; it is a whole number."),
        (LIMITED, {"PageSize": -1}, "PageSize is -1; it is 0 or more.\n  Leave it out for no limit."),
        (
            UNLIMITED,
            {"PageSize": 5},
            (
                "PageSize cannot be used here: the operation has no parameter that limits a page.\n"
                "  Leave PageSize out. MaxItems limits the items of the whole run."
            ),
        ),
    ],
    ids=str,
)
def test_a_refusal_says_what_is_wrong_and_what_to_do(rule: Any, config: Any, said: str) -> None:
    """Letter for letter: it is what a user reads."""
    with pytest.raises(errors.PaginationConfigError) as caught:
        Options.of(rule, config)
    assert str(caught.value).startswith(said)


def test_only_a_size_of_our_choice_may_be_stepped_down_from() -> None:
    """A number that the user gave is sent as it is."""
    assert Options.of(LIMITED, {"PageSize": "max"}, largest=lambda: 25).may_step_down
    assert not Options.of(LIMITED, {"PageSize": 25}, largest=lambda: 25).may_step_down
