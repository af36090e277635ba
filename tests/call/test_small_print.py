"""The small print of a client: what is rarely asked of it, rarely refused to it, and rarely goes wrong."""

from __future__ import annotations

import asyncio
import logging
import sys
from typing import TYPE_CHECKING, Any

import botocore
import botocore.config
import pytest

import allpages
import allpages.types
from allpages import Config, aio, errors, local
from allpages.call.plan import plan_of
from allpages.models import catalog
from allpages.paging.inference import describe
from allpages.paging.rules import Rule
from allpages.paging.walk import Walk
from allpages.signing import sigv4
from allpages.signing.claims import read_region_set
from allpages.values import Credentials, Request, Scope
from colours import KEYS, json_fault, json_page

if TYPE_CHECKING:
    from pathlib import Path


def client(service: str = "workspaces", *script: Any, **options: Any) -> allpages.Client:
    """A client with these answers."""
    return allpages.client(service, transport=allpages.Replay(list(script)), **{**KEYS, **options})


def test_meta_and_exceptions_say_what_they_are_of() -> None:
    """In a debugger, and to who asks for attributes that are none."""
    made = client()
    assert repr(made.meta) == "<meta of workspaces us-east-1>"
    assert repr(made.exceptions) == "<exceptions of workspaces>"
    assert made.meta.service_name == "workspaces"
    assert "DescribeWorkspaceImages" in made.meta.service_model.operation_names
    assert made.meta.service_model.service_id == "WorkSpaces"
    for one in (made.exceptions, made.meta):
        with pytest.raises(AttributeError):
            one._nothing  # noqa: B018 - it is the question


def test_a_service_that_models_no_error_has_only_the_general_one() -> None:
    """As boto3."""
    silent = next(name for name in catalog.service_names() if not catalog.service(name).error_shape_names)
    made = client(silent)
    with pytest.raises(AttributeError, match="There are: none"):
        made.exceptions.Nothing  # noqa: B018 - as above
    assert made.exceptions.from_code("Nothing") is allpages.ServiceError


def test_a_region_may_be_missing() -> None:
    """S3's is its first then; that of services without regions has a name."""
    keys = {"aws_access_key_id": "A", "aws_secret_access_key": "s"}
    found = {
        name: allpages.client(name, transport=allpages.Replay([]), **keys).meta.region_name for name in ("s3", "iam")
    }
    assert found == {"s3": "us-east-1", "iam": "aws-global"}


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"retries": {"mode": "legacy"}}, {"retry_mode": "standard", "max_attempts": 5}),
        ({"retries": {"max_attempts": 2}}, {"max_attempts": 3}),
        ({"retries": {"total_max_attempts": 2, "mode": "adaptive"}}, {"max_attempts": 2, "retry_mode": "adaptive"}),
        ({"connect_timeout": None}, {"connect_timeout": 365 * 86400.0}),
        ({"signature_version": botocore.UNSIGNED}, {"sign_requests": False}),
        ({"signature_version": None}, {"auth_scheme_preference": None}),
        ({"signature_version": "v4"}, {"auth_scheme_preference": "sigv4"}),
        ({"auth_scheme_preference": "sigv4a,sigv4"}, {"auth_scheme_preference": "sigv4a,sigv4"}),
        ({"s3": {"addressing_style": "path", "payload_signing_enabled": True}}, {"s3_addressing_style": "path"}),
        ({"parameter_validation": True, "client_context_params": {}}, {}),
    ],
    ids=str,
)
def test_botocores_options_are_taken_for_what_they_say(given: dict[str, Any], found: dict[str, Any]) -> None:
    """Each in our words."""
    config = client(config=botocore.config.Config(**given)).meta.config
    assert {name: getattr(config, name) for name in found if name != "connect_timeout"} == {
        name: value for name, value in found.items() if name != "connect_timeout"
    }
    assert config.connect_timeout > 60 * 60 or "connect_timeout" not in found


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"signature_version": "s3"}, "signature version 's3'"),
        ({"parameter_validation": False}, "parameter_validation=False"),
        ({"s3": {"use_nothing": True}}, "The S3 option 'use_nothing'"),
    ],
    ids=str,
)
def test_botocores_options_without_an_equal_are_refused(given: dict[str, Any], said: str) -> None:
    """By name, with what there is."""
    with pytest.raises(errors.ConfigError, match=said):
        client(config=botocore.config.Config(**given))


def test_an_option_of_retries_that_botocore_would_not_take_is_refused() -> None:
    """It checks them itself; one that was changed afterwards is found here."""
    config = botocore.config.Config(retries={"mode": "standard"})
    config._user_provided_options["retries"]["tries"] = 5  # type: ignore[attr-defined]
    with pytest.raises(errors.ConfigError, match="retries has no 'tries'"):
        client(config=config)


def test_what_only_mentions_exceptions_is_no_error() -> None:
    """A shape may have a member of that name."""
    found = [
        (name, shape)
        for name in catalog.service_names()
        for shape in catalog.service(name).error_shape_names
        if not catalog.service(name).shape_json(shape).get("exception")
    ]
    assert found
    service, shape = found[0]
    assert shape not in dir(client(service).exceptions)


def test_a_discovery_without_keys_is_one_about_keys() -> None:
    """Not about where to go: nothing was asked."""

    def none() -> Credentials:
        raise RuntimeError("no")

    made = allpages.client("timestream-write", "us-east-1", transport=allpages.Replay([]), credentials=none)
    with pytest.raises(errors.CredentialsError, match="no"):
        made.list_databases()


def test_a_claim_of_several_regions_is_read_or_is_none() -> None:
    """Four parts, the first of which names a key."""
    claim = read_region_set({"authorization": "AWS4-ECDSA-P256-SHA256 Credential=AKID/20260101/s3/aws4_request"})
    assert claim is not None
    assert (claim.access_key, claim.name, claim.region_set) == ("AKID", "s3", "")
    for credential in ("", "AKID/s3", "/20260101/s3/aws4_request"):
        assert read_region_set({"authorization": f"AWS4-ECDSA-P256-SHA256 Credential={credential}"}) is None
    assert read_region_set({"authorization": "AWS4-HMAC-SHA256 Credential=AKID/20260101/s3/aws4_request"}) is None


def test_a_plan_and_the_doors_say_what_they_are() -> None:
    """For who looks at them in a debugger."""
    assert repr(plan_of(catalog.service("ec2").operation("DescribeImages"))) == "<Plan ec2:DescribeImages>"
    assert set(dir(allpages)) == set(allpages.__all__)
    for door in (allpages, allpages.types):
        with pytest.raises(AttributeError, match="has no attribute '_nothing'"):
            door._nothing  # noqa: B018 - it is the question


def test_the_awaiting_doors_say_the_same() -> None:
    """Names and words of client and session."""
    made = aio.client("workspaces", transport=allpages.Replay([]), **KEYS)
    assert made.service_name == "workspaces"
    with pytest.raises(AttributeError):
        made._nothing  # noqa: B018 - as above
    session = aio.Session(region_name="eu-west-1")
    assert repr(session) == "<allpages.aio.Session default eu-west-1>"
    assert asyncio.run(session.get_credentials()) is None


def test_a_stored_body_is_the_readers_affair() -> None:
    """Objects, and nothing else."""
    s3, ec2 = catalog.service("s3"), catalog.service("ec2")
    assert plan_of(s3.operation("GetObject")).is_stored
    assert not plan_of(s3.operation("GetBucketLifecycleConfiguration")).is_stored
    assert not plan_of(ec2.operation("DescribeImages")).is_stored
    assert not plan_of(s3.operation("DeleteBucket")).is_stored


def test_files_that_cannot_be_read_do_not_matter_to_a_transport_with_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The local endpoint wants no AWS set-up; a profile that was asked for it does want."""
    (tmp_path / "config").write_text("[broken")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    assert allpages.client("ec2", transport=local.transport()).describe_fast_launch_images()["FastLaunchImages"]
    with pytest.raises(errors.ConfigError):
        allpages.client("ec2", transport=local.transport(), profile_name="audit")


def test_a_transport_that_nothing_can_refer_to_weakly_has_limits_of_its_own() -> None:
    """As one of a clock of its own has: they are not those of the process."""

    class Odd:
        __slots__ = ()

        def now(self) -> float:
            return 1_767_225_600.0

        def sleep(self, _seconds: float) -> None:
            raise AssertionError

        def send(self, _request: allpages.Request) -> allpages.Response:
            return json_page(["a"], None)

    made = allpages.client("workspaces", transport=Odd(), **KEYS)
    assert len(list(made.get_paginator("describe_workspace_images").paginate().items())) == 1


def test_keys_that_expired_by_a_clock_that_is_right_are_renewed() -> None:
    """The service's Date says that ours is right: so it is the keys."""
    from time import gmtime, strftime

    def refuse(_request: allpages.Request) -> allpages.Response:
        fault = json_fault("RequestExpired", "Request has expired.")
        date = {"date": strftime("%a, %d %b %Y %H:%M:%S GMT", gmtime(replay.now()))}
        return allpages.Response(fault.status, date, fault.body)

    replay = allpages.Replay([refuse, json_page(["a"], None)])
    given = iter([Credentials(access_key="A", secret_key="s"), Credentials(access_key="B", secret_key="s")])
    made = allpages.client("workspaces", "us-east-1", transport=replay, credentials=lambda: next(given))
    assert made.describe_workspace_images()["Images"]
    assert "Credential=B/" in replay.requests[-1].headers["Authorization"]


def test_whoever_logs_below_us_or_not_at_all_is_in_nobodys_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """The logger may be there by a child's name alone, and logging may not be loaded."""
    logging.getLogger("allpages.of.somebody")
    assert client("workspaces", json_page(["a"], None)).describe_workspace_images()
    monkeypatch.delitem(sys.modules, "logging")
    assert client("workspaces", json_page(["a"], None)).describe_workspace_images()


def test_an_observer_may_be_told_of_its_own_methods_only() -> None:
    """`attempted` instead of a call; what it lacks it is not told."""

    class Watching:
        def __init__(self) -> None:
            self.seen: list[str] = []

        def attempted(self, attempt: allpages.Attempt, _call: object, _listing: object) -> None:
            self.seen.append(attempt.operation)

        def __call__(self, attempt: allpages.Attempt) -> None:
            raise AssertionError(attempt)

    watching = Watching()
    made = client("workspaces", json_page(["a"], None), config=Config(observer=watching))
    assert list(made.get_paginator("describe_workspace_images").paginate())
    assert watching.seen == ["DescribeWorkspaceImages"]


def test_a_rule_without_a_page_size_is_told_and_never_given_one() -> None:
    """It has no name for one."""
    bare = next(
        rule
        for service in ("ec2", "iam", "route53", "cloudfront", "s3", "kinesis", "dynamodb")
        for name in catalog.service(service).operation_names
        if (rule := plan_of(catalog.service(service).operation(name)).rule(infer=True)) and rule.limit_key is None
    )
    assert isinstance(bare, Rule)
    assert "page size" not in describe(bare)
    walk = Walk(bare, {"A": 1})
    walk.resize(5)
    assert walk.request() == {"A": 1}


def test_signing_keys_of_very_many_are_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the identity that came first; whoever comes back gets the same signature."""
    monkeypatch.setattr(sigv4, "_KEYS_KEPT", 3)
    request, scope = Request("GET", "https://ec2.us-east-1.amazonaws.com/", {}), Scope(name="ec2", region="us-east-1")
    keys = [Credentials(access_key=f"AKID{number}", secret_key="s") for number in range(9)]
    first = [sigv4.sign(request, one, scope, 1e9) for one in keys]
    assert [sigv4.sign(request, one, scope, 1e9) for one in keys] == first
    assert len(sigv4._identities) <= 4
