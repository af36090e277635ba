"""The catalog: finds botocore's model files without importing botocore, and opens a service lazily, once a process."""

from __future__ import annotations

import os
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Raw, Struct

from allpages import errors
from allpages.models.names import did_you_mean, method_name
from allpages.shapes import Shape

if TYPE_CHECKING:
    from collections.abc import Mapping

# botocore's order of preference, `PRIORITY_ORDERED_SUPPORTED_PROTOCOLS`.
PROTOCOLS = ("json", "rest-json", "rest-xml", "smithy-rpc-v2-cbor", "query", "ec2")


class _ServiceFile(Struct):
    """A service-2.json, its operations and shapes left undecoded: most are never asked for."""

    metadata: dict[str, Any]
    operations: dict[str, Raw]
    shapes: dict[str, Raw]
    clientContextParams: dict[str, Any] = {}  # noqa: N815 - the file's own name


class Operation:
    """One operation of a service, as its model describes it."""

    def __init__(self, service: Service, model: Mapping[str, Any]) -> None:
        """The operation that `model` (one entry of `operations`) describes."""
        self.service = service
        self.model = model
        self.name: str = model["name"]  # CamelCase, as on the wire

    def __repr__(self) -> str:
        """Service and name."""
        return f"<Operation {self.service.name}:{self.name}>"

    @cached_property
    def python_name(self) -> str:
        """The method name, `describe_fast_launch_images`."""
        return method_name(self.name)

    @cached_property
    def input(self) -> Shape | None:
        """The shape of the parameters; None when there are none."""
        return self._shape("input")

    @cached_property
    def output(self) -> Shape | None:
        """The shape of the result; None when there is none."""
        return self._shape("output")

    @property
    def documentation(self) -> str:
        """The model's documentation, HTML."""
        text: str = self.model.get("documentation", "")
        return text

    def _shape(self, role: str) -> Shape | None:
        reference = self.model.get(role)
        return None if reference is None else Shape(reference["shape"], reference, self.service.shape_json)


class Service:
    """One service: its metadata, and its operations and shapes as they are asked for."""

    def __init__(self, name: str, folder: Path) -> None:
        """The service in `folder`, the folder of one API version."""
        self.name = name
        self.folder = folder
        self._file = _read_service(folder)
        self.metadata = self._file.metadata
        self.client_context = self._file.clientContextParams
        self._operations: dict[str, Operation] = {}
        self._shapes: dict[str, dict[str, Any]] = {}

    def __repr__(self) -> str:
        """Name and API version."""
        return f"<Service {self.name} {self.folder.name}>"

    @cached_property
    def protocol(self) -> str:
        """The wire protocol, the first of `PROTOCOLS` that the service speaks."""
        spoken = self.metadata.get("protocols") or [self.metadata["protocol"]]
        return next((known for known in PROTOCOLS if known in spoken), self.metadata["protocol"])

    @property
    def operation_names(self) -> list[str]:
        """Every operation, CamelCase, in the model's order."""
        return list(self._file.operations)

    def operation(self, name: str) -> Operation:
        """The operation called `name`, CamelCase.

        Raises: UnknownOperation.
        """
        found = self._operations.get(name)
        if found is None:
            if name not in self._file.operations:
                raise self._unknown(name, self.operation_names)
            model = msgspec.json.decode(self._file.operations[name])
            # CloudFront's operations carry a version in their own `name`; the key is what they are called everywhere.
            found = self._operations.setdefault(name, Operation(self, {**model, "name": name}))
        return found

    def by_python_name(self, name: str) -> Operation:
        """The operation whose method is called `name`.

        Raises: UnknownOperation.
        """
        full = self._by_letters.get(name.replace("_", ""))
        if full is None or method_name(full) != name:
            raise self._unknown(name, map(method_name, self.operation_names))
        return self.operation(full)

    def has_python_name(self, name: str) -> bool:
        """Whether an operation's method is called `name`."""
        full = self._by_letters.get(name.replace("_", ""))
        return full is not None and method_name(full) == name

    @cached_property
    def _by_letters(self) -> dict[str, str]:
        # Spelling out hundreds of method names costs milliseconds; the letters alone find the one that is meant.
        return {name.lower(): name for name in self._file.operations}

    def _unknown(self, name: str, names: Any) -> errors.UnknownOperation:
        hint = f"{did_you_mean(name, names)} See: allpages operations {self.name}"
        return errors.UnknownOperation(f"{self.name} has no operation {name!r}.", hint=hint.strip())

    def shape_json(self, name: str) -> dict[str, Any]:
        """The model's JSON of the shape called `name`, decoded once."""
        found = self._shapes.get(name)
        if found is None:
            found = self._shapes.setdefault(name, msgspec.json.decode(self._file.shapes[name]))
        return found

    def shape(self, name: str) -> Shape:
        """The shape called `name`."""
        return Shape(name, {}, self.shape_json)

    @cached_property
    def shape_names(self) -> list[str]:
        """Every shape of the model."""
        return list(self._file.shapes)

    @cached_property
    def pagination(self) -> dict[str, dict[str, Any]]:
        """The paginator entries by operation name, extras merged in; empty when the service has none."""
        entries: dict[str, dict[str, Any]] = read_json(self.folder, "paginators-1", default={}).get("pagination", {})
        return entries

    @cached_property
    def endpoint_rules(self) -> dict[str, Any]:
        """The endpoint rule set, as JSON."""
        rules: dict[str, Any] = read_json(self.folder, "endpoint-rule-set-1")
        return rules


@cache
def service(name: str) -> Service:
    """The service called `name` (its folder's name, "ec2"), opened once a process.

    Raises: UnknownService.
    """
    versions: list[Path] = []
    if name.replace("-", "").isalnum():
        for root in roots():
            folder = root / name
            versions += [version for version in folder.iterdir() if _has_model(version)] if folder.is_dir() else []
    if not versions:
        hint = f"{did_you_mean(name, service_names())} See: allpages operations".strip()
        raise errors.UnknownService(f"There is no service {name!r}.", hint=hint)
    return Service(name, max(versions, key=lambda version: version.name))


@cache
def service_names() -> tuple[str, ...]:
    """Every service in the models, sorted."""
    folders = (folder for root in roots() if root.is_dir() for folder in root.iterdir() if folder.is_dir())
    return tuple(sorted({folder.name for folder in folders if any(map(_has_model, folder.iterdir()))}))


@cache
def roots() -> tuple[Path, ...]:
    """The folders that hold models: those of AWS_DATA_PATH, ~/.aws/models, then botocore's own.

    Source: botocore.loaders.Loader, its search path; botocore itself is found, never imported.
    """
    from importlib.util import find_spec

    found = find_spec("botocore")
    if found is None or found.origin is None:
        raise errors.ConfigError("botocore is not installed.", hint="Its model files are needed: pip install botocore")
    own = Path(found.origin).parent / "data"
    named = [Path(entry).expanduser() for entry in os.environ.get("AWS_DATA_PATH", "").split(os.pathsep) if entry]
    return (*named, Path("~/.aws/models").expanduser(), own)


def read_json(folder: Path, stem: str, *, default: Any = None) -> Any:
    """The JSON of a model file, with its `.sdk-extras` merged in; `default` when there is no such file."""
    raw = _read(folder, stem)
    if raw is None:
        if default is None:
            raise errors.ConfigError(f"The model file {stem} is missing in {folder}.", hint="Reinstall botocore.")
        return default
    found = msgspec.json.decode(raw)
    extras = _read(folder, f"{stem}.sdk-extras")
    if extras is not None:
        _merge(found, msgspec.json.decode(extras).get("merge", {}))
    return found


def _read_service(folder: Path) -> _ServiceFile:
    if any(folder.glob("service-2.sdk-extras.json*")):
        return msgspec.json.decode(msgspec.json.encode(read_json(folder, "service-2")), type=_ServiceFile)
    raw = _read(folder, "service-2")
    assert raw is not None, folder  # noqa: S101 - _has_model said so
    return msgspec.json.decode(raw, type=_ServiceFile)


def _read(folder: Path, stem: str) -> bytes | None:
    try:
        return (folder / f"{stem}.json").read_bytes()
    except FileNotFoundError:
        pass
    try:
        packed = (folder / f"{stem}.json.gz").read_bytes()
    except FileNotFoundError:
        return None
    import zlib

    # 31: a gzip header and trailer; the trailer ends with the size, which spares the growing of a buffer.
    return zlib.decompress(packed, wbits=31, bufsize=int.from_bytes(packed[-4:], "little"))


def _has_model(folder: Path) -> bool:
    return (folder / "service-2.json.gz").is_file() or (folder / "service-2.json").is_file()


def _merge(into: dict[str, Any], extra: Mapping[str, Any]) -> None:
    for key, value in extra.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = value
