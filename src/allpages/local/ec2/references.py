"""References: which resources of the caller refer to AMIs; here these are launch templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages.local.calls import page_end
from allpages.local.ec2 import parameters, templates
from allpages.local.store.tables import TemplateVersion
from allpages.local.wire.faults import ec2_fault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.local.calls import Act, Call
    from allpages.local.store.tables import LaunchTemplate

_MOST_IDS = 10  # Source: the model, ImageIds
_LEAST_RESULTS, _MOST_RESULTS = 5, 1000  # Source: the model has the least; the most is inferred
_TEMPLATE, _INSTANCE = "ec2:LaunchTemplate", "ec2:Instance"
_TYPES = (_INSTANCE, _TEMPLATE, "ssm:Parameter", "imagebuilder:ImageRecipe", "imagebuilder:ContainerRecipe")
# Source: the model's text of OptionValues.
_DEPTH, _DEEPEST = 10, 10_000
_STATES = ("pending", "running", "shutting-down", "terminated", "stopping", "stopped")


def describe_image_references(call: Call) -> Mapping[str, Any]:
    """DescribeImageReferences: the launch templates whose latest versions name an AMI.

    An AMI need not be there, nor be the caller's. Source: EC2 user guide, "Identify your resources referencing
    specified AMIs": of any owner.
    """
    ids = parameters.ami_ids(parameters.required(call, "ImageIds"))
    if len(ids) > _MOST_IDS:
        raise parameters.wrong("ImageIds", len(ids), f"Expecting at most {_MOST_IDS} ids.")
    depth = _depth(call)
    size = parameters.page_size(call, least=_LEAST_RESULTS, most=_MOST_RESULTS)
    after = call.start(bad_token=parameters.bad_token(call))
    call.permit()
    found = []
    for row in templates.walked(call) if depth else ():
        named = _named(call, row, depth)
        found += [_reference(call, row, one) for one in ids if one in named and _is_after(row, one, ids, after)]
        if len(found) > size:
            break
    page, last = page_end(found[: size + 1], size)
    answer: dict[str, Any] = {"ImageReferences": page}
    if last is not None:
        answer["NextToken"] = call.token(last["Arn"].rpartition("/")[2], last["ImageId"])
    return answer


def _is_after(row: LaunchTemplate, image_id: str, ids: list[str], after: tuple[Any, ...]) -> bool:
    """Whether a reference comes after the last one of the page before."""
    return not after or (row.template_id, ids.index(image_id)) > (after[0], ids.index(after[1]))


def _depth(call: Call) -> int:
    """How many versions of each launch template are looked through; 0: launch templates are not asked for."""
    given = call.params.get("ResourceTypes") or ()
    is_all = bool(call.params.get("IncludeAllResourceTypes"))
    if not given and not is_all:
        message = "The request must contain the parameter ResourceTypes or IncludeAllResourceTypes"
        raise ec2_fault("MissingParameter", message)
    depth = _DEPTH if is_all else 0
    for one in given:
        kind = one.get("ResourceType")
        if kind not in _TYPES:
            raise parameters.wrong("ResourceType", kind, f"Expecting one of: {', '.join(_TYPES)}.")
        options = {
            option.get("OptionName"): option.get("OptionValues", []) for option in one.get("ResourceTypeOptions", ())
        }
        _check(kind, options)
        if kind == _TEMPLATE:
            depth = int(options["version-depth"][0]) if options else _DEPTH
    return depth


def _check(kind: str, options: Mapping[str | None, list[str]]) -> None:
    """Refuse an option that a resource type has not, and values that it cannot have."""
    own = {_TEMPLATE: "version-depth", _INSTANCE: "state-name"}.get(kind)
    for name, values in options.items():
        if name != own:
            raise parameters.wrong("OptionName", name, f"{kind} has {own or 'no options'}.")
        for value in values:
            is_number = value.isascii() and value.isdigit() and len(value) <= len(str(_DEEPEST))
            is_depth = is_number and 1 <= int(value) <= _DEEPEST
            if not (is_depth if kind == _TEMPLATE else value in _STATES):
                raise parameters.wrong("OptionValue", value, f"It is none of {name}.")
        if not values or (kind == _TEMPLATE and len(values) > 1):
            raise parameters.wrong("OptionValue", ", ".join(values), "Expecting one number of versions.")


def _named(call: Call, row: LaunchTemplate, depth: int) -> set[str]:
    """The AMIs that the latest versions of a template name."""
    versions = call.store.find(
        TemplateVersion, {"place": row.place, "template_id": row.template_id}, order=("version",)
    )
    return {version.members.get("LaunchTemplateData", {}).get("ImageId", "") for version in versions[-depth:]}


def _reference(call: Call, row: LaunchTemplate, image_id: str) -> dict[str, Any]:
    where = f"arn:{call.caller.partition}:ec2:{call.caller.region}:{call.caller.account}"
    return {"ImageId": image_id, "ResourceType": _TEMPLATE, "Arn": f"{where}:launch-template/{row.template_id}"}


OPERATIONS: dict[str, Act] = {"DescribeImageReferences": describe_image_references}
