"""Launch templates, as far as fast launch names them: by id or by name, with a version."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from allpages.local.ec2 import parameters
from allpages.local.store.tables import LaunchTemplate
from allpages.local.wire.faults import ec2_fault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.local.calls import Act, Call

_ID = re.compile(r"lt-(?:[0-9a-f]{8}|[0-9a-f]{17})")
_NAME = re.compile(r"[a-zA-Z0-9()./_-]{3,128}")


def create_launch_template(call: Call) -> Mapping[str, Any]:
    """CreateLaunchTemplate: keep its name; what it launches with is not looked at."""
    name = parameters.required(call, "LaunchTemplateName")
    if not _NAME.fullmatch(name):
        raise ec2_fault("InvalidLaunchTemplateName.MalformedException", f"Invalid launch template name: {name[:255]}")
    call.permit()
    with call.store.writing():
        if call.store.find(LaunchTemplate, {"place": call.place.number, "name": name}, limit=1):
            message = "Launch template name already in use."
            raise ec2_fault("InvalidLaunchTemplateName.AlreadyExistsException", message)
        template_id = call.new_id("lt-", letters=17)
        now_ms = call.clock.now_ms()
        row = LaunchTemplate(place=call.place.number, template_id=template_id, name=name, created_ms=now_ms)
        call.store.put(row)
    return {"LaunchTemplate": _item(call, row)}


def wanted(call: Call) -> dict[str, str]:
    """The launch template that EnableFastLaunch names, as it is kept; empty when it names none.

    Raises: Fault: both id and name, neither, no version, or no such template.
    """
    given = call.params.get("LaunchTemplate") or {}
    if not given:
        return {}
    by_id, by_name = given.get("LaunchTemplateId"), given.get("LaunchTemplateName")
    if by_id and by_name:
        message = "The parameter LaunchTemplateId cannot be used with the parameter LaunchTemplateName"
        raise ec2_fault("InvalidParameterCombination", message)
    if not by_id and not by_name:
        raise ec2_fault("MissingParameter", "The request must contain the parameter LaunchTemplateId")
    version = given.get("Version")
    if not version:
        raise ec2_fault("MissingParameter", "The request must contain the parameter LaunchTemplate.Version")
    row = _by_id(call, by_id) if by_id else _by_name(call, str(by_name))
    if version not in {"$Latest", "$Default"} and version not in map(str, range(1, row.latest_version + 1)):
        message = f"Could not find launch template version {version[:255]} of {row.template_id}."
        raise ec2_fault("InvalidLaunchTemplateId.VersionNotFound", message)
    return {"LaunchTemplateId": row.template_id, "LaunchTemplateName": row.name, "Version": version}


def _by_id(call: Call, template_id: str) -> LaunchTemplate:
    if not _ID.fullmatch(template_id):
        message = f'Invalid id: "{template_id[:255]}" (expecting "lt-...")'
        raise ec2_fault("InvalidLaunchTemplateId.Malformed", message)
    found = call.store.get(LaunchTemplate, call.place.number, template_id)
    if found is None:
        message = f"The specified launch template, with template ID {template_id}, does not exist."
        raise ec2_fault("InvalidLaunchTemplateId.NotFound", message)
    return found


def _by_name(call: Call, name: str) -> LaunchTemplate:
    if not _NAME.fullmatch(name):
        raise ec2_fault("InvalidLaunchTemplateName.MalformedException", f"Invalid launch template name: {name[:255]}")
    found = call.store.find(LaunchTemplate, {"place": call.place.number, "name": name}, limit=1)
    if not found:
        message = f"The specified launch template, with template name {name}, does not exist."
        raise ec2_fault("InvalidLaunchTemplateName.NotFoundException", message)
    return found[0]


def _item(call: Call, row: LaunchTemplate) -> dict[str, Any]:
    return {
        "LaunchTemplateId": row.template_id,
        "LaunchTemplateName": row.name,
        "CreateTime": datetime.fromtimestamp(row.created_ms // 1000, UTC),
        "CreatedBy": f"arn:{call.caller.partition}:iam::{call.caller.account}:root",
        "DefaultVersionNumber": row.default_version,
        "LatestVersionNumber": row.latest_version,
    }


OPERATIONS: dict[str, Act] = {"CreateLaunchTemplate": create_launch_template}
