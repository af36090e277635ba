"""What the user may say about paging: the entries of a PaginationConfig, checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from allpages import errors

if TYPE_CHECKING:
    from allpages.paging.rules import Rule

_NAMES = ("MaxItems", "PageSize", "StartingToken")
_MAX = "max"


class Options(Struct, frozen=True, kw_only=True):
    """A checked PaginationConfig."""

    max_items: int | None = None
    page_size: int | str | None = None  # in the type of the limit key
    starting_token: Any = None
    may_step_down: bool = False  # the page size was our choice, "max", not the user's

    @classmethod
    def of(
        cls, rule: Rule, config: Mapping[str, Any] | None, *, largest: Callable[[], int | None] | None = None
    ) -> Options:
        """The options that a PaginationConfig states for an operation of `rule`.

        `largest` gives the page size that `PageSize="max"` stands for, None where there is no safe one.
        Raises: PaginationConfigError - an unknown name, a number that is none, or a PageSize that cannot be sent.
        """
        if config is None:
            return cls()
        if not isinstance(config, Mapping):
            raise errors.PaginationConfigError(f"PaginationConfig is {config!r}; it is a dict.", hint=_known())
        for name in config:
            if name not in _NAMES:
                raise errors.PaginationConfigError(
                    f"PaginationConfig has no {name!r}.", hint=f"{_did_you_mean(str(name))} {_known()}".strip()
                )
        return cls(
            max_items=_number("MaxItems", config.get("MaxItems")),
            page_size=_page_size(rule, config.get("PageSize"), largest),
            starting_token=config.get("StartingToken"),
            may_step_down=config.get("PageSize") == _MAX,
        )


def _page_size(rule: Rule, value: Any, largest: Callable[[], int | None] | None) -> int | str | None:
    if value == _MAX and largest is not None:
        value = largest() if rule.limit_key is not None else None
    if value is None:
        return None
    if rule.limit_key is None:
        raise errors.PaginationConfigError(
            "PageSize cannot be used here: the operation has no parameter that limits a page.",
            hint="Leave PageSize out. MaxItems limits the items of the whole run.",
        )
    number = _number("PageSize", value)
    if rule.limit_is_text:
        return value if isinstance(value, str) else str(value)
    return number


def _number(name: str, value: Any) -> int | None:
    """The whole number that `value` is or spells, as `int` reads it: botocore takes "2" and 2.9 as well."""
    if value is None:
        return None
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        raise errors.PaginationConfigError(f"{name} is {value!r}; it is a whole number.") from None
    if number < 0:
        raise errors.PaginationConfigError(f"{name} is {number}; it is 0 or more.", hint="Leave it out for no limit.")
    return number


def _did_you_mean(name: str) -> str:
    from allpages.hints import did_you_mean

    return did_you_mean(name, _NAMES)


def _known() -> str:
    return f"There are: {', '.join(_NAMES)}."
