"""Exceptions: the errors that a service models, each a class, as `client.exceptions` has them in boto3."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from allpages import errors, twins
from allpages.hints import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allpages.models.catalog import Service


class Exceptions:
    """The modelled errors of one service: `except client.exceptions.ResourceNotFoundException`."""

    ClientError = errors.ServiceError

    def __init__(self, service: Service) -> None:
        """Those of `service`; its model is read when one is asked for."""
        self._service = service

    def __repr__(self) -> str:
        """The service."""
        return f"<exceptions of {self._service.name}>"

    def __getattr__(self, name: str) -> type[errors.ServiceError]:
        """The class of the error that is modelled as `name`.

        Raises: AttributeError, with the nearest name.
        """
        if name.startswith("_"):
            raise AttributeError(name)
        known = _codes(self._service).values()
        if name not in known:
            near = did_you_mean(name, known) or f"There are: {', '.join(sorted(known)) or 'none'}."
            other = "Any other: except allpages.ServiceError as error, and see error.code."
            raise AttributeError(f"{self._service.name} models no error {name!r}. {near} {other}")
        return twins.modelled(errors.ServiceError, self._service.name, name)

    def __dir__(self) -> list[str]:
        """Every modelled error."""
        return sorted({*object.__dir__(self), "ClientError", *_codes(self._service).values()})

    def from_code(self, code: str) -> type[errors.ServiceError]:
        """The class for an error code; ServiceError for one that is not modelled."""
        name = _codes(self._service).get(code)
        return errors.ServiceError if name is None else twins.modelled(errors.ServiceError, self._service.name, name)


def as_modelled(service: Service, failure: errors.ServiceError) -> errors.ServiceError:
    """The failure, of the class that its code is modelled as."""
    known = _codes(service)
    # SQS models its errors by the names of its new protocol, and answers with the codes of its old one.
    name = known.get(failure.code) or known.get(failure.response["Error"].get("QueryErrorCode", ""))
    if name is not None:
        failure.__class__ = twins.modelled_as(type(failure), errors.ServiceError, service.name, name)
    return failure


@cache
def _codes(service: Service) -> Mapping[str, str]:
    """The names of a service's errors by their codes. Source: botocore.model, `ServiceModel.error_shapes`."""
    found = {}
    for name in service.error_shape_names:
        traits = service.shape_json(name)
        if traits.get("exception"):
            found[traits.get("error", {}).get("code") or name] = name
    return found
