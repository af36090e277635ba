"""The types of services: `from allpages.types import ec2`, then `ec2.Image`, `ec2.Client`.

They are told to type checkers, by the stubs beside this file and those that `allpages types` writes. Here, at run time,
a type is a stand-in: it may stand in annotations, casts and aliases, and as `ec2.Tag(Key="a", Value="b")` it makes a
dict. Nothing is read for that, and no name is checked; that is the type checker's part.
"""

from __future__ import annotations


class _Service:
    """The types of one service, each made on first use."""

    def __init__(self, name: str) -> None:
        self.__name__ = f"{__name__}.{name}"

    def __repr__(self) -> str:
        return f"<types of {self.__name__.rpartition('.')[2]}>"

    def __getattr__(self, name: str) -> type:
        if name.startswith("_"):
            raise AttributeError(name)
        made = type(name, (dict,), {"__module__": self.__name__})
        setattr(self, name, made)
        return made


def __getattr__(name: str) -> _Service:
    if name.startswith("_"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return globals().setdefault(name, _Service(name))
