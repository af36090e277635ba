"""Seeds of EC2: items of its listings as rows of the store."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from msgspec import structs

from allpages.local.ec2.fast_launch import STATES
from allpages.local.ec2.permissions import EVERYBODY, permission
from allpages.local.store import tables as rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.local.store.database import Place, Store

    Item = Mapping[str, Any]


_COLUMNS = frozenset({"Name", "Description", "Platform", "Architecture", "Public"})


def fast_launch(store: Store, place: Place, item: Item) -> None:
    """An AMI with fast launch; the AMI itself as well, where there is none."""
    image_id = item["ImageId"]
    shared = "OwnerId" not in item
    row = rows.FastLaunch(
        place=place.number,
        image_id=image_id,
        state=item.get("State", "enabled"),
        reason=item.get("StateTransitionReason", "Client.UserInitiated"),
        changed_ms=round(item.get("StateTransitionTime", 0) * 1000),
        shared=shared,
        snapshots=dict(item.get("SnapshotConfiguration", {})),
        template=dict(item.get("LaunchTemplate", {})),
        parallel=item.get("MaxParallelLaunches", 6),
        resource_type=item.get("ResourceType", "snapshot"),
        owner=item.get("OwnerId", ""),
        told=list(item) if "State" in item else [],
    )
    if row.state not in STATES:
        raise ValueError(f"there is no state {row.state!r}; there are {', '.join(STATES)}")
    store.put(row)
    if not shared and store.get(rows.Ami, place.number, image_id) is None:
        store.put(rows.Ami(place=place.number, image_id=image_id, name=image_id, created_ms=row.changed_ms))


def ami(store: Store, place: Place, item: Item) -> None:
    """An AMI: of the account that owns it, and seen by the account of the place."""
    owner = item.get("OwnerId", place.account)
    home = store.place(place.partition, owner, place.region)
    image_id = item["ImageId"]
    public = item.get("Public", False)
    tags = item.get("Tags")
    told = {name: value for name, value in item.items() if name != "Tags"}
    if "State" not in item:  # a sketch: what is always answered is filled in
        told = {name: value for name, value in told.items() if name not in _COLUMNS}
    row = rows.Ami(
        place=home.number,
        image_id=image_id,
        name=item.get("Name", ""),
        created_ms=_moment(item.get("CreationDate")),
        description=item.get("Description", ""),
        platform=item.get("Platform", ""),
        architecture=item.get("Architecture", "x86_64"),
        state=item.get("State", "available"),
        public=public,
        members=told if tags is None else {**told, "Tags": []},
        whole="State" in item,
    )
    store.put(row)
    if public:
        store.put(permission(home, image_id, EVERYBODY))
    elif home.number != place.number:
        store.put(permission(home, image_id, place.account))
    _tags(store, place, image_id, "image", tags or ())


def template(store: Store, place: Place, item: Item) -> None:
    """A launch template, without its versions."""
    template_id, tags = item["LaunchTemplateId"], item.get("Tags")
    told = {name: value for name, value in item.items() if name != "Tags"}
    latest = item.get("LatestVersionNumber", 1)
    row = rows.LaunchTemplate(
        place=place.number,
        template_id=template_id,
        name=item.get("LaunchTemplateName", template_id),
        created_ms=round(item.get("CreateTime", 0) * 1000),
        latest_version=latest,
        default_version=item.get("DefaultVersionNumber", 1),
        last_number=latest,
        members=told if tags is None else {**told, "Tags": []},
        whole=True,
    )
    store.put(row)
    _tags(store, place, template_id, "launch-template", tags or ())


def version(store: Store, place: Place, item: Item) -> None:
    """A version of a launch template; the template as well, where there is none."""
    template_id, number = item["LaunchTemplateId"], item["VersionNumber"]
    created_ms = round(item.get("CreateTime", 0) * 1000)
    found = store.get(rows.LaunchTemplate, place.number, template_id) or rows.LaunchTemplate(
        place=place.number,
        template_id=template_id,
        name=item.get("LaunchTemplateName", template_id),
        created_ms=created_ms,
        latest_version=number,
        default_version=number,
        last_number=number,
    )
    latest = max(found.latest_version, number)
    default = number if item.get("DefaultVersion") else found.default_version
    found = structs.replace(found, latest_version=latest, last_number=latest, default_version=default)
    row = rows.TemplateVersion(
        place=place.number,
        template_id=template_id,
        version=number,
        created_ms=created_ms,
        members=dict(item),
        whole=True,
    )
    store.put(found, row)


def tag(store: Store, place: Place, item: Item) -> None:
    """A tag of any resource."""
    known = store.find(rows.Ec2Tag, {"place": place.number, "resource_id": item["ResourceId"]})
    row = rows.Ec2Tag(
        place=place.number,
        resource_id=item["ResourceId"],
        name=item["Key"],
        value=item.get("Value", ""),
        kind=item.get("ResourceType", "image"),
        number=len(known),
    )
    store.put(row)


def _tags(store: Store, place: Place, resource_id: str, kind: str, tags: Any) -> None:
    store.delete(rows.Ec2Tag, {"place": place.number, "resource_id": resource_id})
    for at, one in enumerate(tags):
        store.put(rows.Ec2Tag(place.number, resource_id, one["Key"], one.get("Value", ""), kind, at))


def _moment(text: str | None) -> int:
    if text is None:
        return 0
    found = datetime.fromisoformat(text)
    return round((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp() * 1000)
