"""What one new process does: the first page, a long stream, many clients. Each prints one JSON line.

python bench/process.py first boto3|allpages SERVICE URL         the first page, then the peak memory
python bench/process.py stream allpages SERVICE URL ITEMS       every item, and how memory grows after 10,000
python bench/process.py clients boto3|allpages ec2 COUNT         one client, one more region, then COUNT of them
"""

from __future__ import annotations

import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

OPERATIONS = {"ec2": "describe_fast_launch_images", "workspaces": "describe_workspace_images"}
KEYS = {"ec2": "FastLaunchImages", "workspaces": "Images"}
SETTLED = 10_000  # items after which memory should not grow
REGIONS = ("us-east-1", "us-west-2", "eu-west-1", "eu-central-1", "ap-southeast-2", "sa-east-1", "ca-central-1")


def first(library: str, service: str, url: str) -> None:
    """List until the first page is there; the parent measures from the start of the process to this line."""
    client = _make(library, service, url)
    page = next(iter(client.get_paginator(OPERATIONS[service]).paginate()))
    _tell(items=len(page[KEYS[service]]))
    _tell(peak_bytes=peak_bytes())


def stream(library: str, service: str, url: str, items: str) -> None:
    """Hand out every item; memory is looked at now and then."""
    pages = _make(library, service, url).get_paginator(OPERATIONS[service]).paginate()
    settled = top = count = 0
    start = time.perf_counter()
    for count, _ in enumerate(pages.items(), 1):
        if count == SETTLED:
            settled = top = resident_bytes()
        elif count % SETTLED == 0:
            top = max(top, resident_bytes())
    seconds = time.perf_counter() - start
    if count != int(items):
        raise SystemExit(f"{count} items of {items} came")
    _tell(growth_bytes=top - settled, items_per_s=count / seconds)


def clients(library: str, service: str, count: str) -> None:
    """The first client, one more region, and then many, over regions and accounts; the imports are over by then."""
    make = __import__(library).client  # where boto3 has imported all it needs, and allpages imports at this word
    start = time.perf_counter()
    kept = [make(service, **_keys(0))]
    first_one = time.perf_counter()
    kept.append(make(service, **_keys(1)))
    second = time.perf_counter()
    before = resident_bytes()
    kept += [make(service, **_keys(number)) for number in range(int(count))]
    growth = resident_bytes() - before
    _tell(first_s=first_one - start, second_s=second - first_one, growth_bytes=growth)


def resident_bytes() -> int:
    """The memory of this process now."""
    return _status("VmRSS")


def peak_bytes() -> int:
    """The most memory this process ever had.

    Not ru_maxrss where there is /proc: Linux lets a new process inherit that of the one that started it.
    """
    return _status("VmHWM")


def _status(name: str) -> int:
    try:
        with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123 - no import that is not measured
            lines = status.readlines()
    except OSError:
        import resource

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name))


def _tell(**found: float) -> None:
    # JSON by hand, and hardly an import above: what this script loads is measured with the libraries.
    print("{" + ", ".join(f'"{name}": {value}' for name, value in found.items()) + "}", flush=True)


def _make(library: str, service: str, url: str) -> Any:
    trusted = {"verify": os.environ["BENCH_CA"]} if url.startswith("https:") else {}
    return __import__(library).client(service, endpoint_url=url, **trusted, **_keys(0))


def _keys(number: int) -> dict[str, str]:
    return {
        "region_name": REGIONS[number % len(REGIONS)],
        "aws_access_key_id": f"AKIDEXAMPLE{number // len(REGIONS):03d}",
        "aws_secret_access_key": "secret",
    }


if __name__ == "__main__":
    {"first": first, "stream": stream, "clients": clients}[sys.argv[1]](*sys.argv[2:])
