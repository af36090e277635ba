# The commands of the project; each sets itself up. A fresh machine needs Python >= 3.11 with pip and venv, and make.
# PYTHON chooses the interpreter: `make test PYTHON=python3.13`. Each has a virtual environment of its own.
PYTHON ?= python3
VERSION := $(shell $(PYTHON) -c "import sys; print('%d.%d' % sys.version_info[:2])")
VENV := .venv$(if $(filter-out $(shell python3 -c "import sys; print('%d.%d' % sys.version_info[:2])"),$(VERSION)),-$(VERSION))
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: run fleet test lint check coverage format bench docs mutants dist constraints clean

# What the package needs, and no more; then what working on it needs besides.
$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) --editable .
	touch $@

$(VENV)/.ready: $(VENV)/.installed
	$(PIP) "pip>=25.1"
	$(PIP) --group dev --editable ".[tables]"
	touch $@

## run: both image inventories of the local endpoint, as tables
run: $(VENV)/.installed
	$(BIN)/allpages ec2 describe-fast-launch-images --local --output table --max-items 15
	$(BIN)/allpages workspaces describe-workspace-images --local --output table --max-items 15

## fleet: sweep a local organization of 200 accounts, killed once, gone on with, proved
fleet: $(VENV)/.installed
	$(BIN)/python examples/fleet.py

## test: every test
test: $(VENV)/.ready
	$(BIN)/python -m pytest

## lint: format, lint, types
lint: $(VENV)/.ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/basedpyright --project tests/typing --pythonpath $(BIN)/python

## coverage: every test, and the branches that none of them took, held against the gate
# But for what it would change (what is imported, above all), and signals at random moments: a thread of Python 3.11 that is traced goes round in its evaluation loop for ever
# while a signal waits for the main thread, which waits for that thread.
coverage: $(VENV)/.ready
	$(BIN)/python -m pytest -m "not untraced" --cov --cov-report=json:.coverage.json --cov-report=
	$(BIN)/python tests/coverage_gate.py .coverage.json

## check: format, lint, types, and the tests (fresh docs among them) on every Python from 3.11 to 3.14 there is here
check: lint
	for python in $$(.ci/pythons); do $(MAKE) test PYTHON="$$python" || exit 1; done

## format: put the code in form
format: $(VENV)/.ready
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

## bench: side by side with boto3, aiobotocore, capo and the SDK for JavaScript, as ratios
bench: $(VENV)/.ready
	$(PIP) --group bench
	$(BIN)/python bench/run.py

## docs: write every document that is made of the code, follow every link and name in all of them, build the site
docs: $(VENV)/.ready
	for writer in docs/written/*.py; do $(BIN)/python "$$writer" || exit 1; done
	$(BIN)/python -m pytest tests/written
	$(PIP) --group docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build
	@echo "The site is in .site: open .site/index.html"

## mutants: change the code line by line, and count the changes that no test notices; ONLY="allpages.paging.*" for some
mutants: $(VENV)/.ready
	$(PIP) --group mutants
	$(BIN)/mutmut run $(ONLY)
	$(BIN)/mutmut results

## dist: sdist and wheel; the wheel is installed in a new environment, and lists both inventories from there
dist: $(VENV)/.ready
	rm -rf dist build
	$(BIN)/python -m build --outdir dist .
	$(PYTHON) -m venv $(VENV)-dist
	$(VENV)-dist/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt dist/*.whl
	cd dist && ../$(VENV)-dist/bin/allpages ec2 describe-fast-launch-images --local --output table --max-items 15
	cd dist && ../$(VENV)-dist/bin/allpages workspaces describe-workspace-images --local --output table --max-items 15
	rm -rf $(VENV)-dist

## constraints: resolve the development dependencies anew
constraints:
	$(PYTHON) -m venv $(VENV)-resolve
	$(VENV)-resolve/bin/python -m pip install --quiet --upgrade pip
	$(VENV)-resolve/bin/python -m pip install --quiet --group dev --group bench --editable .
	$(VENV)-resolve/bin/python -m pip freeze --exclude-editable | grep -v ' @ ' > constraints.txt
	rm -rf $(VENV)-resolve

clean:
	rm -rf .venv .venv-* build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
