"""Texts: strings that look like what their member's name says, and fit their shape."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from allpages.local.anything import patterns
from allpages.models.names import snake_case

if TYPE_CHECKING:
    from collections.abc import Callable

    from allpages.local.anything.draw import Draw
    from allpages.models.shapes import Shape

    Make = Callable[[Draw], str]

_LONGEST = 512  # where the shape wants more, it gets what it wants; where it allows more, this is enough
# Ids of EC2 and its kin, by the word before "Id". Source: the EC2 user guide's examples.
_PREFIXES = {
    "image": "ami-", "instance": "i-", "vpc": "vpc-", "subnet": "subnet-", "volume": "vol-", "snapshot": "snap-",
    "group": "sg-", "networkinterface": "eni-", "allocation": "eipalloc-", "association": "eipassoc-",
    "routetable": "rtb-", "internetgateway": "igw-", "natgateway": "nat-", "launchtemplate": "lt-",
    "reservation": "r-", "transitgateway": "tgw-", "vpcendpoint": "vpce-", "networkacl": "acl-", "keypair": "key-",
    "vpcpeeringconnection": "pcx-", "flowlog": "fl-", "dhcpoptions": "dopt-", "filesystem": "fs-",
}  # fmt: skip
_ACCOUNTS = ("accountid", "ownerid", "awsaccountid", "owneraccountid", "owneraccount", "account", "accountnumber")
_POLICY = '{"Version":"2012-10-17","Statement":[]}'


def maker(shape: Shape, name: str, service: str) -> Make:
    """Makes texts of `shape`, a member called `name` of something of `service`."""
    traits = shape.traits
    values = traits.get("enum")
    if values:
        return lambda draw: str(draw.random.choice(values))
    low, high = traits.get("min") or 0, min(traits.get("max") or _LONGEST, max(_LONGEST, traits.get("min") or 0))
    natural = _natural(name, service)
    pattern = traits.get("pattern")
    if pattern is None:
        return _fitted(natural, low, high)
    fits = patterns.matcher(pattern)
    trial = natural(_trial(service))
    if fits is not None and low <= len(trial) <= high and fits(trial):
        return natural
    sample = patterns.sampler(pattern, low, high)
    if sample is not None and fits is not None:
        return lambda draw: _here(sample(draw.random), draw, fits, high)
    return _fitted(natural, low, high)


def _here(text: str, draw: Draw, fits: Callable[[str], object], high: int) -> str:
    """An ARN as it is of this place, as far as its pattern lets it; every other text as it is."""
    parts = text.split(":", 5)
    if parts[0] != "arn":
        return text
    service = parts[2] if len(parts) > 3 else draw.service  # noqa: PLR2004 - to a pattern, several parts may be one
    whole = f"{draw.arn(service)}:{parts[-1]}"
    if len(whole) <= high and fits(whole) and all(parts[3:5]):
        return whole
    partition, service, region, account = draw.arn(service).split(":")[1:]
    own = {1: partition, 2: service}
    if len(parts) > 5:  # noqa: PLR2004 - all of them
        own |= {3: region if parts[3] else "", 4: account if parts[4] else ""}
    for at, part in own.items():
        changed = ":".join([*parts[:at], part, *parts[at + 1 :]])
        if at < len(parts) and len(changed) <= high and fits(changed):
            parts[at] = part
    return ":".join(parts)


def _trial(service: str) -> Draw:
    from allpages.local.anything.draw import Draw

    return Draw(Random(7), 7, account="123456789012", region="us-east-1", service=service)  # noqa: S311 - no secrets


def _fitted(make: Make, low: int, high: int) -> Make:
    def fitted(draw: Draw) -> str:
        text = make(draw)
        if len(text) > high:
            return text[-high:].lstrip("-./:") or text[-high:]
        return text + "0" * (low - len(text)) if len(text) < low else text

    return fitted


def _natural(name: str, service: str) -> Make:
    """What a text of this name looks like."""
    lower = name.lower()
    words = snake_case(name or "value", "-")
    for ending, make in _ENDINGS:
        if lower.endswith(ending):
            return make(words, service)
    return lambda draw: f"{words}-{draw.hexadecimal(8)}"


def _arn(words: str, service: str) -> Make:
    kind = words.removesuffix("arn").strip("-").rpartition("-")[2] or "resource"
    return lambda draw: f"{draw.arn(service)}:{kind}/{kind}-{draw.hexadecimal(12)}"


def _id(words: str, service: str) -> Make:
    kind = words.removesuffix("id").removesuffix("ids").strip("-").replace("-", "")
    prefix = _PREFIXES.get(kind) if service == "ec2" else None
    if prefix is None and service == "ec2":
        prefix = next((known for word, known in _PREFIXES.items() if kind.endswith(word)), None)
    if prefix is not None:
        return lambda draw: f"{prefix}{draw.hexadecimal(17)}"
    return lambda draw: draw.uuid()


def _time(_words: str, _service: str) -> Make:
    return lambda draw: draw.moment().strftime("%Y-%m-%dT%H:%M:%SZ")


def _constant(text: str) -> Callable[[str, str], Make]:
    return lambda _words, _service: lambda _draw: text


_ENDINGS: tuple[tuple[str, Callable[[str, str], Make]], ...] = (
    *((name, lambda _words, _service: lambda draw: draw.account) for name in _ACCOUNTS),
    ("arn", _arn),
    ("arns", _arn),
    ("policydocument", _constant(_POLICY)),
    ("availabilityzoneid", lambda _words, _service: lambda draw: draw.zone()[1]),
    ("id", _id),
    ("ids", _id),
    ("availabilityzone", lambda _words, _service: lambda draw: draw.zone()[0]),
    ("region", lambda _words, _service: lambda draw: draw.region),
    ("cidrblock", lambda _words, _service: lambda draw: f"10.{draw.random.randrange(256)}.0.0/16"),
    ("cidr", lambda _words, _service: lambda draw: f"10.{draw.random.randrange(256)}.0.0/16"),
    ("ipaddress", lambda _words, _service: lambda draw: f"10.0.{draw.random.randrange(256)}.{draw.index % 254 + 1}"),
    ("email", lambda _words, _service: lambda draw: f"user-{draw.hexadecimal(6)}@example.com"),
    ("emailaddress", lambda _words, _service: lambda draw: f"user-{draw.hexadecimal(6)}@example.com"),
    ("url", lambda words, _service: lambda draw: f"https://example.com/{words}/{draw.hexadecimal(8)}"),
    ("uri", lambda words, _service: lambda draw: f"https://example.com/{words}/{draw.hexadecimal(8)}"),
    ("time", _time),
    ("date", lambda _words, _service: lambda draw: draw.moment().strftime("%Y-%m-%d")),
    ("version", lambda _words, _service: lambda draw: str(draw.index % 9 + 1)),
    ("description", lambda words, _service: lambda draw: f"The {words} of number {draw.index + 1}."),
)
