# All that a checkout needs. System packages: make and python3-venv, nothing else; everything is installed into .venv.
.DEFAULT_GOAL := help
.PHONY: help demo test test-long check types lock ontology accuracy assets bench java chromium office clean
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
PY := $(VENV)/bin/python
PIP_INSTALL := $(PY) -m pip --disable-pip-version-check --quiet install
# The locks are complete, so nothing is resolved: pips before 23.3 would take the newest of a package that another wants
# with an extra, and refuse it. jieba is published as source only: built by the locked setuptools, and through its
# backend in old pips too.
LOCKED := PIP_USE_PEP517=1 $(PIP_INSTALL) --require-hashes --no-deps --no-build-isolation
# Other readers that accuracy is compared with, in an environment of their own: nothing of the project imports them.
PEERS := .venv-bench
PEERS_LOCKED := $(subst $(VENV)/,$(PEERS)/,$(LOCKED))
# Test files run side by side, each process with servers of its own; on one server (DUTYGRAPH_TEST_NEO4J_URI) one by one.
# Their order is that of tests/conftest.py: xdist's own begins with the files of most tests and ends with the slowest.
WORKERS ?= $(if $(DUTYGRAPH_TEST_NEO4J_URI),0,logical)
PYTEST := $(VENV)/bin/pytest --durations=10 --numprocesses=$(WORKERS) --maxprocesses=4 --dist=loadfile --no-loadscope-reorder

help: ## what can be made
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 18

demo: $(VENV)/ready assets ## read the bundled example (or PLAN=file), print one answer, serve it at PORT=8000
	@exec $(PY) -m dutygraph demo $${PLAN:+"$$PLAN"} --port $(PORT)

test: $(VENV)/ready-for-tests java chromium assets check ## checks and all tests but the long ones, with a real Neo4j and Chromium
	$(PYTEST) -m "not long" --cov --cov-report=
	$(VENV)/bin/coverage report --include='graph/*' --skip-covered --fail-under=95
	$(VENV)/bin/coverage report --include='ingest/*' --skip-covered --fail-under=95

test-long: $(VENV)/ready-for-tests java chromium office assets check ## every test, those of minutes too, and new examples of properties
	$(PYTEST) --hypothesis-profile=new

check: $(VENV)/ready-for-tests types ## style, types and import rules
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/mypy
	$(VENV)/bin/mypy tests
	$(VENV)/bin/mypy --namespace-packages -p bench
	$(VENV)/bin/lint-imports

types: .types/dutygraph ## the link by which type checkers see the checkout as the package dutygraph

.types/dutygraph:
	@mkdir -p .types && ln -sfn .. $@

java:
	@tools/install_java.sh

chromium:
	@tools/install_chromium.sh

office:
	@tools/install_office.sh

assets: ## fetch htmx and ECharts, which the pages use where they are there
	@tools/build_assets.sh $(PYTHON)

bench: $(VENV)/ready-for-tests java ## benchmarks, with ratios taken in one run; an hour
	$(PY) -m bench
	$(PY) -m bench.load
	$(PY) -m bench.query 10000 100000
	$(PY) -m bench.bulk
	$(PY) -m bench.rdf

ontology: $(VENV)/ready-for-tests ## the page and the diagram of the ontology anew, after a change of ontology.ttl
	$(PY) tools/ontology_page.py
	$(PY) tools/ontology_diagram.py

accuracy: $(VENV)/ready $(PEERS)/ready ## how well the annotated documents beside the checkout are read, and peers beside it
	$(PY) -m bench.accuracy

$(PEERS)/ready: requirements-build.lock bench/requirements.lock
	@echo "Installing the peers of the accuracy benchmark into $(PEERS) (about 120 MB, only when they change) …"
	@$(PYTHON) -m venv --clear $(PEERS)
	@$(PEERS_LOCKED) -r requirements-build.lock
	@$(PEERS_LOCKED) -r bench/requirements.lock
	@touch $@

# Versions that are pinned stay as they are; `make lock UPGRADE=--upgrade` takes the newest.
LOCK := $(VENV)/bin/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links --python-version 3.11 --fork-strategy fewest $(UPGRADE)
lock: $(VENV)/made ## write the requirements locks anew from pyproject.toml
	$(PIP_INSTALL) uv
	$(LOCK) --group build --output-file requirements-build.lock
	$(LOCK) --group bench --output-file bench/requirements.lock
	$(LOCK) pyproject.toml --output-file requirements.lock
	$(LOCK) pyproject.toml --extra test --constraint requirements.lock --output-file requirements-test.lock

$(VENV)/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "dutygraph needs Python 3.11 or newer: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "Python cannot make virtual environments here; on Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/ready: $(VENV)/made requirements-build.lock requirements.lock pyproject.toml
	@echo "Installing the locked packages into $(VENV) (about 120 MB, only when they change) …"
	@$(LOCKED) -r requirements-build.lock
	@$(LOCKED) -r requirements.lock
	@$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/ready-for-tests: $(VENV)/ready requirements-test.lock
	@echo "Installing what the tests need …"
	@$(LOCKED) -r requirements-test.lock
	@touch $@

clean: ## remove what was made here, .venv and caches included
	rm -rf $(VENV) $(PEERS) .assets .assets.log web/static/vendor .types build dist *.egg-info .coverage* .hypothesis .mypy_cache .pytest_cache .ruff_cache \
	  .import_linter_cache .neo4j test-output
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
