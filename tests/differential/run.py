"""Runs operations through botocore and allpages, and counts those whose requests, pages and errors are identical.

python tests/differential/run.py                                   every paginated operation, one seed
python tests/differential/run.py --protocol json --seeds 3         of one protocol, three seeds
python tests/differential/run.py --service s3 --all-operations     of one service, those without a paginator too
"""

from __future__ import annotations

import argparse
import sys
import zlib
from importlib import import_module
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[1]))  # `differential` is a package of the tests

from allpages.models.catalog import PROTOCOLS, service, service_names
from allpages.values import Response
from differential import compare
from differential.generate import VARIANTS, Generator
from differential.render_json import header_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from botocore.model import OperationModel

    from allpages.models.catalog import Operation, Service
    from allpages.models.shapes import Shape
    from differential.generate import Variant

# Each has body(operation, shape, value, random) -> bytes: an answer's body, around it what the protocol asks for; and
# fault(operation, shape, code, value, random) -> (headers, body): an error's.
RENDERERS = {
    "json": "render_json",
    "rest-json": "render_json",
    "smithy-rpc-v2-cbor": "render_json",
    "rest-xml": "render_xml",
    "query": "render_xml",
    "ec2": "render_xml",
}
IN_HEAD = {"header", "headers", "statusCode"}
REQUEST_IDS: tuple[dict[str, str], ...] = (
    {"x-amzn-requestid": "8f1a"},
    {"x-amzn-requestid": "8f1a", "date": "Wed, 01 Jan 2020 10:11:12 GMT"},
    {},
)
# Request ids are sent only where botocore looks for them; allpages finds them in every protocol.
S3_REQUEST_IDS = {"x-amz-request-id": "8f1a", "x-amz-id-2": "other/half="}


class Tally:
    """What came out: how many operations were run, and what went wrong with which."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.total = 0
        self.failures: dict[str, str] = {}

    def __str__(self) -> str:
        """The one line that counts."""
        return f"{self.total - len(self.failures)} of {self.total} identical"


def run(services: Iterable[Service], *, seeds: Iterable[int], everything: bool = False) -> Tally:
    """Runs the paginated operations of the services (`everything`: all operations), each seed and variant."""
    tally, seeds = Tally(), tuple(seeds)
    for one in services:
        names = one.operation_names if everything else one.pagination
        oracle = compare.oracle_of(one) if names else None
        for name in names:
            operation = one.operation(name)
            if _streams_events(operation):
                continue
            tally.total += 1
            found = next(_differences(operation, oracle.operation_model(name), seeds), None)
            if found is not None:
                tally.failures[f"{one.name}:{name}"] = found
    return tally


def services_of(protocol: str | None) -> Iterator[Service]:
    """The services that speak `protocol`; all without one."""
    for name in service_names():
        found = service(name)
        if protocol in {None, found.protocol}:
            yield found


def _streams_events(operation: Operation) -> bool:
    shapes = filter(None, (operation.input, operation.output))
    return any(member.traits.get("eventstream") for shape in shapes for member in shape.members.values())


def _differences(operation: Operation, model: OperationModel, seeds: Iterable[int]) -> Iterator[str]:
    for seed in seeds:
        for variant in VARIANTS:
            random = Random(zlib.crc32(f"{operation.service.name}:{operation.name}:{variant}:{seed}".encode()))
            label = f"[{variant} {seed}] "
            for difference in _once(operation, model, random, variant):
                if difference:
                    yield label + difference


def _once(operation: Operation, model: OperationModel, random: Random, variant: Variant) -> Iterator[str]:
    params = Generator(random, variant, is_input=True).value(operation.input) if operation.input else {}
    yield compare.request_difference(operation, model, params)
    yield compare.page_difference(operation, model, answer(operation, random, variant))
    yield compare.fault_difference(operation, model, failure(operation, random, variant))


def answer(operation: Operation, random: Random, variant: Variant) -> Response:
    """A success of the operation."""
    render = import_module(f"differential.{RENDERERS[operation.service.protocol]}")
    headers, status, shape = _request_ids(operation, random), 200, operation.output
    if shape is None:
        return Response(status, headers, render.body(operation, None, {}, random))
    value = Generator(random, variant, is_input=False).value(shape)
    status = _fill_head(shape, value, headers, random) or status
    payload = shape.traits.get("payload")
    if payload is None:
        return Response(status, headers, render.body(operation, shape, value, random))
    member, held = shape.members[payload], value.get(payload)
    if member.type in {"blob", "string"}:
        return Response(status, headers, (held or "").encode() if member.type == "string" else held or b"")
    if held is None and member.traits.get("union"):
        return Response(status, headers)
    return Response(status, headers, render.body(operation, member, held or {}, random))  # no result has no body


def _request_ids(operation: Operation, random: Random) -> dict[str, str]:
    if operation.output is None and operation.service.protocol == "smithy-rpc-v2-cbor":
        return {}
    has_more = operation.service.protocol == "rest-xml"
    return dict(random.choice((*REQUEST_IDS, S3_REQUEST_IDS) if has_more else REQUEST_IDS))


def _fill_head(shape: Shape, value: dict[str, Any], headers: dict[str, str], random: Random) -> int | None:
    """Moves the members of status and headers out of `value`."""
    status = None
    for name, member in shape.members.items():
        location = member.traits.get("location")
        if location not in IN_HEAD or name not in value:
            continue
        held = value.pop(name)
        if location == "statusCode":
            status = 201
        elif location == "headers":
            headers |= {member.traits.get("locationName", "") + key: str(item) for key, item in held.items()}
        else:
            headers[member.traits.get("locationName", name)] = header_text(member, held, random)
    return status


def failure(operation: Operation, random: Random, variant: Variant) -> Response:
    """An error of the operation: a modelled one where the model has any, a general one, or a proxy's page."""
    render = import_module(f"differential.{RENDERERS[operation.service.protocol]}")
    headers, modelled = _request_ids(operation, random), operation.model.get("errors", [])
    if variant == "odd" and random.random() < 0.3:
        body = random.choice((b"<html><body>Bad Gateway</body></html>", b"", b" \n"))
        return Response(random.choice((500, 502, 503)), headers, body)
    if not modelled or variant == "minimal":
        more, body = render.fault(operation, None, "ThrottlingException", {"message": "slow down"}, random)
        return Response(400, headers | more, body)
    shape = operation.service.shape(random.choice(modelled)["shape"])
    value = Generator(random, "full", is_input=False).value(shape)
    status = _fill_head(shape, value, headers, random)
    code = shape.traits.get("error", {}).get("code") or shape.name
    more, body = render.fault(operation, shape, code, value, random)
    status = 418 if status else shape.traits.get("error", {}).get("httpStatusCode", 400)
    return Response(status, headers | more, body)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--protocol", choices=PROTOCOLS)
    parser.add_argument("--service", action="append", help="one service; may be repeated")
    parser.add_argument("--seeds", type=int, default=1, help="how many seeds (default 1)")
    parser.add_argument("--all-operations", action="store_true", help="those without a paginator too")
    options = parser.parse_args()
    services = map(service, options.service) if options.service else services_of(options.protocol)
    tally = run(services, seeds=range(options.seeds), everything=options.all_operations)
    for name, found in tally.failures.items():
        sys.stdout.write(f"{name} {found}\n")
    sys.stdout.write(f"{tally}\n")
    return 1 if tally.failures else 0


if __name__ == "__main__":
    sys.exit(main())
