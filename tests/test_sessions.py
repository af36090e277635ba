"""Sessions and boto3's names: one identity for many clients, its credentials in any form, and what a client is."""

from __future__ import annotations

import json
import pickle
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import boto3
import botocore
import botocore.session
import pytest
from botocore import exceptions as theirs
from botocore.config import Config as TheirConfig
from botocore.credentials import Credentials as TheirCredentials
from botocore.credentials import RefreshableCredentials

import allpages
from allpages import Config, Replay, aio, errors, twins
from colours import KEYS, Async, Sync, json_fault, json_page

if TYPE_CHECKING:
    from pathlib import Path

PAIR = {"aws_access_key_id": "AKIDSESSION", "aws_secret_access_key": "secret"}


def signer(replay: Replay) -> str:
    """The access key that signed the latest request."""
    return replay.requests[-1].headers["Authorization"].partition("Credential=")[2].partition("/")[0]


def listed(colour: Sync | Async, session: Any, replay: Replay, **options: Any) -> str:
    """Who signed a listing of a client of the session."""
    client = session.client("workspaces", transport=replay, **options)
    colour.take(colour.iterate(client.get_paginator("describe_workspace_images").paginate()))
    return signer(replay)


def pages(count: int = 1) -> Replay:
    """So many answers."""
    return Replay([json_page([])] * count)


class Process:
    """A credential_process that counts how often it is started."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, profiles: int = 1) -> None:
        """A configuration file with so many profiles."""
        self.folder = folder
        script = folder / "give.py"
        script.write_text(
            "import json, pathlib, sys, datetime\n"
            f"with open({str(folder / 'log')!r}, 'a') as log: log.write(sys.argv[1] + '\\n')\n"
            "end = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1)\n"
            "print(json.dumps({'Version': 1, 'AccessKeyId': 'AKID' + sys.argv[1], 'SecretAccessKey': 's',"
            " 'SessionToken': 't', 'Expiration': end.isoformat()}))\n"
        )
        config = folder / "config"
        config.write_text(
            "".join(
                f"[profile p{number}]\nregion = eu-west-1\ncredential_process = {sys.executable} {script} P{number}\n"
                for number in range(profiles)
            )
        )
        monkeypatch.setenv("AWS_CONFIG_FILE", str(config))

    @property
    def started(self) -> list[str]:
        """For whom, each time."""
        return (self.folder / "log").read_text().split()


def test_a_hundred_clients_over_ten_profiles_ask_ten_times(
    colour: Sync | Async, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Clients opened alike share what was found, without a session as with one, in threads as well."""
    process = Process(tmp_path, monkeypatch, profiles=10)

    def ask(number: int) -> str:
        replay = pages()
        client = allpages.client("workspaces", profile_name=f"p{number % 10}", transport=replay)
        list(client.get_paginator("describe_workspace_images").paginate())
        return signer(replay)

    with ThreadPoolExecutor(8) as pool:
        signers = list(pool.map(ask, range(100)))
    assert signers == [f"AKIDP{number % 10}" for number in range(100)]
    assert sorted(process.started) == sorted(f"P{number}" for number in range(10))

    session = colour.module.Session(profile_name="p3")
    assert {listed(colour, session, pages()) for _ in range(5)} == {"AKIDP3"}
    assert process.started.count("P3") == 2
    assert colour.do_or_give(session.get_credentials()).access_key == "AKIDP3"
    assert process.started.count("P3") == 2


def test_a_session_says_what_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By boto3's names, with boto3's values."""
    Process(tmp_path, monkeypatch, profiles=3)
    for options in ({}, {"profile_name": "p1"}, {"region_name": "us-west-2"}, {**PAIR, "aws_session_token": "t"}):
        ours, other = allpages.Session(**options), boto3.Session(**options)
        assert (ours.profile_name, ours.region_name) == (other.profile_name, other.region_name)
        assert sorted(ours.available_profiles) == sorted(other.available_profiles)
    assert ours.get_available_services() == other.get_available_services()
    assert sorted(ours.get_available_partitions()) == sorted(other.get_available_partitions())
    assert ours.get_partition_for_region("cn-north-1") == other.get_partition_for_region("cn-north-1")
    for service in ("ec2", "s3", "workspaces", "dynamodb"):
        for partition in ("aws", "aws-cn"):
            assert sorted(ours.get_available_regions(service, partition)) == sorted(
                other.get_available_regions(service, partition)
            )
    keys = ours.get_credentials()
    assert keys is not None
    assert keys.get_frozen_credentials().token == "t"
    assert "eu-west-1" in repr(allpages.Session(profile_name="p1"))
    assert allpages.Session().get_credentials() is None


def refreshable(calls: list[int], life: timedelta = timedelta(hours=1)) -> RefreshableCredentials:
    """boto3's own credentials that renew themselves."""

    def renew() -> dict[str, str]:
        calls.append(len(calls))
        end = (datetime.now(UTC) + life).isoformat()
        return {"access_key": f"AKID{len(calls)}", "secret_key": "s", "token": "t", "expiry_time": end}

    return RefreshableCredentials.create_from_metadata(renew(), refresh_using=renew, method="test")


STS = {
    "AccessKeyId": "AKIDSTS",
    "SecretAccessKey": "s",
    "SessionToken": "t",
    "Expiration": datetime(2100, 1, 1, tzinfo=UTC),
}
FORMS = {
    "ours": (lambda: allpages.Credentials(access_key="AKIDOURS", secret_key="s"), "AKIDOURS"),
    "botocore's": (lambda: TheirCredentials("AKIDTHEIRS", "s"), "AKIDTHEIRS"),
    "frozen": (lambda: boto3.Session(**PAIR).get_credentials(), "AKIDSESSION"),
    "renewing": (lambda: refreshable([]), "AKID1"),
    "of STS": (lambda: STS, "AKIDSTS"),
    "a function of ours": (lambda: lambda: allpages.Credentials(access_key="AKIDF", secret_key="s"), "AKIDF"),
    "a function of theirs": (lambda: lambda: TheirCredentials("AKIDG", "s"), "AKIDG"),
    "a function of STS": (lambda: lambda: STS, "AKIDSTS"),
}


@pytest.mark.parametrize("form", FORMS)
def test_credentials_are_taken_in_every_form(colour: Sync | Async, form: str) -> None:
    """By a client, and by a session."""
    make, key = FORMS[form]
    replay = pages(2)
    client = colour.module.client("workspaces", "eu-west-1", credentials=make(), transport=replay)
    for _ in range(2):
        colour.take(colour.iterate(client.get_paginator("describe_workspace_images").paginate()))
        assert signer(replay) == key
    assert listed(colour, colour.module.Session(credentials=make(), region_name="eu-west-1"), pages()) == key


def test_what_expires_is_asked_for_again(colour: Sync | Async) -> None:
    """A function when its keys end or are refused; an object that renews itself, by itself."""
    given: list[int] = []

    def give() -> dict[str, Any]:
        given.append(1)
        return {**STS, "AccessKeyId": f"AKID{len(given)}", "Expiration": datetime.now(UTC) - timedelta(seconds=1)}

    replay = pages(2)
    client = colour.module.client("workspaces", "eu-west-1", credentials=give, transport=replay)
    colour.do(client.describe_workspace_images())
    colour.do(client.describe_workspace_images())
    assert signer(replay) == "AKID2"

    def once() -> allpages.Credentials:
        given.append(1)
        return allpages.Credentials(access_key=f"AKID{len(given)}", secret_key="s")

    replay = Replay([json_fault("ExpiredTokenException"), json_page([]), json_page([])])
    client = colour.module.client("workspaces", "eu-west-1", credentials=once, transport=replay)
    colour.do(client.describe_workspace_images())
    colour.do(client.describe_workspace_images())
    assert signer(replay) == "AKID4"

    calls: list[int] = []
    short = refreshable(calls, timedelta(seconds=1))
    replay = pages()
    colour.do(
        colour.module.client("workspaces", "eu-west-1", credentials=short, transport=replay).describe_workspace_images()
    )
    assert signer(replay) == f"AKID{len(calls)}" != "AKID1"


def fails() -> allpages.Credentials:
    """A source that is down."""
    raise RuntimeError("the vault, secret hunter2, is sealed")


WRONG: dict[str, tuple[Any, type[errors.AllpagesError], str]] = {
    "a number": (7, errors.ConfigError, "credentials is a int"),
    "half a pair": ({"AccessKeyId": "AKID"}, errors.PartialCredentials, "lacks a key"),
    "half of ours": (allpages.Credentials(access_key="AKID", secret_key=""), errors.PartialCredentials, "lack a key"),
    "a function that fails": (fails, errors.CredentialsError, "fails, given as credentials, failed: RuntimeError"),
    "a function that gives nothing": (lambda: None, errors.CredentialsError, "gave a NoneType"),
    "half a pair later": (
        lambda: TheirCredentials("AKID", None),
        errors.AllpagesError,
        "given as credentials|lack a key",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_credentials_that_are_none_are_told_by_their_source(colour: Sync | Async, case: str) -> None:
    """A typed error, without what may be secret."""
    found, kind, text = WRONG[case]
    with pytest.raises(kind, match=text) as caught:
        colour.do(
            colour.module.client(
                "workspaces", "eu-west-1", credentials=found, transport=pages()
            ).describe_workspace_images()
        )
    assert "hunter2" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_sessions_of_botocore_and_boto3_are_understood(colour: Sync | Async) -> None:
    """Their credentials and their region; anything else is refused."""
    core = botocore.session.get_session()
    core.set_credentials("AKIDCORE", "s")
    core.set_config_variable("region", "ap-southeast-2")
    for found in (core, boto3.Session(botocore_session=core), boto3.Session(region_name="ap-southeast-2", **PAIR)):
        session = colour.module.Session(botocore_session=found)
        assert session.region_name == "ap-southeast-2"
        assert listed(colour, session, pages()) == found.get_credentials().access_key
    with pytest.raises(errors.ConfigError, match="botocore_session must be a session"):
        colour.module.Session(botocore_session="default")


@pytest.mark.parametrize("service", ["ec2", "s3", "iam", "workspaces", "route53", "sts", "dynamodb"])
@pytest.mark.parametrize("region", ["us-east-1", "eu-west-1", "cn-north-1", "us-gov-west-1"])
def test_meta_is_boto3s(colour: Sync | Async, service: str, region: str) -> None:
    """Region, endpoint, partition, names of operations."""
    options = {"region_name": region, **PAIR}
    ours, other = colour.client(service, **options).meta, boto3.client(service, **options).meta
    assert (ours.region_name, ours.endpoint_url, ours.partition) == (
        other.region_name,
        other.endpoint_url,
        other.partition,
    )
    assert ours.service_model.service_name == other.service_model.service_name == ours.service_name
    assert ours.method_to_api_mapping == dict(other.method_to_api_mapping)
    assert set(ours.service_model.operation_names) == set(other.service_model.operation_names)
    assert isinstance(ours.config, Config)
    own = colour.client(service, endpoint_url="http://localhost:1", **options).meta
    assert own.endpoint_url == "http://localhost:1"


def test_modelled_errors_are_classes(colour: Sync | Async) -> None:
    """Caught by name, by kind, by ours and by theirs; others pass by."""
    for code, kind in (
        ("ResourceNotFoundException", errors.ServiceError),
        ("AccessDeniedException", errors.AccessDenied),
    ):
        client = colour.client("workspaces", transport=Replay([json_fault(code)]))
        with pytest.raises(getattr(client.exceptions, code)) as caught:
            colour.do(client.describe_workspace_images())
        error = caught.value
        assert isinstance(error, kind)
        assert isinstance(error, theirs.ClientError)
        assert isinstance(error, client.exceptions.ClientError)
        assert not isinstance(error, client.exceptions.InvalidParameterValuesException)
        assert type(error).__name__ == code
        again = pickle.loads(pickle.dumps(error))
        assert isinstance(again, getattr(client.exceptions, code))
        assert (str(again), again.response, again.checkpoint) == (str(error), error.response, error.checkpoint)


def test_an_error_with_an_old_code_is_of_the_class_that_the_model_names(colour: Sync | Async) -> None:
    """SQS answers with the codes of the time before JSON; its errors are modelled by other names."""
    answer = allpages.Response(
        400,
        {"x-amzn-query-error": "AWS.SimpleQueueService.NonExistentQueue;Sender"},
        b'{"__type": "com.amazonaws.sqs#QueueDoesNotExist", "message": "There is none."}',
    )
    client = colour.client("sqs", transport=Replay([answer]))
    with pytest.raises(client.exceptions.QueueDoesNotExist) as caught:
        colour.do(client.list_queue_tags(QueueUrl="https://queue.example/1/mine"))
    assert caught.value.code == "AWS.SimpleQueueService.NonExistentQueue"
    assert isinstance(caught.value, theirs.ClientError)


@pytest.mark.parametrize("service", ["workspaces", "s3", "dynamodb", "iam", "lambda", "ec2", "sqs"])
def test_the_modelled_errors_are_botocores(service: str) -> None:
    """By name and by code."""
    ours, other = allpages.client(service, **KEYS).exceptions, boto3.client(service, **KEYS).exceptions
    names = set(vars(other)["_code_to_exception"].values())
    assert {cls.__name__ for cls in names} == {name for name in dir(ours) if name[0].isupper()} - {"ClientError"}
    for code, cls in vars(other)["_code_to_exception"].items():
        assert ours.from_code(code).__name__ == cls.__name__
    assert ours.from_code("Nothing") is errors.ServiceError
    with pytest.raises(AttributeError, match="models no error 'NoSuch'"):
        _ = ours.NoSuch


CAUGHT: list[tuple[type[errors.AllpagesError], str]] = [
    (kind, twins.THEIRS[kind.__name__])
    for kind in vars(errors).values()
    if isinstance(kind, type) and kind.__name__ in twins.THEIRS and issubclass(kind, errors.AllpagesError)
]


@pytest.mark.parametrize(("kind", "name"), CAUGHT)
def test_botocores_names_catch_ours(kind: type[errors.AllpagesError], name: str) -> None:
    """Each error is its twin too, and travels as such."""
    answer = {"Error": {"Code": "Wrong", "Message": "no"}, "ResponseMetadata": {"HTTPStatusCode": 400}}
    error = kind(answer, "DescribeX") if issubclass(kind, errors.ServiceError) else kind("no", hint="do")  # type: ignore[arg-type]
    error.checkpoint = "token"
    for found in (error, pickle.loads(pickle.dumps(error))):
        assert isinstance(found, getattr(theirs, name))
        assert isinstance(found, (theirs.BotoCoreError, theirs.ClientError))
        assert isinstance(found, kind)
        assert (str(found), found.checkpoint) == (str(error), "token")
        assert type(found).__name__ == kind.__name__


def test_every_error_of_ours_has_a_place_in_the_table() -> None:
    """A new one is caught as BotoCoreError at least, and botocore has every name that the table has."""
    assert {name for name in twins.THEIRS.values() if not hasattr(theirs, name)} == set()
    assert {name for name in twins.THEIRS if not hasattr(errors, name)} == set()


def test_what_boto3_raises_here_is_caught_by_the_same_name(colour: Sync | Async) -> None:
    """The mistakes that people make most."""
    acts: list[tuple[Any, type[Exception]]] = [
        (lambda module: module.client("no-such-service", **KEYS), theirs.UnknownServiceError),
        (lambda module: module.client("workspaces"), theirs.NoRegionError),
        (lambda module: module.client("workspaces", profile_name="nobody"), theirs.ProfileNotFound),
        (
            lambda module: module.client("workspaces", "eu-west-1", aws_access_key_id="a"),
            theirs.PartialCredentialsError,
        ),
        (
            lambda module: colour.do(
                module.client("workspaces", "eu-west-1", transport=pages()).describe_workspace_images()
            ),
            theirs.NoCredentialsError,
        ),
        (
            lambda module: colour.do(colour.client("workspaces", transport=pages()).describe_workspace_images(Wrong=1)),
            theirs.ParamValidationError,
        ),
        (
            lambda _: colour.client("workspaces").get_paginator("delete_workspace_image"),
            theirs.OperationNotPageableError,
        ),
    ]
    for act, kind in acts:
        with pytest.raises(kind):
            act(colour.module)


def test_botocore_is_not_loaded_for_it() -> None:
    """Errors are plain where botocore is not there, also those of a model."""
    import subprocess

    code = (
        "import sys, allpages\n"
        'replay = allpages.Replay([allpages.Response(400, {}, b\'{"__type": "ResourceNotFoundException"}\')])\n'
        "c = allpages.client('workspaces', 'eu-west-1', aws_access_key_id='a', aws_secret_access_key='b',"
        " transport=replay)\n"
        "try:\n    c.describe_workspace_images()\n"
        "except c.exceptions.ResourceNotFoundException as error:\n    print(type(error).__mro__[1].__name__)\n"
        "print('botocore' in sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert found == ["ServiceError", "False"]


def test_botocores_config_is_taken_for_what_it_says() -> None:
    """Option by option."""
    given = TheirConfig(
        region_name="ap-southeast-2",
        signature_version=botocore.UNSIGNED,
        user_agent_extra="me/1",
        user_agent_appid="app",
        connect_timeout=3,
        read_timeout=None,
        max_pool_connections=7,
        proxies={"https": "http://proxy:1"},
        s3={"addressing_style": "path", "use_arn_region": False},
        retries={"max_attempts": 4, "mode": "adaptive"},
        inject_host_prefix=False,
        use_fips_endpoint=True,
        use_dualstack_endpoint=False,
        tcp_keepalive=True,
        parameter_validation=True,
    )
    client = allpages.client("workspaces", config=given, **PAIR)
    found = client.meta.config
    assert client.region_name == "ap-southeast-2"
    assert (found.connect_timeout, found.max_pool_connections, found.max_attempts) == (3.0, 7, 5)
    assert found.read_timeout > 10**6
    assert (found.retry_mode, found.sign_requests, found.inject_host_prefix) == ("adaptive", False, False)
    assert (found.s3_addressing_style, found.s3_use_arn_region, found.use_fips_endpoint) == ("path", False, True)
    assert found.user_agent_extra == "app/app me/1"
    assert (
        allpages.client("ec2", config=TheirConfig(), **KEYS).meta.config == allpages.client("ec2", **KEYS).meta.config
    )
    total = TheirConfig(retries={"total_max_attempts": 4, "mode": "legacy"})
    assert allpages.client("ec2", config=total, **KEYS).meta.config.max_attempts == 4


@pytest.mark.parametrize(("service", "doubled"), [("s3", True), ("s3control", True), ("s3tables", False)])
def test_the_dual_stack_of_s3_is_an_option_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, service: str, *, doubled: bool
) -> None:
    """In botocore's Config, and in the s3 block of a profile; other services do not look at it."""
    given = TheirConfig(s3={"use_dualstack_endpoint": True})
    client = allpages.client(service, "eu-west-1", config=given, **PAIR)
    assert (".dualstack." in client.meta.endpoint_url) is doubled
    (tmp_path / "config").write_text("[default]\ns3 =\n    use_dualstack_endpoint = true\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    profiled = allpages.client(service, "eu-west-1", **PAIR).meta.endpoint_url
    assert profiled == client.meta.endpoint_url
    assert profiled == boto3.Session().client(service, "eu-west-1", **PAIR).meta.endpoint_url


def test_every_option_of_s3_that_endpoints_depend_on_is_taken() -> None:
    """By botocore's names for them, two of which say S3 in their own way."""
    given = {
        "addressing_style": "virtual",
        "use_arn_region": True,
        "use_accelerate_endpoint": True,
        "use_dualstack_endpoint": True,
        "us_east_1_regional_endpoint": "regional",
        "s3_disable_multiregion_access_points": True,
        "disable_s3_express_session_auth": True,
        "payload_signing_enabled": True,
    }
    found = allpages.client("s3", "eu-west-1", config=TheirConfig(s3=given), **PAIR).meta.config
    assert (
        found
        == allpages.client(
            "s3",
            "eu-west-1",
            config=Config(
                s3_addressing_style="virtual",
                s3_use_arn_region=True,
                s3_use_accelerate_endpoint=True,
                s3_use_dualstack_endpoint=True,
                s3_us_east_1_regional_endpoint="regional",
                s3_disable_multiregion_access_points=True,
                s3_disable_express_session_auth=True,
            ),
            **PAIR,
        ).meta.config
    )


REFUSED = {
    "user_agent": {"user_agent": "me"},
    "parameter_validation": {"parameter_validation": False},
    "proxies_config": {"proxies_config": {"proxy_ca_bundle": "x"}},
    "ignore_configured_endpoint_urls": {"ignore_configured_endpoint_urls": True},
    "defaults_mode": {"defaults_mode": "standard"},
    "client_context_params": {"client_context_params": {"a": "b"}},
    "signature version": {"signature_version": "v2"},
}


@pytest.mark.parametrize("option", REFUSED)
def test_an_option_without_an_equal_is_refused_by_name(option: str) -> None:
    """With what to do instead."""
    with pytest.raises(errors.ConfigError, match=option) as caught:
        allpages.client("ec2", config=TheirConfig(**REFUSED[option]), **KEYS)
    assert caught.value.hint


def test_every_option_of_botocore_has_an_answer() -> None:
    """None is overlooked: each is ours, without effect, or refused by name."""
    from allpages.call import foreign_config as known

    answered = {*known._SAME, *known._READINGS, *known._WITHOUT_EFFECT, *known._REFUSED}
    assert set(TheirConfig.OPTION_DEFAULTS) - answered == {"connect_timeout", "read_timeout"}


def test_every_argument_of_boto3_is_taken_or_refused(colour: Sync | Async) -> None:
    """Of boto3.client and of Session."""
    import inspect

    ours = {**inspect.signature(allpages.sync.client).parameters}
    for name in inspect.signature(boto3.Session.client).parameters:
        assert name == "self" or name in ours
    session = inspect.signature(colour.module.Session).parameters
    assert (
        list(inspect.signature(boto3.Session).parameters)
        == list(session)[: len(inspect.signature(boto3.Session).parameters)]
    )
    newest = boto3.client("workspaces", **KEYS).meta.service_model.api_version
    colour.client("workspaces", api_version=newest)
    with pytest.raises(errors.ConfigError, match=newest):
        colour.client("workspaces", api_version="2001-01-01")
    with pytest.raises(errors.ConfigError, match="use_ssl"):
        colour.client("workspaces", use_ssl=False)
    colour.client("workspaces", use_ssl=False, endpoint_url="http://localhost:1")


@pytest.mark.parametrize(
    "name", ["get_waiter", "waiter_names", "generate_presigned_url", "upload_file", "download_fileobj", "events"]
)
def test_what_clients_have_not_is_told_with_the_way_that_exists(colour: Sync | Async, name: str) -> None:
    """An AttributeError too, so that hasattr says no."""
    client = colour.client("s3")
    with pytest.raises(errors.UnknownOperation, match="allpages has no") as caught:
        getattr(client, name)
    assert caught.value.hint
    assert not hasattr(client, name)


def test_what_sessions_and_the_package_have_not_is_told_too(colour: Sync | Async) -> None:
    """Resources, hooks, the Stubber, mock_aws."""
    for owner, name in (
        (colour.module.Session(), "resource"),
        (colour.client("s3").meta, "events"),
        (allpages, "resource"),
        (allpages, "Stubber"),
        (allpages, "mock_aws"),
        (allpages, "setup_default_session"),
    ):
        with pytest.raises(AttributeError, match="allpages has no"):
            getattr(owner, name)
    with pytest.raises(AttributeError):
        _ = colour.module.Session().nothing


def test_boto3_takes_our_credentials() -> None:
    """As its own: the shape is the same."""
    keys = allpages.Session(**PAIR).get_credentials()
    assert keys is not None
    assert isinstance(json.dumps(keys.get_frozen_credentials().access_key), str)
    assert aio.Session(**PAIR).region_name is None
