"""Skeletons beside botocore's, from which the AWS CLI makes its own; filled in they are taken back."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.utils import ArgumentGenerator

from allpages import Replay
from allpages.cli.input.skeleton import commented, skeleton
from allpages.models import catalog
from image_pages import IMAGES, image, pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from allpages.models.shapes import Shape

SERVICES = ("workspaces", "dynamodb", "wafv2", "lambda", "iam", "s3")


def agrees(shape: Shape, ours: Any, theirs: Any) -> bool:
    """Whether two skeletons are equal; of an enumeration theirs is any value, ours the first."""
    if isinstance(ours, dict) and ours:
        inner = dict.fromkeys(ours, shape.value) if shape.type == "map" else shape.members
        return ours.keys() == theirs.keys() and all(agrees(inner[name], ours[name], theirs[name]) for name in ours)
    if isinstance(ours, list):
        return agrees(shape.member, ours[0], theirs[0]) and len(theirs) == 1
    if shape.traits.get("enum"):
        return ours == shape.traits["enum"][0] and theirs in shape.traits["enum"]
    return bool(ours == (theirs.isoformat() if isinstance(theirs, datetime) else theirs))


@pytest.mark.parametrize("service", SERVICES)
def test_every_input_has_the_skeleton_of_botocore(service: str) -> None:
    """And as YAML the same one, with a comment for what is required."""
    model = ServiceModel(Loader().load_service_model(service, "service-2"))
    found = catalog.service(service)
    for name in found.operation_names:
        shape, theirs = found.operation(name).input, model.operation_model(name).input_shape
        ours = skeleton(shape)
        if shape is None or theirs is None:
            assert ours == {}
            continue
        assert agrees(shape, ours, ArgumentGenerator().generate_skeleton(theirs)), name
        text = commented(shape)
        assert yaml.load(text, yaml.BaseLoader) == yaml.load(yaml.safe_dump(ours), yaml.BaseLoader), name
        assert ("[REQUIRED]" in text) >= bool(shape.required)


def test_it_is_printed_without_asking_anything(cli: Callable[..., Any]) -> None:
    """Without credentials or what is required, too; the answer is printed in any form."""
    transport = Replay([])
    plain = cli(*IMAGES, "--generate-cli-skeleton", transport=transport)
    assert json.loads(plain.out) == {"ImageIds": [""], "ImageType": "OWNED", "NextToken": "", "MaxResults": 0}
    assert cli(*IMAGES, "--generate-cli-skeleton", "input", transport=transport).out == plain.out
    assert "# The type" in cli(*IMAGES, "--generate-cli-skeleton", "yaml-input", transport=transport).out
    assert cli("workspaces", "create-workspaces", "--generate-cli-skeleton", transport=transport).code == 0
    answer = json.loads(cli(*IMAGES, "--generate-cli-skeleton", "output", transport=transport).out)
    assert answer["Images"][0]["ImageId"] == "ImageId"
    query = ("--query", "Images[0].[ImageId,State]", "--output", "text")
    assert cli(*IMAGES, "--generate-cli-skeleton", "output", *query, transport=transport).out == "ImageId\tState\n"
    assert not transport.requests


def test_misuse(cli: Callable[..., Any]) -> None:
    """A kind that is none, and an answer for parameters that would be refused."""
    wrong = cli(*IMAGES, "--generate-cli-skeleton", "inputs", transport=Replay([]))
    assert (wrong.code, "Did you mean 'input'?" in wrong.err) == (2, True)
    missing = cli("workspaces", "create-workspaces", "--generate-cli-skeleton", "output", transport=Replay([]))
    assert (missing.code, "--workspaces" in missing.err) == (2, True)


def test_a_skeleton_is_taken_back(cli: Callable[..., Any]) -> None:
    """As JSON and as YAML, filled in; flags given as well win."""
    for flag, text in (
        ("--cli-input-json", '{"ImageIds": ["wsi-1"], "ImageType": "SHARED"}'),
        ("--cli-input-yaml", "# which\nImageIds:\n- wsi-1\nImageType: SHARED\n"),
    ):
        replay = pages([image(1)])
        done = cli(*IMAGES, flag, text, "--image-type", "OWNED", transport=replay)
        assert done.code == 0, done.err
        assert json.loads(replay.requests[0].body) == {"ImageIds": ["wsi-1"], "ImageType": "OWNED", "MaxResults": 25}
