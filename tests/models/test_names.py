"""Names, against botocore's own spelling of every operation and member there is."""

from __future__ import annotations

import botocore

from allpages.models import catalog
from allpages.models.names import method_name, snake_case


def test_every_operation_is_spelled_as_in_botocore() -> None:
    """Methods and commands of all operations of all services."""
    for name in catalog.service_names():
        for operation in catalog.service(name).operation_names:
            assert method_name(operation) == botocore.xform_name(operation)
            assert method_name(operation, "-") == botocore.xform_name(operation, "-")


def test_every_member_of_some_services_is_spelled_as_in_botocore() -> None:
    """Members of services with awkward names: acronyms, plurals, brands."""
    for name in ("ec2", "s3", "iam", "dynamodb", "storagegateway", "workspaces", "rds", "appflow", "connect"):
        service = catalog.service(name)
        for shape in service.shape_names:
            for member in service.shape_json(shape).get("members", {}):
                assert snake_case(member) == botocore.xform_name(member)
