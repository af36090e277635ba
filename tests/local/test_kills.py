"""`kill -9` of `allpages serve` during writes: what was acknowledged over HTTP is there, and the file opens.

Some times in every run; two hundred times with ALLPAGES_EVERY=1 in the environment.
"""

from __future__ import annotations

import http.client
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from random import Random
from threading import Thread
from typing import TYPE_CHECKING

from allpages.local.store.database import Store
from allpages.local.store.tables import Ami, FastLaunch, Timer

if TYPE_CHECKING:
    from pathlib import Path

TIMES = 200 if "ALLPAGES_EVERY" in os.environ else 6
WRITERS = 3
SERVE = [sys.executable, "-c", "from allpages.cli import main; main()", "serve", "--port", "0", "--data"]
SCOPE = "20260101/us-east-1/ec2/aws4_request"


class Round:
    """One life of the server: writers fill an account of their own until one of them kills the process."""

    def __init__(self, path: Path, account: str, last: int) -> None:
        """Serve the file `path`; to be killed with the acknowledgement number `last`."""
        self.account = account
        self.acknowledged: list[str] = []  # names of AMIs
        self._last = last
        self._server = subprocess.Popen(
            [*SERVE, str(path)], stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
        )
        assert self._server.stdout is not None
        self._address = self._server.stdout.readline().partition("http://")[2].partition(" ")[0]

    def run(self) -> None:
        """Write until the server is dead."""
        writers = [Thread(target=self._write, args=(number,)) for number in range(WRITERS)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        with self._server as server:
            assert server.wait() == -signal.SIGKILL

    def _write(self, number: int) -> None:
        connection = http.client.HTTPConnection(self._address, timeout=30)
        try:
            for at in range(10_000):
                name = f"image-{number}-{at}"
                answer = self._asked(connection, f"Action=RegisterImage&Name={name}")
                self._acknowledge(name)
                if at < 2:
                    image_id = answer.partition("<imageId>")[2].partition("<")[0]
                    self._asked(connection, f"Action=EnableFastLaunch&ImageId={image_id}")
        except (OSError, http.client.HTTPException):
            return  # the server is dead, with or without this write
        finally:
            connection.close()

    def _acknowledge(self, name: str) -> None:
        self.acknowledged.append(name)
        if len(self.acknowledged) == self._last:
            self._server.send_signal(signal.SIGKILL)

    def _asked(self, connection: http.client.HTTPConnection, body: str) -> str:
        """The answer to a request; nobody verifies its signature."""
        signed = f"AWS4-HMAC-SHA256 Credential={self.account}/{SCOPE}, SignedHeaders=host, Signature={'0' * 64}"
        headers = {"authorization": signed, "x-amz-date": "20260101T000000Z"}
        connection.request("POST", "/", body, headers)
        response = connection.getresponse()
        text = response.read().decode()
        assert response.status == 200, text
        return text


def test_nothing_acknowledged_is_lost_however_often_the_server_is_killed(tmp_path: Path) -> None:
    """The same file over and over: it opens, is whole, has every acknowledged row and no half of a transaction."""
    path, chance = tmp_path / "store.db", Random(9)
    acknowledged: dict[str, list[str]] = {}
    for number in range(TIMES):
        life = Round(path, f"{100000000000 + number}", chance.choice((1, 2, 3, 7, 20, 60)))
        life.run()
        acknowledged[life.account] = life.acknowledged
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        store = Store(path)
        for account in (life.account, *chance.sample(sorted(acknowledged), min(3, len(acknowledged)))):
            place = store.place("aws", account, "us-east-1").number
            assert set(acknowledged[account]) <= {row.name for row in store.find(Ami, {"place": place})}
            enabled = {row.image_id for row in store.find(FastLaunch, {"place": place, "state": "enabling"})}
            assert enabled == {row.subject for row in store.find(Timer, {"place": place})}
        store.close()
    store = Store(path)
    for account, names in acknowledged.items():
        place = store.place("aws", account, "us-east-1").number
        assert set(names) <= {row.name for row in store.find(Ami, {"place": place})}
    store.close()
