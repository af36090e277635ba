"""Functions that are documented from a model: the text is made when somebody asks for it, and not before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from inspect import Signature

    from allpages.models.catalog import Operation
    from allpages.paging.rules import Rule

R = TypeVar("R")
F = TypeVar("F", bound="Callable[..., Any]")


class Reference:
    """What there is to tell of an operation's method or of its `paginate`."""

    def __init__(self, operation: Operation, rule: Callable[[], Rule | None], *, colour: str, paged: bool) -> None:
        """`rule` gives the rule that it is paged by; `colour` is "async" on an awaiting client, else empty."""
        self._operation = operation
        self._rule = rule
        self._colour = colour
        self._paged = paged

    def text(self) -> str:
        """The whole reference, plain text."""
        from allpages.reference import operations

        rule = self._rule()
        if rule is not None and self._paged:
            return operations.paginate(self._operation, rule, colour=self._colour)
        return operations.method(self._operation, rule, colour=self._colour)

    def signature(self) -> Signature:
        """The parameters, by name."""
        from allpages.reference import operations

        return operations.signature(self._operation, paged=self._rule() if self._paged else None)


class Documented(Generic[R]):
    """A function with its reference in `__doc__` and its parameters in its signature, both made on demand.

    `help()`, editors and notebooks take it for the method that it is: it has a name, a signature, and `__get__`, by
    which the inspect module knows routines.
    """

    def __init__(self, call: Callable[..., R], name: str, reference: Reference) -> None:
        """`call`, under `name`."""
        self._call = call
        self._reference = reference
        self.__name__ = self.__qualname__ = name
        self.__module__ = "allpages"

    def __repr__(self) -> str:
        """The name."""
        return f"<function {self.__name__}>"

    def __call__(self, /, *args: Any, **params: Any) -> R:
        """Call it."""
        return self._call(*args, **params)

    def __get__(self, instance: object, owner: type | None = None) -> Documented[R]:
        """Itself: it is bound to its client already."""
        return self

    @property
    def __doc__(self) -> str:  # type: ignore[override]
        """The reference."""
        return self._reference.text()

    @property
    def __signature__(self) -> Signature:
        """The parameters."""
        return self._reference.signature()


class _Told:
    """A method that is documented by the instance it is bound to; of the class, it is the function as it stands."""

    def __init__(self, function: Callable[..., Any], reference: Callable[[Any], Reference]) -> None:
        self._function = function
        self._reference = reference

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        if instance is None:
            return self._function
        bound = self._function.__get__(instance, owner)
        return Documented(bound, self._function.__name__, self._reference(instance))


def told(reference: Callable[[Any], Reference]) -> Callable[[F], F]:
    """Decorates a method: on an instance, help() tells what `reference` gives for that instance."""

    def decorate(function: F) -> F:
        return _Told(function, reference)  # type: ignore[return-value]  # called, it is the function

    return decorate
