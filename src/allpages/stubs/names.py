"""Names in stubs: what a module, its structures and its enums are called, so that none is in another's way."""

from __future__ import annotations

import keyword

# What a module of stubs imports, defines or takes from the built-in names; a shape of such a name gets an underscore.
RESERVED = frozenset(
    {"Any", "AsyncClient", "AsyncPaginator", "Client", "Exceptions", "Literal", "Mapping", "NotRequired", "Paginator"}
    | {"Required", "Sequence", "ServiceError", "TypedDict", "Unpack", "datetime", "overload"}
    | {"None", "bool", "bytes", "dict", "float", "int", "list", "str", "tuple", "type"}
)


def module_name(service: str) -> str:
    """What the types of a service are called: `allpages.types.workspaces_web`, `allpages.types.lambda_`."""
    name = service.replace("-", "_")
    return f"{name}_" if keyword.iskeyword(name) else name


def is_plain(name: str) -> bool:
    """Whether a member can be written as a name is, in the body of a class."""
    return name.isidentifier() and not keyword.iskeyword(name) and not name.startswith("__")


class Names:
    """The names of one module, each given once."""

    def __init__(self) -> None:
        """Only what is reserved is taken."""
        self._taken = set(RESERVED)

    def give(self, wanted: str) -> str:
        """A name like `wanted` that is nobody's yet: without leading underscores, with a capital."""
        bare = wanted.lstrip("_")
        name = bare[:1].upper() + bare[1:]
        while name in self._taken:
            name += "_"
        self._taken.add(name)
        return name
