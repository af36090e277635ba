"""Locks that a forked child finds open."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import os
from allpages.locks import lock

held, other = lock(), lock()
held.acquire()
child = os.fork()
if child == 0:
    os._exit(0 if held.acquire(timeout=5) and other.acquire(timeout=5) else 1)
assert held.locked() and not held.acquire(blocking=False)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_a_child_finds_them_open_and_the_parent_as_they_were() -> None:
    """A lock that is held while the process forks."""
    ran = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.strip() == "0"
