"""Settings: each open point of the two services turned to its other side."""

from __future__ import annotations

import signal
import subprocess
import sys
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import msgspec
import pytest

from allpages import errors, local
from allpages.local import config
from allpages.local.behaviour import Settings
from allpages.local.server import asgi
from allpages.local.store.tables import Ami
from allpages.local.world_clock import Clock
from allpages.values import Request

if TYPE_CHECKING:
    from pathlib import Path

    from allpages.local.endpoint import Endpoint

UNKNOWN = "ami-0123456789abcdef0"
IMAGES = "DescribeFastLaunchImages"


def endpoint(**settings: Any) -> Endpoint:
    """An endpoint with these settings and a clock that stands still."""
    return local.open_endpoint(settings=Settings(allow_unsigned=True, **settings), clock=Clock(pace=0.0), seed=1)


def ec2(found: Endpoint, action: str, **params: Any) -> tuple[int, str]:
    """Status, and body or error code."""
    body = urlencode({"Action": action, **{name.replace("_", "."): value for name, value in params.items()}})
    answer = found.answer(Request("POST", "http://localhost/", {}, body.encode()))
    text = answer.body.decode()
    return answer.status, text.partition("<Code>")[2].partition("<")[0] or text


def workspaces(found: Endpoint, operation: str, **params: Any) -> tuple[int, Any]:
    """Status, and members or error code."""
    headers = {"x-amz-target": f"WorkspacesService.{operation}"}
    answer = found.answer(Request("POST", "http://localhost/", headers, msgspec.json.encode(params)))
    body = msgspec.json.decode(answer.body)
    return answer.status, body.get("__type", body)


@pytest.mark.parametrize(
    ("settings", "params", "expected"),
    [
        ({"ec2_zero_max_results": "refuse"}, {"MaxResults": 0}, "InvalidParameterValue"),
        ({"ids_with_max_results": "refuse"}, {"MaxResults": 5, "ImageId_1": UNKNOWN}, "InvalidParameterCombination"),
        ({"unknown_ami_in_describe": "refuse"}, {"ImageId_1": UNKNOWN}, "InvalidAMIID.NotFound"),
        ({"ec2_bad_token": "InvalidPaginationToken"}, {"NextToken": "x"}, "InvalidPaginationToken"),
    ],
)
def test_describing_fast_launch_images(settings: Any, params: Any, expected: str) -> None:
    """Accepted by default, refused on request."""
    assert ec2(endpoint(**settings), IMAGES, **params) == (400, expected)


def test_the_page_sizes_without_max_results() -> None:
    """As large as one likes."""
    found = endpoint(ec2_page=3, workspaces_page=4)
    assert ec2(found, IMAGES)[1].count("<item>") == 3
    assert len(workspaces(found, "DescribeWorkspaceImages")[1]["Images"]) == 4


def test_the_filter_of_old_days() -> None:
    """`launch-template` chooses by the template's name."""
    params = {"Filter_1_Name": "launch-template", "Filter_1_Value_1": "fast-launch-*"}
    status, text = ec2(endpoint(launch_template_filter=True), IMAGES, **params)
    assert status == 200
    assert text.count("<item>") == text.count("<launchTemplateName>fast-launch-") > 0


def test_tokens_expire() -> None:
    """By the endpoint's own clock."""
    found = endpoint(token_ttl_s=60)
    token = workspaces(found, "DescribeWorkspaceImages")[1]["NextToken"]
    found.clock.step(60)
    assert workspaces(found, "DescribeWorkspaceImages", NextToken=token)[0] == 200
    found.clock.step(1)
    expired = workspaces(found, "DescribeWorkspaceImages", NextToken=token)
    assert expired == (400, "InvalidParameterValuesException")


def test_deleting_what_is_not_there_and_reading_what_is_not_mine() -> None:
    """Refused on request, in the code one likes."""
    found = endpoint(delete_unknown_image="refuse", permissions_read_by_recipient="AccessDeniedException")
    assert workspaces(found, "DeleteWorkspaceImage", ImageId="wsi-000000000") == (400, "ResourceNotFoundException")
    image_id = workspaces(found, "DescribeWorkspaceImages", ImageType="SHARED")[1]["Images"][0]["ImageId"]
    answer = workspaces(found, "DescribeWorkspaceImagePermissions", ImageId=image_id)
    assert answer == (400, "AccessDeniedException")


def test_fast_launch_takes_its_defaults_from_the_settings() -> None:
    """Counts, quota, codes and times."""
    found = endpoint(target_resource_count=10, max_parallel_launches=7, enabling_s=5, quota_code="LimitExceeded")
    found.store.put(Ami(place=1, image_id="ami-00000001", name="a", created_ms=0))
    found.store.put(Ami(place=1, image_id="ami-00000002", name="b", created_ms=0, platform=""))
    found.store.put(Ami(place=1, image_id="ami-00000003", name="c", created_ms=0, state="pending"))
    _, text = ec2(found, "EnableFastLaunch", ImageId="ami-00000001")
    assert "<targetResourceCount>10<" in text
    assert "<maxParallelLaunches>7<" in text
    found.clock.step(5)
    assert "<state>enabled<" in ec2(found, IMAGES, ImageId_1="ami-00000001")[1]
    assert ec2(found, "EnableFastLaunch", ImageId="ami-00000002") == (400, "UnsupportedOperation")
    assert ec2(found, "EnableFastLaunch", ImageId="ami-00000003") == (400, "InvalidAMIID.Unavailable")
    refused = ec2(found, "EnableFastLaunch", ImageId="ami-00000001", MaxParallelLaunches=1000)
    assert refused == (400, "LimitExceeded")


def test_a_clock_runs_as_fast_as_it_is_told() -> None:
    """A pace of sixty makes a minute of a second; it never goes back."""
    wall = [100.0]
    clock = Clock(pace=60.0, start_s=0.0, wall=lambda: wall[0])
    wall[0] += 1
    assert clock.now_ms() == 60_000
    clock.step(5)
    assert clock.now_ms() == 65_000
    with pytest.raises(ValueError, match="forward"):
        clock.step(-1)


def test_a_fault_in_a_word() -> None:
    """As the command line takes it."""
    found = config.fault("slow:seconds=2,operation=Describe*,chance=0.5,count=3")
    assert (found.kind, found.seconds, found.operation, found.chance, found.count) == ("slow", 2, "Describe*", 0.5, 3)
    assert config.fault("cycle").chance == 1
    for wrong in ("fire", "slow:seconds=soon", "slow:colour=red", "slow:seconds"):
        with pytest.raises(errors.ConfigError, match=wrong.partition(":")[0]):
            config.fault(wrong)


def test_a_port_that_is_taken_is_told() -> None:
    """With the address, and what to do."""
    with asgi.listen("127.0.0.1", 0) as taken, pytest.raises(errors.ConfigError, match="Cannot listen"):
        asgi.listen("127.0.0.1", taken.getsockname()[1])


SERVE = """
from allpages import local
local.serve(port=0, throttle=True, pace=60, faults=["slow:seconds=0"], config=__import__("sys").argv[1])
"""


def test_serve_says_where_it_is_and_stops_at_ctrl_c(tmp_path: Path) -> None:
    """With everything that the command line can ask for, in a process of its own."""
    path = tmp_path / "local.toml"
    path.write_text("[settings]\nallow_unsigned = true\n")
    command = [sys.executable, "-u", "-c", SERVE, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as serving:
        assert serving.stdout is not None
        url = serving.stdout.readline().split()[5]
        connection = HTTPConnection(url.removeprefix("http://"), timeout=10)
        connection.request("POST", "/", "Action=DescribeFastLaunchImages")
        with connection.getresponse() as response:
            assert response.read().count(b"<imageId>") == 62
        connection.close()
        serving.send_signal(signal.SIGINT)
        assert serving.wait(10) == 0


def test_a_mistake_of_ours_is_answered_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    """In the form of the protocol; the log has the traceback, without the request."""
    found = endpoint()
    found.store.close()
    assert ec2(found, IMAGES) == (500, "InternalError")
    assert workspaces(found, "DescribeWorkspaceImages") == (500, "InternalFailure")
    assert "could not be answered" in caplog.text
    assert IMAGES not in caplog.records[0].getMessage()
