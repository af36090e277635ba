"""A world of accounts behind one scripted transport: who has what is known, and everything can go wrong on purpose."""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import signal
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import allpages
from allpages.fleet import Sweep, roles
from allpages.values import Credentials

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

OPERATIONS = ("workspaces:describe-workspace-images", "workspaces:describe-workspaces")
KEYS = {"DescribeWorkspaceImages": ("Images", "ImageId"), "DescribeWorkspaces": ("Workspaces", "WorkspaceId")}
REGIONS = ("eu-west-1", "us-east-1")
PAGE = 5  # items
_SIGNED = re.compile(r"Credential=([^/]+)/\d{8}/([^/]+)/([^/]+)/")


def accounts(count: int) -> list[str]:
    """Numbers of accounts."""
    return [f"{111_000_000_000 + number}" for number in range(count)]


def role(account: str) -> str:
    """The role that is assumed in an account."""
    return f"arn:aws:iam::{account}:role/Reader"


class World:
    """Answers for every account, region and operation, always the same items; `now` moves only when somebody sleeps."""

    credentials = Credentials(access_key="111000000000", secret_key="s")
    region = "us-east-1"

    def __init__(self, *, seed: int = 1) -> None:
        """Nothing goes wrong yet."""
        self.chance = random.Random(seed)
        self.time = 1_767_225_600.0
        self.calls: list[tuple[str, str, str, str]] = []  # account, region, operation, token
        self.assumed: list[dict[str, str]] = []
        self.throttling = self.failing = self.cutting = 0.0  # shares of the calls
        self.denied_roles: set[str] = set()
        self.denied: set[tuple[str, str]] = set()  # account, operation
        self.wrong: dict[str, str] = {}  # an account whose keys are another's
        self.dead_regions: set[str] = set()
        self.off_regions: set[tuple[str, str]] = set()  # account, region
        self.token_life_s = float("inf")
        self.session_s = 3600.0
        self.kill_after: int | None = None  # calls; then the process is killed
        self.rates: tuple[float, float] | None = None  # burst and calls a second, of each account, region and operation
        self._levels: dict[tuple[str, str, str], tuple[float, float]] = {}
        self.flying = self.most_flying = 0

    def now(self) -> float:
        """The time here."""
        return self.time

    async def sleep(self, seconds: float) -> None:
        """Let it pass."""
        self.time += seconds
        await asyncio.sleep(0)

    async def send(self, request: allpages.Request) -> allpages.Response:
        """The answer, or one of the troubles."""
        self.flying += 1
        self.most_flying = max(self.most_flying, self.flying)
        await asyncio.sleep(0)
        self.flying -= 1
        if self.kill_after is not None and len(self.calls) >= self.kill_after:
            os.kill(os.getpid(), signal.SIGKILL)
        found = _SIGNED.search(request.headers["Authorization"])
        assert found is not None
        key, region, service = found.groups()
        if service == "sts":
            return self._sts(request.body.decode(), key)
        if service in {"account", "organizations"}:
            return self._management(service, request, key)
        account = key.partition("-")[0]
        name = request.headers["X-Amz-Target"].rpartition(".")[2]
        token = json.loads(request.body).get("NextToken", "")
        self.calls.append((account, region, name, token))
        if region in self.dead_regions:
            raise allpages.ConnectError(f"No connection to {region}.")
        return self._trouble(key, account, region, name) or self._page(account, region, name, token)

    def _trouble(self, key: str, account: str, region: str, name: str) -> allpages.Response | None:
        if "-" in key and self.time > float(key.partition("-")[2]) + self.session_s:
            return fault("ExpiredTokenException")
        if (account, region) in self.off_regions:
            return fault("UnrecognizedClientException")
        if (account, name) in self.denied:
            return fault("AccessDeniedException")
        dice = self.chance.random()
        if dice < self.throttling or self._is_empty(account, region, name):
            return fault("ThrottlingException")
        if dice < self.throttling + self.failing:
            return fault("InternalServerException", 500)
        if dice < self.throttling + self.failing + self.cutting:
            raise allpages.ConnectionLost("Cut in the middle of the body.")
        return None

    def _is_empty(self, *key: str) -> bool:
        if self.rates is None:
            return False
        burst, per_s = self.rates
        level, then = self._levels.get(key, (burst, self.time))  # type: ignore[arg-type]
        level = min(burst, level + (self.time - then) * per_s)
        self._levels[key] = (level - (level >= 1), self.time)  # type: ignore[index]
        return level < 1

    def items(self, account: str, region: str, name: str) -> list[dict[str, str]]:
        """All that an account has in a region: of most places nothing, of some several pages."""
        draw = int(sha256(f"{account}{region}{name}".encode()).hexdigest(), 16)
        count = (0, 0, 1, 3, PAGE, 12, 23, 0)[draw % 8]
        prefix, member = name[8:11].lower(), KEYS[name][1]
        return [{member: f"{prefix}-{account[-3:]}{number:04d}", "State": "AVAILABLE"} for number in range(count)]

    def _page(self, account: str, region: str, name: str, token: str) -> allpages.Response:
        items = self.items(account, region, name)
        begin, made = 0, self.time
        if token:
            place, made_text = token.split("@")
            begin, made = int(place), float(made_text)
        if token and self.time - made > self.token_life_s:
            return fault("InvalidNextTokenException" if name.endswith("Images") else "InvalidParameterValuesException")
        body: dict[str, Any] = {KEYS[name][0]: items[begin : begin + PAGE]}
        if begin + PAGE < len(items):
            body["NextToken"] = f"{begin + PAGE}@{self.time}"
        return allpages.Response(200, {"x-amzn-requestid": f"r-{len(self.calls)}"}, json.dumps(body).encode())

    def _sts(self, body: str, key: str) -> allpages.Response:
        from urllib.parse import parse_qsl

        asked = dict(parse_qsl(body))
        account = key.partition("-")[0]
        if asked["Action"] == "GetCallerIdentity":
            told = self.wrong.get(account, account)
            return xml("GetCallerIdentity", f"<Arn>a</Arn><UserId>u</UserId><Account>{told}</Account>")
        self.assumed.append({**asked, "as": key})
        account = asked["RoleArn"].split(":")[4]
        if account in self.denied_roles:
            return xml_fault("AccessDenied", f"not authorized to perform sts:AssumeRole on {asked['RoleArn']}")
        from datetime import UTC, datetime

        ends = datetime.fromtimestamp(self.time + self.session_s, UTC).isoformat().replace("+00:00", "Z")
        return xml(
            "AssumeRole",
            f"<Credentials><AccessKeyId>{account}-{self.time:.0f}</AccessKeyId><SecretAccessKey>s</SecretAccessKey>"
            f"<SessionToken>t</SessionToken><Expiration>{ends}</Expiration></Credentials>",
        )

    def _management(self, service: str, request: allpages.Request, key: str) -> allpages.Response:
        account = key.partition("-")[0]
        names = [name for name in REGIONS if (account, name) not in self.off_regions]
        body = {"Regions": [{"RegionName": name, "RegionOptStatus": "ENABLED_BY_DEFAULT"} for name in names]}
        assert service == "account", request.url
        return allpages.Response(200, {}, json.dumps(body).encode())

    def expected(self, numbers: Iterable[str]) -> Iterator[tuple[str, str, str, list[str]]]:
        """Account, region, operation and the names of all items."""
        for account in numbers:
            for region in REGIONS:
                for name, (_, member) in KEYS.items():
                    if (account, region) not in self.off_regions:
                        yield account, region, name, [item[member] for item in self.items(account, region, name)]


def fault(code: str, status: int = 400) -> allpages.Response:
    """An error of a JSON service."""
    return allpages.Response(status, {}, json.dumps({"__type": code, "message": "no"}).encode())


def xml(name: str, inner: str) -> allpages.Response:
    """An answer of STS."""
    space = "https://sts.amazonaws.com/doc/2011-06-15/"
    text = f'<{name}Response xmlns="{space}"><{name}Result>{inner}</{name}Result></{name}Response>'
    return allpages.Response(200, {}, text.encode())


def xml_fault(code: str, message: str) -> allpages.Response:
    """An error of STS."""
    text = f"<ErrorResponse><Error><Code>{code}</Code><Message>{message}</Message></Error></ErrorResponse>"
    return allpages.Response(403, {}, text.encode())


def sweep(world: World, folder: Path, numbers: list[str], **options: Any) -> Sweep:
    """Both operations over these accounts, by their roles."""
    given = {"regions": list(REGIONS), "width": 16, "transport": world, **options}
    return Sweep(OPERATIONS, roles([role(one) for one in numbers]), run=folder, **given)


def listed(folder: Path) -> dict[tuple[str, str, str], list[str]]:
    """The names of the rows that a run counts, in order, by account, region and operation."""
    from allpages.fleet.journal import connect, spool_lengths
    from allpages.fleet.spool import frames

    db = connect(folder, read_only=True)
    places = db.execute("SELECT region, operation FROM place ORDER BY place").fetchall()
    numbers = [row[0] for row in db.execute("SELECT account FROM target ORDER BY target")]
    attempts = dict(db.execute("SELECT shard, attempt FROM shard").fetchall())
    found: dict[tuple[str, str, str], list[str]] = {}
    for frame in frames(folder / "spool", spool_lengths(db)):
        if frame.a == attempts[frame.s]:
            target, place = divmod(frame.s, len(places))
            key = numbers[target], *places[place]
            for rows in frame.k.values():
                names = [next(iter(json.loads(bytes(row)).values())) for row in rows]
                found.setdefault(key, []).extend(names)
    db.close()
    return found


def truth(world: World, numbers: list[str]) -> dict[tuple[str, str, str], list[str]]:
    """The same as the world has it."""
    methods = {"DescribeWorkspaceImages": "describe_workspace_images", "DescribeWorkspaces": "describe_workspaces"}
    return {
        (account, region, methods[name]): names for account, region, name, names in world.expected(numbers) if names
    }
