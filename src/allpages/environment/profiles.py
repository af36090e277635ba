"""Profiles: the shared configuration and credentials files, read as botocore reads them, and only if they exist."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from allpages import errors
from allpages.hints import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    # A section: values, or the mapping of an indented block (`s3 =`, and what a services section holds).
    Section: TypeAlias = dict[str, str | dict[str, str]]

DEFAULT = "default"
_SPECIAL = frozenset("\"'\\")  # quotes and the backslash


class Profiles(Struct, frozen=True):
    """Everything both files say; values may be secrets, so `repr` shows names only."""

    profiles: dict[str, Section]  # of the configuration file, the credentials file laid over
    services: dict[str, Section]
    credentials: dict[str, Section]  # of the credentials file alone

    def __repr__(self) -> str:
        """The names of the profiles."""
        return f"Profiles({', '.join(sorted(self.profiles))})"

    def names(self) -> list[str]:
        """Every profile."""
        return list(self.profiles)

    def profile(self, name: str | None) -> Section:
        """The section of a profile; of "default", or nothing, when no name is given.

        Raises: ConfigError - there is no such profile.
        """
        if name is None:
            return self.profiles.get(DEFAULT, {})
        if name not in self.profiles:
            known = sorted(self.profiles)
            listed = f"There are: {', '.join(known)}." if known else "No profile is configured: aws configure sso"
            hint = f"{did_you_mean(name, known)} {listed}".strip()
            raise errors.UnknownProfile(f"There is no profile {name!r}.", hint=hint)
        return self.profiles[name]


def profile_name(given: str | None, environ: Mapping[str, str]) -> str | None:
    """The name of the profile in force: the one given, AWS_DEFAULT_PROFILE, AWS_PROFILE; None when nobody says."""
    return given or environ.get("AWS_DEFAULT_PROFILE") or environ.get("AWS_PROFILE") or None


def read(environ: Mapping[str, str]) -> Profiles:
    """The files that AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name, or those in ~/.aws.

    Raises: ConfigError - a file cannot be read.
    """
    config = _sections(environ.get("AWS_CONFIG_FILE", "~/.aws/config"))
    credentials = _sections(environ.get("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials"))
    profiles = _named(config, "profile")
    for name, section in credentials.items():
        profiles[name] = {**profiles.get(name, {}), **section}
    return Profiles(profiles, _named(config, "services"), credentials)


def _named(sections: Mapping[str, Section], kind: str) -> dict[str, Section]:
    """The sections `[kind NAME]` by name, and `[default]` among the profiles; of several of a name the last, whole.

    Source: botocore.configloader, build_profile_map.
    """
    found: dict[str, Section] = {}
    for title, section in sections.items():
        if title.startswith(kind):
            words = _words(title)
            if len(words) == 2:  # noqa: PLR2004 - kind and name
                found[words[1]] = dict(section)
        elif title == DEFAULT and kind == "profile":
            found[DEFAULT] = dict(section)
    return found


def _words(title: str) -> list[str]:
    """The words of a title as a shell has them; none of what it could not read."""
    if not _SPECIAL.intersection(title):
        return title.split()
    import shlex

    try:
        return shlex.split(title)
    except ValueError:
        return []


def _sections(path: str) -> dict[str, Section]:
    path = os.path.expanduser(os.path.expandvars(path))  # noqa: PTH111 - pathlib has no variables
    try:
        state = os.stat(path)  # noqa: PTH116 - one call, and no import
    except OSError:
        return {}
    return _parsed(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=4)
def _parsed(path: str, _changed_ns: int, _size: int) -> dict[str, Section]:
    from configparser import Error, RawConfigParser

    parser = RawConfigParser()
    try:
        parser.read([path])
        return {name: {key: _value(text) for key, text in parser.items(name)} for name in parser.sections()}
    except (Error, UnicodeDecodeError, ValueError) as cause:
        line = getattr(cause, "lineno", None)
        why = type(cause).__name__ if line is None else f"{type(cause).__name__}, line {line}"
    # Out here it has no context: the parser's own message quotes the line, which may hold a secret.
    hint = "It is an INI file: [profile NAME], then lines of key = value."
    raise errors.ConfigError(f"The file {path} cannot be read ({why}).", hint=hint)


def _value(text: str) -> str | dict[str, str]:
    if not text.startswith("\n"):
        return text
    lines = (line.partition("=") for line in text.splitlines() if line.strip())
    found = {}
    for key, equals, value in lines:
        if not equals:
            raise ValueError(key)
        found[key.strip()] = value.strip()
    return found
