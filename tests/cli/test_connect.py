"""The flags that say how a client waits and repeats, as the AWS CLI has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from allpages import Replay, Response
from allpages.cli.connect import config
from image_pages import IMAGES, answer, image, pages

if TYPE_CHECKING:
    from collections.abc import Callable


def test_waits_and_attempts() -> None:
    """In seconds, parts of them too; 0 is without end."""
    waits = {"cli_read_timeout": "2.5", "cli_connect_timeout": "7"}
    found = config({**waits, "max_attempts": "9", "retry_mode": "adaptive"})
    assert (found.read_timeout, found.connect_timeout) == (2.5, 7.0)
    assert (found.max_attempts, found.retry_mode) == (9, "adaptive")
    assert config({"cli_read_timeout": "0"}).read_timeout > 86_400
    assert config({}).read_timeout == 60


@pytest.mark.parametrize(
    ("flag", "value", "said"),
    [
        ("--cli-read-timeout", "-1", "takes seconds"),
        ("--cli-connect-timeout", "soon", "--cli-connect-timeout takes seconds"),
        ("--cli-read-timeout", "nan", "takes seconds"),
        ("--cli-read-timeout", "inf", "takes seconds"),
        ("--max-attempts", "0", "takes a whole number"),
        ("--max-attempts", "x", "takes a whole number"),
        ("--retry-mode", "legacy", "'standard', 'adaptive'"),
    ],
)
def test_misuse_is_refused_before_any_request(cli: Callable[..., Any], flag: str, value: str, said: str) -> None:
    """Naming the flag."""
    code, out, err = cli(*IMAGES, flag, value, transport=Replay([]))
    assert (code, out) == (2, "")
    assert said in err


def test_attempts_are_counted(cli: Callable[..., Any]) -> None:
    """With one, a failure is not repeated."""
    replay = Replay([Response(500, {}, b"{}"), answer({"Images": []})])
    assert cli(*IMAGES, "--max-attempts", "1", transport=replay).code == 1
    assert len(replay.requests) == 1


def test_a_pager_is_never_used(cli: Callable[..., Any]) -> None:
    """So --no-cli-pager changes nothing."""
    with_flag = cli(*IMAGES, "--no-cli-pager", transport=pages([image(1)]))
    assert with_flag == cli(*IMAGES, transport=pages([image(1)]))
    assert with_flag.code == 0
