"""The world that every case finds: a fresh endpoint, with resources whose ids the tables of cases can name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from allpages.local.behaviour import Settings
from allpages.local.endpoint import Endpoint
from allpages.local.identity import Key
from allpages.local.store import tables as rows
from allpages.local.store.database import Store
from allpages.local.trouble import Trouble
from allpages.local.world_clock import Clock

if TYPE_CHECKING:
    from collections.abc import Iterable

HOME, OTHER, POOR = "111111111111", "222222222222", "333333333333"
REGION, ABROAD, GOV, CHINA = "us-east-1", "eu-west-1", "us-gov-west-1", "cn-north-1"
START_S = 1_767_268_800.0  # 2026-01-01 12:00 UTC
ZONES = {REGION: "aws", ABROAD: "aws", GOV: "aws-us-gov", CHINA: "aws-cn", "cn-northwest-1": "aws-cn"}


class Caller(NamedTuple):
    """Who calls: the keys that a client is given."""

    access_key: str
    secret_key: str = "secret"
    token: str | None = None


# Those of all accounts are known; behind a name that tells a mistake is the caller who always gets its answer.
CALLERS: dict[str, Caller | None] = {
    "home": Caller("AKIDHOME"),
    "other": Caller("AKIDOTHER"),
    "poor": Caller("AKIDPOOR"),
    "denied": Caller("AKIDDENIED"),
    "expired": Caller("AKIDEXPIRED"),
    "temporary": Caller("AKIDTEMPORARY", token="session"),
    "without token": Caller("AKIDTEMPORARY"),
    "unknown": Caller("AKIDUNKNOWN"),
    "forger": Caller("AKIDHOME", "another secret"),
    "unsigned": None,
    "throttled": Caller("AKIDTHROTTLED"),
    "broken": Caller("AKIDBROKEN"),
    "unavailable": Caller("AKIDUNAVAILABLE"),
    # Where no keys are configured, twelve digits are the account.
    "me": Caller("123456789012"),
    "colleague": Caller("222233334444"),
}
_KINDS = {"throttled": "throttle", "broken": "internal", "unavailable": "unavailable"}
_ACCOUNTS = {name: f"{9 - at}" * 12 for at, name in enumerate(_KINDS)}
KEYS = (
    Key(access_key="AKIDHOME", secret_key="secret", account=HOME),
    Key(access_key="AKIDOTHER", secret_key="secret", account=OTHER),
    Key(access_key="AKIDPOOR", secret_key="secret", account=POOR),
    Key(access_key="AKIDDENIED", secret_key="secret", account=HOME, deny=("*",)),
    Key(access_key="AKIDEXPIRED", secret_key="secret", account=HOME, expires_s=START_S),
    Key(access_key="AKIDTEMPORARY", secret_key="secret", account=HOME, token="session"),
    *(Key(access_key=f"AKID{name.upper()}", secret_key="secret", account=_ACCOUNTS[name]) for name in _KINDS),
)


def ami(number: int) -> str:
    """The id of an AMI."""
    return f"ami-{number:017x}"


def wsi(number: int) -> str:
    """The id of an image."""
    return f"wsi-{number:09d}"


def template(number: int) -> str:
    """The id of a launch template."""
    return f"lt-{number:017x}"


OWN, ENABLED, DISABLING, STUCK, FAILED_AMI, LINUX, SHARED_AMI, FOREIGN, FULL, WANTED = map(ami, range(1, 11))
ENDED, BINNED, NAMESAKE, GUARDED, DISABLED, MARKET, LADEN = map(ami, range(11, 18))
IMAGE, PENDING, ERROR, OLD, BUNDLED, SHARED, RECEIVED, IMPORTED, ABSENT = map(wsi, range(1, 10))
LISTED = 60  # rows of each inventory besides those with a name


class World:
    """Holds an endpoint that can be exchanged while it is served; to the server it is that endpoint."""

    def __init__(self) -> None:
        """A fresh world."""
        self.endpoint = self.anew()

    def __getattr__(self, name: str) -> Any:
        """All that the server asks of an endpoint."""
        return getattr(self.endpoint, name)

    def anew(self, **settings: Any) -> Endpoint:
        """Everything as it was on the first day, with these settings."""
        store = Store(secret=b"the same in every world")
        with store.writing():
            store.put(*_rows(store))
        clock = Clock(pace=0.0, start_s=START_S)
        self.endpoint = Endpoint(store, settings=Settings(**settings), keys=KEYS, clock=clock, seed=1)
        for name, kind in _KINDS.items():
            self.endpoint.troubles.switch_on(Trouble(kind=kind, account=_ACCOUNTS[name]))
        return self.endpoint


def _rows(store: Store) -> Iterable[rows.Row]:
    home, other, poor = (store.place("aws", account, REGION).number for account in (HOME, OTHER, POOR))
    yield from _amis(home, other, poor)
    yield from _images(store, home, other, poor)
    for place in (home, poor):
        yield rows.Workspace(place=place, workspace_id="ws-ready0000")
    yield rows.Workspace(place=home, workspace_id="ws-encrypted", encrypted=True)
    yield rows.Workspace(place=home, workspace_id="ws-starting0", state="STARTING")
    yield rows.Bundle(place=home, bundle_id="wsb-000000001", image_id=BUNDLED, name="desk", owner=HOME)
    yield rows.Bundle(place=home, bundle_id="wsb-000000002", image_id=BUNDLED, name="spare", owner=HOME)
    yield rows.Bundle(place=home, bundle_id="wsb-provided0", image_id=BUNDLED, name="given", owner="AMAZON")
    yield rows.Workspace(place=home, workspace_id="ws-desk00000", bundle_id="wsb-000000001")
    yield rows.Tag(place=home, resource_id=IMAGE, name="Team", value="IT")
    for number in range(50):
        yield rows.Tag(place=home, resource_id=OLD, name=f"key-{number:02}", value="x")


def _amis(home: int, other: int, poor: int) -> Iterable[rows.Row]:
    owners = {SHARED_AMI: other, FOREIGN: other, FULL: poor, WANTED: poor}
    for at, image_id in enumerate((OWN, ENABLED, DISABLING, STUCK, FAILED_AMI, LINUX, *owners)):
        yield rows.Ami(
            place=owners.get(image_id, home),
            image_id=image_id,
            name=f"named-{at}",
            created_ms=at * 1000,
            platform="" if image_id == LINUX else "windows",
            state="failed" if image_id == FAILED_AMI else "available",
        )
    yield from _ami_states(home)
    yield rows.LaunchPermission(audience=f"aws/{REGION}/{HOME}", image_id=SHARED_AMI, home=other, who=HOME)
    yield rows.LaunchTemplate(place=home, template_id=template(1), name="golden", created_ms=1000)
    alias = {"LaunchTemplateData": {"ImageId": "resolve:ssm:golden"}}
    yield rows.TemplateVersion(place=home, template_id=template(1), version=1, created_ms=1000, members=alias)
    states = {ENABLED: "enabled", DISABLING: "disabling", STUCK: "disabling-failed"}
    listed = {ami(number): "enabled" for number in range(100, 100 + LISTED)}
    for at, (image_id, state) in enumerate({**states, **listed}.items()):
        yield rows.FastLaunch(place=home, image_id=image_id, state=state, reason="Client.UserInitiated", changed_ms=at)
    yield rows.Quota(place=home, name="parallel-launches", value=1000)
    for operation in (
        "CreateLaunchTemplate", "ModifyLaunchTemplate", "CreateLaunchTemplateVersion", "CopyImage",
    ):  # fmt: skip
        yield rows.Remembered(
            place=home, operation=operation, token="used", created_ms=int(START_S * 1000), asked="another", answer={}
        )
    yield rows.FastLaunch(place=poor, image_id=FULL, state="enabled", reason="", changed_ms=0, parallel=40)


def _ami_states(home: int) -> Iterable[rows.Row]:
    """AMIs that cannot be used like others."""

    def row(image_id: str, **columns: Any) -> rows.Ami:
        told = {"place": home, "image_id": image_id, "name": f"state-{image_id[-2:]}", "created_ms": 0}
        return rows.Ami(**{**told, **columns})

    yield row(ENDED, name="", state="deregistered", life="deregistered")
    yield row(BINNED, name="", state="deregistered", life="bin", members={"Name": "binned"})
    yield row(NAMESAKE, name="", state="deregistered", life="bin", members={"Name": "named-0"})
    yield row(GUARDED, members={"DeregistrationProtection": "enabled-with-cooldown"})
    yield row(DISABLED, state="disabled")
    yield row(MARKET, members={"ProductCodes": [{"ProductCodeId": "code", "ProductCodeType": "marketplace"}]})
    yield row(LADEN)
    for number in range(50):
        yield rows.Ec2Tag(
            place=home, resource_id=LADEN, name=f"key-{number:02}", value="x", kind="image", number=number
        )


def _images(store: Store, home: int, other: int, poor: int) -> Iterable[rows.Row]:
    def image(image_id: str, place: int = home, state: str = "AVAILABLE", **columns: Any) -> list[rows.Row]:
        owner = store.place_of(place).account
        number = int(image_id.removeprefix("wsi-"))
        row = rows.WorkspaceImage(
            place=place,
            image_id=image_id,
            name=f"named-{number}",
            created_ms=number,
            owner=owner,
            state=state,
            **columns,
        )
        return [row, sight(row, place, "OWNED", owner)]

    update = {"UpdateAvailable": True, "Description": "Updates are available"}
    for image_id in (IMAGE, BUNDLED, SHARED, *map(wsi, range(100, 100 + LISTED))):
        yield from image(image_id)
    yield from image(PENDING, state="PENDING")
    yield from image(ERROR, state="ERROR", error_code="DomainJoined", error_message="joined")
    yield from image(OLD, updates=update)
    yield from image(wsi(200), poor, updates=update)
    yield rows.Quota(place=home, name="images", value=1000)
    yield rows.Quota(place=poor, name="images", value=1)
    for number in range(30):
        account = f"{444400000000 + number}"
        yield sight(_image(SHARED, home), store.place("aws", account, REGION).number, "SHARED", account)
    yield from image(RECEIVED, other)
    yield sight(_image(RECEIVED, other), home, "SHARED", HOME)
    yield from image(IMPORTED, state="PENDING")
    yield rows.CustomImport(
        place=home, image_id=IMPORTED, state="VALIDATING", source={"Ec2ImageId": OWN}, infrastructure_arn="arn:aws:x",
        created_ms=1, changed_ms=2, progress=83,
    )  # fmt: skip
    for region in (GOV, CHINA):
        yield from image(IMAGE, store.place(ZONES[region], HOME, region).number, tenancy="DEDICATED")


def _image(image_id: str, place: int) -> rows.WorkspaceImage:
    return rows.WorkspaceImage(
        place=place, image_id=image_id, name="", created_ms=int(image_id.removeprefix("wsi-")), owner=""
    )


def sight(image: rows.WorkspaceImage, place: int, relation: str, account: str) -> rows.Sight:
    """How an account sees an image."""
    return rows.Sight(
        place=place, created_ms=image.created_ms, image_id=image.image_id, relation=relation, home=image.place,
        account=account,
    )  # fmt: skip
