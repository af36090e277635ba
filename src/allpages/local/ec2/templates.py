"""Launch templates: made, found by id or by name, listed, modified and deleted."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import chain
from typing import TYPE_CHECKING, Any

from msgspec import structs

from allpages.local import filters
from allpages.local.calls import page_end
from allpages.local.ec2 import parameters, tagging
from allpages.local.store.tables import LaunchTemplate, TemplateVersion
from allpages.local.wire.faults import ec2_fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from allpages.local.calls import Act, Call
    from allpages.local.filters import Filter
    from allpages.local.wire.fault import Fault

LATEST, DEFAULT = "$Latest", "$Default"
_ID = re.compile(r"lt-(?:[0-9a-f]{8}|[0-9a-f]{17})")
_NAME = re.compile(r"[a-zA-Z0-9()./_-]{3,128}")
MOST_DESCRIPTION = 255
_STEP = 1000
_FILTERS: dict[str, Callable[[Mapping[str, Any]], str | None]] = {
    "create-time": lambda item: f"{item['CreateTime']:%Y-%m-%dT%H:%M:%S.000Z}" if "CreateTime" in item else None,
    "launch-template-name": lambda item: item.get("LaunchTemplateName"),
}


def create_launch_template(call: Call) -> Mapping[str, Any]:
    """CreateLaunchTemplate: keep it, with its first version."""
    name = _checked_name(parameters.required(call, "LaunchTemplateName"))
    description = parameters.text(call, "VersionDescription", MOST_DESCRIPTION)
    tags = tagging.specified(call, "launch-template").get("launch-template", {})
    call.permit()
    with call.store.writing():
        if call.store.find(LaunchTemplate, {"place": call.place.number, "name": name}, limit=1):
            message = "Launch template name already in use."
            raise ec2_fault("InvalidLaunchTemplateName.AlreadyExistsException", message)
        row = LaunchTemplate(
            place=call.place.number,
            template_id=call.new_id("lt-", letters=17),
            name=name,
            created_ms=call.clock.now_ms(),
            members={"CreatedBy": creator(call)},
        )
        call.store.put(row)
        put_version(call, row, 1, description, call.params.get("LaunchTemplateData", {}))
        tagging.put(call, row.template_id, "launch-template", tags)
    return {"LaunchTemplate": _told(call, [row])[0]}


def put_version(call: Call, row: LaunchTemplate, number: int, description: str | None, data: Mapping[str, Any]) -> None:
    """Keep a version of a template."""
    from allpages.local import shaped
    from allpages.models import catalog

    shape = catalog.service("ec2").shape("RequestLaunchTemplateData")
    members: dict[str, Any] = {"CreatedBy": creator(call), "LaunchTemplateData": shaped.stored(shape, data)}
    if description is not None:
        members["VersionDescription"] = description
    version = TemplateVersion(
        place=row.place,
        template_id=row.template_id,
        version=number,
        created_ms=call.clock.now_ms(),
        members=members,
    )
    call.store.put(version)


def creator(call: Call) -> str:
    """The ARN of whoever makes something."""
    return call.caller.arn


def describe_launch_templates(call: Call) -> Mapping[str, Any]:
    """DescribeLaunchTemplates: those with these ids and names, or a page of all, by id."""
    ids = [checked_id(one) for one in dict.fromkeys(call.params.get("LaunchTemplateIds", ()))]
    names = [_checked_name(one) for one in dict.fromkeys(call.params.get("LaunchTemplateNames", ()))]
    chosen = filters.read(call.params.get("Filters"), _FILTERS, tagged=(filters.TAG, filters.TAG_KEY))
    size = parameters.page_size(call, least=1, most=parameters.MAX_RESULTS)
    after = call.start(bad_token=parameters.bad_token(call))
    wanted = {
        row.template_id: row for row in (*(_by_id(call, one) for one in ids), *(_by_name(call, n) for n in names))
    }
    call.permit()
    if wanted:
        rows = [row for row in wanted.values() if not after or row.template_id > after[0]]
        found = _passing(call, sorted(rows, key=lambda row: row.template_id), chosen)
    else:
        found = _listed(call, chosen, after, size + 1)
    page, last = page_end(found, size)
    answer: dict[str, Any] = {"LaunchTemplates": page}
    if last is not None:
        answer["NextToken"] = call.token(last["LaunchTemplateId"])
    return answer


def modify_launch_template(call: Call) -> Mapping[str, Any]:
    """ModifyLaunchTemplate: another version becomes the default."""
    wanted = parameters.required(call, "DefaultVersion")
    row = named(call)
    number = version_number(call, row, wanted)
    call.permit()
    with call.store.writing():
        row = structs.replace(row, default_version=number)
        call.store.put(row)
    return {"LaunchTemplate": _told(call, [row])[0]}


def delete_launch_template(call: Call) -> Mapping[str, Any]:
    """DeleteLaunchTemplate: forget it, with all of its versions."""
    row = named(call)
    call.permit()
    told = _told(call, [row])[0]
    with call.store.writing():
        where = {"place": row.place, "template_id": row.template_id}
        call.store.delete(LaunchTemplate, where)
        call.store.delete(TemplateVersion, where)
        tagging.forget(call, row.template_id)
    return {"LaunchTemplate": told}


def named(call: Call) -> LaunchTemplate:
    """The template that the request names, by its id or by its name.

    Raises: Fault: both, neither, malformed, or no such template.
    """
    found = _named(call, call.params)
    if found is None:
        raise ec2_fault("MissingParameter", "The request must contain the parameter LaunchTemplateId")
    return found


def _named(call: Call, given: Mapping[str, Any]) -> LaunchTemplate | None:
    by_id, by_name = given.get("LaunchTemplateId"), given.get("LaunchTemplateName")
    if by_id and by_name:
        message = "The parameter LaunchTemplateId cannot be used with the parameter LaunchTemplateName"
        raise ec2_fault("InvalidParameterCombination", message)
    if by_id:
        return _by_id(call, checked_id(by_id))
    return _by_name(call, _checked_name(by_name)) if by_name else None


def version_number(call: Call, row: LaunchTemplate, version: str) -> int:
    """The number of a version, which may be named as the latest or the default.

    Raises: Fault: InvalidLaunchTemplateId.VersionNotFound.
    """
    number = {LATEST: row.latest_version, DEFAULT: row.default_version}.get(version)
    if number is None:
        number = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0  # noqa: PLR2004 - digits of an integer
        if not call.store.get(TemplateVersion, row.place, row.template_id, number):
            raise no_version(row, version)
    return number


def no_version(row: LaunchTemplate, version: str) -> Fault:
    """The answer to a version that a template does not have."""
    message = f"Could not find the specified version {version[:255]} for the launch template with ID {row.template_id}."
    return ec2_fault("InvalidLaunchTemplateId.VersionNotFound", message)


def wanted(call: Call) -> dict[str, str]:
    """The launch template that EnableFastLaunch names, as it is kept; empty when it names none.

    Raises: Fault: both id and name, neither, no version, or no such template.
    """
    given = call.params.get("LaunchTemplate") or {}
    if not given:
        return {}
    version = given.get("Version")
    is_named = given.get("LaunchTemplateId") or given.get("LaunchTemplateName")
    if not is_named or (not version and not (given.get("LaunchTemplateId") and given.get("LaunchTemplateName"))):
        missing = "LaunchTemplate.Version" if is_named else "LaunchTemplateId"
        raise ec2_fault("MissingParameter", f"The request must contain the parameter {missing}")
    row = _named(call, given)
    assert row is not None  # noqa: S101 - it is named
    version_number(call, row, str(version))
    return {"LaunchTemplateId": row.template_id, "LaunchTemplateName": row.name, "Version": str(version)}


def checked_id(template_id: str) -> str:
    """The id of a template that could exist."""
    if not _ID.fullmatch(template_id):
        message = f'Invalid id: "{template_id[:255]}" (expecting "lt-...")'
        raise ec2_fault("InvalidLaunchTemplateId.Malformed", message)
    return template_id


def _checked_name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ec2_fault("InvalidLaunchTemplateName.MalformedException", f"Invalid launch template name: {name[:255]}")
    return name


def _by_id(call: Call, template_id: str) -> LaunchTemplate:
    found = call.store.get(LaunchTemplate, call.place.number, template_id)
    if found is None:
        message = f"The specified launch template, with template ID {template_id}, does not exist."
        raise ec2_fault("InvalidLaunchTemplateId.NotFound", message)
    return found


def _by_name(call: Call, name: str) -> LaunchTemplate:
    found = call.store.find(LaunchTemplate, {"place": call.place.number, "name": name}, limit=1)
    if not found:
        message = f"The specified launch template, with template name {name}, does not exist."
        raise ec2_fault("InvalidLaunchTemplateName.NotFoundException", message)
    return found[0]


def _listed(call: Call, chosen: list[Filter], after: tuple[Any, ...], limit: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for rows in _steps(call, after):
        found += _passing(call, rows, chosen)
        if len(found) >= limit:
            break
    return found[:limit]


def walked(call: Call) -> Iterator[LaunchTemplate]:
    """All templates of the place, by their ids."""
    return chain.from_iterable(_steps(call, ()))


def _steps(call: Call, after: tuple[Any, ...]) -> Iterator[list[LaunchTemplate]]:
    while True:
        listing: dict[str, Any] = {"order": ("template_id",), "after": after, "limit": _STEP}
        rows = call.store.find(LaunchTemplate, {"place": call.place.number}, **listing)
        yield rows
        if len(rows) < _STEP:
            return
        after = (rows[-1].template_id,)


def _passing(call: Call, rows: list[LaunchTemplate], chosen: list[Filter]) -> list[dict[str, Any]]:
    return [item for item in _told(call, rows) if is_seen(call, item) and all(_takes(one, item) for one in chosen)]


def _takes(one: Filter, item: Mapping[str, Any]) -> bool:
    if filters.is_of_tags(one):
        return filters.takes_tags(one, {tag["Key"]: tag["Value"] for tag in item.get("Tags", ())})
    return one.takes(_FILTERS[one.name](item))


def is_seen(call: Call, item: Mapping[str, Any]) -> bool:
    """Whether it is one of the account, or of a service that does not hide it, or was asked for all the same."""
    return bool(call.params.get("IncludeManagedResources")) or not item.get("Operator", {}).get("HiddenByDefault")


def _told(call: Call, rows: list[LaunchTemplate]) -> list[dict[str, Any]]:
    tags = tagging.of(call, [row.template_id for row in rows])
    return [_item(row, tags.get(row.template_id, {})) for row in rows]


def _item(row: LaunchTemplate, tags: tagging.Tags) -> dict[str, Any]:
    item: dict[str, Any] = {
        "LaunchTemplateId": row.template_id,
        "LaunchTemplateName": row.name,
        "CreateTime": datetime.fromtimestamp(row.created_ms // 1000, UTC),
        "DefaultVersionNumber": row.default_version,
        "LatestVersionNumber": row.latest_version,
    }
    if row.whole:  # a seed: the members that it had, with their values of now
        item = {**row.members, **{name: value for name, value in item.items() if name in row.members}}
    else:
        item |= row.members
    return {**item, "Tags": tagging.listed(tags)} if tags or "Tags" in item else item


OPERATIONS: dict[str, Act] = {
    "CreateLaunchTemplate": create_launch_template,
    "DescribeLaunchTemplates": describe_launch_templates,
    "ModifyLaunchTemplate": modify_launch_template,
    "DeleteLaunchTemplate": delete_launch_template,
}
