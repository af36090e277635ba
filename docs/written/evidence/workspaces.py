"""How what the operations of WorkSpaces do is known."""

from __future__ import annotations

from evidence import Operations, Statement

_TOKEN = Statement(
    "a token was not given out for this query, or too long ago", "unpublished", setting="workspaces_bad_token"
)
_UNKNOWN = Statement("no such image that the caller can see", "model", "ResourceNotFoundException")
_NEW = (
    Statement("`PENDING`, then `AVAILABLE`, or `ERROR` on request", "observed", setting="pending_s"),
    Statement("the name is taken in this region", "observed", "ResourceAlreadyExistsException"),
    Statement("40 images per account and region", "documented", setting="image_quota"),
    Statement("over that quota, or more than 50 tags", "model", "ResourceLimitExceededException"),
)
_STATE = Statement("the source is not `AVAILABLE`", "model", "InvalidResourceStateException")
_TAGGED = Statement("no such image, bundle or WorkSpace of the caller", "model", "ResourceNotFoundException")

OPERATIONS: Operations = {
    "DescribeWorkspaceImages": (
        Statement("pages of MaxResults items, 1 to 25", "model"),
        Statement("pages without MaxResults have 25 items", "unpublished", setting="workspaces_page"),
        Statement("OWNED are the caller's, SHARED those of others; without ImageType both", "inferred"),
        Statement("oldest first, then by id", "inferred"),
        Statement("Created of a shared image is that of the original", "model"),
        Statement("ids that do not exist are left out", "observed"),
        Statement("errors are told of images in the state `ERROR` only, with the 48 codes", "inferred"),
        _TOKEN,
    ),
    "CreateWorkspaceImage": (
        *_NEW,
        Statement("no such WorkSpace", "observed", "ResourceNotFoundException"),
        Statement("the WorkSpace is encrypted", "observed", "OperationNotSupportedException"),
        Statement("the WorkSpace is in a state without images", "model", "InvalidResourceStateException"),
    ),
    "CopyWorkspaceImage": (
        *_NEW,
        Statement("own and shared images, of any region; the copy is the caller's", "documented"),
        Statement("tags do not follow", "inferred"),
        _UNKNOWN,
        Statement("the source is not `AVAILABLE`", "model", "ResourceUnavailableException"),
        Statement("over the regions of China", "documented", "OperationNotSupportedException"),
    ),
    "CreateUpdatedWorkspaceImage": (
        *_NEW,
        Statement("a new image; the old one stays, its update pending", "model"),
        _UNKNOWN,
        _STATE,
        Statement("no updates are available", "inferred", "OperationNotSupportedException"),
    ),
    "ImportWorkspaceImage": (
        *_NEW,
        Statement("images have the tenancy `DEDICATED`", "model"),
        Statement("more than one application", "model", "InvalidParameterValuesException"),
        Statement("the application is among the image's associations, COMPLETED once it is there", "inferred"),
        Statement("no such AMI of the caller", "model", "ResourceNotFoundException"),
    ),
    "ImportCustomWorkspaceImage": (
        *_NEW,
        Statement("ImageSource has not exactly one member", "inferred", "InvalidParameterValuesException"),
        Statement("Windows 11 with PCoIP", "model", "OperationNotSupportedException"),
        Statement("no such AMI of the caller", "model", "ResourceNotFoundException"),
    ),
    "DescribeCustomWorkspaceImageImport": (
        Statement("thirteen stages in the order of the enum", "inferred", setting="pending_s"),
        _UNKNOWN,
    ),
    "DeleteWorkspaceImage": (
        Statement("at once: there is no state for it", "model"),
        Statement("an unknown id is no mistake", "unpublished", setting="delete_unknown_image"),
        Statement("it is, when refused", "inferred", "ResourceNotFoundException", "delete_unknown_image"),
        Statement("a bundle uses the image", "model", "ResourceAssociatedException"),
        Statement("the image is shared, or `PENDING`", "inferred", "InvalidResourceStateException"),
    ),
    "UpdateWorkspaceImagePermission": (
        Statement("in the same region only; copies stay when sharing ends", "documented"),
        _UNKNOWN,
        Statement("the image is not `AVAILABLE`", "model", "ResourceUnavailableException"),
        Statement("with oneself, or an end without a beginning", "inferred", "InvalidParameterValuesException"),
        Statement("BYOL images in GovCloud", "documented", "OperationNotSupportedException"),
    ),
    "DescribeWorkspaceImagePermissions": (
        Statement("pages of MaxResults accounts, 1 to 25", "model"),
        _UNKNOWN,
        Statement("a recipient asks", "unpublished", setting="permissions_read_by_recipient"),
        _TOKEN,
    ),
    "CreateTags": (
        Statement("a tag takes the place of one with its key", "inferred"),
        _TAGGED,
        Statement("more than 50 tags", "model", "ResourceLimitExceededException"),
    ),
    "DescribeTags": (Statement("all of them: it has no pages", "model"), _TAGGED),
    "DeleteTags": (Statement("keys that are not there are no mistake", "inferred"), _TAGGED),
    "DescribeWorkspaceBundles": (
        Statement("the caller's own, or those of an Owner or of BundleIds", "model"),
        Statement("pages of 25 items", "unpublished", setting="workspaces_page"),
        Statement("BundleIds and Owner together", "model", "InvalidParameterValuesException"),
        Statement("ids that do not exist are left out", "inferred"),
        _TOKEN,
    ),
    "CreateWorkspaceBundle": (
        Statement("available at once", "inferred"),
        Statement("the name is taken in this region", "model", "ResourceAlreadyExistsException"),
        Statement("50 bundles per account and region", "documented", setting="bundle_quota"),
        Statement("over that quota, or more than 50 tags", "model", "ResourceLimitExceededException"),
        Statement("no such image of the caller; shared ones have to be copied", "model", "ResourceNotFoundException"),
        Statement("the image is not `AVAILABLE`", "model", "ResourceUnavailableException"),
    ),
    "UpdateWorkspaceBundle": (
        Statement("another image; WorkSpaces stay as they are", "model"),
        Statement("no such bundle, or image of the caller", "model", "ResourceNotFoundException"),
        Statement("the image is not `AVAILABLE`", "model", "ResourceUnavailableException"),
        Statement("an id is missing", "inferred", "InvalidParameterValuesException"),
        Statement("the bundle is AMAZON's", "inferred", "AccessDeniedException"),
    ),
    "DeleteWorkspaceBundle": (
        Statement("no such bundle", "model", "ResourceNotFoundException"),
        Statement("a WorkSpace was made of it", "model", "ResourceAssociatedException"),
        Statement("the id is missing", "inferred", "InvalidParameterValuesException"),
        Statement("the bundle is AMAZON's", "inferred", "AccessDeniedException"),
    ),
    "DescribeWorkspaces": (
        Statement("those that were seeded, by id; pages of Limit items, 1 to 25", "model"),
        Statement("more than one filter, or UserName without DirectoryId", "model", "InvalidParameterValuesException"),
        Statement("ids that do not exist are left out", "inferred"),
        _TOKEN,
    ),
    "DescribeApplicationAssociations": (
        Statement("the images, bundles and WorkSpaces that have it, by their ids", "inferred"),
        Statement("an application that nothing has, has no associations", "inferred"),
        _TOKEN,
    ),
    "DescribeImageAssociations": (Statement("the applications of an import, and seeds", "inferred"), _TAGGED),
    "DescribeBundleAssociations": (Statement("those that were seeded", "inferred"), _TAGGED),
    "DescribeWorkspaceAssociations": (Statement("those that were seeded", "inferred"), _TAGGED),
}
