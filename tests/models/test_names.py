"""Names, against botocore's own spelling of every operation and member there is."""

from __future__ import annotations

import botocore

from allpages.models import catalog
from allpages.models.names import READS_BY_DOCUMENTATION, method_name, only_reads, snake_case


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


# Beginnings of names that sound as if nothing changed; these do change something, or cost something.
LOOK_LIKE_READS = (
    "Calculate", "Check", "Count", "Discover", "Estimate", "Is", "Preview", "Retrieve", "Validate", "View",
)  # fmt: skip
CHANGE_SOMETHING = {
    "CheckInLicense", "CheckoutBorrowLicense", "CheckoutLicense", "CheckpointDurableExecution", "IssueCertificate",
    "PreviewPortal", "RetrieveAndGenerate", "RetrieveAndGenerateStream", "RetrieveTapeArchive",
    "RetrieveTapeRecoveryPoint", "ValidateNotifyCodeVerification",
}  # fmt: skip


def test_whatever_sounds_like_a_read_was_looked_at() -> None:
    """Both sets are whole: an operation of a later botocore is in neither, and this test asks for a look at it."""
    names = {name for service in catalog.service_names() for name in catalog.service(service).operation_names}
    assert {name for name in names if name.startswith(LOOK_LIKE_READS) and not only_reads(name)} == CHANGE_SOMETHING
    assert names >= READS_BY_DOCUMENTATION
