"""Quirks: what AWS's services want beyond their models, applied once per operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from allpages.quirks import of_s3, of_services

if TYPE_CHECKING:
    from allpages.models.catalog import Operation
    from allpages.quirks.changes import After, Before, Parting, Placing, Reading
    from allpages.quirks.row import Row

_ROWS = (*of_services.ROWS, *of_s3.ROWS)


class Quirks(Struct, frozen=True, kw_only=True):
    """All special cases of one operation."""

    before: tuple[Before, ...] = ()  # parameters to parameters, in this order, ahead of validation
    after: tuple[After, ...] = ()  # (the caller's parameters, page) to page
    reads: tuple[Reading, ...] = ()  # (the answer, its page) to page, ahead of `after`
    places: tuple[Placing, ...] = ()  # (parameters, the URL) to URL
    parts: tuple[Parting, ...] = ()  # the parts of the request to others
    headers: dict[str, str] = {}  # added where the protocol has not set them
    discovery: bool = False  # its endpoint must be asked for first; see allpages.quirks.discovery
    checksum: bool = False  # its answers tell the CRC of their bodies; see changes.fits_checksum
    names: tuple[str, ...] = ()  # the rows that apply


def quirks_of(operation: Operation) -> Quirks:
    """The special cases of an operation; most have none."""
    before: list[Before] = []
    after: list[After] = []
    reads: list[Reading] = []
    places: list[Placing] = []
    parts: list[Parting] = []
    headers: dict[str, str] = {}
    names: list[str] = []
    for row in _ROWS:
        if not row.holds_for(operation):
            continue
        prepares = row.before(operation) if row.before else None
        corrects = row.after(operation) if row.after else None
        answers = row.reads(operation) if row.reads else None
        reads += [answers] if answers else []
        places += [row.places(operation)] if row.places else []
        recasts = row.parts(operation) if row.parts else None
        parts += [recasts] if recasts else []
        adds = row.headers(operation) if row.headers else {}
        acts = prepares or corrects or answers or row.places or recasts or adds
        if acts or (row.elsewhere is not None and row.elsewhere(operation)):
            names.append(row.name)
        before += [prepares] if prepares else []
        after += [corrects] if corrects else []
        headers.update(adds)
    return Quirks(
        before=tuple(before),
        after=tuple(after),
        reads=tuple(reads),
        places=tuple(places),
        parts=tuple(parts),
        headers=headers,
        discovery=of_services.DISCOVERY in names,
        checksum=of_services.CHECKSUM in names,
        names=tuple(names),
    )


def as_sent(operation: Operation) -> Operation:
    """The operation as the protocol should see it: without what the endpoint rules place already."""
    model = dict(operation.model)
    if of_s3.bucket_leads_path(operation):
        model["http"] = {**model["http"], "requestUri": model["http"]["requestUri"].removeprefix("/{Bucket}")}
    elif of_s3.account_leads_host(operation):
        model["endpoint"] = {name: value for name, value in model["endpoint"].items() if name != "hostPrefix"}
    else:
        return operation
    return type(operation)(operation.service, model)


def rows() -> tuple[Row, ...]:
    """Every special case, for the documentation."""
    return _ROWS
