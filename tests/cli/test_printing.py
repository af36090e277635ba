"""Listings run and printed: every format, streamed, resumed, interrupted, refused."""

from __future__ import annotations

import csv
import io
import json
import signal
from typing import TYPE_CHECKING, Any

import pytest

from allpages import Replay, Response
from allpages.errors import ReadTimeout

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from allpages import Request

    from .conftest import Ran

IMAGES = ("workspaces", "describe-workspace-images")


def answer(body: dict[str, Any], status: int = 200) -> Response:
    """What a JSON service sends."""
    return Response(status, {"content-type": "application/x-amz-json-1.1"}, json.dumps(body).encode())


def image(number: int, **more: Any) -> dict[str, Any]:
    """One image as WorkSpaces sends it."""
    return {
        "ImageId": f"wsi-{number:09d}",
        "Name": f"Image {number}",
        "OperatingSystem": {"Type": "WINDOWS"},
        "State": "AVAILABLE",
        "Created": 1700000000.5,
        **more,
    }


def two_pages() -> Replay:
    """Three images on two pages."""
    return Replay([answer({"Images": [image(1), image(2)], "NextToken": "t1"}), answer({"Images": [image(3)]})])


def sent(replay: Replay) -> list[dict[str, Any]]:
    """The parameters of every request."""
    return [json.loads(request.body) for request in replay.requests]


def test_json_is_the_whole_result(cli: Callable[..., Ran]) -> None:
    """As the AWS CLI prints it, byte for byte, over several pages."""
    code, out, err = cli(*IMAGES, transport=two_pages())
    shown = [image(number, Created="2023-11-14T22:13:20.500000+00:00") for number in (1, 2, 3)]
    assert (code, err) == (0, "")
    assert out == json.dumps({"Images": shown}, indent=4) + "\n"


def test_an_empty_listing(cli: Callable[..., Ran]) -> None:
    """Is an empty list, an empty file, a heading; a table says so."""
    assert json.loads(cli(*IMAGES, transport=Replay([answer({"Images": []})])).out) == {"Images": []}
    assert json.loads(cli(*IMAGES, transport=Replay([answer({})])).out) == {}
    assert cli(*IMAGES, "--output", "ndjson", transport=Replay([answer({})])).out == ""
    assert cli(*IMAGES, "--output", "csv", transport=Replay([answer({})])).out.startswith("ImageId,Name,")
    assert cli(*IMAGES, "--output", "table", transport=Replay([answer({})])) == (0, "", "No items.\n")


def test_a_receipt_is_written_however_the_listing_ends(cli: Callable[..., Ran], tmp_path: Path) -> None:
    """Counts, why it ended, a digest; a file that cannot be written is said."""
    file = tmp_path / "receipt.json"
    assert cli(*IMAGES, "--receipt", str(file), transport=two_pages()).code == 0
    receipt = json.loads(file.read_text())
    assert (receipt["pages"], receipt["items"], receipt["requests"], receipt["ended"]) == (2, 3, 2, "end")
    assert len(receipt["digest"]) == 64
    denied = answer({"__type": "AccessDeniedException"}, 400)
    broken = Replay([answer({"Images": [image(1)], "NextToken": "t"}), denied])
    assert cli(*IMAGES, "--receipt", str(file), transport=broken).code == 1
    assert json.loads(file.read_text())["ended"] == "denied"
    code, _, err = cli(*IMAGES, "--receipt", str(tmp_path / "no" / "folder"), transport=two_pages())
    assert code != 0
    assert "receipt cannot be written" in err


def test_debug_shows_every_attempt(cli: Callable[..., Ran]) -> None:
    """On standard error, a line each, and no secret."""
    slow = answer({"__type": "ThrottlingException"}, 400)
    replay = Replay([slow, answer({"Images": [image(1)]})])
    _, _, err = cli(*IMAGES, "--debug", transport=replay)
    assert "attempt 1, HTTP 400 ThrottlingException" in err
    assert "attempt 2, HTTP 200" in err
    assert "secret" not in err


def test_ndjson_is_one_item_a_line(cli: Callable[..., Ran]) -> None:
    """Each line is a document of its own."""
    out = cli(*IMAGES, "--output", "ndjson", transport=two_pages()).out
    assert [json.loads(line)["ImageId"] for line in out.splitlines()] == [
        "wsi-000000001",
        "wsi-000000002",
        "wsi-000000003",
    ]


def test_csv_has_the_columns_of_the_model(cli: Callable[..., Ran]) -> None:
    """Structures are dotted, lists are JSON, text with commas and line ends is quoted, what is missing is empty."""
    odd = image(1, Name='a, "b"\nc', ErrorDetails=[{"ErrorCode": "X"}])
    out = cli(*IMAGES, "--output", "csv", transport=Replay([answer({"Images": [odd, {}]})])).out
    first, second = csv.DictReader(io.StringIO(out))
    assert first["ImageId"] == "wsi-000000001"
    assert first["Name"] == 'a, "b"\nc'
    assert first["OperatingSystem.Type"] == "WINDOWS"
    assert first["Created"] == "2023-11-14T22:13:20.500000+00:00"
    assert first["ErrorDetails"] == '[{"ErrorCode":"X"}]'
    assert set(second.values()) == {""}
    assert {"Updates.UpdateAvailable", "Updates.Description", "OwnerAccountId"} <= set(first)


def test_a_table_in_a_pipe_has_no_colour(cli: Callable[..., Ran]) -> None:
    """What names the image and its state stand first."""
    out = cli(*IMAGES, "--output", "table", transport=two_pages()).out
    lines = out.splitlines()
    assert lines[0].split() == ["ImageId", "Name", "State", "OperatingSystem", "Created"]
    assert lines[2].split()[:4] == ["wsi-000000001", "Image", "1", "AVAILABLE"]
    assert len(lines) == 5
    assert "\x1b" not in out


def test_colour_can_be_asked_for(cli: Callable[..., Ran]) -> None:
    """--color always paints in a pipe too; the AWS CLI's words for it are on and off."""
    for word in ("always", "on"):
        assert "\x1b[" in cli(*IMAGES, "--output", "table", "--color", word, transport=two_pages()).out
    assert "\x1b[" not in cli(*IMAGES, "--output", "table", "--color", "off", transport=two_pages()).out


def test_parameters_are_sent(cli: Callable[..., Ran]) -> None:
    """Flags become members, the page size is the largest there is."""
    replay = Replay([answer({"Images": []})])
    cli(*IMAGES, "--image-ids", "wsi-1", "wsi-2", "--image-type", "OWNED", transport=replay)
    assert sent(replay)[0]["ImageIds"] == ["wsi-1", "wsi-2"]
    assert sent(replay)[0]["ImageType"] == "OWNED"
    replay = two_pages()
    cli(*IMAGES, transport=replay)
    assert sent(replay) == [{"MaxResults": 25}, {"MaxResults": 25, "NextToken": "t1"}]


def test_all_parameters_at_once_and_flags_over_them(cli: Callable[..., Ran]) -> None:
    """--cli-input-json, a flag given as well wins."""
    replay = Replay([answer({"Images": []})])
    given = '{"ImageType": "SHARED", "ImageIds": ["wsi-1"]}'
    cli(*IMAGES, "--cli-input-json", given, "--image-type", "OWNED", "--page-size", "5", transport=replay)
    assert sent(replay) == [{"ImageIds": ["wsi-1"], "ImageType": "OWNED", "MaxResults": 5}]


def test_max_items_cuts_and_says_what_goes_on(cli: Callable[..., Ran]) -> None:
    """JSON has the token in it, the others print it; with it the rest comes, nothing twice."""
    cut = json.loads(cli(*IMAGES, "--max-items", "1", transport=two_pages()).out)
    assert [found["ImageId"] for found in cut["Images"]] == ["wsi-000000001"]
    code, out, err = cli(*IMAGES, "--max-items", "1", "--output", "ndjson", transport=two_pages())
    assert (code, out.count("\n")) == (0, 1)
    assert err == f"There is more. Go on with: --starting-token {cut['NextToken']}\n"
    rest = cli(*IMAGES, "--starting-token", cut["NextToken"], transport=two_pages()).out
    assert [found["ImageId"] for found in json.loads(rest)["Images"]] == ["wsi-000000002", "wsi-000000003"]
    assert cli(*IMAGES, "--max-items", "1", "--output", "ndjson", "--quiet", transport=two_pages()).err == ""


def test_a_query_sees_the_whole_result(cli: Callable[..., Ran]) -> None:
    """All pages together, times as text, in every format."""
    counted = cli(*IMAGES, "--query", "length(Images)", transport=two_pages())
    assert counted == (0, "3\n", "")
    pairs = "Images[?Created > '2023'].{Id: ImageId, Os: OperatingSystem.Type}"
    assert cli(*IMAGES, "--query", pairs, "--output", "csv", transport=two_pages()).out == (
        "Id,Os\nwsi-000000001,WINDOWS\nwsi-000000002,WINDOWS\nwsi-000000003,WINDOWS\n"
    )
    assert cli(*IMAGES, "--query", "Images[].Name", "--output", "ndjson", transport=two_pages()).out == (
        '"Image 1"\n"Image 2"\n"Image 3"\n'
    )
    assert cli(*IMAGES, "--query", "Images[].Name", "--output", "table", transport=two_pages()).out.split("\n")[2:] == [
        "Image 1",
        "Image 2",
        "Image 3",
        "",
    ]
    assert cli(*IMAGES, "--query", "Nothing", transport=two_pages()).out == "null\n"


def test_an_error_prints_what_goes_on(cli: Callable[..., Ran]) -> None:
    """Exit 1, the JSON still whole, and going on with the token misses nothing."""
    pages = [answer({"Images": [image(1)], "NextToken": "t1"}), *[ReadTimeout("no byte for 60 s")] * 9]
    code, out, err = cli(*IMAGES, transport=Replay(pages))
    token = json.loads(out)["NextToken"]
    assert code == 1
    assert [found["ImageId"] for found in json.loads(out)["Images"]] == ["wsi-000000001"]
    assert "error: no byte for 60 s" in err
    assert f"  Go on with: --starting-token {token}\n" in err
    replay = Replay([answer({"Images": [image(2)]})])
    assert json.loads(cli(*IMAGES, "--starting-token", token, transport=replay).out)["Images"][0]["Name"] == "Image 2"
    assert sent(replay)[0]["NextToken"] == "t1"


def test_an_error_before_anything_was_printed(cli: Callable[..., Ran]) -> None:
    """Prints the service's words, and no document."""
    refused = answer({"__type": "AccessDeniedException", "message": "not you"}, 400)
    code, out, err = cli(*IMAGES, transport=Replay([refused]))
    assert (code, out) == (1, "")
    assert "AccessDeniedException: not you" in err
    assert "starting-token" not in err


def test_a_token_the_service_refuses_is_not_offered_again(cli: Callable[..., Ran]) -> None:
    """A time-out offers the token it began with, a refusal does not."""
    refused = answer({"__type": "InvalidParameterValuesException", "message": "bad token"}, 400)
    assert "Go on" not in cli(*IMAGES, "--starting-token", "zzz", transport=Replay([refused])).err
    slow = Replay([ReadTimeout("slow")] * 9)
    assert "--starting-token zzz\n" in cli(*IMAGES, "--starting-token", "zzz", transport=slow).err


def test_settings_are_called_as_their_flags(cli: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    """The hint says --region, as there is no region_name here."""
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    code, _, err = cli("ec2", "describe-images", transport=Replay([]))
    assert code == 2
    assert "--region NAME" in err
    assert "region_name" not in err


def test_an_error_under_a_query_keeps_what_was_found_and_the_token(cli: Callable[..., Ran]) -> None:
    """What the expression makes of the pages that came, and where to go on."""
    pages = [answer({"Images": [image(1)], "NextToken": "t1"}), *[ReadTimeout("slow")] * 9]
    code, out, err = cli(*IMAGES, "--query", "Images[].ImageId", transport=Replay(pages))
    assert (code, json.loads(out)) == (1, ["wsi-000000001"])
    replay = Replay([answer({"Images": []})])
    cli(*IMAGES, "--starting-token", err.rpartition("--starting-token ")[2].strip(), transport=replay)
    assert sent(replay)[0]["NextToken"] == "t1"


def test_ctrl_c_prints_what_goes_on(cli: Callable[..., Ran]) -> None:
    """Exit 130, what came is printed whole, and the token."""

    def press(_request: Request) -> Response:
        signal.raise_signal(signal.SIGINT)
        return answer({"Images": [image(9)]})

    code, out, err = cli(
        *IMAGES, "--output", "ndjson", transport=Replay([answer({"Images": [image(1)], "NextToken": "t1"}), press])
    )
    assert code == 130
    assert "Interrupted after" in err
    token = err.rpartition("--starting-token ")[2].strip()
    replay = Replay([answer({"Images": []})])
    cli(*IMAGES, "--starting-token", token, transport=replay)
    assert sent(replay)[0]["NextToken"] == "t1"
    assert [json.loads(line)["Name"] for line in out.splitlines()] == ["Image 1"]


def test_the_services_own_paging_is_one_call(cli: Callable[..., Ran]) -> None:
    """--max-results, --next-token and --no-paginate print one answer as it is."""
    replay = two_pages()
    out = cli(*IMAGES, "--max-results", "2", "--next-token", "t0", transport=replay).out
    assert json.loads(out)["NextToken"] == "t1"
    assert sent(replay) == [{"MaxResults": 2, "NextToken": "t0"}]
    replay = two_pages()
    assert cli(*IMAGES, "--no-paginate", "--output", "ndjson", transport=replay).out.count("\n") == 2
    assert sent(replay) == [{}]


def test_an_operation_that_does_not_page(cli: Callable[..., Ran]) -> None:
    """Is called once, and printed in any format."""

    def create() -> Replay:
        return Replay([answer({"ImageId": "wsi-1", "Name": "x", "Created": 1700000000})])

    command = (
        "workspaces",
        "create-workspace-image",
        "--name",
        "x",
        "--description",
        "y",
        "--workspace-id",
        "ws-12345678",
    )
    replay = create()
    out = cli(*command, transport=replay).out
    assert json.loads(out) == {"ImageId": "wsi-1", "Name": "x", "Created": "2023-11-14T22:13:20+00:00"}
    assert sent(replay)[0]["WorkspaceId"] == "ws-12345678"
    assert cli(*command, "--output", "table", transport=create()).out.splitlines()[2].split() == ["ImageId", "wsi-1"]
    assert cli(*command, "--output", "csv", transport=create()).out.splitlines()[0] == "ImageId,Name,Created"
    assert cli(*command, "--query", "ImageId", transport=create()).out == '"wsi-1"\n'


def test_items_that_are_maps_have_their_own_columns(cli: Callable[..., Ran]) -> None:
    """A table takes the keys of the first page; a CSV file, whose heading must not depend on it, has the whole item."""
    page = {"Items": [{"p": {"S": "1"}, "n": {"N": "2"}}, {"p": {"S": "3"}}], "Count": 2, "ScannedCount": 2}
    command = ("dynamodb", "scan", "--table-name", "t")
    table = cli(*command, "--output", "table", transport=Replay([answer(page)])).out
    assert [line.split() for line in table.splitlines()[::2]] == [["p", "n"], ["1", "2"]]
    text = cli(*command, "--output", "csv", transport=Replay([answer(page)])).out
    assert list(csv.DictReader(io.StringIO(text)))[1]["Items"] == '{"p":{"S":"3"}}'


def test_flags_before_the_service_count(cli: Callable[..., Ran]) -> None:
    """General flags may stand at any level; the nearest to the operation wins."""
    out = cli("--output", "csv", *IMAGES, "--output", "ndjson", transport=two_pages()).out
    assert out.startswith("{")
    assert cli("--output", "ndjson", *IMAGES, transport=two_pages()).out == out
    assert cli("workspaces", "--output", "ndjson", IMAGES[1], transport=two_pages()).out == out


@pytest.mark.parametrize("form", ["json", "ndjson", "csv", "table"])
def test_rows_are_written_as_they_come(cli: Callable[..., Ran], form: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The first page is out before the third is asked for."""
    seen: list[str] = []

    def third(_request: Request) -> Response:
        seen.append(capsys.readouterr().out)
        return answer({"Images": [image(3)]})

    first, second = (answer({"Images": [image(n)], "NextToken": f"t{n}"}) for n in (1, 2))
    cli(*IMAGES, "--output", form, transport=Replay([first, second, third]))
    assert "wsi-000000001" in seen[0]


def test_no_sign_request_sends_no_signature(cli: Callable[..., Ran]) -> None:
    """And needs no credentials."""
    replay = two_pages()
    assert cli(*IMAGES, "--no-sign-request", transport=replay).code == 0
    assert not {"authorization", "x-amz-security-token"} & {name.lower() for name in replay.requests[0].headers}
