"""How what EC2's operations do is known."""

from __future__ import annotations

from evidence import Operations, Statement, ec2_images, ec2_templates
from evidence.ec2_images import FILTERS, MALFORMED, REQUIRED, SIZE, TOKEN, UNKNOWN

OPERATIONS: Operations = {
    "DescribeFastLaunchImages": (
        Statement("pages of MaxResults items, 0 to 200", "model"),
        Statement("pages without MaxResults have 200 items", "unpublished", setting="ec2_page"),
        Statement("MaxResults 0 counts as not given", "unpublished", setting="ec2_zero_max_results"),
        Statement("stable order, by image id", "inferred"),
        Statement("a shared AMI has no OwnerId, and no `owner-id` fits it", "documented"),
        Statement("LaunchTemplate and SnapshotConfiguration may be empty", "documented"),
        Statement("the filters are `state`, `owner-id` and `resource-type`", "model"),
        Statement("the filter `launch-template` is gone", "observed", setting="launch_template_filter"),
        Statement("the state of a filter need not exist: nothing fits", "inferred"),
        Statement("an AMI that does not exist is left out", "unpublished", setting="unknown_ami_in_describe"),
        Statement("ids and MaxResults go together", "unpublished", setting="ids_with_max_results"),
        Statement("they do not, when refused", "inferred", "InvalidParameterCombination", "ids_with_max_results"),
        SIZE,
        MALFORMED,
        *FILTERS,
        TOKEN,
    ),
    "EnableFastLaunch": (
        Statement("own AMIs, and those that are shared with the caller", "documented"),
        Statement("`enabling`, then `enabled`", "documented", setting="enabling_s"),
        Statement("what is `enabled` or `enabled-failed` is configured anew at once", "documented"),
        Statement("`enabling-failed`, `enabled-failed` on request", "documented"),
        Statement("without a template the service makes one of its own", "documented"),
        Statement("TargetResourceCount that is not given", "unpublished", setting="target_resource_count"),
        Statement("MaxParallelLaunches that is not given", "observed", setting="max_parallel_launches"),
        REQUIRED,
        MALFORMED,
        UNKNOWN,
        Statement("the AMI is not available", "documented", "InvalidAMIID.Unavailable"),
        Statement("MaxParallelLaunches below 6, ResourceType other than snapshot", "inferred", "InvalidParameterValue"),
        Statement("a template by id and by name", "documented", "InvalidParameterCombination"),
        Statement("the id of a template is malformed", "documented", "InvalidLaunchTemplateId.Malformed"),
        Statement("no template of this id", "documented", "InvalidLaunchTemplateId.NotFound"),
        Statement("no such version of the template", "documented", "InvalidLaunchTemplateId.VersionNotFound"),
        Statement("the name of a template is malformed", "documented", "InvalidLaunchTemplateName.MalformedException"),
        Statement("no template of this name", "documented", "InvalidLaunchTemplateName.NotFoundException"),
        Statement("the AMI is not a Windows one", "unpublished", setting="not_windows_code"),
        Statement("40 parallel launches per account and region", "documented", setting="parallel_launch_quota"),
        Statement("over that quota", "unpublished", setting="quota_code"),
        Statement("while `disabling` or `disabling-failed`", "unpublished", setting="still_disabling_code"),
    ),
    "DisableFastLaunch": (
        Statement("`disabling`, then absent: there is no state `disabled`", "documented", setting="disabling_s"),
        Statement("answers the settings that were in force", "documented"),
        Statement("`disabling-failed` on request; Force gets it out of there", "inferred"),
        REQUIRED,
        MALFORMED,
        UNKNOWN,
        Statement("of a deregistered AMI too, if it was enabled", "inferred"),
        Statement("fast launch is not enabled, or already `disabling`", "unpublished", setting="not_enabled_code"),
    ),
    **ec2_images.OPERATIONS,
    **ec2_templates.OPERATIONS,
}
