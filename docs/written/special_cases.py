"""docs/special-cases.md, written from the rows of the quirks and from the tables below.

python docs/written/special_cases.py
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from allpages.endpoints.authentication import scheme_of
from allpages.models import catalog
from allpages.quirks.rows import quirks_of, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from allpages.models.catalog import Operation
    from allpages.quirks.row import Row

FILE = Path(__file__).parents[1] / "special-cases.md"
_FEW = 5  # services that are named; more are counted


class Case(Struct, frozen=True):
    """One special case that is no row of the quirks, but a piece of the code."""

    what: str
    reason: str
    source: str
    proof: str
    holds: Callable[[Operation], bool] | None = None  # None: it depends on more than the operation


def _scheme(name: str, *, sigv4a: bool = False) -> Callable[[Operation], bool]:
    def holds(operation: Operation) -> bool:
        return operation.service.name != "sdb" and scheme_of(operation, sigv4a=sigv4a) == name

    return holds


def _of(*services: str) -> Callable[[Operation], bool]:
    return lambda operation: operation.service.name in services


def _has(trait: str) -> Callable[[Operation], bool]:
    return lambda operation: trait in operation.model


def _prefixed(operation: Operation) -> bool:
    return "hostPrefix" in operation.model.get("endpoint", {})


def _by_parameter(operation: Operation) -> bool:
    members: dict[str, Any] = operation.input.traits["members"] if operation.input is not None else {}
    return any("contextParam" in member for member in members.values())


def _by_account(operation: Operation) -> bool:
    return operation.service.endpoint_rules["parameters"].get("AccountId", {}).get("builtIn") is not None


def _once_query(operation: Operation) -> bool:
    return "awsQueryCompatible" in operation.service.metadata


_PREFIX = "test_a_host_prefix_is_filled_from_the_parameters"
_SCHEMES = "test_odd_services_are_signed_in_their_own_scheme"
_SAID = "test_what_a_call_says_counts"

AUTHENTICATION = (
    Case("Unsigned", "The access token is a parameter.", "the trait smithy.api#noAuth", _SCHEMES, _scheme("none")),
    Case("Bearer token", "CodeCatalyst knows people, not keys.", "httpBearerAuth", _SCHEMES, _scheme("bearer")),
    Case(
        "Bearer token if `AWS_BEARER_TOKEN_BEDROCK` is set",
        "Bedrock has API keys as well.",
        "botocore.handlers",
        "test_a_bearer_token_in_the_environment_is_preferred",
        lambda operation: (
            "smithy.api#httpBearerAuth" in operation.service.metadata.get("auth", ())
            and operation.service.metadata.get("signingName") == "bedrock"
        ),
    ),
    Case(
        "SigV4, though the model says SigV2",
        "The service takes both.",
        "botocore.client, _set_importexport_signature_version",
        _SCHEMES,
        _of("importexport"),
    ),
    Case(
        "SigV4a where awscrt is installed, else SigV4",
        "The model prefers it.",
        "the trait auth; botocore.auth.resolve_auth_type",
        "test_sigv4a_is_chosen_only_where_it_can_be_made",
        _scheme("sigv4a", sigv4a=True),
    ),
    Case(
        "SigV4a or nothing; so too S3's multi-region access points",
        "Such a host is in many regions.",
        "the endpoint rules' authSchemes",
        "test_sigv4a_is_chosen_only_where_it_can_be_made",
        _of("cloudfront-keyvaluestore"),
    ),
    Case(
        "The path signed as it is, and `x-amz-content-sha256`",
        "S3 and its kin verify so.",
        "botocore.handlers.S3_SIGNING_NAMES",
        "test_every_stage_equals_botocore_for_s3",
        _of("s3", "s3control"),
    ),
    Case(
        "A session's keys for S3 Express buckets, renewed 45 s before their end",
        "A bucket of one zone checks its own keys, fast.",
        "botocore.utils.S3ExpressIdentityCache",
        "test_express_buckets_want_a_session",
    ),
)

ENDPOINTS = (
    Case("A prefix before the host", "The service has several planes.", "the trait hostPrefix", _PREFIX, _prefixed),
    Case(
        "Another host for some operations",
        "The model fixes a parameter of the endpoint rules.",
        "the trait staticContextParams",
        _SAID,
        _has("staticContextParams"),
    ),
    Case("A parameter that decides on the host", "Bucket, ARN or table.", "contextParam", _SAID, _by_parameter),
    Case(
        "The account in the host",
        "Calls reach the account's own cell.",
        "the built-in AWS::Auth::AccountId",
        "test_the_account_moves_into_the_host",
        _by_account,
    ),
    Case(
        "Buckets: in the host, in the path, an access point, an outpost, accelerated",
        "Names with dots, custom endpoints and ARNs each have their own place.",
        "S3's endpoint rules; botocore.handlers.customize_endpoint_resolver_builtins",
        "test_buckets_of_all_kinds_are_where_botocore_finds_them",
        lambda operation: operation.service.name == "s3" and _by_parameter(operation),
    ),
    Case(
        "A bucket of another region: found, remembered, asked again",
        "S3 answers 301, 307 or 400.",
        "botocore.utils.S3RegionRedirectorv2",
        "test_redirects_are_recognised",
        _of("s3"),
    ),
    Case(
        "`fips-` and `-fips` in a region's name",
        "FIPS endpoints were regions once.",
        "botocore.client",
        "test_fips_in_the_name_of_a_region_is_an_option",
    ),
    Case(
        "A custom endpoint: its path stays, prefixes are put before it, buckets behind",
        "`endpoint_url`, `AWS_ENDPOINT_URL`.",
        "botocore.args",
        "test_a_custom_endpoint_is_where_botocore_goes",
    ),
)

ANSWERS = (
    Case(
        "Old error codes: `x-amzn-query-mode` is sent, `x-amzn-query-error` read",
        "Programs know the codes of the time before JSON.",
        "the trait awsQueryCompatible",
        "test_old_codes_of_query_compatible_services_are_kept",
        _once_query,
    ),
    Case(
        "S3's status 200 with an error in the body, or a body that is cut: tried again",
        "S3 begins to answer before it knows the end.",
        "botocore.handlers, _looks_like_special_case_error",
        "test_s3_failing_in_the_middle_of_a_success_is_tried_again",
        _of("s3"),
    ),
)

_HEAD = """\
<!-- Made by `make docs`; a test compares. Do not edit. -->

# AWS's special cases

What services want beyond their models, all as boto3 does it; where we differ is in [differences.md](differences.md).
"Paged" counts the operations with a paginator in botocore, of {total:,}; the rest of a row's operations do not page.
`tests/written/test_special_cases.py` sees that each row's test exists, and `tests/test_differential.py` runs every
operation that pages through botocore as well.
"""

_OUT = """\
## What stays out

Refused, before anything is sent, unless the row says otherwise:

| what | instead |
|---|---|
| SigV2: SimpleDB's two listings (`sdb`) | `EndpointError`; boto3 |
| Event streams, in either direction; no listing has one | `UsageError`; boto3 |
| SigV4a without awscrt, where nothing else will do | `EndpointError` with `pip install 'allpages[sigv4a]'` |

Not done, for no listing needs it; other calls send and give what the model says:

| what | where |
|---|---|
| Pre-signed URLs as parameters | EC2 `CopySnapshot`; RDS, Neptune and DocumentDB copies from another region |
| Keys of SSE-C encoded and hashed | S3 `GetObject`, `PutObject` and their kin; `ListParts` takes them as they are |
| Tree hashes | Glacier uploads |
| A checksum that is not demanded, unless an algorithm is named | S3 `PutObject`, `UploadPart` |
| Checksums of downloads, `aws-chunked`, 100-continue, streamed bodies | S3 objects |
| Compressed requests | CloudWatch `PutMetricData` |
| Bodies as files, streamed; `ChecksumMode` | S3 `GetObject`, `HeadObject`, `PutObject`, `UploadPart` |
| Tokens for databases | RDS and DSQL `generate_db_auth_token` and its kin |
| Old retry tables | retry mode `legacy` |
| Transfers, resources, waiters, pre-signed URLs | boto3's own layers |
"""


def page() -> str:
    """The whole file."""
    operations = [*_paginated()]
    counted = Counter(name for operation in operations for name in quirks_of(operation).names)
    tables = (
        ("## Who signs, and how", AUTHENTICATION),
        ("## Where requests go", ENDPOINTS),
        ("## What is answered", ANSWERS),
    )
    return "\n".join(
        [
            _HEAD.format(total=len(operations)),
            "## What is changed on the way\n",
            "Rows of `quirks/rows.py`, applied once per operation.\n",
            _table("case | where | paged", (_row(row, counted[row.name]) for row in rows())),
            *(f"{title}\n\n{_table('case | where | paged', _cells(cases, operations))}" for title, cases in tables),
            _OUT,
        ]
    )


def proofs() -> set[str]:
    """The names of all tests that the file names."""
    return {*(row.proof for row in rows()), *(case.proof for case in (*AUTHENTICATION, *ENDPOINTS, *ANSWERS))}


def _paginated() -> Iterator[Operation]:
    for name in catalog.service_names():
        service = catalog.service(name)
        yield from map(service.operation, service.pagination)


def _row(row: Row, count: int) -> tuple[str, ...]:
    operations = ", ".join(f"`{name}`" for name in row.operations)
    where = f"{row.service} {operations}".strip() if row.service else "any service"
    return f"`{row.name}`", where, str(count), row.reason, row.source, f"`{row.proof}`"


def _cells(cases: Iterable[Case], operations: list[Operation]) -> Iterator[tuple[str, ...]]:
    for case in cases:
        found = [] if case.holds is None else [*filter(case.holds, operations)]
        services = sorted({operation.service.name for operation in found})
        where = ", ".join(services) if len(services) <= _FEW else f"{len(services)} services"
        yield case.what, where, str(len(found) or ""), case.reason, case.source, f"`{case.proof}`"


def _table(first: str, cells: Iterable[tuple[str, ...]]) -> str:
    columns = f"| {first} | why | source | proved by |"
    lines = [columns, "|" + "---|" * (columns.count("|") - 1), *(f"| {' | '.join(row)} |" for row in cells)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8")
