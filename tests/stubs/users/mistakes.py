"""Mistakes: each line that ends with a remark must be found, and no other. Checked, never run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import allpages

if TYPE_CHECKING:
    from allpages.types import ec2, workspaces

client = allpages.client("ec2", region_name="eu-west-1")
desktops = allpages.client("workspaces")
buckets = allpages.client("s3")
pages = client.get_paginator("describe_images").paginate()


def operations() -> None:
    """Misspelt operations."""
    client.describe_fast_launch_image()  # mistake: a method
    client.get_paginator("describe_fast_launch_image")  # mistake: a paginator
    desktops.get_paginator("describe_images")  # mistake: a paginator of another service
    client.get_paginator("run_instances")  # mistake: an operation that does not page


def parameters() -> None:
    """Misspelt and wrong parameters."""
    client.describe_images(Owner=["self"])  # mistake: of a method
    client.get_paginator("describe_images").paginate(ImageId=["ami-1"])  # mistake: of a paginator
    client.describe_images(Filters=[{"Nam": "state", "Values": ["available"]}])  # mistake: within
    client.run_instances(ImageId="ami-1", MinCount=1)  # mistake: one that is required is missing
    buckets.get_paginator("list_objects_v2").paginate(Prefix="a")  # mistake: of a paginator, too
    client.describe_images(MaxResults="100")  # mistake: a text for a number
    client.create_tags(Resources=["i-1"], Tags=[{"Kye": "a", "Value": "b"}])  # mistake: within what goes both ways
    client.get_paginator("describe_images").paginate(PaginationConfig={"MaxItem": 5})  # mistake: of the paging
    client.get_paginator("describe_images").paginate(PaginationConfig={"PageSize": "all"})  # mistake: its value
    unsized = desktops.get_paginator("describe_workspaces_connection_status")
    unsized.paginate(PaginationConfig={"PageSize": 5})  # mistake: no size of pages


def members() -> list[object]:
    """Misspelt members, and what does not go with them."""
    image = next(pages.items())
    found: list[object] = [image["ImageID"]]  # mistake: of an item
    found += [page["Image"] for page in pages]  # mistake: of a page
    found.append(pages.build_full_result()["Imagess"])  # mistake: of the full result
    found.append(client.describe_images()["ResponseMetadata"]["StatusCode"])  # mistake: of the metadata
    found.append(image["CreationDate"].lowr())  # mistake: a text
    found.append(image["BlockDeviceMappings"][0]["Ebs"]["VolumeSze"])  # mistake: deep within
    return found


def values() -> bool:
    """Misspelt values of enums."""
    client.run_instances(InstanceType="t3.mikro", MinCount=1, MaxCount=1)  # mistake: as a parameter
    desktops.describe_workspace_images(ImageType="OWND")  # mistake: of the other service
    buckets.put_object(Bucket="b", Key="k", StorageClass="STANDARD-IA")  # mistake: of one that was written
    state: ec2.ImageState = "availble"  # mistake: as a type
    wanted: workspaces.WorkspaceImageState = "AVAILABLE"
    image = next(desktops.get_paginator("describe_workspace_images").paginate().items())
    return state == "failed" or image["State"] == wanted or image["State"] == "READY"  # mistake: compared


def names() -> None:
    """Misspelt names."""
    client.exceptions.ClientErrors  # mistake: an error # noqa: B018
    desktops.exceptions.ResourceNotFound  # mistake: a modelled error # noqa: B018
    pages.item()  # mistake: of the pages
    kinds: list[ec2.Imagee] = []  # mistake: a type
    kinds.clear()
    allpages.client("ec2", regionname="eu-west-1")  # mistake: an option
    allpages.Session().client("ec2").describe_image()  # mistake: of a session's client
