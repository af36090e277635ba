"""Identity: signatures verified, clocks, temporary credentials, policies; with boto3 signing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import time
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from allpages import errors, local
from allpages.local import config, operations
from allpages.local.behaviour import Settings
from allpages.local.identity import Key
from allpages.local.server import asgi
from allpages.values import Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from allpages.local.endpoint import Endpoint

ADMIN = Key(access_key="AKIAADMIN", secret_key="admin-secret", account="123456789012", user="admin")
READER = Key(
    access_key="AKIAREADER",
    secret_key="reader-secret",
    account="210987654321",
    user="reader",
    allow=("ec2:Describe*", "workspaces:*"),
    deny=("workspaces:D*Image",),
)
GUEST = Key(access_key="ASIAGUEST", secret_key="guest-secret", account="123456789012", token="guest-token")
GONE = Key(access_key="ASIAGONE", secret_key="gone-secret", account="123456789012", token="gone", expires_s=1.0)
STRANGER = Key(access_key="AKIAX", secret_key="x", account="123456789012")  # not among KEYS
NOBODY = Key(access_key="AKIANOBODY", secret_key="nobody-secret", account="123456789012", deny=("*",))
KEYS = (ADMIN, READER, GUEST, GONE, NOBODY)
URL = "http://localhost/"


@pytest.fixture(scope="module")
def guarded() -> Endpoint:
    """An endpoint that knows its keys."""
    return local.open_endpoint(keys=KEYS)


@pytest.fixture(scope="module")
def clients(guarded: Endpoint) -> Iterator[Callable[..., Any]]:
    """Makes boto3 clients that sign with a key, or with a wrong secret."""
    with asgi.serving(guarded) as url:

        def make(service: str, key: Key, *, secret: str | None = None, token: str | None = None) -> Any:
            return boto3.client(
                service,
                endpoint_url=url,
                region_name="us-east-1",
                aws_access_key_id=key.access_key,
                aws_secret_access_key=secret or key.secret_key,
                aws_session_token=token or key.token,
                config=Config(retries={"total_max_attempts": 1}, parameter_validation=False),
            )

        yield make


def refusal(call: Callable[[], Any]) -> tuple[int, str]:
    """Status and code of the error that a call ends with."""
    with pytest.raises(ClientError) as caught:
        call()
    response = caught.value.response
    return response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Code"]


def signed(signer: type, key: Key, *, body: bytes = b"Action=DescribeImages", region: str = "us-east-1") -> Request:
    """A request signed by botocore; a presigned one is a GET."""
    presigned = signer is SigV4QueryAuth
    request = AWSRequest(
        method="GET" if presigned else "POST",
        url=f"{URL}?{body.decode()}" if presigned else URL,
        data=b"" if presigned else body,
    )
    signer(Credentials(key.access_key, key.secret_key, key.token), "ec2", region).add_auth(request)
    return Request(request.method, request.url, dict(request.headers), b"" if presigned else body)


def test_who_signs_rightly_is_let_through(clients: Callable[..., Any]) -> None:
    """Long-lived and temporary credentials, in both protocols, each for its own account."""
    for key in (ADMIN, GUEST):
        assert len(clients("ec2", key).describe_fast_launch_images()["FastLaunchImages"]) == 62
        assert len(clients("workspaces", key).describe_workspace_images()["Images"]) == 25
    assert len(clients("ec2", READER).describe_fast_launch_images()["FastLaunchImages"]) == 8


@pytest.mark.parametrize(
    ("key", "wrong", "ec2", "workspaces"),
    [
        (ADMIN, {"secret": "x"}, (401, "AuthFailure"), (400, "InvalidSignatureException")),
        (STRANGER, {}, (401, "AuthFailure"), (400, "UnrecognizedClientException")),
        (GUEST, {"token": "x"}, (401, "AuthFailure"), (400, "UnrecognizedClientException")),
        (GONE, {}, (400, "RequestExpired"), (400, "ExpiredTokenException")),
        (NOBODY, {}, (403, "UnauthorizedOperation"), (400, "AccessDeniedException")),
    ],
)  # fmt: skip
def test_who_does_not_is_refused(clients: Any, key: Key, wrong: Any, ec2: Any, workspaces: Any) -> None:
    """Each mistake in each family's own words."""
    assert refusal(clients("ec2", key, **wrong).describe_fast_launch_images) == ec2
    assert refusal(clients("workspaces", key, **wrong).describe_workspace_images) == workspaces


def test_policies_allow_and_deny_by_action(clients: Callable[..., Any]) -> None:
    """Deny wins; what is not allowed is denied; a malformed id is told before that, DryRun after."""
    ec2, workspaces = clients("ec2", READER), clients("workspaces", READER)
    mine = ec2.describe_fast_launch_images()["FastLaunchImages"][0]["ImageId"]
    denied = (403, "UnauthorizedOperation")
    assert refusal(lambda: ec2.enable_fast_launch(ImageId=mine)) == denied
    assert refusal(lambda: ec2.enable_fast_launch(ImageId=mine, DryRun=True)) == denied
    assert refusal(lambda: ec2.enable_fast_launch(ImageId="ami-1", DryRun=True)) == (400, "InvalidAMIID.Malformed")
    assert refusal(lambda: ec2.describe_images(DryRun=True)) == (412, "DryRunOperation")
    assert refusal(lambda: workspaces.delete_workspace_image(ImageId="wsi-000000000")) == (400, "AccessDeniedException")
    assert workspaces.describe_workspace_images()["Images"]


VALID = {
    "CopyWorkspaceImage": b'{"Name":"a","SourceImageId":"wsi-000000000","SourceRegion":"us-east-1"}',
    "CreateUpdatedWorkspaceImage": b'{"Name":"a","Description":"a","SourceImageId":"wsi-000000000"}',
    "CreateWorkspaceImage": b'{"Name":"a","Description":"a","WorkspaceId":"ws-000000000"}',
    "CreateTags": b'{"ResourceId":"wsi-000000000","Tags":[]}',
    "DeleteTags": b'{"ResourceId":"wsi-000000000","TagKeys":[]}',
    "DescribeTags": b'{"ResourceId":"wsi-000000000"}',
    "DescribeWorkspaceImages": b"{}",
    "ImportWorkspaceImage": b'{"ImageName":"a","ImageDescription":"a","IngestionProcess":"BYOL_REGULAR",'
    b'"Ec2ImageId":"ami-01234567"}',
    "ImportCustomWorkspaceImage": b'{"ImageName":"a","ImageDescription":"a","ComputeType":"BASE","Protocol":"DCV",'
    b'"ImageSource":{"Ec2ImageId":"ami-01234567"},"InfrastructureConfigurationArn":'
    b'"arn:aws:imagebuilder:us-east-1:123456789012:infrastructure-configuration/one",'
    b'"Platform":"WINDOWS","OsVersion":"Windows_10"}',
    "CreateWorkspaceBundle": b'{"BundleName":"a","BundleDescription":"a","ImageId":"wsi-000000000","ComputeType":{},'
    b'"UserStorage":{"Capacity":"50"}}',
    "DescribeApplicationAssociations": b'{"ApplicationId":"wsa-000000000","AssociatedResourceTypes":["IMAGE"]}',
    "DescribeImageAssociations": b'{"ImageId":"wsi-000000000","AssociatedResourceTypes":["APPLICATION"]}',
    "DescribeBundleAssociations": b'{"BundleId":"wsb-000000000","AssociatedResourceTypes":["APPLICATION"]}',
    "DescribeWorkspaceAssociations": b'{"WorkspaceId":"ws-000000000","AssociatedResourceTypes":["APPLICATION"]}',
    "UpdateWorkspaceImagePermission": b'{"ImageId":"wsi-000000000","AllowCopyImage":true,'
    b'"SharedAccountId":"111111111111"}',
}


@pytest.mark.parametrize("operation", operations.OPERATIONS["workspaces"])
def test_no_workspaces_operation_forgets_to_ask(guarded: Endpoint, operation: str) -> None:
    """A caller who may do nothing gets AccessDenied from every operation."""
    body = VALID.get(operation, b'{"ImageId":"wsi-000000000"}')
    target = f"WorkspacesService.{operation}"
    request = AWSRequest(method="POST", url=URL, data=body, headers={"X-Amz-Target": target})
    SigV4Auth(Credentials(NOBODY.access_key, NOBODY.secret_key), "workspaces", "us-east-1").add_auth(request)
    answer = guarded.answer(Request("POST", URL, dict(request.headers), body))
    assert b"AccessDeniedException" in answer.body, answer.body


@pytest.mark.parametrize("operation", operations.OPERATIONS["ec2"])
def test_no_ec2_operation_forgets_to_ask(guarded: Endpoint, operation: str) -> None:
    """A caller who may do nothing gets UnauthorizedOperation from every operation."""
    place = guarded.store.place("aws", "123456789012", "us-east-1").number
    from allpages.local.store.tables import Ami, LaunchTemplate

    ami = guarded.store.find(Ami, {"place": place}, limit=1)[0].image_id
    template = f"&LaunchTemplateId={guarded.store.find(LaunchTemplate, {'place': place}, limit=1)[0].template_id}"
    if operation == "RestoreImageFromRecycleBin":
        guarded.store.put(Ami(place=place, image_id="ami-ffffffff", name="", created_ms=0, life="bin"))
        ami = "ami-ffffffff"
    image = f"&ImageId={ami}"
    more = {
        "RegisterImage": "&Name=abc",
        "CopyImage": f"&Name=abc&SourceRegion=us-east-1&SourceImageId={ami}",
        "ModifyImageAttribute": f"{image}&Description.Value=x",
        "ResetImageAttribute": f"{image}&Attribute=launchPermission",
        "DescribeImageAttribute": f"{image}&Attribute=description",
        "EnableImageDeprecation": f"{image}&DeprecateAt={datetime.now(UTC) + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}",
        "CreateTags": f"&ResourceId.1={ami}&Tag.1.Key=a&Tag.1.Value=b",
        "DeleteTags": f"&ResourceId.1={ami}",
        "CreateLaunchTemplate": "&LaunchTemplateName=abc",
        "DescribeLaunchTemplates": "",
        "DescribeImageReferences": f"&ImageId.1={ami}&IncludeAllResourceTypes=true",
        "ModifyLaunchTemplate": f"{template}&SetDefaultVersion=1",
        "DeleteLaunchTemplateVersions": f"{template}&LaunchTemplateVersion.1=1",
    }
    listed = operation.startswith(("Describe", "List"))
    needed = template if "LaunchTemplate" in operation else "" if listed else image
    body = f"Action={operation}{more.get(operation, needed)}".encode()
    answer = guarded.answer(signed(SigV4Auth, NOBODY, body=body))
    assert b"UnauthorizedOperation" in answer.body, answer.body


@pytest.mark.parametrize("signer", [SigV4Auth, SigV4QueryAuth])
def test_signatures_in_headers_and_queries_are_verified(guarded: Endpoint, signer: type) -> None:
    """A whole one passes, one for other words does not."""
    request = signed(signer, ADMIN)
    assert guarded.answer(request).status == 200
    other = Request(
        request.method,
        request.url.replace("Images", "Image"),
        request.headers,
        request.body.replace(b"Images", b"Image"),
    )
    assert guarded.answer(other).status in {400, 401}
    changed = Request(request.method, request.url + "&MaxResults=5", request.headers, request.body)
    assert b"AuthFailure" in guarded.answer(changed).body


def test_a_signature_of_any_text_is_a_wrong_one(guarded: Endpoint) -> None:
    """Also one that is not ASCII."""
    request = signed(SigV4Auth, ADMIN)
    name, text = next((name, text) for name, text in request.headers.items() if name.lower() == "authorization")
    for signature in ("\xe9" * 64, "\x00", "0"):
        headers = {**request.headers, name: f"{text.rpartition('=')[0]}={signature}"}
        assert b"AuthFailure" in guarded.answer(Request(request.method, request.url, headers, request.body)).body


@pytest.mark.parametrize(("signer", "offset", "status"), [
    (SigV4Auth, 890, 200), (SigV4Auth, -890, 200), (SigV4Auth, 910, 400), (SigV4Auth, -910, 400),
    (SigV4QueryAuth, 890, 200), (SigV4QueryAuth, 3590, 200), (SigV4QueryAuth, 3610, 400), (SigV4QueryAuth, -910, 400),
])  # fmt: skip
def test_clocks_may_differ_by_fifteen_minutes(signer: type, offset: int, status: int) -> None:
    """And a presigned request lasts as long as it says."""
    from allpages.local.world_clock import Clock

    late = local.open_endpoint(keys=KEYS, clock=Clock(wall=lambda: time() + offset))
    assert late.answer(signed(signer, ADMIN)).status == status


@pytest.mark.parametrize(
    ("authorization", "code"),
    [
        ("", b"MissingAuthenticationToken"),
        ("Basic abc", b"IncompleteSignature"),
        ("AWS4-HMAC-SHA256 nonsense", b"IncompleteSignature"),
        ("AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=x", b"IncompleteSignature"),
    ],
)
def test_what_is_no_signature_is_told_so(guarded: Endpoint, authorization: str, code: bytes) -> None:
    """Without credentials, and with what cannot be read."""
    headers = {"authorization": authorization} if authorization else {}
    answer = guarded.answer(Request("POST", URL, headers, b"Action=DescribeImages"))
    assert answer.status == 400
    assert code in answer.body


def test_a_signature_for_another_region_or_service_is_refused(guarded: Endpoint) -> None:
    """The scope must be a region that there is, and the service that is asked."""
    assert b"AuthFailure" in guarded.answer(signed(SigV4Auth, ADMIN, region="mars-1")).body
    request = signed(SigV4Auth, ADMIN)
    target = {**request.headers, "X-Amz-Target": "WorkspacesService.DescribeWorkspaceImages"}
    assert b"InvalidSignatureException" in guarded.answer(Request("POST", URL, target, request.body)).body


def test_without_keys_an_access_key_of_twelve_digits_is_an_account() -> None:
    """Any other is the default account's."""
    open_to_all = local.open_endpoint()
    body = b"Action=DescribeFastLaunchImages"
    for access_key, count in (("210987654321", 8), ("AKIAWHATEVER", 62), ("999999999999", 0)):
        key = Key(access_key=access_key, secret_key="x", account="")
        assert open_to_all.answer(signed(SigV4Auth, key, body=body)).body.count(b"<imageId>") == count


def test_secrets_do_not_show() -> None:
    """Neither in a key's repr nor in what an endpoint remembers of its requests."""
    assert "secret" not in repr(ADMIN)
    assert "token" not in repr(GUEST)
    guarded = local.open_endpoint(keys=KEYS)
    guarded.answer(signed(SigV4Auth, GUEST))
    remembered = repr(guarded.recent)
    assert "guest" not in remembered.lower()


CONFIG = """
seed = 5
[settings]
throttle = true
image_quota = 7
[clock]
pace = 0.0
start_s = 1000.0
[[keys]]
access_key = "AKIAONE"
secret_key = "one"
account = "111122223333"
allow = ["ec2:*"]
[[faults]]
kind = "throttle"
chance = 0.5
"""


def test_one_file_says_it_all(tmp_path: Path) -> None:
    """Settings, clock, keys, faults and seed from TOML."""
    path = tmp_path / "local.toml"
    path.write_text(CONFIG)
    made = local.open_endpoint(config=path)
    assert made.settings == Settings(throttle=True, image_quota=7)
    assert made.clock.now_ms() == 1_000_000
    assert made.keys["AKIAONE"].account == "111122223333"
    assert [fault.kind for fault in made.troubles.switched_on] == ["throttle"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[settings]\nthrotle = true", "throtle"),
        ("[[faults]]\nkind = 'fire'", "fire"),
        ("[[keys]]\naccess_key = 'a'\nsecret_key = 'hush'\naccount = 12", "account"),
        ("[[keys]]\naccess_key = 'a'\nsecret_key = 'hush'\naccount = '12'", "'12'"),
        ("= nonsense", "cannot be read"),
    ],
)
def test_a_wrong_file_is_refused_without_telling_secrets(tmp_path: Path, text: str, told: str) -> None:
    """The message names the place and what is wrong there."""
    path = tmp_path / "local.toml"
    path.write_text(text)
    with pytest.raises(errors.ConfigError, match=told) as caught:
        config.read(path)
    assert "hush" not in str(caught.value)
    with pytest.raises(errors.ConfigError):
        config.read(tmp_path / "missing.toml")
