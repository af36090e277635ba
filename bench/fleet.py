"""The fleet: a sweep of empty pages with journal and fsync, beside boto3 with threads; a large one taken up again.

python bench/fleet.py            the rows of this part; or one of the processes that make them:
python bench/fleet.py serve | sweep URL ACCOUNTS REGIONS | boto3 URL ACCOUNTS REGIONS | simulated ACCOUNTS REGIONS
                      | sealing OPERATION PAGES

With a certificate and its key in BENCH_CERTIFICATE it serves TLS; BENCH_CA names whom the sweep trusts.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import resource
import ssl
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from pages import ec2_page, workspaces_page
from report import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

OPERATIONS = ("ec2:describe-fast-launch-images", "workspaces:describe-workspace-images")
SEALED = (("WorkSpaces", OPERATIONS[1], 4000), ("EC2", OPERATIONS[0], 500))  # 100,000 rows each
THREADS = 32  # of boto3
LEFT = 5_000  # shards of the large run that are still to do
KEYS = {"AWS_ACCESS_KEY_ID": "111000000000", "AWS_SECRET_ACCESS_KEY": "s", "AWS_EC2_METADATA_DISABLED": "true"}
_EC2 = (
    b'<DescribeFastLaunchImagesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">'
    b"<requestId>r</requestId><fastLaunchImageSet/></DescribeFastLaunchImagesResponse>"
)
_STS = '<{0}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><{0}Result>{1}</{0}Result></{0}Response>'
_ENDS = "2036-01-01T00:00:00Z"


def rows(rounds: int, *, quick: bool) -> list[Row]:
    """The rows of this part."""
    accounts, few = ("60", "8") if quick else ("600", "40")
    with _serving() as url:
        large = [_told("sweep", url, accounts, "20") for _ in range(rounds)]
        ours, theirs = [], []
        for _ in range(rounds):
            ours.append(_told("sweep", url, few, "20"))
            theirs.append(_told("boto3", url, few, "20"))
    with _trusted() as certificate, _serving(BENCH_CERTIFICATE=certificate) as url:
        secured = [_told("sweep", url, accounts, "20") for _ in range(rounds)]
    shards = f"{large[0]['shards']:,}"
    found = [
        Row(f"sweep of {shards} shards, journal and fsync", "shards/s", [one["per_s"] for one in large], at_least=2500),
        Row("the same, TLS", "shards/s", [one["per_s"] for one in secured], at_least=2000),
        Row("its CPU a shard", "µs", [one["cpu_us"] for one in large], at_least=300, aim=220, is_limit=True),
        Row("its peak memory", "MB", [one["rss_mb"] for one in large], at_least=80, aim=60, is_limit=True),
        Row("its journal, a shard", "B", [one["journal_bytes"] for one in large], at_least=60, is_limit=True),
        Row(
            f"sweep of {ours[0]['shards']:,} shards, beside {THREADS} threads",
            "shards/s",
            [one["per_s"] for one in ours],
            [one["per_s"] for one in theirs],
            at_least=20,
        ),
    ]
    big = _told("simulated", *(("3000", "2") if quick else ("30000", "30")))
    shards = f"{big['shards']:,}"
    sealed = {
        service: [_told("sealing", operation, "20" if quick else str(pages)) for _ in range(rounds)]
        for service, operation, pages in SEALED
    }
    return [
        *found,
        *(
            Row(f"sealing to Parquet, {service} images", "rows/s", [one["per_s"] for one in told], at_least=least)
            for (service, told), least in zip(sealed.items(), (100_000, 60_000), strict=True)
        ),
        Row(f"peak memory of {shards} shards, simulated", "MB", [big["rss_mb"]], at_least=250, aim=150, is_limit=True),
        Row(f"recovery of {shards} shards", "s", [big["recovery_s"]], at_least=3, is_limit=True),
    ]


def _told(*arguments: str) -> dict[str, Any]:
    with _process(*arguments) as child:
        out, _ = child.communicate()
    if child.returncode:
        raise SystemExit(f"fleet.py {' '.join(arguments)} failed")
    found: dict[str, Any] = json.loads(out)
    return found


@contextmanager
def _serving(**more: str) -> Iterator[str]:
    """The URL of a server in a process of its own."""
    with _process("serve", **more) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        yield server.stdout.readline().strip()
        server.stdin.close()


@contextmanager
def _trusted() -> Iterator[str]:
    """A certificate of localhost; BENCH_CA names who signed it."""
    import trustme

    with tempfile.TemporaryDirectory() as folder:
        authority, certificate, trusted = trustme.CA(), Path(folder, "server.pem"), Path(folder, "ca.pem")
        authority.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(str(certificate))
        authority.cert_pem.write_to_path(str(trusted))
        os.environ["BENCH_CA"] = str(trusted)
        yield str(certificate)
        del os.environ["BENCH_CA"]


def _process(*arguments: str, **more: str) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")} | KEYS | more
    command = [sys.executable, __file__, *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)


def answer(head: bytes, body: bytes) -> bytes:
    """The body of the answer: an empty page, or STS's word of who asks."""
    if b"x-amz-target" in head.lower():
        return b'{"Images":[]}'
    text = body.decode()
    if "Action=AssumeRole" in text:
        account = unquote(text.partition("RoleArn=")[2].partition("&")[0]).split(":")[4]
        keys = f"<AccessKeyId>{account}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>"
        return _STS.format("AssumeRole", f"<Credentials>{keys}<Expiration>{_ENDS}</Expiration></Credentials>").encode()
    if "Action=GetCallerIdentity" in text:
        account = re.search(rb"Credential=(\d+)/", head)[1].decode()  # type: ignore[index]
        told = f"<Arn>a</Arn><UserId>u</UserId><Account>{account}</Account>"
        return _STS.format("GetCallerIdentity", told).encode()
    return _EC2


class Talk(asyncio.Protocol):
    """One connection."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._held = transport, b""

    def data_received(self, data: bytes) -> None:
        """Answer what is whole."""
        held = self._held + data
        while (end := held.find(b"\r\n\r\n")) >= 0:
            found = re.search(rb"content-length: *(\d+)", held[:end], re.IGNORECASE)
            whole = end + 4 + (int(found[1]) if found else 0)
            if len(held) < whole:
                break
            body = answer(held[:end], held[end + 4 : whole])
            self._transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))
            held = held[whole:]
        self._held = held


async def serve() -> None:
    """Serve until stdin closes."""
    loop = asyncio.get_running_loop()
    context = None
    if certificate := os.environ.get("BENCH_CERTIFICATE"):
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
    server = await loop.create_server(Talk, "127.0.0.1", 0, backlog=512, ssl=context)
    host = "https://localhost" if context else "http://127.0.0.1"
    print(f"{host}:{server.sockets[0].getsockname()[1]}", flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


def _roles(count: int) -> list[str]:
    return [f"arn:aws:iam::{111_000_000_000 + number}:role/Reader" for number in range(count)]


def _regions(count: int) -> list[str]:
    """Regions where both services are."""
    import boto3

    return boto3.Session().get_available_regions("workspaces")[:count]


def sweep(url: str, accounts: str, regions: str) -> None:
    """One sweep; prints what it took."""
    from allpages.fleet import Sweep, roles

    targets, verify = roles(_roles(int(accounts))), os.environ.get("BENCH_CA")
    _measured(Sweep(OPERATIONS, targets, _regions(int(regions)), _folder(), endpoint_url=url, verify=verify))


def sealing(operation: str, pages: str) -> None:
    """So many pages of realistic items, spooled and then sealed to Parquet; prints rows a second of the latter."""
    from allpages.fleet import Sweep, own
    from allpages.fleet.sealing import seal_run
    from allpages.values import Credentials, Response

    page = (ec2_page if operation.startswith("ec2") else workspaces_page)("left-0000000")
    last = (ec2_page if operation.startswith("ec2") else workspaces_page)(None)
    left = int(pages)

    class Canned:
        credentials = Credentials(access_key="111000000000", secret_key="s", account_id="111000000000")
        region = "us-east-1"

        async def send(self, request: Any) -> Any:
            nonlocal left
            if b"GetCallerIdentity" in request.body:
                text = "\n".join(f"{name}: {value}" for name, value in request.headers.items())
                return Response(200, {}, answer(text.encode(), request.body))
            left -= 1
            return Response(200, {}, page.replace(b"left-0000000", b"left-%07d" % left) if left else last)

    folder = _folder()
    outcome = Sweep([operation], own(), ["us-east-1"], folder, transport=Canned(), try_anyway=True).run()
    assert outcome.complete
    began = time.perf_counter()
    (rows,) = seal_run(folder, "parquet").values()
    print(json.dumps({"rows": rows, "per_s": rows / (time.perf_counter() - began)}))


def simulated(accounts: str, regions: str) -> None:
    """A run of so many shards that only their number matters, all but some done, taken up again and ended."""
    from allpages.endpoints import regions_of
    from allpages.fleet import Sweep, roles
    from allpages.fleet.journal import Journal
    from allpages.values import Credentials, Response

    class Canned:
        credentials = Credentials(access_key="111000000000", secret_key="s")
        region = "us-east-1"

        async def send(self, request: Any) -> Any:
            await asyncio.sleep(0)
            text = "\n".join(f"{name}: {value}" for name, value in request.headers.items())
            return Response(200, {}, answer(text.encode(), request.body))

    folder, names = _folder(), list(regions_of("ec2"))[: int(regions)]
    options: dict[str, Any] = {"transport": Canned(), "try_anyway": True}
    targets = roles(_roles(int(accounts)))
    if os.fork() == 0:  # a process whose memory does not count
        begun = Sweep(OPERATIONS, targets, names, folder, minutes=1e-9, **options).run()
        _prefill(folder, begun.figures["shards"]["planned"] - LEFT)
        os._exit(0)
    os.wait()
    made = Sweep(OPERATIONS, targets, names, folder, **options)
    began = time.perf_counter()
    Journal(folder).close()
    recovery_s = time.perf_counter() - began
    outcome = made.run()
    assert outcome.complete
    found = {"shards": outcome.figures["shards"]["planned"], "rss_mb": _rss_mb(), "recovery_s": recovery_s}
    print(json.dumps(found))


def _prefill(folder: Path, count: int) -> None:
    """Write complete receipts for the first shards."""
    import sqlite3

    receipt = (2, 1, 1, 0, 150, 1, 0, 0, 0, 1, 2, None, "end", None, None, "r", b"0" * 16)
    with sqlite3.connect(folder / "journal.db") as db:
        values = ",".join("?" * 18)
        db.executemany(f"INSERT OR REPLACE INTO shard VALUES ({values})", ((at, *receipt) for at in range(count)))
    db.close()


def _rss_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _measured(made: Any) -> None:
    shards = made.plan().shards
    began, cpu = time.perf_counter(), time.process_time()
    outcome = made.run()
    spent, cpu_s = time.perf_counter() - began, time.process_time() - cpu
    assert outcome.complete
    found = {
        "shards": shards,
        "per_s": shards / spent,
        "cpu_us": cpu_s / shards * 1e6,
        "rss_mb": _rss_mb(),
        "journal_bytes": (made.folder / "journal.db").stat().st_size / shards,
    }
    print(json.dumps(found))


def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="allpages-bench-")) / "run"


def boto3_threads(url: str, accounts: str, regions: str) -> None:
    """The same with boto3: a session an account, a client each, threads."""
    from concurrent.futures import ThreadPoolExecutor

    import boto3

    names = _regions(int(regions))

    def account(role: str) -> int:
        sts = boto3.Session(region_name="us-east-1").client("sts", endpoint_url=url)
        keys = sts.assume_role(RoleArn=role, RoleSessionName="sweep")["Credentials"]
        session = boto3.Session(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
        count = 0
        for region in names:
            for operation in OPERATIONS:
                service, name = operation.split(":")
                client = session.client(service, region, endpoint_url=url)
                for _ in client.get_paginator(name.replace("-", "_")).paginate():
                    count += 1
        return count

    began = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        shards = sum(pool.map(account, _roles(int(accounts))))
    print(json.dumps({"shards": shards, "per_s": shards / (time.perf_counter() - began)}))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        verb, *words = sys.argv[1:]
        if verb == "serve":
            asyncio.run(serve())
        else:
            {"sweep": sweep, "boto3": boto3_threads, "simulated": simulated, "sealing": sealing}[verb](*words)
    else:
        from report import table

        print(table(rows(1, quick=True)))
