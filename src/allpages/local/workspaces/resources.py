"""What the operations on images share: finding images, the limits on new ones, the words of refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages.local import lifecycle
from allpages.local.store.tables import Sight, Tag, WorkspaceImage
from allpages.local.wire.faults import workspaces_fault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.local.calls import Call
    from allpages.local.wire.fault import Fault

OWNED, SHARED = "OWNED", "SHARED"
MAX_TAGS = 50
# Texts that were seen from the service.
_SAME_NAME = (
    "A WorkSpace image with the same name exists in the destination Region. "
    "Provide a unique destination image name, and try again."
)


def moment(milliseconds: int) -> float:
    """A time of the store as the JSON protocols tell it: seconds, with the milliseconds behind the point."""
    return milliseconds / 1000


def page_size(call: Call) -> int:
    """How many items the page may have; the model's limits were checked."""
    asked: int = call.params.get("MaxResults", call.settings.workspaces_page)
    return asked


def bad_token(call: Call) -> Fault:
    """The answer to a token that cannot be used."""
    return workspaces_fault(call.settings.workspaces_bad_token, "The specified NextToken is not valid.")


def missing(image_id: str) -> Fault:
    """The answer to an id that no image has, as far as the caller can see."""
    return workspaces_fault(
        "ResourceNotFoundException", f"The image {image_id} could not be found.", ResourceId=image_id
    )


def own(call: Call, image_id: str) -> WorkspaceImage | None:
    """The caller's own image."""
    return call.store.get(WorkspaceImage, call.place.number, image_id)


def seen(call: Call, image_id: str, place: int | None = None) -> WorkspaceImage | None:
    """The image if an account sees it in a place (None: the caller's): an own one or a shared one."""
    where = {"place": call.place.number if place is None else place, "image_id": image_id}
    for sight in call.store.find(Sight, where, limit=1):
        return call.store.get(WorkspaceImage, sight.home, image_id)
    return None


def make(call: Call, source: WorkspaceImage | None, **columns: Any) -> WorkspaceImage:
    """A new image of the caller, PENDING, its tags with it; `source` lends what `columns` do not say.

    Raises: Fault: the name is taken, or the quota is used up.
    """
    params, place = call.params, call.place.number
    name = columns["name"]
    if call.store.find(WorkspaceImage, {"place": place, "name": name}, limit=1):
        raise workspaces_fault("ResourceAlreadyExistsException", _SAME_NAME)
    quota = lifecycle.quota(call, "images", call.settings.image_quota)
    if call.store.count(WorkspaceImage, {"place": place}) >= quota:
        message = f"You have reached the limit of {quota} images in this Region."
        raise workspaces_fault("ResourceLimitExceededException", message)
    lent: dict[str, Any] = {}
    if source is not None:
        lent = {"operating_system": source.operating_system, "tenancy": source.tenancy}
    image = WorkspaceImage(
        place=place,
        image_id=call.new_id("wsi-", letters=9, alphabet="base36"),
        created_ms=call.clock.now_ms(),
        owner=call.caller.account,
        state="PENDING",
        **{**lent, **columns},
    )
    call.store.put(image, sight(image, call.caller.account))
    put_tags(call, image.image_id, params.get("Tags", []))
    return image


def sight(image: WorkspaceImage, account: str, place: int | None = None) -> Sight:
    """The row by which an account sees an image: its owner, or in `place` somebody else."""
    return Sight(
        place=image.place if place is None else place,
        created_ms=image.created_ms,
        image_id=image.image_id,
        relation=OWNED if place is None else SHARED,
        home=image.place,
        account=account,
    )


def put_tags(call: Call, resource_id: str, tags: list[Mapping[str, str]]) -> None:
    """Set tags, each instead of the one with the same key.

    Raises: Fault: there would be more than fifty.
    """
    place = call.place.number
    names = {tag.name for tag in call.store.find(Tag, {"place": place, "resource_id": resource_id})}
    names.update(tag["Key"] for tag in tags)
    if len(names) > MAX_TAGS:
        message = f"A resource can have at most {MAX_TAGS} tags."
        raise workspaces_fault("ResourceLimitExceededException", message)
    call.store.put(
        *(Tag(place=place, resource_id=resource_id, name=tag["Key"], value=tag.get("Value", "")) for tag in tags)
    )
