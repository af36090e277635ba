"""Seeds: items in the form that the services answer them, for instance a recorded listing, put into the store."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from allpages import errors
from allpages.local.ec2.fast_launch import STATES
from allpages.local.store import tables as rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from allpages.local.store.database import Place, Store

    Item = Mapping[str, Any]
    Sow = Callable[["Store", Place, Item], None]


def sow(store: Store, place: Place, operation: str, items: Iterable[Item]) -> int:
    """Put items of a listing into a place, each instead of the one with its id; says how many they were.

    operation: the name of the describe operation that answers such items.

    Raises: UsageError: an operation without seeds, or an item without what it must have.
    """
    put = SEEDS.get(operation)
    if put is None:
        raise errors.UsageError(f"{operation} cannot be seeded.", hint=f"There are: {', '.join(SEEDS)}.")
    count = 0
    with store.writing():
        for item in items:
            try:
                put(store, place, item)
            except (KeyError, TypeError, ValueError, AttributeError, msgspec.ValidationError) as cause:
                raise errors.UsageError(
                    f"The item {count + 1} for {operation} cannot be used: {cause!r}.",
                    hint="Items have the form in which the operation answers them.",
                ) from cause
            count += 1
    return count


def _fast_launch(store: Store, place: Place, item: Item) -> None:
    image_id = str(item["ImageId"])
    shared = "OwnerId" not in item
    row = rows.FastLaunch(
        place=place.number,
        image_id=image_id,
        state=item.get("State", "enabled"),
        reason=item.get("StateTransitionReason", "Client.UserInitiated"),
        changed_ms=_milliseconds(item.get("StateTransitionTime", 0)),
        shared=shared,
        snapshots=dict(item.get("SnapshotConfiguration", {})),
        template=dict(item.get("LaunchTemplate", {})),
        parallel=int(item.get("MaxParallelLaunches", 6)),
        resource_type=item.get("ResourceType", "snapshot"),
    )
    if row.state not in STATES:
        raise ValueError(row.state)
    _keep(store, row)
    if not shared and store.get(rows.Ami, place.number, image_id) is None:
        _keep(store, rows.Ami(place=place.number, image_id=image_id, name=image_id, created_ms=row.changed_ms))


def _ami(store: Store, place: Place, item: Item) -> None:
    _keep(
        store,
        rows.Ami(
            place=place.number,
            image_id=str(item["ImageId"]),
            name=item.get("Name", ""),
            created_ms=_milliseconds(item.get("CreationDate", 0)),
            description=item.get("Description", ""),
            platform=item.get("Platform", ""),
            architecture=item.get("Architecture", "x86_64"),
            state=item.get("State", "available"),
            public=bool(item.get("Public", False)),
        ),
    )


def _image(store: Store, place: Place, item: Item) -> None:
    owner = item.get("OwnerAccountId", place.account)
    home = store.place(place.partition, owner, place.region)
    image_id = str(item["ImageId"])
    row = rows.WorkspaceImage(
        place=home.number,
        image_id=image_id,
        name=item.get("Name", image_id),
        created_ms=_milliseconds(item.get("Created", 0)),
        owner=owner,
        description=item.get("Description", ""),
        state=item.get("State", "AVAILABLE"),
        operating_system=item.get("OperatingSystem", {}).get("Type", "WINDOWS"),
        tenancy=item.get("RequiredTenancy", "DEFAULT"),
        error_code=item.get("ErrorCode", ""),
        error_message=item.get("ErrorMessage", ""),
        updates=dict(item.get("Updates", {})),
        error_details=list(item.get("ErrorDetails", [])),
    )
    for sight in store.find(rows.Sight, {"home": home.number, "image_id": image_id}):
        store.delete(rows.Sight, {name: getattr(sight, name) for name in rows.Sight.key})
    if row.state not in {"AVAILABLE", "PENDING", "ERROR"}:
        raise ValueError(row.state)
    _keep(store, row)
    store.put(_sight(row, home, "OWNED"))
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


def _workspace(store: Store, place: Place, item: Item) -> None:
    _keep(
        store,
        rows.Workspace(
            place=place.number,
            workspace_id=str(item["WorkspaceId"]),
            operating_system="LINUX" if "LINUX" in str(item.get("OperatingSystemName", "")).upper() else "WINDOWS",
            state=item.get("State", "AVAILABLE"),
            encrypted=bool(item.get("RootVolumeEncryptionEnabled") or item.get("UserVolumeEncryptionEnabled")),
        ),
    )


def _bundle(store: Store, place: Place, item: Item) -> None:
    _keep(
        store,
        rows.Bundle(
            place=place.number,
            bundle_id=str(item["BundleId"]),
            image_id=item.get("ImageId", ""),
            name=item.get("Name", ""),
        ),
    )


def _keep(store: Store, row: rows.Row) -> None:
    """Put a row, if its values have the types of its columns, and no text that XML could not carry."""
    msgspec.convert(msgspec.to_builtins(row), type(row))
    text = msgspec.json.encode(row).decode()
    if not (text.isprintable() and "\\u00" not in text and "\\b" not in text and "\\f" not in text):
        raise ValueError("a text with control characters")
    store.put(row)


def _milliseconds(value: Any) -> int:
    """A time as items have it, a datetime, epoch seconds or ISO 8601, in milliseconds."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        value = (value if value.tzinfo else value.replace(tzinfo=UTC)).timestamp()
    return round(float(value) * 1000)


SEEDS: dict[str, Sow] = {
    "DescribeFastLaunchImages": _fast_launch,
    "DescribeImages": _ami,
    "DescribeWorkspaceImages": _image,
    "DescribeWorkspaces": _workspace,
    "DescribeWorkspaceBundles": _bundle,
}
