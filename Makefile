# The commands of the project; each sets itself up. A fresh machine needs Python >= 3.11 with pip and venv, and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run test lint check format bench docs constraints clean

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --group dev --editable .
	touch $(READY)

## run: both image inventories of the local endpoint, as tables
run: $(READY)
	$(BIN)/allpages ec2 describe-fast-launch-images --local --output table --max-items 15
	$(BIN)/allpages workspaces describe-workspace-images --local --output table --max-items 15

## test: every test
test: $(READY)
	$(BIN)/python -m pytest

## lint: format, lint, types
lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

## check: format, lint, types, tests (fresh docs among them)
check: lint test

## format: put the code in form
format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

## bench: side by side with boto3 and aiobotocore, as ratios
bench: $(READY)
	$(BIN)/python bench/run.py

## docs: write every document that is made of the code
docs: $(READY)
	for writer in docs/written/*.py; do $(BIN)/python "$$writer" || exit 1; done

## constraints: resolve the development dependencies anew
constraints:
	$(PYTHON) -m venv $(VENV)-resolve
	$(VENV)-resolve/bin/python -m pip install --quiet --upgrade pip
	$(VENV)-resolve/bin/python -m pip install --quiet --group dev --editable .
	$(VENV)-resolve/bin/python -m pip freeze --exclude-editable | grep -v ' @ ' > constraints.txt
	rm -rf $(VENV)-resolve

clean:
	rm -rf $(VENV) $(VENV)-resolve build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
