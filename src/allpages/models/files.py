"""Model files: botocore's, found without importing it, unpacked and read; beside them the user's own."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Raw, Struct

from allpages import errors

if TYPE_CHECKING:
    from collections.abc import Mapping

_GZIP = 31  # zlib's word for a gzip header and trailer
_HEAD_BYTES = 8192  # of a service file, packed or not: ample for its metadata


class _Head(Struct):
    metadata: dict[str, Any]


class ServiceFile(Struct):
    """A service-2.json, its operations and shapes left undecoded: most are never asked for."""

    metadata: dict[str, Any]
    operations: dict[str, Raw]
    shapes: dict[str, Raw]


def roots() -> tuple[str, ...]:
    """The folders that hold models: those of AWS_DATA_PATH, ~/.aws/models, then botocore's own.

    Source: botocore.loaders.Loader, its search path; botocore itself is found, never imported.
    """
    return _roots(os.environ.get("AWS_DATA_PATH", ""))


@cache
def _roots(data_path: str) -> tuple[str, ...]:
    from importlib.util import find_spec

    found = find_spec("botocore")
    if found is None or found.origin is None:
        raise errors.ConfigError("botocore is not installed.", hint="Its model files are needed: pip install botocore")
    own = f"{os.path.dirname(found.origin)}/data"
    named = [os.path.expanduser(entry) for entry in data_path.split(os.pathsep) if entry]
    return (*named, os.path.expanduser("~/.aws/models"), own)


def newest(service_name: str) -> str | None:
    """The folder of a service's newest API version; None when there is no such service."""
    folders = [f"{root}/{service_name}" for root in roots()]
    versions = [(version, f"{folder}/{version}") for folder in folders for version in _listed(folder)]
    return max(((version, folder) for version, folder in versions if _has_model(folder)), default=("", None))[1]


def names() -> tuple[str, ...]:
    """Every service in the models, sorted."""
    found = {(name, f"{root}/{name}") for root in roots() for name in _listed(root)}
    return tuple(
        sorted({name for name, folder in found if any(_has_model(f"{folder}/{one}") for one in _listed(folder))})
    )


def read_json(folder: str, stem: str, *, default: Any = None) -> Any:
    """The JSON of a model file, with its `.sdk-extras` merged in; `default` when there is no such file."""
    raw = read(folder, stem)
    if raw is None:
        if default is None:
            raise errors.ConfigError(f"The model file {stem} is missing in {folder}.", hint="Reinstall botocore.")
        return default
    found = msgspec.json.decode(raw)
    extras = read(folder, f"{stem}.sdk-extras")
    if extras is not None:
        _merge(found, msgspec.json.decode(extras).get("merge", {}))
    return found


def read(folder: str, stem: str) -> bytes | None:
    """What a model file says, unpacked; None when there is no such file."""
    plain = _content(f"{folder}/{stem}.json")
    if plain is not None:
        return plain
    packed = _content(f"{folder}/{stem}.json.gz")
    if packed is None:
        return None
    import zlib

    # The trailer ends with the size, which spares the growing of a buffer.
    return zlib.decompress(packed, wbits=_GZIP, bufsize=int.from_bytes(packed[-4:], "little"))


def service_file(folder: str) -> ServiceFile:
    """The whole model of a service.

    Raises: ConfigError - it cannot be read.
    """
    from zlib import error as damaged

    try:
        whole = (
            msgspec.json.encode(read_json(folder, "service-2")) if _has_extras(folder) else read(folder, "service-2")
        )
        assert whole is not None, folder  # noqa: S101 - `newest` said so
        found = msgspec.json.decode(whole, type=ServiceFile)
    except (msgspec.DecodeError, UnicodeDecodeError, damaged) as error:
        hint = "Is it one of yours (AWS_DATA_PATH, ~/.aws/models)? If not, reinstall botocore."
        raise errors.ConfigError(f"The model file service-2 in {folder} cannot be read: {error}.", hint=hint) from error
    if not folder.startswith(roots()[-1]):
        _check(found, folder)
    return found


def _check(file: ServiceFile, folder: str) -> None:
    """Raises: ConfigError - a model of the user's own is none."""
    from allpages.models import own

    fault = next(own.faults(file.shapes, file.operations), None)
    if fault is not None:
        hint = "Mend it; it is in a folder that AWS_DATA_PATH names, or in ~/.aws/models."
        raise errors.ConfigError(f"The model file service-2 in {folder} is none: {fault}.", hint=hint)


def service_metadata(folder: str) -> dict[str, Any] | None:
    """The metadata at the head of a service's file, the megabytes after it left alone; None when they stand elsewhere.

    Or might: extras may say more, and not every file is packed.
    """
    packed = None if _has_extras(folder) else _content(f"{folder}/service-2.json.gz", _HEAD_BYTES)
    if packed is None:
        return None
    import zlib

    head = zlib.decompressobj(_GZIP).decompress(packed, _HEAD_BYTES).partition(b'"operations"')[0]
    try:
        return msgspec.json.decode(head.rstrip(b", \n") + b"}", type=_Head).metadata
    except msgspec.DecodeError:
        return None


def _has_extras(folder: str) -> bool:
    return any(name.startswith("service-2.sdk-extras.json") for name in _listed(folder))


def _has_model(folder: str) -> bool:
    return os.path.isfile(f"{folder}/service-2.json.gz") or os.path.isfile(f"{folder}/service-2.json")


def _listed(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:  # there is none, or it is no folder
        return []


def _content(path: str, limit: int = -1) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read(limit)
    except FileNotFoundError:
        return None


def _merge(into: dict[str, Any], extra: Mapping[str, Any]) -> None:
    for key, value in extra.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = value
