"""The demo inventory: the same in every run, so that examples, screenshots and tests can name its images.

Everything follows from the constants here; neither the clock nor chance has a part in it.
"""

from __future__ import annotations

from hashlib import sha256
from itertools import cycle, islice
from typing import TYPE_CHECKING

from allpages.local import error_details
from allpages.local.behaviour import DEFAULT_ACCOUNT
from allpages.local.store import tables as rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allpages.local.store.database import Place, Store

SECRET = b"allpages demo: a token of one run goes on in the next."  # guards nothing: the inventory is public
SHARED_SERVICES = "210987654321"  # the account that builds golden images and shares them
RESEARCH = "345678901234"
REGIONS = ("us-east-1", "eu-west-1", "eu-central-1", "us-west-2", "ap-southeast-2")

_FIRST_MS = 1_738_573_200_000  # 2025-02-03 09:00:00 UTC
_DAY_MS = 86_400_000
_USER = "Client.UserInitiated"
_REASONS = {
    "enabling-failed": "Unable to stop instance ID={instance} for snapshot creation.",
    "enabled-failed": "Unable to create snapshot for instance ID={instance}.",
    "disabling-failed": "Unable to delete snapshot ID={snapshot}.",
}
# One round of states; the inventory goes through it again and again.
_STATES = (
    "enabled", "enabled", "enabling", "enabled", "enabled-failed", "enabled", "enabling-failed", "enabled",
    "disabling", "enabled", "disabling-failed", "enabled",
)  # fmt: skip
_SYSTEMS = ("Win2016", "Win2019", "Win2022", "Win2025", "Win10", "Win11")
_ROLES = ("web", "sql", "build", "rdsh", "citrix", "render", "batch", "domain", "jump", "erp", "kiosk", "scan")
_DESKTOPS = ("Win10", "Win11", "Server2019", "Server2022", "AmazonLinux2", "Ubuntu22")
_TEAMS = (
    "Finance", "Engineering", "CallCenter", "HR", "Legal", "Design", "Trading", "Support", "Sales", "Contractors",
    "Training", "Executive",
)  # fmt: skip
_UPDATE = "Updates are available for the drivers and agents of this image"


def fill(store: Store) -> None:
    """Put the demo inventory into a store."""
    with store.writing():
        for at, region in enumerate(REGIONS):
            home = store.place("aws", DEFAULT_ACCOUNT, region).number
            builder = store.place("aws", SHARED_SERVICES, region).number
            lab = store.place("aws", RESEARCH, region).number
            _fill_fast_launch(store, home, builder, region, own=56 if at == 0 else 12 - at, shared=6 if at == 0 else 2)
            _fill_fast_launch(store, builder, builder, region, own=8 - at, shared=0)
            own, shared = (72, 8) if at == 0 else (14 - at, 3)
            _fill_images(store, home, DEFAULT_ACCOUNT, region, count=own)
            _fill_images(store, builder, SHARED_SERVICES, region, count=shared + 4, seen_by=home, shared=shared)
            _fill_images(store, lab, RESEARCH, region, count=5 - at)
            for place in (home, builder, lab):
                store.put(
                    rows.Quota(place=place, name="images", value=200),
                    rows.Quota(place=place, name="parallel-launches", value=1000),
                )
            _fill_workspaces(store, home, region, count=30 if at == 0 else 5)


def fill_place(store: Store, place: Place, *, launches: int, images: int) -> None:
    """Put so many images of each kind into one place."""
    with store.writing():
        _fill_fast_launch(store, place.number, place.number, place.region, own=launches, shared=0)
        for image in _images(place.number, place.account, place.region, images):
            store.put(image, _sight(image, place.number, place.account, "OWNED"))


def _fill_fast_launch(store: Store, place: int, builder: int, region: str, *, own: int, shared: int) -> None:
    states = islice(cycle(_STATES), own + shared)
    for at, state in enumerate(states):
        owner = place if at < own else builder
        system, role = _SYSTEMS[at % len(_SYSTEMS)], _ROLES[at * 5 % len(_ROLES)]
        name = f"{system}-{role}-2025.{1 + at // 12:02d}.{1 + at % 12:02d}"
        unique = _hex("ami", region, place, owner, name)
        image_id = f"ami-0{unique[:16]}"
        created_ms = _moment(at * 3, unique)
        if owner != place:
            who = store.place_of(place).account
            audience = f"aws/{region}/{who}"
            store.put(rows.LaunchPermission(audience=audience, image_id=image_id, home=owner, who=who))
        store.put(
            rows.Ami(
                place=owner,
                image_id=image_id,
                name=name if owner == place else f"shared-{name}",
                created_ms=created_ms,
                description=f"{system} for {role}",
            ),
            _fast_launch(store, place, image_id, at, state, shared=owner != place, changed_ms=created_ms + _DAY_MS),
        )


def _fast_launch(
    store: Store, place: int, image_id: str, at: int, state: str, *, shared: bool, changed_ms: int
) -> rows.FastLaunch:
    unique = _hex("template", image_id)
    template: dict[str, str] = {}
    if state not in {"enabling", "enabling-failed"} and at % 7:  # sometimes empty, as the service answers as well
        template_id = f"lt-0{unique[:16]}"
        name = f"EC2FastLaunchDefaultResourceCreation-{_uuid(unique)}" if at % 3 else f"fast-launch-{at:02d}"
        template = {"LaunchTemplateId": template_id, "LaunchTemplateName": name, "Version": str(1 + at % 4)}
        store.put(*_template(place, template_id, name, changed_ms, image_id))
    reason = _REASONS.get(state, _USER).format(instance=f"i-0{unique[16:32]}", snapshot=f"snap-0{unique[32:48]}")
    return rows.FastLaunch(
        place=place,
        image_id=image_id,
        state=state,
        reason=reason,
        changed_ms=changed_ms,
        shared=shared,
        snapshots={} if at % 9 == 8 else {"TargetResourceCount": (5, 5, 10, 20)[at % 4]},  # noqa: PLR2004 - one in nine
        template=template,
        parallel=(6, 6, 8, 12)[at % 4],
    )


def _template(place: int, template_id: str, name: str, created_ms: int, image_id: str) -> Iterator[rows.Row]:
    """A launch template and its four versions."""
    by = {"CreatedBy": f"arn:aws:iam::{DEFAULT_ACCOUNT}:root"}
    yield rows.LaunchTemplate(
        place=place,
        template_id=template_id,
        name=name,
        created_ms=created_ms,
        latest_version=4,
        last_number=4,
        members=by,
    )
    for version in range(1, 5):
        data = {"ImageId": image_id, "InstanceType": ("t3.medium", "t3.large", "m7i.large", "m7i.xlarge")[version - 1]}
        yield rows.TemplateVersion(
            place=place,
            template_id=template_id,
            version=version,
            created_ms=created_ms + (version - 1) * _DAY_MS,
            members={**by, "LaunchTemplateData": data},
        )


def _fill_images(
    store: Store, place: int, owner: str, region: str, *, count: int, seen_by: int = 0, shared: int = 0
) -> None:
    for at, image in enumerate(_images(place, owner, region, count)):
        store.put(image, _sight(image, place, owner, "OWNED"))
        if at < shared:
            store.put(_sight(image, seen_by, DEFAULT_ACCOUNT, "SHARED"))
        elif owner == DEFAULT_ACCOUNT and image.state == "AVAILABLE" and at % 6 == 0:
            other = store.place("aws", RESEARCH, region).number
            store.put(_sight(image, other, RESEARCH, "SHARED"))
        store.put(rows.Tag(place=place, resource_id=image.image_id, name="Team", value=_TEAMS[at % len(_TEAMS)]))


def _images(place: int, owner: str, region: str, count: int) -> Iterator[rows.WorkspaceImage]:
    codes = list(error_details.MESSAGES)
    for at in range(count):
        desktop, team = _DESKTOPS[at % len(_DESKTOPS)], _TEAMS[at * 5 % len(_TEAMS)]
        name = f"{desktop}-{team}-2025.{1 + at // 12:02d}"
        if owner != DEFAULT_ACCOUNT:
            name = f"Golden-{name}"
        unique = _hex("wsi", region, owner, at)
        state = "ERROR" if at % 8 == 5 else "PENDING" if at % 12 == 10 else "AVAILABLE"  # noqa: PLR2004 - the pattern
        linux = desktop in {"AmazonLinux2", "Ubuntu22"}
        found = [codes[at * 7 % len(codes)], *([codes[at * 11 % len(codes)]] if at % 16 == 13 else [])]  # noqa: PLR2004
        details = [{"ErrorCode": code, "ErrorMessage": error_details.MESSAGES[code]} for code in found]
        failed = state == "ERROR"
        updates = {"UpdateAvailable": True, "Description": _UPDATE} if at % 5 == 0 else {"UpdateAvailable": False}
        yield rows.WorkspaceImage(
            place=place,
            image_id=f"wsi-{_base36(unique)}",
            name=name,
            created_ms=_moment(at * 2, unique),
            owner=owner,
            description="" if at % 10 == 9 else f"{desktop} desktop of the {team} team",  # noqa: PLR2004 - one in ten
            state=state,
            operating_system="LINUX" if linux else "WINDOWS",
            tenancy="DEDICATED" if desktop in {"Win10", "Win11"} else "DEFAULT",
            error_code=details[0]["ErrorCode"] if failed else "",
            error_message=details[0]["ErrorMessage"] if failed else "",
            error_details=list(details) if failed else [],
            updates={} if linux or failed else updates,
        )


def _sight(image: rows.WorkspaceImage, place: int, account: str, relation: str) -> rows.Sight:
    return rows.Sight(
        place=place,
        created_ms=image.created_ms,
        image_id=image.image_id,
        relation=relation,
        home=image.place,
        account=account,
    )


def _fill_workspaces(store: Store, place: int, region: str, *, count: int) -> None:
    directory, subnet = f"d-{_hex('d', region)[:10]}", f"subnet-0{_hex('subnet', region)[:16]}"
    bundles = list(_bundles(store, place, region))
    store.put(*bundles)
    for at in range(count):
        linux, encrypted = at % 7 == 3, at % 5 == 4  # noqa: PLR2004 - some of them
        workspace_id = f"ws-{_base36(_hex('ws', region, at))}"
        bundle = bundles[at % len(bundles)].bundle_id if bundles else ""
        members = {
            "WorkspaceId": workspace_id,
            "DirectoryId": directory,
            "UserName": f"user{at + 1:02d}",
            "IpAddress": f"172.31.{at // 200}.{at % 200 + 10}",
            "State": "AVAILABLE",
            "BundleId": bundle,
            "SubnetId": subnet,
            "ComputerName": f"WSAMZN-{_base36(_hex('computer', region, at)).upper()[:7]}",
            "RootVolumeEncryptionEnabled": encrypted,
            "UserVolumeEncryptionEnabled": encrypted,
        }
        row = rows.Workspace(
            place=place,
            workspace_id=workspace_id,
            operating_system="LINUX" if linux else "WINDOWS",
            encrypted=encrypted,
            bundle_id=bundle,
            members=members,
        )
        store.put(row)


def _bundles(store: Store, place: int, region: str) -> Iterator[rows.Bundle]:
    """Bundles of the last images that can be used."""
    images = store.find(rows.WorkspaceImage, {"place": place})
    usable = sorted((one for one in images if one.state == "AVAILABLE"), key=lambda one: one.created_ms)[-3:]
    for at, image in enumerate(usable):
        bundle_id = f"wsb-{_base36(_hex('wsb', region, at))}"
        members = {
            "BundleId": bundle_id,
            "Name": f"{image.name}-bundle",
            "Owner": DEFAULT_ACCOUNT,
            "Description": f"Desktops of the image {image.image_id}",
            "ImageId": image.image_id,
            "RootStorage": {"Capacity": "80"},
            "UserStorage": {"Capacity": "50"},
            "ComputeType": {"Name": ("STANDARD", "PERFORMANCE", "POWER")[at]},
            "LastUpdatedTime": image.created_ms / 1000 + 3600,
            "CreationTime": image.created_ms / 1000 + 3600,
            "State": "AVAILABLE",
            "BundleType": "REGULAR",
        }
        yield rows.Bundle(
            place=place,
            bundle_id=bundle_id,
            image_id=image.image_id,
            name=f"{image.name}-bundle",
            owner=DEFAULT_ACCOUNT,
            members=members,
        )


def _hex(*names: object) -> str:
    return sha256("/".join(map(str, names)).encode()).hexdigest()


def _base36(unique: str) -> str:
    number, letters = int(unique[:16], 16), ""
    for _ in range(9):
        number, digit = divmod(number, 36)
        letters += "0123456789abcdefghijklmnopqrstuvwxyz"[digit]
    return letters


def _uuid(unique: str) -> str:
    return f"{unique[:8]}-{unique[8:12]}-4{unique[13:16]}-a{unique[17:20]}-{unique[20:32]}"


def _moment(day: int, unique: str) -> int:
    """A moment of a day after the first, with odd milliseconds."""
    return _FIRST_MS + day * _DAY_MS + int(unique[:12], 16) % _DAY_MS
