"""The catalog, against botocore's loader."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import botocore.session
import pytest

from allpages import errors
from allpages.models import catalog, files

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def loader() -> object:
    """Botocore's own loader."""
    return botocore.session.Session().get_component("data_loader")


def test_all_services_of_botocore_are_there(loader: object) -> None:
    """The same names."""
    assert list(catalog.service_names()) == sorted(loader.list_available_services("service-2"))


@pytest.mark.parametrize("name", ["ec2", "workspaces", "s3", "rds", "secretsmanager", "cloudwatch", "dynamodb"])
def test_a_service_is_what_botocore_loads(loader: object, name: str) -> None:
    """Metadata, operations, shapes and paginators, extras merged in, of the newest version."""
    ours, theirs = catalog.service(name), loader.load_service_model(name, "service-2")
    assert ours.metadata == theirs["metadata"]
    assert ours.operation_names == list(theirs["operations"])
    assert {shape: ours.shape_json(shape) for shape in ours.shape_names} == theirs["shapes"]
    assert ours.pagination == loader.load_service_model(name, "paginators-1")["pagination"]


def test_protocols_are_chosen_as_botocore_does() -> None:
    """The first that botocore prefers."""
    session = botocore.session.Session()
    for name in catalog.service_names():
        assert catalog.service(name).protocol == session.get_service_model(name).resolved_protocol


def test_a_service_is_opened_once() -> None:
    """Hundreds of clients share one model."""
    assert catalog.service("ec2") is catalog.service("ec2")


@pytest.mark.parametrize("name", ["ec3", "work-spaces", "", "../ec2", "ec2/2016-11-15", "EC2 "])
def test_an_unknown_service_is_refused(name: str) -> None:
    """Also what looks like a path."""
    with pytest.raises(errors.UnknownService):
        catalog.service(name)


def test_a_misspelled_service_names_the_right_one() -> None:
    """The hint helps."""
    with pytest.raises(errors.UnknownService, match="Did you mean 'workspaces'"):
        catalog.service("workspace")


def test_a_misspelled_operation_names_the_right_one() -> None:
    """By method name and by full name."""
    with pytest.raises(errors.UnknownOperation, match="'describe_fast_launch_images'"):
        catalog.service("ec2").by_python_name("describe_fast_launch_image")
    with pytest.raises(errors.UnknownOperation, match="'DescribeFastLaunchImages'"):
        catalog.service("ec2").operation("DescribeFastLaunchImage")


def test_camel_case_is_no_method_name() -> None:
    """As in boto3."""
    with pytest.raises(errors.UnknownOperation):
        catalog.service("ec2").by_python_name("DescribeFastLaunchImages")
    assert not catalog.service("ec2").has_python_name("describefastlaunchimages")


def test_an_operation_is_called_by_its_key() -> None:
    """CloudFront's model names carry a version that nobody types."""
    operation = catalog.service("cloudfront").by_python_name("list_distributions")
    assert (operation.name, operation.python_name) == ("ListDistributions", "list_distributions")


def test_shapes_lie_under_the_traits_of_their_reference() -> None:
    """A member's locationName belongs to the reference, its type to the shape; recursion opens for ever."""
    operation = catalog.service("ec2").operation("DescribeFastLaunchImages")
    assert operation.input is not None
    assert operation.input.members["ImageIds"].traits["locationName"] == "ImageId"
    assert operation.input.members["ImageIds"].type == "list"
    scan = catalog.service("dynamodb").operation("Scan")
    assert scan.output is not None
    value = scan.output.members["Items"].member.value
    assert value.members["L"].member.members["M"].value.name == value.name


@pytest.mark.parametrize("name", ["ec2", "workspaces", "s3", "mq"])
def test_the_head_of_a_file_says_what_the_whole_says(name: str) -> None:
    """Metadata come without the rest, but where extras may say more."""
    folder = catalog.service(name).folder
    assert files.service_metadata(folder) == (None if name == "s3" else files.service_file(folder).metadata)


def test_a_model_may_begin_with_anything(tmp_path: Path) -> None:
    """Metadata at its end, or in a file that is not packed, are found as well."""
    metadata = {"serviceId": "Odd", "endpointPrefix": "odd", "apiVersion": "2026-01-01"}
    model = {"operations": {}, "shapes": {}, "metadata": metadata}
    (tmp_path / "service-2.json.gz").write_bytes(gzip.compress(json.dumps(model).encode()))
    assert catalog.Service("odd", str(tmp_path)).metadata == metadata
    (tmp_path / "service-2.json.gz").unlink()
    (tmp_path / "service-2.json").write_text(json.dumps(model))
    assert catalog.Service("odd", str(tmp_path)).metadata == metadata


def test_the_first_operation_takes_all_it_needs() -> None:
    """The model is let go of after it, opened again for the second one, and the same is found either way."""
    first = catalog.Service("ec2", catalog.service("ec2").folder)
    first.begin()
    second = catalog.Service("ec2", first.folder)
    second.operation("DescribeRegions")
    for service in (first, second):
        operation = service.operation("DescribeFastLaunchImages")
        assert operation.model == catalog.service("ec2").operation("DescribeFastLaunchImages").model
        assert operation.output is not None
        assert operation.output.members["FastLaunchImages"].member.members["ImageId"].type == "string"
    assert first.shape_json("Instance") == second.shape_json("Instance")


@pytest.mark.untraced
def test_models_are_found_without_importing_botocore() -> None:
    """Its data are used, its code is not."""
    code = (
        "import sys; from allpages.models import catalog; catalog.service('ec2').operation('DescribeFastLaunchImages');"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"botocore", "boto3", "asyncio", "json"} & set(loaded)
