"""docs/images/*.md: the two image operations, each complete, written from the text that help() gives, with examples.

python docs/written/operation_pages.py
"""

from __future__ import annotations

from pathlib import Path

import allpages
from allpages import Replay

FOLDER = Path(__file__).parents[1] / "images"
_SECTIONS = (
    "Request syntax", "Parameters", "Returns", "Response syntax", "Response structure", "Errors", "Special",
)  # fmt: skip
_FAST_LAUNCH = """
## Examples

All images with fast launch, and what is wrong with those that failed:

```python
import allpages
import allpages.local

client = allpages.client("ec2", transport=allpages.local.transport())  # without transport=: AWS, with your keys
paginator = client.get_paginator("describe_fast_launch_images")
for image in paginator.paginate().items():
    if image["State"].endswith("failed"):
        print(image["ImageId"], image.get("StateTransitionReason"))
```

Only those that are enabled, ten a request, thirty at most, and the rest another time:

```python
enabled = paginator.paginate(
    Filters=[{"Name": "state", "Values": ["enabled"]}],
    PaginationConfig={"PageSize": 10, "MaxItems": 30},
)
found = enabled.build_full_result()
for image in found["FastLaunchImages"]:
    print(image["ImageId"], image["MaxParallelLaunches"])
token = found.get("NextToken")  # None: that was all
```

How many in each state, without a loop:

```python
from collections import Counter

print(Counter(paginator.paginate().search("FastLaunchImages[].State")))
```

```console
$ allpages ec2 describe-fast-launch-images --local --filters Name=state,Values=enabled --max-items 3
$ allpages ec2 describe-fast-launch-images --local --query "FastLaunchImages[].ImageId" --output text
```
"""
_WORKSPACES = """
## Examples

The images of this account that cannot be used, and why:

```python
import allpages
import allpages.local

client = allpages.client("workspaces", transport=allpages.local.transport())  # without transport=: AWS, with your keys
paginator = client.get_paginator("describe_workspace_images")
for image in paginator.paginate(ImageType="OWNED").items():
    if image["State"] == "ERROR":
        print(image["ImageId"], image["Name"], [detail["ErrorCode"] for detail in image.get("ErrorDetails", [])])
```

Images by their ids, 25 at most, as the service has it:

```python
some = [image["ImageId"] for image, _ in zip(paginator.paginate().items(), range(3))]
assert len(list(paginator.paginate(ImageIds=some).items())) == 3
```

Twenty of them, and the rest another time:

```python
first = paginator.paginate(PaginationConfig={"MaxItems": 20}).build_full_result()
rest = paginator.paginate(PaginationConfig={"StartingToken": first["NextToken"]})
print(len(first["Images"]), len(list(rest.items())))
```

```console
$ allpages workspaces describe-workspace-images --local --image-type OWNED --max-items 3
$ allpages workspaces describe-workspace-images --local --query "Images[?State=='ERROR'].ErrorDetails" --output yaml
```
"""
OPERATIONS = {
    "describe-fast-launch-images.md": ("ec2", "describe_fast_launch_images", _FAST_LAUNCH),
    "describe-workspace-images.md": ("workspaces", "describe_workspace_images", _WORKSPACES),
}


def pages() -> dict[str, str]:
    """The documents by the names of their files."""
    return {file: page(*asked) for file, asked in OPERATIONS.items()}


def page(service: str, method: str, examples: str) -> str:
    """One document: what the operation is, examples, and the reference, section by section."""
    client = allpages.client(service, "us-east-1", transport=Replay([]))
    text = client.get_paginator(method).paginate.__doc__ or ""
    name = "".join(word.capitalize() for word in method.split("_"))
    what, rest = text.split(f"\n\n{_SECTIONS[0]}\n")
    parts = [
        f"# {name}\n",
        f"`allpages.client({service!r}).get_paginator({method!r})` · {' '.join(what.split())}\n",
        "Parameters, options and members are those of boto3's paginator of this name. `help()` gives the same text.\n",
        examples.strip() + "\n",
    ]
    rest = f"{_SECTIONS[0]}\n{rest}\n"
    starts = [rest.index(f"{section}\n    ") for section in _SECTIONS] + [len(rest)]
    for section, start, end in zip(_SECTIONS, starts, starts[1:], strict=False):
        inside = "\n".join(line[4:] for line in rest[start:end].splitlines()[1:]).strip()
        parts.append(f"## {section}\n\n```text\n{inside}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    for file, text in pages().items():
        (FOLDER / file).write_text(text, encoding="utf-8", newline="\n")
