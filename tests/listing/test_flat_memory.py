"""A listing to Parquet holds one batch at a time: fifty thousand items; a million with ALLPAGES_EVERY=1."""

from __future__ import annotations

import os
import subprocess
import sys

ITEMS = 1_000_000 if "ALLPAGES_EVERY" in os.environ else 50_000
MOST = 100_000_000  # bytes of growth

PROGRAM = """
import json, os, resource, sys
import pyarrow.parquet
import allpages

LAST = int(sys.argv[1]) // 25


class Service:
    asked = 0

    def send(self, request):
        self.asked += 1
        images = [
            {"ImageId": f"wsi-{self.asked:06d}{at:03d}", "Name": f"Image {at} of {self.asked}", "State": "AVAILABLE",
             "OperatingSystem": {"Type": "WINDOWS"}, "Created": 1.7e9 + self.asked, "Description": "golden " * 9}
            for at in range(25)
        ]
        more = {"NextToken": str(self.asked)} if self.asked < LAST else {}
        return allpages.Response(200, {}, json.dumps({"Images": images, **more}).encode())


keys = {"aws_access_key_id": "a", "aws_secret_access_key": "b"}
client = allpages.client("workspaces", "eu-west-1", transport=Service(), **keys)
batches = client.get_paginator("describe_workspace_images").paginate().record_batches(rows=5_000)
rows = begun = 0
with pyarrow.parquet.ParquetWriter(os.devnull, batches.schema) as file:
    for batch in batches:
        file.write_batch(batch)
        rows += batch.num_rows
        begun = begun or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(rows, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - begun) * 1024)
"""


def test_memory_does_not_grow_with_the_listing() -> None:
    """What a process had at its first batch, and at most 100 MB more."""
    done = subprocess.run([sys.executable, "-c", PROGRAM, str(ITEMS)], capture_output=True, text=True, check=True)
    rows, grown = map(int, done.stdout.split())
    assert rows == ITEMS
    assert grown < MOST
