"""Versions of launch templates: made of others, listed by number or by name, and deleted."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from msgspec import structs

from allpages.local import filters
from allpages.local.calls import page_end
from allpages.local.ec2 import ami_filters, parameters, templates
from allpages.local.ec2.templates import DEFAULT, LATEST
from allpages.local.store.tables import LaunchTemplate, TemplateVersion
from allpages.local.wire.faults import ec2_fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from allpages.local.calls import Act, Call

    Item = dict[str, Any]

_MOST_VERSIONS = 200
_STEP = 1000
_NOT_SPECIFIC = "versions of all launch templates"
_ALIAS = "resolve:ssm:"


def _data(*path: str) -> Callable[[Item], list[str]]:
    return lambda item: ami_filters.found(item, "LaunchTemplateData", *path)


_FILTERS: dict[str, Callable[[Item], list[str]]] = {
    "create-time": lambda item: [f"{item['CreateTime']:%Y-%m-%dT%H:%M:%S.000Z}"] if "CreateTime" in item else [],
    "ebs-optimized": _data("EbsOptimized"),
    "http-endpoint": _data("MetadataOptions", "HttpEndpoint"),
    "http-protocol-ipv4": _data("MetadataOptions", "HttpEndpoint"),
    "host-resource-group-arn": _data("Placement", "HostResourceGroupArn"),
    "http-tokens": _data("MetadataOptions", "HttpTokens"),
    "iam-instance-profile": _data("IamInstanceProfile", "Arn"),
    "image-id": _data("ImageId"),
    "instance-type": _data("InstanceType"),
    "is-default-version": lambda item: ami_filters.found(item, "DefaultVersion"),
    "kernel-id": _data("KernelId"),
    "license-configuration-arn": _data("LicenseSpecifications", "LicenseConfigurationArn"),
    "network-card-index": _data("NetworkInterfaces", "NetworkCardIndex"),
    "ram-disk-id": _data("RamDiskId"),
}


def create_launch_template_version(call: Call) -> Mapping[str, Any]:
    """CreateLaunchTemplateVersion: the next version, with what it inherits of another one."""
    description = parameters.text(call, "VersionDescription", templates.MOST_DESCRIPTION)
    row = templates.named(call)
    source = call.params.get("SourceVersion")
    inherited: Item = {}
    if source is not None:
        number = templates.version_number(call, row, source)
        found = call.store.get(TemplateVersion, row.place, row.template_id, number)
        if found is None:
            raise templates.no_version(row, source)
        inherited = _without_snapshots(found.members.get("LaunchTemplateData", {}))
    data = {**inherited, **call.params.get("LaunchTemplateData", {})}
    _resolved(call, {"LaunchTemplateData": data})
    call.permit()
    with call.store.writing():
        number = max(row.last_number, row.latest_version) + 1
        row = structs.replace(row, latest_version=number, last_number=number)
        call.store.put(row)
        templates.put_version(call, row, row.latest_version, description, data)
        made = call.store.get(TemplateVersion, row.place, row.template_id, row.latest_version)
    assert made is not None  # noqa: S101 - it was just put
    return {"LaunchTemplateVersion": _item(row, made)}


def _without_snapshots(data: Mapping[str, Any]) -> Item:
    """What a version inherits: all but the snapshots of block devices. Source: the model's text of SourceVersion."""
    devices = [
        {**one, "Ebs": {name: value for name, value in one["Ebs"].items() if name != "SnapshotId"}}
        if "Ebs" in one
        else one
        for one in data.get("BlockDeviceMappings", ())
    ]
    return {**data, "BlockDeviceMappings": devices} if devices else dict(data)


def describe_launch_template_versions(call: Call) -> Mapping[str, Any]:
    """DescribeLaunchTemplateVersions: versions of one template, or the latest and default ones of all."""
    chosen = filters.read(call.params.get("Filters"), _FILTERS)
    size = parameters.page_size(call, least=1, most=parameters.MAX_RESULTS)
    after = call.start(bad_token=parameters.bad_token(call))
    is_of_one = bool(call.params.get("LaunchTemplateId") or call.params.get("LaunchTemplateName"))
    if not is_of_one:
        _check_all(call)
    bounds = _bounds(call)
    row = templates.named(call) if is_of_one else None
    numbers = [] if row is None else _numbers(call, row)
    call.permit()
    found: list[Item] = []
    walked = _of_all(call, after) if row is None else _of_one(call, row, numbers, bounds, after)
    for item in walked:
        if templates.is_seen(call, item) and all(one.takes(*_FILTERS[one.name](item)) for one in chosen):
            found.append(_resolved(call, item))
            if len(found) > size:
                break
    page, last = page_end(found, size)
    answer: dict[str, Any] = {"LaunchTemplateVersions": page}
    if last is not None:
        answer["NextToken"] = call.token(last["LaunchTemplateId"], last["VersionNumber"])
    return answer


def _check_all(call: Call) -> None:
    """Refuse what can only be asked of one template."""
    versions = call.params.get("Versions", ())
    if not versions or any(version not in {LATEST, DEFAULT} for version in versions):
        message = f"Expecting {LATEST} and {DEFAULT} only, for {_NOT_SPECIFIC}."
        if not versions:
            raise ec2_fault("MissingParameter", f"The request must contain the parameter Versions. {message}")
        raise parameters.wrong("Versions", ", ".join(versions), message)
    if "MinVersion" in call.params or "MaxVersion" in call.params:
        message = f"The parameters MinVersion and MaxVersion cannot be used for {_NOT_SPECIFIC}"
        raise ec2_fault("InvalidParameterCombination", message)


def _bounds(call: Call) -> tuple[int, int | None]:
    """The least and the greatest version that are asked for."""
    found: list[int | None] = []
    for name in ("MinVersion", "MaxVersion"):
        text = call.params.get(name)
        if text is None:
            found.append(None)
            continue
        if "Versions" in call.params:
            message = f"The parameter Versions cannot be used with the parameter {name}"
            raise ec2_fault("InvalidParameterCombination", message)
        if not (text.isascii() and text.isdigit() and len(text) < 10):  # noqa: PLR2004 - digits of an integer
            raise parameters.wrong(name, text, "Expecting the number of a version.")
        found.append(int(text))
    return found[0] or 0, found[1]


def _numbers(call: Call, row: LaunchTemplate) -> list[int]:
    """The versions that are asked for by name or number, each once; empty: all."""
    versions = call.params.get("Versions", ())
    if len(versions) > _MOST_VERSIONS:
        raise parameters.wrong("Versions", len(versions), f"Expecting at most {_MOST_VERSIONS} versions.")
    return sorted({templates.version_number(call, row, version) for version in versions})


def _of_one(
    call: Call, row: LaunchTemplate, numbers: list[int], bounds: tuple[int, int | None], after: tuple[Any, ...]
) -> Iterator[Item]:
    least, most = bounds
    place, template_id, position = row.place, row.template_id, (after[1] if after else 0,)
    while True:
        rows = call.store.find(
            TemplateVersion,
            {"place": place, "template_id": template_id},
            order=("version",),
            after=position,
            limit=_STEP,
        )
        for one in rows:
            within = least <= one.version and (most is None or one.version <= most)
            if within and (not numbers or one.version in numbers):
                yield _item(row, one)
        if len(rows) < _STEP:
            return
        position = (rows[-1].version,)


def _of_all(call: Call, after: tuple[Any, ...]) -> Iterator[Item]:
    versions = call.params["Versions"]
    for row in templates.walked(call):
        named = {row.latest_version if one == LATEST else row.default_version for one in versions}
        for number in sorted(named):
            found = call.store.get(TemplateVersion, row.place, row.template_id, number)
            if found is not None and (not after or (row.template_id, number) > after):
                yield _item(row, found)


def _resolved(call: Call, item: Item) -> Item:
    """The item with the AMI that a parameter of Systems Manager names; the endpoint has none of them."""
    image = item.get("LaunchTemplateData", {}).get("ImageId", "")
    if call.params.get("ResolveAlias") and image.startswith(_ALIAS):
        raise parameters.lacking(f"The parameter {image[:255]} of Systems Manager")
    return item


def delete_launch_template_versions(call: Call) -> Mapping[str, Any]:
    """DeleteLaunchTemplateVersions: forget versions; of each that cannot be, the answer tells why."""
    versions: list[str] = parameters.required(call, "Versions")
    if len(versions) > _MOST_VERSIONS:
        raise parameters.wrong("Versions", len(versions), f"Expecting at most {_MOST_VERSIONS} versions.")
    for version in versions:
        if not (version.isascii() and version.isdigit() and len(version) < 10):  # noqa: PLR2004 - digits of an integer
            raise parameters.wrong("Versions", version, "Expecting the number of a version.")
    row = templates.named(call)
    call.permit()
    gone: list[Item] = []
    kept: list[Item] = []
    where = {"place": row.place, "template_id": row.template_id}
    with call.store.writing():
        for number in dict.fromkeys(map(int, versions)):
            told = {"LaunchTemplateId": row.template_id, "LaunchTemplateName": row.name, "VersionNumber": number}
            if number == row.default_version:
                message = "The default version of a launch template cannot be deleted."
                kept.append({**told, "ResponseError": {"Code": "unexpectedError", "Message": message}})
                continue
            if call.store.delete(TemplateVersion, {**where, "version": number}):
                gone.append(told)
                continue
            message = "The specified launch template version does not exist."
            kept.append({**told, "ResponseError": {"Code": "launchTemplateVersionDoesNotExist", "Message": message}})
        left = call.store.find(
            TemplateVersion, {"place": row.place, "template_id": row.template_id}, order=("version",)
        )
        if gone and left:
            last = max(row.last_number, row.latest_version)
            call.store.put(structs.replace(row, latest_version=left[-1].version, last_number=last))
    return {"SuccessfullyDeletedLaunchTemplateVersions": gone, "UnsuccessfullyDeletedLaunchTemplateVersions": kept}


def _item(row: LaunchTemplate, version: TemplateVersion) -> Item:
    item: Item = {
        "LaunchTemplateId": row.template_id,
        "LaunchTemplateName": row.name,
        "VersionNumber": version.version,
        "CreateTime": datetime.fromtimestamp(version.created_ms // 1000, UTC),
        "DefaultVersion": version.version == row.default_version,
    }
    if version.whole:  # a seed: the members that it had, with their values of now
        return {**version.members, **{name: value for name, value in item.items() if name in version.members}}
    return {**item, **version.members}


OPERATIONS: dict[str, Act] = {
    "CreateLaunchTemplateVersion": create_launch_template_version,
    "DescribeLaunchTemplateVersions": describe_launch_template_versions,
    "DeleteLaunchTemplateVersions": delete_launch_template_versions,
}
