"""Tags of EC2 resources: set, removed and listed, and given along with what makes a resource."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from allpages.local import filters
from allpages.local.calls import page_end
from allpages.local.ec2 import amis, parameters
from allpages.local.store.tables import Ec2Tag, LaunchTemplate
from allpages.local.wire.faults import ec2_fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from allpages.local.calls import Act, Call
    from allpages.local.filters import Filter
    from allpages.local.wire.fault import Fault

    Tags = dict[str, str]

MOST_TAGS = 50
_MOST_RESOURCES = 1000  # and tags, of one request
_KEY_LENGTH, _VALUE_LENGTH = 127, 256
_RESERVED = "aws:"
_LEAST_RESULTS, _MOST_RESULTS = 5, 1000
_ID = re.compile(r"[a-z][a-z-]*-(?:[0-9a-f]{8}|[0-9a-f]{17})")
_FILTERS: dict[str, Callable[[Ec2Tag], str]] = {
    "key": lambda row: row.name,
    "resource-id": lambda row: row.resource_id,
    "resource-type": lambda row: row.kind,
    "value": lambda row: row.value,
}


def create_tags(call: Call) -> Mapping[str, Any]:
    """CreateTags: set tags of resources, each instead of the one with the same key."""
    ids = _resources(call)
    tags = checked(parameters.required(call, "Tags"))
    kinds = {resource_id: _kind(call, resource_id) for resource_id in ids}
    call.permit()
    with call.store.writing():
        for resource_id, kind in kinds.items():
            put(call, resource_id, kind, tags)
    return {}


def delete_tags(call: Call) -> Mapping[str, Any]:
    """DeleteTags: remove tags by key, or by key and value; without any, all but those of AWS."""
    ids = _resources(call)
    wanted = call.params.get("Tags")
    if wanted and len(wanted) > _MOST_RESOURCES:
        raise _too_many("Tags", len(wanted))
    keys = _keys(wanted or ())
    for resource_id in ids:
        _kind(call, resource_id)
    call.permit()
    with call.store.writing():
        for row in call.store.find_among(Ec2Tag, {"place": call.place.number}, "resource_id", ids):
            goes = row.name in keys and keys[row.name] in (None, row.value)
            if goes if wanted else not row.name.startswith(_RESERVED):
                call.store.delete(Ec2Tag, {name: getattr(row, name) for name in Ec2Tag.key})
    return {}


def describe_tags(call: Call) -> Mapping[str, Any]:
    """DescribeTags: the tags that the caller has set, by resource and key."""
    chosen = filters.read(call.params.get("Filters"), _FILTERS, tagged=(filters.TAG,))
    size = parameters.whole_or_page(call, least=_LEAST_RESULTS, most=_MOST_RESULTS)
    after = call.start(bad_token=parameters.bad_token(call))
    call.permit()
    found = _listed(call, chosen, after, None if size is None else size + 1)
    page, last = (found, None) if size is None else page_end(found, size)
    answer: dict[str, Any] = {"Tags": [_item(row) for row in page]}
    if last is not None:
        answer["NextToken"] = call.token(last.resource_id, last.name)
    return answer


def _item(row: Ec2Tag) -> dict[str, str]:
    return {"Key": row.name, "ResourceId": row.resource_id, "ResourceType": row.kind, "Value": row.value}


def _listed(call: Call, chosen: list[Filter], after: tuple[Any, ...], limit: int | None) -> list[Ec2Tag]:
    found: list[Ec2Tag] = []
    while True:
        rows = call.store.find(
            Ec2Tag, {"place": call.place.number}, order=("resource_id", "name"), after=after, limit=_MOST_RESULTS
        )
        found += [row for row in rows if all(_passes(row, one) for one in chosen)]
        if len(rows) < _MOST_RESULTS or (limit is not None and len(found) >= limit):
            return found[:limit]
        after = (rows[-1].resource_id, rows[-1].name)


def _passes(row: Ec2Tag, one: Filter) -> bool:
    if one.name in _FILTERS:
        return one.takes(_FILTERS[one.name](row))
    return filters.takes_tags(one, {row.name: row.value})


def checked(given: Sequence[Mapping[str, str]]) -> Tags:
    """The tags of a request, by their keys.

    Raises: Fault: a key or a value that cannot be. Source of the texts: moto, but for those of lengths.
    """
    if len(given) > _MOST_RESOURCES:
        raise _too_many("Tags", len(given))
    tags: Tags = {}
    for entry in given:
        key, value = entry.get("Key"), entry.get("Value", "")
        if not key:
            raise ec2_fault("InvalidParameterValue", "Tag key cannot be empty")
        if key.lower().startswith(_RESERVED):
            raise ec2_fault("InvalidParameterValue", "Tag keys starting with 'aws:' are reserved for internal use")
        if len(key) > _KEY_LENGTH:
            raise ec2_fault("InvalidParameterValue", f"Tag key exceeds the maximum length of {_KEY_LENGTH} characters")
        if len(value) > _VALUE_LENGTH:
            message = f"Tag value exceeds the maximum length of {_VALUE_LENGTH} characters"
            raise ec2_fault("InvalidParameterValue", message)
        if key in tags:
            raise ec2_fault("InvalidParameterValue", f"Duplicate tag key '{key}' specified.")
        tags[key] = value
    if len(tags) > MOST_TAGS:
        raise _over_limit()
    return tags


def specified(call: Call, *kinds: str) -> dict[str, Tags]:
    """The tags of TagSpecifications, by the type of resource, of which there are `kinds`.

    Raises: Fault.
    """
    found: dict[str, Tags] = {}
    for one in call.params.get("TagSpecifications", ()):
        kind = one.get("ResourceType")
        if not kind:
            raise ec2_fault("InvalidParameterValue", "Tag specification resource type must have a value")
        if kind not in kinds:
            message = f"'{kind[:255]}' is not a valid taggable resource type for this operation."
            raise ec2_fault("InvalidParameterValue", message)
        if not one.get("Tags"):
            raise ec2_fault("InvalidParameterValue", "Tag specification must have at least one tag")
        if kind in found:
            raise ec2_fault("InvalidParameterValue", f"Duplicate resource type '{kind}' in TagSpecifications.")
        found[kind] = checked(one["Tags"])
    return found


def put(call: Call, resource_id: str, kind: str, tags: Tags) -> None:
    """Set tags of a resource.

    Raises: Fault: there would be more than fifty.
    """
    place = call.place.number
    known = {row.name: row.number for row in call.store.find(Ec2Tag, {"place": place, "resource_id": resource_id})}
    if len({*(name for name in known if not name.startswith(_RESERVED)), *tags}) > MOST_TAGS:
        raise _over_limit()
    first = max(known.values(), default=-1) + 1
    numbers = {name: known.get(name, first + at) for at, name in enumerate(tags)}
    call.store.put(*(Ec2Tag(place, resource_id, name, tags[name], kind, at) for name, at in numbers.items()))


def of(call: Call, ids: Sequence[str], place: int | None = None) -> dict[str, Tags]:
    """The tags that the caller has set, by resource; all of them with one query."""
    where = {"place": call.place.number if place is None else place}
    found: dict[str, Tags] = {}
    for row in call.store.find_among(Ec2Tag, where, "resource_id", ids, order=("number", "name")):
        found.setdefault(row.resource_id, {})[row.name] = row.value
    return found


def listed(tags: Tags) -> list[dict[str, str]]:
    """Tags as an item has them."""
    return [{"Key": name, "Value": value} for name, value in tags.items()]


def forget(call: Call, resource_id: str) -> None:
    """Remove all tags of a resource that is no more."""
    call.store.delete(Ec2Tag, {"place": call.place.number, "resource_id": resource_id})


def _resources(call: Call) -> list[str]:
    ids: list[str] = list(dict.fromkeys(parameters.required(call, "Resources")))
    if len(ids) > _MOST_RESOURCES:
        raise _too_many("Resources", len(ids))
    for resource_id in ids:
        if not _ID.fullmatch(resource_id):
            raise ec2_fault("InvalidID", f"The ID '{resource_id[:255]}' is not valid")
    return ids


def _kind(call: Call, resource_id: str) -> str:
    """The type of a resource that the caller can see, by its id."""
    prefix = resource_id.rpartition("-")[0]
    if prefix == "ami":
        amis.living(call, resource_id)
        return "image"
    if prefix == "lt":
        if call.store.get(LaunchTemplate, call.place.number, resource_id) is None:
            message = f"The specified launch template, with template ID {resource_id}, does not exist."
            raise ec2_fault("InvalidLaunchTemplateId.NotFound", message)
        return "launch-template"
    known = call.store.find(Ec2Tag, {"place": call.place.number, "resource_id": resource_id}, limit=1)
    if known:  # a snapshot that CopyImage has tagged, or a seed
        return known[0].kind
    raise parameters.lacking(f"The tags of {resource_id}, of all but AMIs and launch templates,")


def _keys(wanted: Iterable[Mapping[str, str]]) -> dict[str, str | None]:
    keys: dict[str, str | None] = {}
    for entry in wanted:
        if not entry.get("Key"):
            raise ec2_fault("InvalidParameterValue", "Tag key cannot be empty")
        keys[entry["Key"]] = entry.get("Value")
    return keys


def _over_limit() -> Fault:
    return ec2_fault("TagLimitExceeded", f"A resource can have at most {MOST_TAGS} tags.")


def _too_many(name: str, count: int) -> Fault:
    message = f"{count} elements were given for the parameter {name}; {_MOST_RESOURCES} are allowed."
    return ec2_fault("InvalidParameterValue", message)


OPERATIONS: dict[str, Act] = {
    "CreateTags": create_tags,
    "DescribeTags": describe_tags,
    "DeleteTags": delete_tags,
}
