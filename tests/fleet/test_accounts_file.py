"""Files of accounts: three forms, one meaning, and every mistake with its line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from world import World

import allpages
from allpages.fleet import Sweep, accounts
from allpages.fleet.accounts_file import read

if TYPE_CHECKING:
    from pathlib import Path

CSV = """account_id,name,role,regions,tags,external_id
012345678901,one,Reader,eu-west-1;us-east-1,env:prod;team=a,
111000000002,two,arn:aws:iam::111000000002:role/Other,,,x-2
"""
# As c7n-org writes it: the first number is not quoted, and would be octal to YAML 1.1.
YAML = """
accounts:
- account_id: 012345678901
  name: one
  email: one@example.com
  role: Reader
  regions: [eu-west-1, us-east-1]
  tags: ["env:prod", "team:a"]
  vars: {charge_code: x}
- account_id: '111000000002'
  name: two
  role: arn:aws:iam::111000000002:role/Other
  external_id: x-2
  regions:
  - all
"""
NDJSON = "\n".join(
    json.dumps(row)
    for row in (
        {
            "account_id": "012345678901",
            "name": "one",
            "role": "Reader",
            "regions": ["eu-west-1", "us-east-1"],
            "tags": {"env": "prod", "team": "a"},
        },
        {
            "account_id": "111000000002",
            "name": "two",
            "role": "arn:aws:iam::111000000002:role/Other",
            "external_id": "x-2",
        },
    )
)
FORMS = {"accounts.csv": CSV, "accounts.yaml": YAML, "accounts.ndjson": NDJSON}


def written(tmp_path: Path, name: str, text: str) -> Path:
    """A file."""
    file = tmp_path / name
    file.write_text(text)
    return file


@pytest.mark.parametrize("name", FORMS)
def test_all_forms_say_the_same(tmp_path: Path, name: str) -> None:
    """Numbers with their zeros, roles, regions, tags."""
    found = read(written(tmp_path, name, FORMS[name]))
    assert [(one.account_id, one.name, one.role, one.external_id, one.regions, one.tags) for one in found] == [
        ("012345678901", "one", "Reader", "", ("eu-west-1", "us-east-1"), {"env": "prod", "team": "a"}),
        ("111000000002", "two", "arn:aws:iam::111000000002:role/Other", "x-2", (), {}),
    ]


@pytest.mark.parametrize("place", [2, 312])
@pytest.mark.parametrize(
    ("spoilt", "told"),
    [
        ({"account_id": "12345"}, "'12345' is no account"),
        ({"account_id": "12345678901"}, "Leading zeros"),
        ({"account_id": "11100000000x"}, "is no account"),
        ({"account_id": "111000000001"}, "is in line"),
        ({"rol": "Reader"}, "Did you mean 'role'"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, place: int, spoilt: dict[str, Any], told: str) -> None:
    """Also in line 312."""
    rows: list[dict[str, Any]] = [{"account_id": f"{111_000_000_001 + number}", "role": "R"} for number in range(400)]
    rows[place - 1] |= spoilt
    file = written(tmp_path, "accounts.ndjson", "\n".join(map(json.dumps, rows)))
    with pytest.raises(allpages.UsageError, match=rf"accounts.ndjson, line {place}: (.|\n)*{told}"):
        read(file)
    text = "accounts:\n" + "".join(
        "- " + "\n  ".join(f"{key}: '{value}'" for key, value in row.items()) + "\n" for row in rows
    )
    with pytest.raises(allpages.UsageError, match=rf"accounts.yml, line \d+: (.|\n)*{told}"):
        read(written(tmp_path, "accounts.yml", text))


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("accounts.csv", "name\nx\n", "line 1: there is no column account_id"),
        ("accounts.csv", "account_id,name\n111000000001,a,b\n", "line 2: there are 3 values for 2 columns"),
        ("accounts.csv", "account_id\n", "There is no account"),
        ("accounts.ndjson", '{"account_id": "111000000001"}\n[1]\n', "line 2: this is no JSON object"),
        ("accounts.yaml", "accounts: [\n", "this is no YAML"),
        ("accounts.yaml", "other: 1\n", "no list `accounts`"),
        ("accounts.yaml", "accounts:\n- a\n", "line 2: this is no account"),
        ("accounts.yaml", "accounts:\n- account_id: '111000000001'\n  role: [a, b]\n", "a chain of roles"),
        ("accounts.xlsx", "", "is no file of accounts"),
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, name: str, text: str, told: str) -> None:
    """In words."""
    with pytest.raises(allpages.UsageError, match=told):
        read(written(tmp_path, name, text))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """By its name."""
    with pytest.raises(allpages.UsageError, match=r"nowhere\.csv cannot be read"):
        read(tmp_path / "nowhere.csv")


@pytest.mark.parametrize("name", FORMS)
def test_a_file_is_swept_with_its_own_regions(tmp_path: Path, name: str) -> None:
    """Each account in those that the file names for it; what it leaves out is skipped for that reason."""
    world = World()
    file = written(tmp_path, name, FORMS[name])
    regions = ["eu-*", "us-east-1"]
    sweep = Sweep(["workspaces:describe-workspaces"], accounts(file), regions, tmp_path / "run", transport=world)
    assert sweep.run().complete
    by_account: dict[str, set[str]] = {}
    for account, region, *_ in world.calls:
        by_account.setdefault(account, set()).add(region)
    assert by_account["012345678901"] == {"eu-west-1", "us-east-1"}
    assert len(by_account["111000000002"]) > 3
    assert {one["RoleArn"] for one in world.assumed} == {
        "arn:aws:iam::012345678901:role/Reader",
        "arn:aws:iam::111000000002:role/Other",
    }
    assert [one.get("ExternalId") for one in world.assumed].count("x-2") == 1


def test_tags_and_exclusions_choose_accounts(tmp_path: Path) -> None:
    """By number, by name with wildcards; a word that leaves nothing out is refused, for it is a typo."""
    file = written(tmp_path, "accounts.csv", CSV)
    operations = ["workspaces:describe-workspaces"]
    for options, expected in (
        ({"tags": {"env": "prod"}}, {"012345678901"}),
        ({"without": ["tw*"]}, {"012345678901"}),
        ({"without": ["012345678901"]}, {"111000000002"}),
    ):
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        plan = Sweep(operations, accounts(file, **options), ["eu-west-1"], folder, transport=World()).plan()  # type: ignore[arg-type]
        assert {target.account for target in plan.agenda.targets} == expected
    sweep = Sweep(operations, accounts(file, without=["three"]), ["eu-west-1"], tmp_path / "x", transport=World())
    with pytest.raises(allpages.UsageError, match="'three' leaves no account out"):
        sweep.plan()


def test_an_account_without_a_way_in_is_refused(tmp_path: Path) -> None:
    """As is a role of another account."""
    for text, told in (
        ("account_id\n111000000001\n", "has neither role nor profile"),
        ("account_id,role\n111000000001,arn:aws:iam::111000000002:role/R\n", "is not of the account 111000000001"),
    ):
        file = written(tmp_path, "accounts.csv", text)
        sweep = Sweep(["workspaces:describe-workspaces"], accounts(file), ["eu-west-1"], tmp_path / "x")
        with pytest.raises(allpages.UsageError, match=told):
            sweep.plan()
