"""How what EC2's operations on launch templates do is known."""

from __future__ import annotations

from evidence import Operations, Statement
from evidence.ec2_images import FILTERS, REPEATED, REQUIRED, REUSED, SIZE, TAGGED, TOKEN

_NAMED = (
    Statement("neither an id nor a name", "inferred", "MissingParameter"),
    Statement("an id and a name", "documented", "InvalidParameterCombination"),
    Statement("the id is malformed", "documented", "InvalidLaunchTemplateId.Malformed"),
    Statement("no template of this id", "documented", "InvalidLaunchTemplateId.NotFound"),
    Statement("the name is malformed", "documented", "InvalidLaunchTemplateName.MalformedException"),
    Statement("no template of this name", "documented", "InvalidLaunchTemplateName.NotFoundException"),
)
_VERSION = Statement("no such version", "documented", "InvalidLaunchTemplateId.VersionNotFound")
_LONG = Statement("the description has more than 255 characters", "inferred", "InvalidParameterValue")

OPERATIONS: Operations = {
    "CreateLaunchTemplate": (
        Statement("its first version keeps all that it is given", "model"),
        Statement("the name is malformed", "documented", "InvalidLaunchTemplateName.MalformedException"),
        Statement("the name is taken", "documented", "InvalidLaunchTemplateName.AlreadyExistsException"),
        _LONG,
        REQUIRED,
        *TAGGED,
        REPEATED,
        REUSED,
    ),
    "DescribeLaunchTemplates": (
        Statement("pages of MaxResults items, 1 to 200", "model"),
        Statement("pages without MaxResults have 200 items", "unpublished", setting="ec2_page"),
        Statement("managed ones that are hidden with IncludeManagedResources only", "model"),
        SIZE,
        *_NAMED[2:],
        *FILTERS,
        TOKEN,
    ),
    "ModifyLaunchTemplate": (
        Statement("another version is the default one", "model"),
        _VERSION,
        *_NAMED,
        REPEATED,
        REUSED,
    ),
    "DeleteLaunchTemplate": (Statement("with all of its versions", "model"), *_NAMED),
    "CreateLaunchTemplateVersion": (
        Statement("numbers are not given again", "model"),
        Statement("what is given overwrites what SourceVersion has; snapshots are not inherited", "model"),
        _LONG,
        Statement("ResolveAlias of a parameter, for there are none", "inferred", "UnsupportedOperation"),
        _VERSION,
        *_NAMED,
        REPEATED,
        REUSED,
    ),
    "DescribeLaunchTemplateVersions": (
        Statement("of one template by number, `$Latest` and `$Default`; of all by the two names only", "model"),
        Statement("MinVersion and MaxVersion are among what is listed", "observed"),
        Statement("managed ones that are hidden with IncludeManagedResources only", "model"),
        Statement("ResolveAlias of a parameter, for there are none", "inferred", "UnsupportedOperation"),
        Statement("neither a template nor Versions", "inferred", "MissingParameter"),
        Statement("numbers for all templates", "inferred", "InvalidParameterValue"),
        SIZE,
        _VERSION,
        *_NAMED[1:],
        *FILTERS,
        TOKEN,
    ),
    "DeleteLaunchTemplateVersions": (
        Statement("of each version that cannot be deleted, the answer tells why", "model"),
        Statement("the default version cannot be", "model"),
        Statement("more than 200 versions, or one that is no number", "inferred", "InvalidParameterValue"),
        *_NAMED,
    ),
}
