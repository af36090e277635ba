"""Names, against botocore's own spelling of every operation and member there is."""

from __future__ import annotations

import botocore
import pytest

from allpages.models import catalog
from allpages.models.names import did_you_mean, method_name, nearest, snake_case


def test_every_operation_is_spelled_as_in_botocore() -> None:
    """Methods and commands of all operations of all services."""
    for name in catalog.service_names():
        for operation in catalog.service(name).operation_names:
            assert method_name(operation) == botocore.xform_name(operation)
            assert method_name(operation, "-") == botocore.xform_name(operation, "-")


def test_every_member_of_some_services_is_spelled_as_in_botocore() -> None:
    """Members of services with awkward names: acronyms, plurals, brands."""
    for name in ("ec2", "s3", "iam", "dynamodb", "storagegateway", "workspaces", "rds", "appflow", "connect"):
        service = catalog.service(name)
        for shape in service.shape_names:
            for member in service.shape_json(shape).get("members", {}):
                assert snake_case(member) == botocore.xform_name(member)


@pytest.mark.parametrize(
    ("word", "words", "found"),
    [
        (
            "describe_fast_launch_image",
            ["describe_fast_launch_images", "describe_images"],
            "describe_fast_launch_images",
        ),
        ("maxitems", ["MaxItems", "PageSize"], "MaxItems"),
        ("zzz", ["MaxItems"], None),
    ],
)
def test_the_nearest_word_is_found_whatever_its_case(word: str, words: list[str], found: str | None) -> None:
    """Misspellings find their word, nonsense finds nothing."""
    assert nearest(word, words) == found
    assert did_you_mean(word, words) == (f"Did you mean {found!r}?" if found else "")
