"""The catalog: services by name, opened lazily and once a process, with their operations and shapes as asked for."""

from __future__ import annotations

import os
from _thread import allocate_lock as Lock  # noqa: N812 - threading.Lock, without the import of threading
from _thread import start_new_thread
from contextlib import suppress
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from msgspec import json

from allpages import errors
from allpages.hints import did_you_mean
from allpages.models import files
from allpages.models.names import SERVICE_ALIASES, method_name
from allpages.models.shapes import Shape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.models.files import ServiceFile

# botocore's order of preference, `PRIORITY_ORDERED_SUPPORTED_PROTOCOLS`.
PROTOCOLS = ("json", "rest-json", "rest-xml", "smithy-rpc-v2-cbor", "query", "ec2")


_USUAL_HTTP = {"method": "POST", "requestUri": "/"}  # of a model that is silent


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
    """One service: its metadata, and its operations and shapes as they are asked for.

    Of a model, megabytes most of which nobody asks for, the first operation takes what it needs and lets go of the
    rest, as most programs call one operation of a service. From the second one on the model is kept.
    """

    def __init__(self, name: str, folder: str) -> None:
        """The service in `folder`, the folder of one API version."""
        self.name = name
        self.folder = folder
        self._operations: dict[str, Operation] = {}
        self._shapes: dict[str, dict[str, Any]] = {}
        self._file: ServiceFile | None = None
        self._is_begun = False

    def __repr__(self) -> str:
        """Name and API version."""
        return f"<Service {self.name} {os.path.basename(self.folder)}>"

    def begin(self) -> None:
        """Unpack the model in a thread, while this one does what else there is to do before the first call."""
        if not self._is_begun:
            self._is_begun = True
            start_new_thread(self._open_for_the_first, ())

    def _open_for_the_first(self) -> None:
        if not self._operations:
            with suppress(errors.ConfigError, OSError):  # whoever needs it is told
                self._opened()

    def _opened(self) -> ServiceFile:
        with _locks[-1]:
            if self._file is None:
                self._is_begun = True
                self._file = files.service_file(self.folder)
            return self._file

    @cached_property
    def metadata(self) -> dict[str, Any]:
        """What the model says of the service as a whole."""
        told = files.service_metadata(self.folder) or self._opened().metadata
        version = os.path.basename(self.folder)
        return {"endpointPrefix": self.name, "serviceId": self.name, "apiVersion": version, **told}

    @cached_property
    def protocol(self) -> str:
        """The wire protocol, the first of `PROTOCOLS` that the service speaks.

        Raises: ConfigError - a user's own model names none of them.
        """
        spoken = self.metadata.get("protocols") or [self.metadata.get("protocol")]
        found = next((known for known in PROTOCOLS if known in spoken), None)
        if found is None:
            message = f"The model of {self.name} speaks {', '.join(map(str, spoken))}."
            raise errors.ConfigError(message, hint=f"Protocols are: {', '.join(PROTOCOLS)}.")
        return found

    @cached_property
    def operation_names(self) -> list[str]:
        """Every operation, CamelCase, in the model's order."""
        return list(self._opened().operations)

    def operation(self, name: str) -> Operation:
        """The operation called `name`, CamelCase.

        Raises: UnknownOperation.
        """
        found = self._operations.get(name)
        if found is None:
            if name not in self.operation_names:
                raise self._unknown(name, self.operation_names)
            file = self._opened()
            # CloudFront's operations carry a version in their own `name`; the key is what they are called everywhere.
            model = {**json.decode(file.operations[name]), "name": name}
            model["http"] = {**_USUAL_HTTP, **model.get("http", {})}
            found = self._operations.setdefault(name, Operation(self, model))
            if len(self._operations) == 1:
                self._take(model, file)
                self._file = None
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
        return {name.lower(): name for name in self.operation_names}

    def _unknown(self, name: str, names: Any) -> errors.UnknownOperation:
        hint = f"{did_you_mean(name, names)} See: allpages operations {self.name}"
        return errors.UnknownOperation(f"{self.name} has no operation {name!r}.", hint=hint.strip())

    def _take(self, model: Mapping[str, Any], file: ServiceFile) -> None:
        """Decode every shape that an operation reaches."""
        named = [model[role] for role in ("input", "output") if role in model] + model.get("errors", [])
        while named:
            name = named.pop()["shape"]
            if name not in self._shapes and name in file.shapes:  # what is missing is told when it is asked for
                shape = self._shapes[name] = json.decode(file.shapes[name])
                named += shape.get("members", {}).values()
                named += [shape[role] for role in ("member", "key", "value") if role in shape]

    def shape_json(self, name: str) -> dict[str, Any]:
        """The model's JSON of the shape called `name`, decoded once.

        Raises: ConfigError - a user's own model has no such shape.
        """
        found = self._shapes.get(name)
        if found is None:
            raw = self._opened().shapes.get(name)
            if raw is None:
                hint = "Mend its service-2.json, in a folder that AWS_DATA_PATH names."
                raise errors.ConfigError(
                    f"The model of {self.name} refers to a shape {name!r} and has none.", hint=hint
                )
            found = self._shapes.setdefault(name, json.decode(raw))
        return found

    def shape(self, name: str) -> Shape:
        """The shape called `name`."""
        return Shape(name, {}, self.shape_json)

    @cached_property
    def shape_names(self) -> list[str]:
        """Every shape of the model."""
        return list(self._opened().shapes)

    @property
    def error_shape_names(self) -> list[str]:
        """The shapes that may be errors; botocore's EC2 has none among 5,000, and is not opened to know it."""
        if self.name == "ec2" and self.folder.startswith(files.roots()[-1]):
            return []
        return [name for name, raw in self._opened().shapes.items() if b'"exception"' in bytes(raw)]

    @cached_property
    def pagination(self) -> dict[str, dict[str, Any]]:
        """The paginator entries by operation name, extras merged in; empty when the service has none."""
        entries: dict[str, dict[str, Any]] = files.read_json(self.folder, "paginators-1", default={}).get(
            "pagination", {}
        )
        return entries

    @cached_property
    def endpoint_rules(self) -> dict[str, Any]:
        """The endpoint rule set, as JSON; empty for a service that has none, a user's own."""
        rules: dict[str, Any] = files.read_json(self.folder, "endpoint-rule-set-1", default={})
        return rules


@cache
def service(name: str) -> Service:
    """The service called `name` (its folder's name, "ec2"), opened once a process.

    Raises: UnknownService.
    """
    name = SERVICE_ALIASES.get(name, name)
    folder = files.newest(name) if name.replace("-", "").isalnum() else None
    if folder is None:
        hint = f"{did_you_mean(name, service_names())} See: allpages operations".strip()
        raise errors.UnknownService(f"There is no service {name!r}.", hint=hint)
    return Service(name, folder)


@cache
def service_names() -> tuple[str, ...]:
    """Every service in the models, sorted."""
    return files.names()


# One model is unpacked at a time. A forked child gets a lock of its own: the thread that held this one is not there.
_locks = [Lock()]
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=lambda: _locks.append(Lock()))
