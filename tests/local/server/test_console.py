"""The console: its page in a real browser, and the door that keeps others out."""

from __future__ import annotations

import csv
import io
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any, get_args

import boto3
import msgspec
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

import allpages
from allpages import local
from allpages.local.identity import Key
from allpages.local.server import asgi
from allpages.local.server.console import is_for_console
from allpages.local.server.control import HEADER, Control
from allpages.local.server.door import is_here
from allpages.local.server.overview import Overview
from allpages.local.server.views import Views
from allpages.local.store.tables import Sight, WorkspaceImage
from allpages.local.trouble import ABOUT, Kind
from allpages.local.world_clock import Clock
from webdriver import Browser, browser

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from allpages.local.endpoint import Endpoint

OURS = {HEADER: "1", "content-type": "application/json"}
EVIL = "<img src=x onerror=document.title='caught'>"
CHOOSE = (
    "const one = document.getElementById(arguments[0]); one.value = arguments[1];one.dispatchEvent(new Event('change'))"
)
TAB, SPACE, ENTER = "\ue004", " ", "\ue007"


@pytest.fixture
def served() -> Iterator[tuple[Endpoint, str]]:
    """An endpoint with the demo inventory and a clock that stands still, and its URL."""
    endpoint = local.open_endpoint(clock=Clock(pace=0.0), seed=1)
    with asgi.serving(endpoint) as url:
        yield endpoint, url


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser for all tests of this file."""
    with browser(tmp_path_factory.mktemp("chromium")) as found:
        yield found


@pytest.fixture
def page(chromium: Browser, served: tuple[Endpoint, str]) -> Iterator[Browser]:
    """The browser on the console, the first answer drawn."""
    chromium.size(1280)
    chromium.open(f"{served[1]}/_allpages/")
    chromium.wait(lambda: chromium.find_all("#places tr"))
    chromium.complaints()
    yield chromium
    chromium.open("about:blank")  # so that it does not ask an endpoint that is gone


@pytest.fixture
def quick(page: Browser) -> Browser:
    """As page, refreshed more often than a person needs it."""
    page.hurry()
    return page


def boto(url: str, service: str, account: str = local.ACCOUNT) -> Any:
    """A boto3 client of an account."""
    return boto3.client(
        service,
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id=account,
        aws_secret_access_key="local",
        config=Config(retries={"total_max_attempts": 1}),
    )


def ask(url: str, method: str, path: str, headers: Any = OURS, body: Any = None) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of a request without a signature."""
    connection = HTTPConnection(url.removeprefix("http://"), timeout=10)
    connection.request(method, path, None if body is None else msgspec.json.encode(body), headers)
    with connection.getresponse() as response:
        found = response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
    connection.close()
    return found


def test_an_image_goes_from_enabling_to_enabled_on_the_page(served: tuple[Endpoint, str], page: Browser) -> None:
    """Enabled with boto3; the page shows it without being asked, and steps the clock until it is ready."""
    ec2 = boto(served[1], "ec2", account="777777777777")
    ec2.enable_fast_launch(ImageId=ec2.register_image(Name="golden")["ImageId"])
    row = "#places tr:last-child"
    page.wait(lambda: "777777777777" in page.text(row))
    assert "1 enabling" in page.text(row)
    page.click(f"{row} button")
    page.wait(lambda: "golden" in page.text("#launches"))
    page.write("#seconds", "240")
    page.click("#step button")
    page.wait(lambda: "1 enabled" in page.text(row))
    assert "enabled" in page.text("#launches")
    assert page.complaints() == []


def test_throttling_is_switched_on_and_a_listing_is_finished_in_spite_of_it(
    served: tuple[Endpoint, str], quick: Browser
) -> None:
    """The switch acts on the next requests; a client that backs off gets everything; All off ends it."""
    endpoint, url = served
    quick.write("#how [name=chance]", "0.4")
    quick.write("#how [name=operation]", "DescribeWorkspace*")
    quick.click(".switch[data-key=throttle]")
    quick.wait(lambda: "chance 0.4" in quick.text("#now-throttle"))
    assert [(one.kind, one.chance, one.operation) for one in endpoint.troubles.switched_on] == [
        ("throttle", 0.4, "DescribeWorkspace*")
    ]
    client = allpages.client(
        "workspaces",
        "us-east-1",
        endpoint_url=url,
        aws_access_key_id="a",
        aws_secret_access_key="b",
        config=allpages.Config(max_attempts=9),
    )
    images = list(client.get_paginator("describe_workspace_images").paginate().items())
    assert len({image["ImageId"] for image in images}) == len(images) == 80
    assert endpoint.troubles.happened[0] > 0
    quick.wait(lambda: "400 ThrottlingException" in quick.text("#requests"))
    quick.click("#failed-only")
    quick.wait(lambda: "200" not in quick.text("#requests"))
    quick.click("#calm")
    quick.wait(lambda: quick.find_all("#calm:disabled"))
    assert endpoint.troubles.switched_on == []
    assert quick.complaints() == []


def test_every_fault_is_a_switch_and_goes_off_alone(served: tuple[Endpoint, str], quick: Browser) -> None:
    """By keyboard as well; the state that a screen reader is told follows the endpoint."""
    endpoint, _ = served
    names = [quick.name_and_role(one) for one in quick.find_all(".switch")]
    assert names == [(kind, "switch") for kind in ABOUT]
    quick.run("document.querySelector('.switch[data-key=cut]').focus()")
    quick.press(SPACE)
    quick.wait(lambda: quick.find_all(".switch[data-key=cut][aria-checked=true]"))
    quick.press(TAB, ENTER)
    quick.wait(lambda: quick.find_all(".switch[data-key=truncate][aria-checked=true]"))
    quick.click(".switch[data-key=cut]")
    quick.wait(lambda: quick.find_all(".switch[data-key=cut][aria-checked=false]"))
    assert [one.kind for one in endpoint.troubles.switched_on] == ["truncate"]
    assert quick.text("#said") == "cut is off."


def test_a_wrong_parameter_is_told_and_nothing_is_switched_on(served: tuple[Endpoint, str], quick: Browser) -> None:
    """The browser refuses it."""
    quick.write("#how [name=chance]", "2")
    quick.click(".switch[data-key=slow]")
    assert quick.run("return document.activeElement.name") == "chance"
    assert served[0].troubles.switched_on == []


def test_names_of_images_are_text(served: tuple[Endpoint, str], quick: Browser) -> None:
    """What callers send never becomes part of the quick."""
    ec2 = boto(served[1], "ec2", account="888888888888")
    seed = {"ImageId": "ami-00000bad", "Name": EVIL, "Platform": "windows"}
    Control(served[0]).seed("DescribeImages", [seed], account="888888888888")
    ec2.enable_fast_launch(ImageId="ami-00000bad")
    ask(served[1], "GET", "/?Action=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E", {})
    quick.wait(lambda: "888888888888" in quick.text("#places"))
    quick.click("#places tr:last-child button")
    quick.wait(lambda: EVIL in quick.text("#launches"))
    assert "onerror" in quick.text("#requests")
    assert quick.find_all("main img") == []
    assert quick.run("return document.title") == "allpages local endpoint"
    assert quick.complaints() == []


def test_a_place_can_be_searched(page: Browser) -> None:
    """By id, name or state; what is shared is marked."""
    page.wait(lambda: page.text("#place-title") == "123456789012, us-east-1")
    assert page.text("#image-title") == "WorkSpaces images (80)"
    page.write("#find", "pending")
    page.wait(lambda: set(page.texts("#images .chip")) == {"PENDING"})
    page.write("#find", "no such image")
    page.wait(lambda: page.text("#images") == "Nothing fits.")
    page.write("#find", "golden")
    page.wait(lambda: page.find_all("#images .tag"))


def test_rows_are_sorted_filtered_and_told_in_detail_and_the_view_is_a_link(
    served: tuple[Endpoint, str], page: Browser
) -> None:
    """By a click on a head, by state; the address shows the same again; a row says all that is known of it."""
    page.wait(lambda: page.text("#image-title") == "WorkSpaces images (80)")
    page.click("tr[data-table=images] [data-sort=name]")
    page.wait(lambda: page.texts("#images td.name") == sorted(page.texts("#images td.name")))
    page.click("tr[data-table=images] [data-sort=name]")
    page.wait(lambda: page.texts("#images td.name") == sorted(page.texts("#images td.name"), reverse=True))
    assert page.find_all("tr[data-table=images] th[aria-sort=descending]")
    page.run(
        "const one = document.getElementById('state'); one.value = 'ERROR'; one.dispatchEvent(new Event('change'))"
    )
    page.wait(lambda: set(page.texts("#images .chip")) == {"ERROR"})
    shown = page.texts("#images tr")
    assert page.text("#images-part") == f"1 to {len(shown)} of {len(shown)}"
    link = page.run("return document.getElementById('link').href")
    page.open("about:blank")
    page.open(link)
    page.wait(lambda: page.texts("#images tr") == shown)
    page.click("#images button")
    page.wait(lambda: page.find_all("#details[open]"))
    assert '"error_code"' in page.text("#details-text")
    assert page.complaints() == []


def test_totals_are_those_of_all_places(served: tuple[Endpoint, str], page: Browser) -> None:
    """By state, beneath the places."""
    places = Overview(served[0]).places()
    enabled = sum(place["fast_launch"].get("enabled", 0) for place in places)
    assert f"All {len(places)} places" in page.text("#totals")
    assert f"{enabled} enabled" in page.text("#totals")


def test_every_row_of_very_many_is_reached() -> None:
    """Of 100,000 seeded images each once, part by part, in any order; and as CSV and JSON."""
    endpoint = local.open_endpoint(demo=False)
    place = endpoint.store.place("aws", local.ACCOUNT, "us-east-1").number
    store, ids = endpoint.store, [f"wsi-{at:09}" for at in range(100_000)]
    rows = [
        WorkspaceImage(place=place, image_id=one, name=f"=n{one[::-1]}", created_ms=at, owner=local.ACCOUNT)
        for at, one in enumerate(ids)
    ]
    store.put_many(WorkspaceImage, rows)
    store.put_many(
        Sight,
        [
            Sight(
                place=place,
                created_ms=row.created_ms,
                image_id=row.image_id,
                relation="OWNED",
                home=place,
                account=local.ACCOUNT,
            )
            for row in rows
        ],
    )
    views = Views(endpoint)
    where = {"kind": "images", "partition": "aws", "account": local.ACCOUNT, "region": "us-east-1"}
    found: list[str] = []
    while True:
        part = views.rows({**where, "offset": str(len(found)), "sort": "name", "order": "desc"})
        found += [row["id"] for row in part["rows"]]
        if len(found) >= part["count"]:
            break
    assert sorted(found) == ids
    assert found == sorted(ids, key=lambda one: one[::-1], reverse=True)
    kind, content = views.export({**where, "format": "csv", "text": "wsi-00001"})
    lines = list(csv.reader(io.StringIO(content.decode())))
    assert (kind, len(lines)) == ("text/csv; charset=utf-8", 10_001)
    assert lines[1][1].startswith("'=")  # no spreadsheet computes it
    assert len(msgspec.json.decode(views.export({**where, "format": "json"})[1])) == 100_000


def test_other_listings_are_shown(served: tuple[Endpoint, str], quick: Browser) -> None:
    """Those that were seeded, and drawn ones that somebody asked for; saved as what is shown."""
    endpoint, url = served
    endpoint.anything.seeds.seed("sqs", "list-queues", items=["http://queue.example/one"])
    found = boto(url, "lambda").list_functions()["Functions"]
    quick.wait(lambda: "lambda:ListFunctions" in quick.text("#other"))
    assert "sqs:ListQueues" in quick.text("#other")
    quick.run(CHOOSE, "other", "lambda:ListFunctions")
    quick.wait(lambda: quick.text("#other-title") == "lambda:ListFunctions (25)")
    assert found[0]["FunctionName"] in quick.text("#others")
    quick.run("window.saved = []; URL.createObjectURL = (blob) => { saved.push(blob); return 'data:,'; }")
    quick.click(".tools[data-table=others] [data-save=csv]")
    quick.wait(lambda: quick.run("return saved.length") == 1)
    text = quick.run("return saved[0].size")
    assert text > 1000
    assert quick.complaints() == []


def test_a_stored_listing_shows_what_is_stored(served: tuple[Endpoint, str]) -> None:
    """What the operation answers its owner, and nothing drawn; one that needs a parameter says so."""
    endpoint, url = served
    client = boto(url, "ec2")
    made = client.create_launch_template(LaunchTemplateName="shown", LaunchTemplateData={"InstanceType": "t3.large"})
    views = Views(endpoint)
    where = {"partition": "aws", "account": local.ACCOUNT, "region": "us-east-1"}
    answered = client.describe_launch_templates()["LaunchTemplates"]
    shown = views.rows({"kind": "ec2:DescribeLaunchTemplates", **where})["rows"]
    assert made["LaunchTemplate"]["LaunchTemplateId"] in {row["id"] for row in shown}
    assert len(shown) == len(answered)
    images = views.rows({"kind": "ec2:DescribeImages", **where})["rows"]
    assert [row["id"] for row in images] == [one["ImageId"] for one in client.describe_images()["Images"]][:200]
    kinds = {(one["kind"], one["account"], one["region"]) for one in views.listings()}
    assert ("ec2:DescribeLaunchTemplates", local.ACCOUNT, "us-east-1") in kinds
    with pytest.raises(allpages.errors.UsageError, match="lists nothing without ImageId"):
        views.rows({"kind": "workspaces:DescribeWorkspaceImagePermissions", **where})
    with pytest.raises(allpages.errors.UsageError, match="not a member of an organization"):
        views.rows({"kind": "organizations:ListAccounts", **where})
    regions = views.rows({"kind": "ec2:DescribeRegions", **where})["rows"]
    assert len(regions) == len(client.describe_regions()["Regions"])


@pytest.mark.parametrize("width", [390, 1400])
def test_the_organization_is_a_map(chromium: Browser, width: int, tmp_path: Path) -> None:
    """Accounts by regions: what each holds, also where nobody looked yet, and in red what failed."""
    endpoint = local.open_endpoint(fleet=60)
    organization = endpoint.world.organization
    assert organization is not None
    with asgi.serving(endpoint) as url:
        some = list(organization.by_id)[1]
        with pytest.raises(ClientError):
            boto(url, "ec2", account=some).describe_images(ImageIds=["nonsense"])
        chromium.size(width)
        chromium.open(f"{url}/_allpages/")
        chromium.wait(lambda: chromium.find_all("#map-rows tr"))
        assert chromium.text("#map-part") == "1 to 50 of 60 accounts"
        assert chromium.texts("#map td[data-failed]")[0].endswith("✗1")
        told = Views(endpoint).map()
        assert sum(count for one in told["accounts"] for count in one["held"].values()) > 50
        chromium.click("#map-after")
        chromium.wait(lambda: chromium.text("#map-part") == "51 to 60 of 60 accounts")
        chromium.write("#map-find", some)
        chromium.wait(lambda: chromium.text("#map-part") == "1 to 1 of 1 accounts")
        assert chromium.run("return document.documentElement.scrollWidth") <= width
        chromium.screenshot(tmp_path / "map.png")
        assert chromium.complaints() == []
        chromium.open("about:blank")


def test_a_view_that_is_not_there_is_told(served: tuple[Endpoint, str]) -> None:
    """With 400 and why."""
    for path, word in (
        ("rows?kind=nothing:Nowhere", "nothing"),
        ("rows?kind=images&sort=secret", "secret"),
        ("row?kind=images&id=x", "x"),
        ("rows?kind=images&offset=-1", "offset"),
        ("rows?kind=sts:GetCallerIdentity", "lists nothing"),
        ("rows", ""),
    ):
        status, _, body = ask(served[1], "GET", f"/_allpages/{path}")
        assert status == 400, path
        assert word in msgspec.json.decode(body)["error"]


def test_parameters_are_not_shown(served: tuple[Endpoint, str]) -> None:
    """Not even where they are kept for a test."""
    endpoint, url = served
    endpoint.keeps_params = True
    boto(url, "ec2").describe_images(Owners=["self"], Filters=[{"Name": "name", "Values": ["hush-hush"]}])
    assert endpoint.recent[-1].params["Filters"][0]["Values"] == ["hush-hush"]
    for path in ("overview", "state", "listings", "map"):
        assert b"hush-hush" not in ask(url, "GET", f"/_allpages/{path}")[2]


def test_every_control_has_a_name(page: Browser) -> None:
    """Whatever can be reached by keyboard says what it is."""
    for one in page.find_all("button, input, select, [tabindex]"):
        if not page.run("return arguments[0].checkVisibility()", {"element-6066-11e4-a52e-4f735466cecf": one}):
            continue  # of a part or a dialog that is not open
        name, role = page.name_and_role(one)
        assert name, page.run("return arguments[0].outerHTML", {"element-6066-11e4-a52e-4f735466cecf": one})
        assert role not in {"", "generic"}


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_is_as_wide_as_the_window(page: Browser, width: int, tmp_path: Path) -> None:
    """Only tables scroll sideways."""
    page.size(width)
    assert page.run("return document.documentElement.scrollWidth") <= width
    page.screenshot(tmp_path / "console.png")


# Of every text that is seen: how it stands out from what is behind it, by WCAG 2.2, 1.4.3.
CONTRASTS = """
const light = (colour) => {
  const [red, green, blue] = colour.match(/[\\d.]+/g).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const behind = (one) => {
  for (; one; one = one.parentElement) {
    const colour = getComputedStyle(one).backgroundColor;
    if (!/, 0\\)$|transparent/.test(colour)) return colour;
  }
  return "rgb(255, 255, 255)";
};
return [...document.querySelectorAll("body *")]
  .filter((one) => one.checkVisibility() && !one.disabled)
  .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  .map((one) => {
    const [over, under] = [light(getComputedStyle(one).color), light(behind(one))].sort((a, b) => b - a);
    return [(over + 0.05) / (under + 0.05), one.tagName + " " + one.textContent.trim().slice(0, 40)];
  })
  .filter(([contrast]) => contrast < 4.5);
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_stand_out(page: Browser, scheme: str) -> None:
    """At least 4.5 to 1, whatever the browser's colours are set to."""
    page.scheme(scheme)
    try:
        assert page.run(CONTRASTS) == []
        page.run("document.body.style.cssText = '--card: #888; --ink: #999; --soft: #999'")
        assert page.run(CONTRASTS) != []  # it can fail
    finally:
        page.scheme("light")


def test_a_hidden_page_asks_nothing(page: Browser) -> None:
    """And asks at once when it is seen again."""
    asked = "return performance.getEntriesByType('resource').filter((one) => one.name.endsWith('overview')).length"
    hide = (
        "Object.defineProperty(document, 'hidden', {configurable: true, value: arguments[0]});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    page.run(hide, True)
    page.wait(lambda: page.text("#live") == "paused while hidden")
    before = page.run(asked)
    page.ask("POST", "/execute/async", {"script": "setTimeout(arguments[0], 2500)", "args": []})
    assert page.run(asked) - before <= 1  # one may have been under way
    page.run(hide, False)
    page.wait(lambda: page.text("#live") == "live, every 2 s")
    assert page.run(asked) > before


def test_a_lost_endpoint_is_told(page: Browser) -> None:
    """In red, until it answers again."""
    page.run("window.fetch = () => Promise.reject(new Error('gone'))")
    page.wait(lambda: page.text("#live") == "not reachable: gone")


def test_the_page_is_one_file_that_nothing_may_be_added_to(served: tuple[Endpoint, str]) -> None:
    """No address in it but the standard's own; its policy lets only its own script and style run."""
    status, headers, body = ask(served[1], "GET", "/_allpages/", {})
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "default-src 'none'; script-src 'sha256-" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert b"http" not in body.replace(b"http-equiv", b"")
    status, headers, _ = ask(served[1], "GET", "/_allpages", {})
    assert (status, headers["location"]) == (308, "/_allpages/")
    assert ask(served[1], "HEAD", "/_allpages/", {})[2] == b""


def test_the_overview_is_what_the_store_has(served: tuple[Endpoint, str]) -> None:
    """Counts by state, faults with how often they happened, requests with time, status and latency."""
    endpoint, url = served
    boto(url, "ec2").describe_fast_launch_images()
    status, _, body = ask(url, "GET", "/_allpages/overview")
    found = msgspec.json.decode(body)
    place = next(one for one in found["places"] if (one["account"], one["region"]) == (local.ACCOUNT, "us-east-1"))
    assert (status, sum(place["fast_launch"].values())) == (200, 62)
    assert (sum(place["images"].values()), place["shared"]) == (72, 8)
    assert [one["kind"] for one in found["kinds"]] == list(ABOUT)
    request = found["requests"][0]
    assert (request["operation"], request["status"], request["code"]) == ("DescribeFastLaunchImages", 200, "")
    assert request["took_ms"] > 0
    path = "/_allpages/inventory?partition=aws&account=123456789012&region=eu-west-1"
    inventory = msgspec.json.decode(ask(url, "GET", path)[2])
    assert len(inventory["fast_launch"]) == 13
    assert {row["shared"] for row in inventory["images"]} == {True, False}
    nowhere = msgspec.json.decode(ask(url, "GET", "/_allpages/inventory?account=1")[2])
    assert nowhere == {"fast_launch": [], "images": []}
    assert len(endpoint.store.places()) == 15


def test_counting_pauses_for_longer_than_it_takes() -> None:
    """A count that took a second is not made again within the next ten, whatever is written."""
    times = iter([0.0, 1.0, 10.9, 11.0, 11.1])
    endpoint = local.open_endpoint(demo=False)
    overview = Overview(endpoint, now=lambda: next(times))
    assert overview.places() == []
    Control(endpoint).seed("DescribeWorkspaceImages", [{"ImageId": "wsi-000000001"}])
    assert overview.places() == []
    assert [place["images"] for place in overview.places()] == [{"AVAILABLE": 1}]


def test_secrets_are_never_shown() -> None:
    """Neither keys nor what was sent; the endpoint remembers no bodies and no headers."""
    key = Key(access_key="AKIASECRETID", secret_key="hush-hush", account="111122223333", token="quiet-please")
    with asgi.serving(local.open_endpoint(keys=[key])) as url:
        headers = {"authorization": "AWS4-HMAC-SHA256 Credential=AKIASECRETID/hush-hush"}
        ask(url, "POST", "/", headers, {"Password": "hush-hush"})
        _, _, body = ask(url, "GET", "/_allpages/overview")
        assert msgspec.json.decode(body)["requests"]
        assert msgspec.json.decode(body)["verified"]
        for secret in (b"hush-hush", b"quiet-please", b"AKIASECRETID", b"Password"):
            assert secret not in body


def test_every_fault_is_explained() -> None:
    """In a sentence."""
    assert set(ABOUT) == set(get_args(Kind))


def test_only_so_many_requests_are_remembered(served: tuple[Endpoint, str]) -> None:
    """A ring: memory is bounded, and names are cut."""
    endpoint, url = served
    for _ in range(250):
        ask(url, "GET", f"/?Action={'x' * 500}", {})
    assert len(endpoint.recent) == 200
    assert len(endpoint.recent[0].operation) == 64
    assert len(msgspec.json.decode(ask(url, "GET", "/_allpages/overview")[2])["requests"]) == 100


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "", {"host": "evil.example:4566"}, 421),  # a name that was made to point here
        ("GET", "overview", OURS | {"host": "evil.example"}, 421),
        ("GET", "overview", OURS | {"host": "127.0.0.1.evil.example"}, 421),
        ("POST", "step", OURS | {"host": "evil.example"}, 421),
        ("GET", "overview", {}, 403),
        ("GET", "inventory", {}, 403),
        ("GET", "state", {}, 403),
        ("POST", "step", {"content-type": "application/json"}, 403),
        ("POST", "step", {HEADER: "1"}, 415),
        ("POST", "step", OURS | {"content-type": "text/plain"}, 415),
        ("POST", "step", OURS | {"origin": "http://evil.example"}, 403),
        ("POST", "step", OURS | {"origin": "null"}, 403),
        ("POST", "step", OURS | {"sec-fetch-site": "cross-site"}, 403),
        ("DELETE", "faults", OURS | {"origin": "http://127.0.0.1:1"}, 403),
        ("OPTIONS", "step", {"origin": "http://evil.example", "access-control-request-method": "POST"}, 403),
    ],
)
def test_the_door_is_shut(served: tuple[Endpoint, str], method: str, path: str, headers: Any, status: int) -> None:
    """Rebound names, other pages and plain forms come to nothing, and no answer may be read by others."""
    endpoint, url = served
    before = endpoint.clock.now_ms()
    found, answered, body = ask(url, method, f"/_allpages/{path}", headers, {"seconds": 1})
    assert (found, endpoint.clock.now_ms()) == (status, before)
    assert "access-control-allow-origin" not in answered
    assert msgspec.json.decode(body)["error"]


def test_the_door_is_open_for_its_own_page(served: tuple[Endpoint, str]) -> None:
    """Same origin, as the browser says it; and for programs, which say nothing of the kind."""
    endpoint, url = served
    before = endpoint.clock.now_ms()
    for headers in ({"origin": url, "sec-fetch-site": "same-origin"}, {}):
        assert ask(url, "POST", "/_allpages/step", OURS | headers, {"seconds": 1})[0] == 200
    assert endpoint.clock.now_ms() == before + 2000


def test_a_host_is_this_machine_or_the_one_that_is_served() -> None:
    """Loopback in all its forms, and the address that was bound."""
    here = ["127.0.0.1:4566", "127.8.9.1", "localhost", "LOCALHOST:80", "[::1]:4566", "10.1.2.3:4566"]
    assert [host for host in here if not is_here(host, "10.1.2.3")] == []
    elsewhere = ["10.1.2.4:4566", "", "localhost.evil.example", "127.0.0.1.evil.example", "127.evil.0.1"]
    assert [host for host in elsewhere if is_here(host, "10.1.2.3")] == []


@pytest.mark.parametrize(
    ("path", "query", "headers", "expected"),
    [
        ("/_allpages/", "", {}, True),
        ("/_allpages", "", {}, True),
        ("/_allpages/overview", "", {}, True),
        ("/", "", {}, False),
        ("/_allpages2/", "", {}, False),
        ("/_allpages/", "", {"authorization": "AWS4-HMAC-SHA256 x"}, False),
        ("/_allpages/", "", {"x-amz-target": "WorkspacesService.X"}, False),
        ("/_allpages/", "X-Amz-Signature=1", {}, False),
    ],
)
def test_requests_of_aws_clients_are_not_for_the_console(
    path: str, query: str, headers: Any, *, expected: bool
) -> None:
    """Whatever their path."""
    assert is_for_console(path, query, headers) is expected


def test_a_signed_request_to_the_consoles_path_is_answered_by_the_endpoint(served: tuple[Endpoint, str]) -> None:
    """As any other one is, and remembered as such."""
    endpoint, url = served
    _, _, body = ask(url, "GET", "/_allpages/?Action=DescribeImages&X-Amz-Date=1", {})
    assert b"<html" not in body
    assert len(endpoint.recent) == 1
