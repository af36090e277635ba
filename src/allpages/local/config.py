"""The configuration file of an endpoint: settings, keys and policies, faults, an organization; one TOML file.

[settings]
throttle = true
[clock]
pace = 60.0                              # a minute in a second
[[keys]]
access_key = "AKIAEXAMPLE"
secret_key = "..."
account = "111122223333"
user = "alice"
allow = ["ec2:Describe*", "workspaces:*"]
deny = ["workspaces:Delete*"]
[[faults]]
kind = "throttle"
chance = 0.1
[[rates]]                                # of any service and action; kept with or without `throttle`
service = "organizations"
capacity = 5.0
per_s = 1.0
scope = "account"
[fleet]                                  # an organization that is drawn; or [organization], one that is described
accounts = 500
[[listings]]                             # what any other operation lists; file = "..." takes JSON lines
service = "ec2"
operation = "describe-volumes"
count = 1000
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from allpages import errors
from allpages.local import said
from allpages.local.anything.seeding import Listing  # noqa: TC001 - msgspec looks the name up
from allpages.local.behaviour import Settings
from allpages.local.identity import Key  # noqa: TC001 - msgspec looks the name up
from allpages.local.limits import RateRule  # noqa: TC001 - msgspec looks the name up
from allpages.local.organization import drawing, tree
from allpages.local.organization.drawing import Fleet  # noqa: TC001 - as above
from allpages.local.organization.tree import Organization  # noqa: TC001 - as above
from allpages.local.regions import partition_of
from allpages.local.said import LARGEST, Moment, Pace, is_account
from allpages.local.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping


class ClockConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """As Clock takes them."""

    pace: Pace = 1.0
    start_s: Moment | None = None


class LocalConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that a configuration file may say."""

    settings: Settings = Settings()
    clock: ClockConfig = ClockConfig()
    keys: tuple[Key, ...] = ()
    faults: tuple[Trouble, ...] = ()
    listings: tuple[Listing, ...] = ()
    rates: tuple[RateRule, ...] = ()
    organization: Organization | None = None
    fleet: Fleet | None = None
    seed: int | None = None  # of faults, request ids and new resources


def read(path: str | Path) -> LocalConfig:
    """The configuration in a file.

    Raises: ConfigError: it cannot be read, or says what is not known; names where. A message never has a secret in it.
    """
    import tomllib

    try:
        with Path(path).open("rb") as file:
            given = tomllib.load(file)
    except (OSError, tomllib.TOMLDecodeError) as cause:
        raise errors.ConfigError(f"{path} cannot be read: {cause}.", hint="It should be a TOML file.") from cause
    return convert(given, str(path))


def fault(text: str) -> Trouble:
    """The fault that a text like "throttle" or "slow:seconds=2,operation=Describe*,chance=0.5" means.

    Raises: ConfigError.
    """
    kind, _, rest = text.partition(":")
    how = dict(part.partition("=")[::2] for part in rest.split(",") if part)
    try:
        return said.convert({"kind": kind, **how}, Trouble, strict=False)
    except errors.UsageError as cause:
        raise errors.ConfigError(f"The fault {text!r}: {cause.message}", hint=cause.hint) from cause


_PAGES = ("ec2_page", "workspaces_page", "other_page")  # a page of nothing would never end


def _check_settings(settings: Settings, name: str) -> None:
    """Refuse settings that could not be kept.

    Raises: ConfigError: names the setting, its value, and what is allowed.
    """
    for field in settings.__struct_fields__:
        value = getattr(settings, field)
        least = 1 if field in _PAGES else 0
        if not isinstance(value, bool) and isinstance(value, (int, float)) and not least <= value <= LARGEST:
            raise errors.ConfigError(f"{name}: the setting {field} is {value!r}: from {least} to {LARGEST} is allowed.")
    if not 400 <= settings.json_auth_status <= 499:  # noqa: PLR2004 - errors of the caller
        told = f"{name}: the setting json_auth_status is {settings.json_auth_status}: from 400 to 499 is allowed."
        raise errors.ConfigError(told)
    if not is_account(settings.default_account):
        told = f"{name}: the setting default_account is {settings.default_account!r}: twelve digits are allowed."
        raise errors.ConfigError(told)
    if settings.default_region not in partition_of():
        told = f"{name}: the setting default_region is {settings.default_region!r}, which is no region."
        raise errors.ConfigError(told, hint=said.hint_of(settings.default_region, partition_of()))


def convert(given: Mapping[str, Any], name: str = "the configuration") -> LocalConfig:
    """The configuration that a mapping of the file's form means.

    Raises: ConfigError.
    """
    try:
        found = msgspec.convert(given, LocalConfig)
    except msgspec.ValidationError as cause:
        is_secret = "$.keys" in str(cause)
        complaint = said.about(str(cause), given, LocalConfig, secret=is_secret)
        hint = "" if is_secret else said.choices(str(cause), given, LocalConfig)
        raise errors.ConfigError(f"{name}: {complaint}", hint=hint or "See docs/local.md.") from cause
    _check_settings(found.settings, name)
    for key in found.keys:
        if not is_account(key.account):
            hint = "An account has twelve digits, in quotes."
            raise errors.ConfigError(f"{name}: the key {key.access_key} has the account {key.account!r}.", hint=hint)
    if len({key.access_key for key in found.keys}) != len(found.keys):
        raise errors.ConfigError(f"{name}: an access key is given twice.", hint="Access keys tell users apart.")
    if found.fleet is not None and found.organization is not None:
        raise errors.ConfigError(f"{name}: both fleet and organization are given.", hint="One is drawn, one described.")
    if found.organization is not None:
        tree.checked(found.organization, name)
    if found.fleet is not None:
        drawing.checked(found.fleet)
    return found
