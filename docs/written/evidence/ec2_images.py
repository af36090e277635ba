"""How what EC2's operations on AMIs and on tags do is known."""

from __future__ import annotations

from evidence import Operations, Statement

REQUIRED = Statement("a required parameter is missing", "documented", "MissingParameter")
MALFORMED = Statement("an AMI id is malformed; the first one is named", "observed", "InvalidAMIID.Malformed")
UNKNOWN = Statement("no such AMI that the caller can see", "observed", "InvalidAMIID.NotFound")
ENDED = Statement("the AMI was deregistered", "documented", "InvalidAMIID.Unavailable")
SIZE = Statement("MaxResults is out of range", "inferred", "InvalidParameterValue")
TOKEN = Statement("a token was not given out for this query, or too long ago", "unpublished", setting="ec2_bad_token")
FILTERS = (
    Statement(
        "filters AND, values OR; `*` any characters, `?` one or none, `\\` before the literal ones", "documented"
    ),
    Statement("a filter without values fits nothing", "inferred"),
    Statement("a filter is unknown", "observed", "InvalidParameterValue"),
    Statement("more than 50 filters, or 200 values of one", "documented", "FilterLimitExceeded"),
    Statement("a value of a filter has more than 255 characters", "inferred", "InvalidParameterValue"),
)
UNPAGED = Statement("all without MaxResults", "documented", setting="ec2_unpaged")
REPEATED = Statement("a client token again: the answer again, for a day", "documented")
REUSED = Statement("a client token again, with another request", "documented", "IdempotentParameterMismatch")
TAGGED = (
    Statement("TagSpecifications are set with it", "model"),
    Statement("TagSpecifications of another resource, or tags that cannot be", "observed", "InvalidParameterValue"),
)
_FOREIGN = Statement("the AMI is somebody else's", "observed", "AuthFailure")
_OWN = (REQUIRED, MALFORMED, UNKNOWN, ENDED, _FOREIGN)
_NAMES = (
    Statement("a name of less than 3 or more than 128 characters, or of others than the model's text has", "model"),
    Statement("such a name", "documented", "InvalidAMIName.Malformed"),
    Statement("the name is taken", "documented", "InvalidAMIName.Duplicate"),
)
_RESOURCE = (
    Statement("an id is none of EC2's", "documented", "InvalidID"),
    UNKNOWN,
    Statement("no launch template of this id", "documented", "InvalidLaunchTemplateId.NotFound"),
    Statement("tags of all but AMIs and launch templates", "inferred", "UnsupportedOperation"),
)

OPERATIONS: Operations = {
    "DescribeImages": (
        Statement("own AMIs, those with a launch permission, and public ones", "model"),
        Statement("deprecated AMIs of others by id or with IncludeDeprecated only", "documented"),
        Statement("disabled AMIs with IncludeDisabled only", "model"),
        Statement("ExecutableUsers looks at explicit permissions; of an organization, for `self` only", "model"),
        Statement("every filter of the model's text", "model"),
        Statement("an AMI that was deregistered is still shown", "model", setting="deregistered_shown_s"),
        Statement("then its id finds nothing, and later is unknown", "model", setting="deregistered_known_s"),
        Statement("MaxResults 5 to 1000", "documented"),
        UNPAGED,
        SIZE,
        MALFORMED,
        UNKNOWN,
        Statement("an owner or a user has not twelve digits", "documented", "InvalidUserID.Malformed"),
        Statement("ids and MaxResults together", "observed", "InvalidParameterCombination"),
        *FILTERS,
        TOKEN,
    ),
    "RegisterImage": (
        Statement("a Windows AMI", "inferred", setting="registered_platform"),
        Statement("available at once", "inferred"),
        Statement("Architecture and VirtualizationType are `i386` and `paravirtual`, when not given", "model"),
        Statement("Ebs.Encrypted of a snapshot, a device that is twice there", "model", "InvalidBlockDeviceMapping"),
        Statement("a volume has neither size nor snapshot", "observed", "MissingParameter"),
        Statement("an id of a snapshot is malformed", "documented", "InvalidSnapshotID.Malformed"),
        Statement("an id of a kernel is malformed", "documented", "InvalidAKIID.Malformed"),
        Statement("an id of a RAM disk is malformed", "documented", "InvalidARIID.Malformed"),
        Statement("Iops or Throughput of a type that has none", "inferred", "InvalidParameterCombination"),
        Statement("an unknown word, or a number out of the model's range", "inferred", "InvalidParameterValue"),
        REQUIRED,
        *_NAMES,
        *TAGGED,
    ),
    "CopyImage": (
        Statement("`pending`, then `available`", "documented", setting="copying_s"),
        Statement("permissions do not follow, tags with CopyImageTags; every snapshot is a new one", "documented"),
        Statement("SourceRegion is no Region of the partition", "inferred", "InvalidParameterValue"),
        REQUIRED,
        MALFORMED,
        UNKNOWN,
        Statement("the source is not available", "documented", "InvalidAMIID.Unavailable"),
        *_NAMES,
        *TAGGED,
        REPEATED,
        REUSED,
    ),
    "DeregisterImage": (
        Statement("fast launch of the AMI stays, its name is free again", "inferred"),
        Statement("to the recycle bin, where AMIs are retained", "model", setting="recycle_bin_s"),
        Statement("the AMI is protected, or was until less than a day ago", "model", "OperationNotPermitted"),
        *_OWN,
    ),
    "GetImageAncestry": (
        Statement("the AMI, what it is a copy of, and so on to the first one", "model"),
        Statement("as far as the caller can see them; nobody else's are told of", "inferred"),
        REQUIRED,
        MALFORMED,
        UNKNOWN,
    ),
    "DescribeImageReferences": (
        Statement("launch templates, by their latest 10 versions or `version-depth` of them", "model"),
        Statement("there are no instances, parameters and recipes here that could refer to an AMI", "inferred"),
        Statement("the AMI need not exist, nor be the caller's", "documented"),
        Statement("neither ResourceTypes nor IncludeAllResourceTypes", "model", "MissingParameter"),
        Statement("more than 10 ids; an option that the resource type has not", "model", "InvalidParameterValue"),
        REQUIRED,
        MALFORMED,
        SIZE,
        TOKEN,
    ),
    "ListImagesInRecycleBin": (
        Statement("what was deregistered while AMIs are retained", "model", setting="recycle_bin_s"),
        MALFORMED,
        UNKNOWN,
        SIZE,
        TOKEN,
    ),
    "RestoreImageFromRecycleBin": (
        Statement("registered again under its name, and private", "inferred"),
        Statement("the name is taken by now", "inferred", "InvalidAMIName.Duplicate"),
        REQUIRED,
        MALFORMED,
        UNKNOWN,
    ),
    "ModifyImageAttribute": (
        Statement("permissions of accounts, everybody, organizations and units, in either form", "model"),
        Statement("the description, and IMDS support, which nothing takes away again", "model"),
        Statement("an item that names nobody", "observed", "InvalidAMIAttributeItemValue"),
        Statement("no attribute, or more than one", "observed", "InvalidParameterCombination"),
        Statement("an unknown attribute, value or OperationType", "inferred", "InvalidParameterValue"),
        Statement("an AMI with a product code of AWS Marketplace made public", "model", "OperationNotPermitted"),
        *_OWN,
    ),
    "ResetImageAttribute": (
        Statement("it is shared with nobody any more", "model"),
        Statement("another attribute than launchPermission", "inferred", "InvalidParameterValue"),
        *_OWN,
    ),
    "DescribeImageAttribute": (
        Statement("one attribute, and the owner only", "observed"),
        Statement("blockDeviceMapping gives `AuthFailure`", "model"),
        Statement("an unknown attribute", "inferred", "InvalidParameterValue"),
        *_OWN,
    ),
    "EnableImageDeprecation": (
        Statement("to the minute; up to ten years, of a public AMI two from its creation", "model"),
        Statement("DeprecateAt is in the past, or too late", "inferred", "InvalidParameterValue"),
        *_OWN,
    ),
    "DisableImageDeprecation": (Statement("it has no DeprecationTime any more", "model"), *_OWN),
    "DisableImage": (
        Statement("it is private then, and those who lost it do not get it back", "model"),
        Statement("the AMI is not available", "inferred", "IncorrectState"),
        *_OWN,
    ),
    "EnableImage": (
        Statement("it is available again", "model"),
        Statement("the AMI is not disabled", "inferred", "IncorrectState"),
        *_OWN,
    ),
    "EnableImageDeregistrationProtection": (Statement("with a cooldown of a day, or without", "model"), *_OWN),
    "DisableImageDeregistrationProtection": (Statement("at once, or after the cooldown", "model"), *_OWN),
    "CreateTags": (
        Statement("AMIs of others too: each account has its own tags of them", "documented"),
        Statement("more than 50 tags", "documented", "TagLimitExceeded"),
        Statement("a key or value that cannot be, or is twice there", "observed", "InvalidParameterValue"),
        REQUIRED,
        *_RESOURCE,
    ),
    "DeleteTags": (
        Statement("by key, or key and value; without any, all but those of AWS", "model"),
        Statement("more than 1,000 tags", "inferred", "InvalidParameterValue"),
        REQUIRED,
        *_RESOURCE,
    ),
    "DescribeTags": (
        Statement("MaxResults 5 to 1000", "model"),
        UNPAGED,
        SIZE,
        *FILTERS,
        TOKEN,
    ),
}
