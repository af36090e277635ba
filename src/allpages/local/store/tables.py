"""The rows of the store: what the endpoint remembers, one frozen value per table."""

from __future__ import annotations

from typing import Any, ClassVar

from msgspec import Struct


class Row(Struct, frozen=True):
    """A row. `key` names the columns that identify it, in the order it is listed by; `indexes` other orders.

    Columns of type dict or list are kept as JSON. Times are milliseconds since the epoch. `place` is the store's number
    for one partition, account and region.
    """

    key: ClassVar[tuple[str, ...]]
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = ()


class Ami(Row, frozen=True):
    """An AMI, in the place of its owner."""

    key = ("place", "image_id")
    indexes = (("image_id",), ("place", "name"))

    place: int
    image_id: str
    name: str  # "" once it is deregistered: names are free again
    created_ms: int
    description: str = ""
    platform: str = "windows"  # "" is Linux
    architecture: str = "x86_64"
    state: str = "available"
    public: bool = False
    members: dict[str, Any] = {}  # further members of DescribeImages, as they are answered
    whole: bool = False  # `members` is all that is answered: the item was seeded
    life: str = ""  # "deregistered" and still shown, "gone", or in the recycle "bin"; "" while it is registered
    ended_ms: int = 0  # when it was deregistered
    guarded_ms: int = 0  # until when it cannot be deregistered, after its protection has ended
    secret: dict[str, str] = {}  # attributes that no listing shows, by their names


class LaunchPermission(Row, frozen=True):
    """Who may launch an AMI besides its owner: an account, everybody, an organization or a unit of one."""

    key = ("audience", "image_id")
    indexes = (("home", "image_id", "who"), ("home", "who", "image_id"))

    audience: str  # partition/region/who
    image_id: str
    home: int  # the place of the owner
    who: str  # an account, "all", or the ARN of an organization or a unit


class Ec2Tag(Row, frozen=True):
    """One tag of one EC2 resource, as the account of the place has set it."""

    key = ("place", "resource_id", "name")
    indexes = (("place", "name", "resource_id"),)

    place: int
    resource_id: str
    name: str
    value: str
    kind: str  # the type of the resource, "image"
    number: int = 0  # its place among the tags of the resource


class LaunchTemplate(Row, frozen=True):
    """A launch template."""

    key = ("place", "template_id")
    indexes = (("place", "name"),)

    place: int
    template_id: str
    name: str
    created_ms: int
    latest_version: int = 1  # the greatest that is there
    default_version: int = 1
    last_number: int = 1  # the greatest that was given: numbers are not given again
    members: dict[str, Any] = {}  # further members of DescribeLaunchTemplates; all of them, when it was seeded
    whole: bool = False


class TemplateVersion(Row, frozen=True):
    """A version of a launch template."""

    key = ("place", "template_id", "version")

    place: int
    template_id: str
    version: int
    created_ms: int
    members: dict[str, Any] = {}  # of DescribeLaunchTemplateVersions, but what follows from the template
    whole: bool = False


class Remembered(Row, frozen=True):
    """What was answered to a request with a client token, so that the same request gets the same answer."""

    key = ("place", "operation", "token")
    indexes = (("created_ms",),)

    place: int
    operation: str
    token: str
    created_ms: int
    asked: str  # a digest of the other parameters
    answer: dict[str, Any]


class FastLaunch(Row, frozen=True):
    """An AMI with fast launch, in the place of whoever enabled it."""

    key = ("place", "image_id")
    indexes = (("place", "state", "image_id"),)

    place: int
    image_id: str
    state: str
    reason: str
    changed_ms: int
    shared: bool = False  # the AMI belongs to somebody else: OwnerId is not shown
    snapshots: dict[str, Any] = {}  # SnapshotConfiguration
    template: dict[str, Any] = {}  # LaunchTemplate
    parallel: int = 6
    resource_type: str = "snapshot"
    owner: str = ""  # as a seed tells it; "" is the account of the place
    told: list[str] = []  # the members that a seed had; empty: all are answered


class Workspace(Row, frozen=True):
    """A WorkSpace that images can be made from."""

    key = ("place", "workspace_id")
    indexes = (("place", "bundle_id", "workspace_id"),)

    place: int
    workspace_id: str
    operating_system: str = "WINDOWS"
    state: str = "AVAILABLE"
    encrypted: bool = False
    bundle_id: str = ""
    members: dict[str, Any] = {}  # of DescribeWorkspaces, as they are answered


class WorkspaceImage(Row, frozen=True):
    """A WorkSpaces image, in the place of its owner."""

    key = ("place", "image_id")
    indexes = (("place", "name"),)

    place: int
    image_id: str
    name: str
    created_ms: int
    owner: str  # the account
    description: str = ""
    state: str = "AVAILABLE"
    operating_system: str = "WINDOWS"
    tenancy: str = "DEFAULT"
    error_code: str = ""
    error_message: str = ""
    updates: dict[str, Any] = {}
    error_details: list[dict[str, Any]] = []
    told: list[str] = []  # the members that a seed had; empty: all are answered that are not empty


class Sight(Row, frozen=True):
    """An image as an account sees it: one row for its owner, one for each account it is shared with."""

    key = ("place", "created_ms", "image_id")
    indexes = (("place", "relation", "created_ms", "image_id"), ("place", "image_id"), ("home", "image_id", "account"))

    place: int  # of the account that sees it
    created_ms: int
    image_id: str
    relation: str  # OWNED or SHARED
    home: int  # the place of the owner
    account: str  # that sees it


class Bundle(Row, frozen=True):
    """A custom bundle: it keeps its image from being deleted."""

    key = ("place", "bundle_id")
    indexes = (("place", "image_id"), ("place", "owner", "bundle_id"), ("place", "name"))

    place: int
    bundle_id: str
    image_id: str
    name: str
    owner: str = ""  # an account, or AMAZON
    members: dict[str, Any] = {}  # of DescribeWorkspaceBundles, as they are answered


class Association(Row, frozen=True):
    """An application that is associated with an image, a bundle or a WorkSpace."""

    key = ("place", "resource_id", "associated_id")

    place: int
    resource_id: str
    associated_id: str
    members: dict[str, Any] = {}  # as they are answered


class CustomImport(Row, frozen=True):
    """How the import of a custom image goes."""

    key = ("place", "image_id")

    place: int
    image_id: str
    state: str
    source: dict[str, Any]
    infrastructure_arn: str
    created_ms: int
    changed_ms: int
    message: str = ""
    progress: int = 0
    builder: str = ""  # the instance that builds
    error_details: list[dict[str, Any]] = []


class Tag(Row, frozen=True):
    """One tag of one resource."""

    key = ("place", "resource_id", "name")

    place: int
    resource_id: str
    name: str
    value: str


class Quota(Row, frozen=True):
    """A quota that an account was granted instead of the default."""

    key = ("place", "name")

    place: int
    name: str
    value: int


class Timer(Row, frozen=True):
    """What becomes of a resource, and when."""

    key = ("place", "subject")
    indexes = (("due_ms",),)

    place: int
    subject: str  # the id of the resource; it has one future at a time
    kind: str  # a row of lifecycle.TRANSITIONS
    due_ms: int


class Outcome(Row, frozen=True):
    """An end that was ordered: resources whose name or id matches fail, and how."""

    key = ("pattern", "state")

    pattern: str  # with the wildcards of filters
    state: str  # that they end in, "enabling-failed" or "ERROR"
    code: str = ""
    message: str = ""


TABLES: tuple[type[Row], ...] = (
    Ami, LaunchPermission, Ec2Tag, LaunchTemplate, TemplateVersion, Remembered, FastLaunch, Workspace, WorkspaceImage,
    Sight, Bundle, Association, CustomImport, Tag, Quota, Timer, Outcome,
)  # fmt: skip
