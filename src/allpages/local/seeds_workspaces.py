"""Seeds of WorkSpaces: items of its listings as rows of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages.local.store import tables as rows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allpages.local.store.database import Place, Store

    Item = Mapping[str, Any]

_IMAGE_STATES = ("AVAILABLE", "PENDING", "ERROR")
_ENCRYPTED = ("RootVolumeEncryptionEnabled", "UserVolumeEncryptionEnabled")


def image(store: Store, place: Place, item: Item) -> None:
    """An image: of the account that owns it, and seen by the account of the place."""
    owner = item.get("OwnerAccountId", place.account)
    home = store.place(place.partition, owner, place.region)
    image_id = item["ImageId"]
    row = rows.WorkspaceImage(
        place=home.number,
        image_id=image_id,
        name=item.get("Name", image_id),
        created_ms=round(item.get("Created", 0) * 1000),
        owner=owner,
        description=item.get("Description", ""),
        state=item.get("State", "AVAILABLE"),
        operating_system=item.get("OperatingSystem", {"Type": "WINDOWS"}).get("Type", ""),
        tenancy=item.get("RequiredTenancy", "DEFAULT"),
        error_code=item.get("ErrorCode", ""),
        error_message=item.get("ErrorMessage", ""),
        updates=dict(item.get("Updates", {})),
        error_details=list(item.get("ErrorDetails", [])),
        told=list(item) if "State" in item else [],  # without it a sketch: what is always answered is filled in
    )
    if row.state not in _IMAGE_STATES:
        raise ValueError(f"there is no state {row.state!r}; there are {', '.join(_IMAGE_STATES)}")
    for sight in store.find(rows.Sight, {"home": home.number, "image_id": image_id}):
        store.delete(rows.Sight, {name: getattr(sight, name) for name in rows.Sight.key})
    store.put(row, _sight(row, home, "OWNED"))
    if home.number != place.number:
        store.put(_sight(row, place, "SHARED"))


def _sight(row: rows.WorkspaceImage, place: Place, relation: str) -> rows.Sight:
    return rows.Sight(
        place=place.number,
        created_ms=row.created_ms,
        image_id=row.image_id,
        relation=relation,
        home=row.place,
        account=place.account,
    )


def workspace(store: Store, place: Place, item: Item) -> None:
    """A WorkSpace."""
    row = rows.Workspace(
        place=place.number,
        workspace_id=item["WorkspaceId"],
        operating_system="LINUX" if "LINUX" in str(item.get("OperatingSystemName", "")).upper() else "WINDOWS",
        state=item.get("State", "AVAILABLE"),
        encrypted=any(item.get(name) for name in _ENCRYPTED),
        bundle_id=item.get("BundleId", ""),
        members=dict(item),
    )
    store.put(row)


def bundle(store: Store, place: Place, item: Item) -> None:
    """A bundle: of the account, of AMAZON, or of another account."""
    row = rows.Bundle(
        place=place.number,
        bundle_id=item["BundleId"],
        image_id=item.get("ImageId", ""),
        name=item.get("Name", ""),
        owner=item.get("Owner", place.account),
        members=dict(item),
    )
    store.put(row)


def association(member: str) -> Callable[[Store, Place, Item], None]:
    """An application that is associated with what the item's `member` names."""

    def sow(store: Store, place: Place, item: Item) -> None:
        row = rows.Association(
            place=place.number,
            resource_id=item[member],
            associated_id=item["AssociatedResourceId"],
            members=dict(item),
        )
        store.put(row)

    return sow
